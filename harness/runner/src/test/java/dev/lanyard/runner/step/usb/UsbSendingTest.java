package dev.lanyard.runner.step.usb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.step.StepBench;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.wire.ntb.NtbForm;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Personalities, and transfers of the harness' own making, on emulated accessories. */
@Timeout(120)
class UsbSendingTest {

    private static final String ADDRESSED = """
            - usb.attach: {}
            - {id: alt1, usb.set-interface: {alternate: 1}}
            - usb.notification: {type: network-connection, value: connected, after: alt1, within: 5s}
            - dhcp.lease: {within: 10s, save: {server: server}}
            """;

    @TempDir
    private Path folder;
    private StepBench bench;

    @BeforeEach
    void bench() {
        bench = new StepBench(folder);
    }

    @ParameterizedTest
    @CsvSource({"ecm, apple", "ncm, apple", "ncm, windows", "ecm, linux", "ncm, linux"})
    void aPersonalityStartsTheAccessoryAndTrafficPasses(String function, String personality) throws Exception {
        StepBench.Report report = bench.run("emulated:" + function, """
                - usb.attach: {}
                - usb.start: {personality: %s}
                - dhcp.lease: {within: 10s, save: {server: server}}
                - ip.ping: {to: "${server}", size: [0B, 470B, 471B, 472B, 1472B]}
                """.formatted(personality));
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        assertEquals(personality.equals("apple") ? "1" : "4", report.steps().get(1).values().get("dhcp-tries"));
    }

    @Test
    void windowsDoesNotTakeEcm() throws Exception {
        StepBench.Report report = bench.run("emulated:ecm", "- usb.attach: {}\n- usb.start: {personality: windows}\n");
        assertEquals(Outcome.NOT_APPLICABLE, report.last().outcome(), report::message);
        assertTrue(report.message().contains("no driver of its own for ECM"), report::message);
    }

    @Test
    void anAccessoryThatNeverConnectsIsShownAsNotConnected() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm+CDC-NOTIF-01", """
                - usb.attach: {}
                - usb.start: {personality: apple, within: 300ms}
                """);
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().contains("apple shows it as not connected"), report::message);
    }

    @ParameterizedTest
    @EnumSource(NtbForm.class)
    void soundBlocksAreAnsweredAndBrokenOnesDoNoHarm(NtbForm form) throws Exception {
        String name = Literals.kebab(form);
        StepBench.Report report = bench.run("emulated:ncm", ADDRESSED
                + "- usb.send-block: {form: " + name + ", to: \"${server}\", times: 3, within: 5s, "
                + "expect: {works-after: true" + (form.isSound() ? ", answered: 100%" : "") + "}}\n");
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        assertEquals("3", report.last().values().get("transfers"));
    }

    @ParameterizedTest
    @EnumSource(UsbSendFrame.Form.class)
    void framesOfEveryFormDoNoHarm(UsbSendFrame.Form form) throws Exception {
        String name = Literals.kebab(form);
        StepBench.Report report = bench.run("emulated:ecm", ADDRESSED
                + "- usb.send-frame: {form: " + name + ", to: \"${server}\", size: [56B, 470B, 1472B], within: 5s, "
                + "expect: {works-after: true}}\n");
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
    }

    @Test
    void tooLongFramesAreNotAnswered() throws Exception {
        StepBench.Report report = bench.run("emulated:ecm", ADDRESSED
                + "- usb.send-frame: {form: plain, to: \"${server}\", size: 1473B, expect: {answered: 100%}}\n");
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().contains("answered is 0%, expected == 100%"), report::message);
        assertEquals("true", report.last().values().get("works-after"));
    }
}
