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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration, reset, halts, bounces, attaches and the link behind the accessory. */
@Timeout(120)
class LinkStepsTest {

    private static final String PING = """
            - ip.ping: {to: "${profile.network.address}"}
            """;
    private static final String UP = """
            - usb.attach: {}
            - usb.set-interface: {alternate: 1}
            - address.static: {address: "${profile.network.host-address}"}
            """ + PING;

    @TempDir
    private Path folder;
    private StepBench bench;

    @BeforeEach
    void bench() {
        bench = new StepBench(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"emulated:ecm", "emulated:ncm"})
    void trafficComesBackAfterAResetAndAfterEachConfiguration(String accessory) throws Exception {
        StepBench.Report report = bench.run(accessory, UP + """
                - usb.reset: {}
                - usb.set-interface: {alternate: 1}
                """ + PING + """
                - usb.configure: {value: 0}
                - usb.configure: {}
                - usb.set-interface: {alternate: 1}
                """ + PING + """
                - usb.configure: {}
                - {id: alt1, usb.set-interface: {alternate: 1}}
                - usb.notification: {type: network-connection, value: connected, after: alt1}
                """ + PING);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bulk-in", "bulk-out", "notification"})
    void aHaltIsClearedAndTrafficGoesOn(String endpoint) throws Exception {
        StepBench.Report report = bench.run("emulated:ncm",
                UP + "- usb.clear-halt: {endpoint: " + endpoint + "}\n" + PING);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        assertEquals("false", report.steps().get(4).values().get("halted"));
    }

    @Test
    void bouncesEndInAlternateOne() throws Exception {
        StepBench.Report report = bench.run("emulated:ecm", UP + "- usb.bounce: {times: 4, open: 2ms}\n" + PING);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        assertEquals("4", report.steps().get(4).values().get("times"));
    }

    @Test
    void attachCyclesCountLinksAndReplies() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", """
                - usb.attach-cycles:
                    times: 3
                    address: ${profile.network.host-address}
                    ping: ${profile.network.address}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        assertEquals("3", report.last().values().get("links"));
        assertEquals("3", report.last().values().get("replies"));
        assertTrue(report.last().values().get("summary").startsWith("3 attaches, 3 links, 3 replies, slowest "),
                report.last().values()::toString);
    }

    @Test
    void attachCyclesTellHowManyBroughtNoLink() throws Exception {
        StepBench.Report report = bench.run("emulated:ecm+CDC-NOTIF-01",
                "- usb.attach-cycles: {times: 2, within: 2s}\n");
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertEquals("usb.attach-cycles: 2 attaches, 0 links; attach 1: the link did not come up within 2s",
                report.message());
    }

    @Test
    void theLinkFlapsAndTellsInOrder() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", UP + """
                - {id: flap, accessory.link: {states: [down, up], pause: 100ms}}
                - usb.notification: {type: network-connection, value: disconnected, after: flap}
                - usb.notification: {type: network-connection, value: connected, after: flap}
                - usb.notifications:
                    after: flap
                    during: 1s
                    expect: {order: [network-connection, connection-speed-change], count: 3}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
    }

    @Test
    void anotherOrderIsNamedWithWhatCame() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", """
                - usb.attach: {}
                - {id: alt1, usb.set-interface: {alternate: 1}}
                - usb.notifications:
                    after: alt1
                    during: 1s
                    expect: {order: [network-connection, connection-speed-change]}
                """);
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().contains("connection-speed-change came too early; what came: ["), report::message);
    }

    @Test
    void notificationsThatAreNotReadWait() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", """
                - usb.attach: {}
                - usb.listen: {notifications: false}
                - {id: alt1, usb.set-interface: {alternate: 1}}
                - usb.never: {event: notification, after: alt1, during: 200ms}
                - usb.listen: {notifications: true}
                - usb.notification: {type: network-connection, value: connected, after: alt1, within: 5s}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
    }

    @Test
    void whatTheTransportCannotDoIsNotApplicable() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", "- usb.attach: {}\n- usb.suspend: {during: 10ms}\n");
        assertEquals(Outcome.NOT_APPLICABLE, report.last().outcome());
        assertEquals(Outcome.NOT_APPLICABLE, report.result().scenarios().getFirst().outcome());
        assertTrue(report.message().contains("this transport cannot suspend a port"), report::message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"emulated:ecm", "emulated:ncm"})
    void aPullInTheMiddleOfATransferLeavesNothing(String accessory) throws Exception {
        StepBench.Report report = bench.run(accessory, UP + "- usb.partial-write: {}\n"
                + "- usb.detach: {abruptly: true}\n" + UP);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
    }
}
