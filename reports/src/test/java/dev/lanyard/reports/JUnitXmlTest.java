package dev.lanyard.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.reports.output.JUnitXml;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.text.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class JUnitXmlTest {

    @TempDir
    Path root;

    @Test
    void countsSuitesAndOutcomes() throws Exception {
        Document xml = written(SyntheticRun.everyOutcome(root.resolve("run")));
        Element suites = xml.getDocumentElement();
        assertEquals("6 2 1 2", counts(suites));
        List<Element> suite = children(suites, "testsuite");
        assertEquals(List.of("smoke/ncm", "smoke/ecm"), suite.stream().map(s -> s.getAttribute("name")).toList());
        assertEquals(List.of("5 2 1 1", "1 0 0 1"), suite.stream().map(JUnitXmlTest::counts).toList());
    }

    @Test
    void everyOutcomeHasItsElementAndReason() throws Exception {
        Document xml = written(SyntheticRun.everyOutcome(root.resolve("run")));
        List<String> cases = new ArrayList<>();
        NodeList found = xml.getElementsByTagName("testcase");
        for (int i = 0; i < found.getLength(); i++) {
            Element testcase = (Element) found.item(i);
            String ended = "passed";
            for (String kind : List.of("failure", "error", "skipped")) {
                for (Element element : children(testcase, kind)) {
                    ended = kind + ": " + element.getAttribute("message");
                }
            }
            cases.add(testcase.getAttribute("classname") + " " + testcase.getAttribute("name") + " " + ended);
        }
        assertEquals(List.of(
                "smoke.ncm ncm.attach-to-echo [emulated:ncm] passed",
                "smoke.ncm ncm.attach-to-echo [usbip:127.0.0.1:3240/usbip-vudc.0] "
                        + "failure: failed: no lease within 10 s: 3 DISCOVER sent, no answer",
                "smoke.ncm ncm.repeated [emulated:ncm] failure: failed: 2 of 3 attempts passed, 3 must",
                "smoke.ncm ncm.after [emulated:ncm] skipped: skipped: ncm.attach-to-echo failed",
                "smoke.ncm ncm.blind [emulated:ncm] error: inconclusive: no permission to open the device",
                "smoke.ecm ecm.filter [emulated:ncm] skipped: not applicable: needs function = ecm, it is ncm"), cases);
        Element properties = children((Element) found.item(0), "properties").getFirst();
        Element accessory = children(properties, "property").getFirst();
        assertEquals("accessory=emulated:ncm", accessory.getAttribute("name") + "=" + accessory.getAttribute("value"));
    }

    @Test
    void hostileTextStaysText() throws Exception {
        RunDirectory run;
        String hostile = HostileText.ALL;
        try (SyntheticRun synthetic = new SyntheticRun(root.resolve("run"))) {
            run = synthetic.directory();
            synthetic.gated(hostile, hostile, Outcome.FAILED, hostile);
        }
        Document xml = written(run);
        assertEquals(1, xml.getElementsByTagName("testcase").getLength());
        assertEquals(0, xml.getElementsByTagName("script").getLength());
        Element failure = (Element) xml.getElementsByTagName("failure").item(0);
        String stored = hostile.replace("\uD800 \uDC00", "\uFFFD \uFFFD");
        assertEquals(Shown.sentence(Outcome.FAILED, stored), failure.getAttribute("message"));
    }

    private static Document written(RunDirectory run) throws Exception {
        JUnitXml.write(StoredRun.read(run), run.junitXml());
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(run.junitXml().toFile());
    }

    private static String counts(Element suite) {
        return String.join(" ", suite.getAttribute("tests"), suite.getAttribute("failures"),
                suite.getAttribute("errors"), suite.getAttribute("skipped"));
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        for (int i = 0; i < parent.getChildNodes().getLength(); i++) {
            if (parent.getChildNodes().item(i) instanceof Element element && element.getTagName().equals(name)) {
                children.add(element);
            }
        }
        return children;
    }
}
