package dev.lanyard.reports.output;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.run.StoredRun.StoredAttempt;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.reports.text.WholeFile;
import dev.lanyard.rules.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The run in the XML dialect that continuous integration servers read: a {@code testsuite} per suite folder, a
 * {@code testcase} per scenario and accessory. What failed is a {@code failure}; what says nothing about the accessory
 * (inconclusive, interrupted) an {@code error}; what did not run is {@code skipped} with its reason.
 */
public final class JUnitXml {

    /** ISO 8601 without fraction and zone, which readers of this dialect expect; UTC. */
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final StoredRun run;
    private final XMLStreamWriter xml;

    private JUnitXml(StoredRun run, XMLStreamWriter xml) {
        this.run = run;
        this.xml = xml;
    }

    public static void write(StoredRun run, Path file) throws IOException {
        WholeFile.write(file, out -> write(run, out));
    }

    private static void write(StoredRun run, OutputStream out) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
            new JUnitXml(run, xml).document();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void document() throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line(0);
        xml.writeStartElement("testsuites");
        attribute("name", "Lanyard");
        counts(run.scenarios());
        Map<String, List<StoredScenario>> suites = run.scenarios().stream()
                .collect(Collectors.groupingBy(JUnitXml::suite, LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<String, List<StoredScenario>> suite : suites.entrySet()) {
            suite(suite.getKey(), suite.getValue());
        }
        line(0);
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static String suite(StoredScenario scenario) {
        String suite = Shown.name(scenario.started().suite());
        return suite.isEmpty() ? "scenarios" : suite;
    }

    private void suite(String name, List<StoredScenario> scenarios) throws XMLStreamException {
        line(1);
        xml.writeStartElement("testsuite");
        attribute("name", name);
        counts(scenarios);
        // Readers sum these up; the outermost element has no place for them in Jenkins' schema (junit-10.xsd).
        attribute("skipped", count(scenarios, "skipped"));
        attribute("timestamp", TIMESTAMP.format(scenarios.getFirst().started().wallTime()));
        if (run.started().isPresent()) {
            Map<String, String> properties = new LinkedHashMap<>();
            properties.put("harness version", run.started().get().harnessVersion());
            properties.putAll(run.started().get().environment());
            properties(2, properties);
        }
        for (StoredScenario scenario : scenarios) {
            scenario(name, scenario);
        }
        line(1);
        xml.writeEndElement();
    }

    private void counts(List<StoredScenario> scenarios) throws XMLStreamException {
        attribute("tests", Integer.toString(scenarios.size()));
        attribute("failures", count(scenarios, "failure"));
        attribute("errors", count(scenarios, "error"));
        attribute("time", seconds(scenarios.stream().map(JUnitXml::duration).reduce(Duration.ZERO, Duration::plus)));
    }

    private static String count(List<StoredScenario> scenarios, String element) {
        return Long.toString(scenarios.stream().filter(s -> element.equals(element(s.outcome()))).count());
    }

    /** The element that tells an outcome; null for what passed. */
    private static String element(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> null;
            case FAILED -> "failure";
            case INCONCLUSIVE, INTERRUPTED -> "error";
            case NOT_APPLICABLE, SKIPPED -> "skipped";
        };
    }

    private void scenario(String suite, StoredScenario scenario) throws XMLStreamException {
        RunEvent.ScenarioStarted started = scenario.started();
        line(2);
        xml.writeStartElement("testcase");
        attribute("classname", suite.replace('/', '.'));
        attribute("name", Shown.name(started.name()) + " [" + Shown.name(started.accessory()) + "]");
        attribute("time", seconds(duration(scenario)));
        String element = element(scenario.outcome());
        if (element != null) {
            line(3);
            xml.writeStartElement(element);
            attribute("message", Shown.sentence(scenario.outcome(), scenario.message()));
            if (!element.equals("skipped")) {
                attribute("type", Shown.outcome(scenario.outcome()));
                characters(detail(scenario));
            }
            xml.writeEndElement();
        }
        line(3);
        xml.writeStartElement("system-out");
        characters("accessory: " + Shown.name(started.accessory()) + "\nprofile: " + Shown.name(started.profile())
                + "\nattempts: " + scenario.attempts().size() + "\n" + verdicts(scenario));
        xml.writeEndElement();
        line(2);
        xml.writeEndElement();
    }

    private static String detail(StoredScenario scenario) {
        return scenario.attempts().stream()
                .filter(attempt -> attempt.outcome() != Outcome.PASSED)
                .map(attempt -> "attempt " + attempt.started().attempt() + ": "
                        + Shown.sentence(attempt.outcome(), attempt.message())
                        + "\n  evidence: " + Shown.text(attempt.started().evidence()))
                .collect(Collectors.joining("\n"));
    }

    private static String verdicts(StoredScenario scenario) {
        StringBuilder lines = new StringBuilder();
        for (StoredAttempt attempt : scenario.attempts()) {
            for (Verdict verdict : scenario.telling(attempt)) {
                lines.append("attempt ").append(attempt.started().attempt()).append(": ")
                        .append(Shown.words(verdict.kind())).append(' ').append(Shown.name(verdict.rule()))
                        .append(": ").append(Shown.text(verdict.reason())).append(" (events ")
                        .append(Shown.text(verdict.proof().toString())).append(")\n");
            }
        }
        return lines.toString();
    }

    private void properties(int depth, Map<String, String> properties) throws XMLStreamException {
        line(depth);
        xml.writeStartElement("properties");
        for (Map.Entry<String, String> property : properties.entrySet()) {
            line(depth + 1);
            xml.writeEmptyElement("property");
            attribute("name", Shown.name(property.getKey()));
            attribute("value", Shown.text(property.getValue()));
        }
        line(depth);
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, value);
    }

    private void characters(String text) throws XMLStreamException {
        xml.writeCharacters(text);
    }

    private void line(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    private static Duration duration(StoredScenario scenario) {
        Duration duration = Duration.between(scenario.started().wallTime(), scenario.end());
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e9);
    }
}
