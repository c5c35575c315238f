package dev.lanyard.runner.step.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.step.StepBench;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UsbStepsTest {

    @TempDir
    private Path folder;
    private StepBench bench;

    @BeforeEach
    void bench() {
        bench = new StepBench(folder);
    }

    @Test
    void attachTellsWhatTheAccessoryIs() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm",
                "- usb.attach: {expect: {host-mac: \"00:00:5e:00:53:02\", speed: high}}\n");
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        assertEquals("ncm", report.last().values().get("function"));
        assertEquals("4617", report.last().values().get("vendor-id"));
    }

    @Test
    void attachFailsOnAnotherIdentityAndStillTellsWhatItSaw() throws Exception {
        StepBench.Report report = bench.run("emulated:ecm",
                "- usb.attach: {expect: {product-id: 0x0002, host-mac: \"02:00:00:00:00:01\"}}\n");
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertEquals("usb.attach: product-id is 1, expected == 2; host-mac is 00:00:5e:00:53:00, "
                + "expected == 02:00:00:00:00:01 (device 1209:0001)", report.message());
        assertEquals("1", report.last().values().get("product-id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"emulated:ecm", "emulated:ncm"})
    void alternateOneBringsTheNotification(String accessory) throws Exception {
        StepBench.Report report = bench.run(accessory, """
                - usb.attach: {}
                - {id: alt1, usb.set-interface: {alternate: 1}}
                - usb.notification: {type: network-connection, value: connected, after: alt1}
                - usb.notification: {type: connection-speed-change, after: alt1}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        assertTrue(report.last().values().containsKey("delay"));
    }

    @Test
    void anAlternateThatDoesNotExistIsTheAccessorysRefusal() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm",
                "- usb.attach: {}\n- usb.set-interface: {alternate: 7}\n");
        assertEquals(Outcome.FAILED, report.last().outcome(), report::message);
        assertTrue(report.message().contains("stall"), report::message);
    }

    @Test
    void aNotificationThatDoesNotComeIsNamedWithWhatCame() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", """
                - usb.attach: {}
                - {id: alt1, usb.set-interface: {alternate: 1}}
                - usb.notification: {type: network-connection, value: connected, after: alt1}
                - usb.notification: {type: network-connection, value: disconnected, after: alt1, within: 200ms}
                """);
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().contains(
                "no network-connection (disconnected) within 200ms after alt1; what came: "), report::message);
    }

    @Test
    void neverLooksBackToTheStepAndWaitsForTheRest() throws Exception {
        StepBench.Report report = bench.run("emulated:ecm", """
                - usb.attach: {}
                - {id: alt1, usb.set-interface: {alternate: 1}}
                - usb.notification: {type: network-connection, value: connected, after: alt1}
                - usb.never: {event: link-down, after: alt1}
                - usb.never: {event: link-down, during: 300ms}
                - usb.never: {event: link-up, after: alt1}
                """);
        assertEquals("usb.never-3", report.last().step());
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().startsWith("usb.never-3: link-up "), report::message);
        var waited = report.steps().get(4);
        assertTrue(Duration.between(waited.started(), waited.ended()).compareTo(Duration.ofMillis(300)) >= 0);
    }

    @Test
    void detachLetsGoAndAttachWorksAgain() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", """
                - usb.attach: {}
                - usb.detach: {}
                - usb.attach: {}
                - {id: alt1, usb.set-interface: {alternate: 1}}
                - usb.notification: {type: network-connection, value: connected, after: alt1}
                - usb.detach: {}
                - usb.detach: {}
                - usb.set-interface: {alternate: 0}
                """);
        assertEquals(Outcome.INCONCLUSIVE, report.last().outcome());
        assertTrue(report.message().contains("nothing is attached; usb.attach must come before"), report::message);
    }
}
