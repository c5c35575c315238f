package dev.lanyard.runner.step.aware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.step.StepBench;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must not happen in Wi-Fi Aware, and the air that is disturbed. */
@Timeout(120)
class AwareStepsTest {

    private static final String PIN = "emulated:aware-pin";
    private static final String FOUND = """
            - aware.subscribe: {service: _lanyard._udp, methods: [pin-keypad]}
            - aware.discover: {}
            """;
    private static final String PAIRED = FOUND + """
            - aware.bootstrap: {}
            - id: pair
              aware.pair: {pin: "${secret.pin}"}
            """;

    @TempDir
    private Path folder;
    private StepBench bench;

    @BeforeEach
    void bench() {
        bench = new StepBench(folder);
    }

    private void passes(String accessory, String steps) throws Exception {
        StepBench.Report report = bench.run(accessory, steps);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
    }

    private void fails(String accessory, String steps, String why) throws Exception {
        StepBench.Report report = bench.run(accessory, steps);
        assertEquals(ExitCode.FAILED, report.result().exitCode(), report::message);
        assertTrue(report.message().contains(why), report::message);
    }

    @ParameterizedTest
    @CsvSource({"paired", "data-path", "follow-up", "pin", "plain-follow-up"})
    void whatDoesNotHappenIsNoFailure(String event) throws Exception {
        passes(PIN, "- aware.never: {event: " + event + "}\n" + FOUND + "- aware.never: {event: " + event
                + ", during: 8s}\n");
    }

    @ParameterizedTest
    @CsvSource({"discovered, of 02:00:5e:00:53:00", "paired, with 02:00:5e:00:53:00", "data-path, data path opened"})
    void whatHappensWhileOtherStepsRunFailsTheScenarioInTheEnd(String event, String text) throws Exception {
        fails(PIN, "- aware.never: {event: " + event + "}\n" + PAIRED + "- aware.datapath: {}\n",
                "aware.never: " + event);
        fails(PIN, PAIRED + "- aware.datapath: {}\n- aware.never: {event: " + event + "}\n", text);
    }

    @Test
    void onlyWhatComesInItsSpanCounts() throws Exception {
        passes(PIN, PAIRED + "- aware.never: {event: paired, during: 5s}\n");
        passes(PIN, PAIRED + "- aware.never: {event: data-path, after: pair}\n");
        fails(PIN, PAIRED + "- aware.never: {event: paired, after: pair}\n", "after pair: with 02:00:5e:00:53:00");
    }

    @Test
    void aMessageInPlainTextIsSeenAndOneUnderKeysIsNot() throws Exception {
        String message = "- aware.follow-up: {text: hello}\n- bench.wait: {for: 2s}\n";
        String never = "- aware.never: {event: plain-follow-up, after: pair}\n";
        fails(PIN, FOUND + message + "- aware.never: {event: plain-follow-up}\n", "from 02:00:5e:00:53:00 to");
        passes(PIN, PAIRED + message + never);
        fails(PIN, PAIRED + message + "- aware.never: {event: follow-up, after: pair}\n", "follow-up");
    }

    @Test
    void aPinThatTheDeviceAsksForIsSeen() throws Exception {
        String steps = """
                - aware.publish: {service: _lanyard._udp, methods: [pin-display], port: 7}
                - aware.never: {event: pin, during: 20s}
                """;
        fails("emulated:aware-subscriber", steps, "asked for pairing by pin-display");
        passes("emulated:aware-subscriber+NAN-NPBA-03", steps);
    }

    @Test
    void whoDoesNotSayThatItPairsIsNeverDiscoveredByAnIphone() throws Exception {
        String steps = """
                - aware.join: {personality: iphone}
                - aware.subscribe: {service: _lanyard._udp, methods: [pin-keypad]}
                - aware.never: {event: discovered, during: 17s}
                """;
        passes("emulated:aware-pin+NAN-DCEA-01", steps);
        fails(PIN, steps, "aware.never: discovered");
    }

    @Test
    void nothingArrivesWhereAllIsLostUntilNothingIs() throws Exception {
        passes(PIN, """
                - air.loss: {share: 100%}
                - aware.subscribe: {service: _lanyard._udp, methods: [pin-keypad]}
                - aware.discover: {within: 20s, expect: {found: false}}
                - air.loss: {share: 0%}
                - aware.discover: {within: 60s}
                """);
    }

    @Test
    void thePairingBearsLossDelayAndRepetition() throws Exception {
        passes(PIN, "- air.loss: {share: 10%}\n- air.delay: {by: 1ms, reorder: 2ms, duplicates: 20%}\n" + PAIRED);
    }

    @Test
    void anotherAccessoryHasNoAirToDisturb() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", "- air.loss: {share: 10%}\n");
        assertEquals(ExitCode.INCONCLUSIVE, report.result().exitCode(), report::message);
        assertTrue(report.message().contains("emulated:ncm is no Wi-Fi Aware device"), report::message);
    }
}
