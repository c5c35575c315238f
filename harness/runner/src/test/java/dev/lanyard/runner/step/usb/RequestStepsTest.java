package dev.lanyard.runner.step.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.step.StepBench;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Control requests one by one and in sweeps, and reads beside the driver. */
@Timeout(60)
class RequestStepsTest {

    @TempDir
    private Path folder;
    private StepBench bench;

    @BeforeEach
    void bench() {
        bench = new StepBench(folder);
    }

    @Test
    void standardRequestsGoToWhomTheyConcern() throws Exception {
        StepBench.Report report = bench.run("emulated:ecm", """
                - usb.attach: {}
                - usb.request: {request: get-configuration, expect: {answer: answered, data: "01"}}
                - usb.request: {request: get-status, expect: {data: "0000"}}
                - usb.request: {request: get-status, to: notification, expect: {data: "0000"}}
                - usb.request: {request: get-interface, expect: {data: "00"}}
                - usb.request: {request: set-interface, value: 2, expect: {answer: stalled}}
                - usb.request: {request: get-status, to: data, index: 9, expect: {answer: stalled}}
                - usb.request: {request: undefined, expect: {answer: stalled}}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
    }

    @Test
    void aSweepCountsAnswersAndRefusals() throws Exception {
        StepBench.Report report = bench.run("emulated:ecm", """
                - usb.attach: {}
                - usb.request: {request: get-ethernet-statistic, value: {from: 1, to: 29}, expect: {answer: settled}}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        assertEquals("29", report.last().values().get("requests"));
        assertEquals("17", report.last().values().get("answered"));
        assertEquals("12", report.last().values().get("stalled"));
        assertEquals("4", report.last().values().get("octets"));
    }

    @Test
    void otherLengthsAreAskedFor() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", """
                - usb.attach: {}
                - usb.request: {request: get-ntb-parameters, length: [64B, 8B], expect: {octets: 8}}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
    }

    @Test
    void whatWasExpectedOtherwiseIsNamed() throws Exception {
        StepBench.Report report = bench.run("emulated:ecm", """
                - usb.attach: {}
                - usb.request: {request: set-ethernet-packet-filter, value: [0, 0x20], expect: {answer: answered}}
                """);
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().contains("1 of 2 requests were stalled, first: SetupPacket["), report::message);
    }

    @Test
    void whatIsNeverAnsweredEndsTheSweepEarly() throws Exception {
        StepBench.Report report = bench.run("emulated:ecm+ECM-REQ-09", """
                - usb.attach: {}
                - usb.request: {request: undefined, value: {from: 0, to: 50}, within: 50ms, expect: {answer: settled}}
                """);
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().contains("3 of 3 requests got no answer"), report::message);
    }

    @Test
    void everyOptionalRequestOfTheNcmAccessoryButTwoIsAnswered() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", "- usb.attach: {}\n- cdc.optional-requests: {}\n");
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        // Too many multicast addresses, and encapsulated commands.
        assertEquals("2", report.last().values().get("stalled"));
        assertEquals("11", report.last().values().get("requests"));
    }

    @Test
    void nothingComesInAlternateZero() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", """
                - usb.attach: {}
                - usb.read: {during: 50ms, expect: 0}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
    }

    @Test
    void anotherBlockFormatHoldsForOneSelection() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", """
                - usb.attach: {}
                - usb.set-interface: {alternate: 1, format: ntb32, crc: true, input-size: 4096B}
                - usb.request: {request: get-ntb-format, expect: {data: "0100"}}
                - usb.request: {request: get-crc-mode, expect: {data: "0100"}}
                - usb.request: {request: get-ntb-input-size, expect: {data: "00100000"}}
                - address.static: {address: "${profile.network.host-address}"}
                - ip.ping: {to: "${profile.network.address}"}
                - usb.set-interface: {alternate: 0}
                - usb.set-interface: {alternate: 1}
                - usb.request: {request: get-ntb-format, expect: {data: "0000"}}
                - ip.ping: {to: "${profile.network.address}"}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
    }
}
