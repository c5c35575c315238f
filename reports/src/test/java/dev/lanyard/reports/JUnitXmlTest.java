package dev.lanyard.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
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
        assertEquals("6 2 1 ", counts(suites));
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
        Element out = children((Element) found.item(0), "system-out").getFirst();
        assertTrue(out.getTextContent().startsWith("accessory: emulated:ncm\nprofile: profile of emulated:ncm\n"),
                out.getTextContent());
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

    @Test
    void keepsTheSchemaOfItsDialect() throws Exception {
        RunDirectory run = SyntheticRun.everyOutcome(root.resolve("run"));
        JUnitXml.write(StoredRun.read(run), run.junitXml());
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(getClass().getResource("junit.xsd"))
                .newValidator().validate(new StreamSource(run.junitXml().toFile()));
    }

    @Test
    void surefiresReaderReadsItsSuites() throws Exception {
        RunDirectory run = SyntheticRun.everyOutcome(root.resolve("run"));
        JUnitXml.write(StoredRun.read(run), run.junitXml());
        // It takes the outermost element for a suite too.
        List<ReportTestSuite> suites = new TestSuiteXmlParser(new NullConsoleLogger())
                .parse(run.junitXml().toString()).stream().filter(suite -> suite.getNumberOfTests() > 0).toList();
        assertEquals(List.of(5, 1), suites.stream().map(ReportTestSuite::getNumberOfTests).toList());
        assertEquals(List.of(2, 0), suites.stream().map(ReportTestSuite::getNumberOfFailures).toList());
        assertEquals(List.of(1, 0), suites.stream().map(ReportTestSuite::getNumberOfErrors).toList());
        assertEquals(List.of(1, 1), suites.stream().map(ReportTestSuite::getNumberOfSkipped).toList());
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
