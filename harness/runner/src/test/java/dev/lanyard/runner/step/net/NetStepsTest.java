package dev.lanyard.runner.step.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.step.StepBench;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NetStepsTest {

    private static final String ATTACHED = """
            - usb.attach: {}
            - {id: alt1, usb.set-interface: {alternate: 1}}
            - usb.notification: {type: network-connection, value: connected, after: alt1}
            """;
    private static final String ADDRESSED = ATTACHED + "- address.static: {address: 172.22.65.9/24}\n";

    @TempDir
    private Path folder;
    private StepBench bench;

    @BeforeEach
    void bench() {
        bench = new StepBench(folder);
    }

    private StepBench.Report run(String steps) throws Exception {
        return bench.run("emulated:ncm", steps);
    }

    @Test
    void aLeaseIsTakenAndItsValuesAreSaved() throws Exception {
        StepBench.Report report = run(ATTACHED + """
                - dhcp.lease:
                    within: 5s
                    expect: {router: absent, dns: absent, prefix: 24, lease-time: ">= 1h"}
                    save: {me: address, server: server}
                - ip.ping: {to: "${server}"}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        assertEquals("172.22.65.1", report.steps().get(3).values().get("server"));
        assertEquals("172.22.65.1", report.last().arguments().get("to"));
    }

    @Test
    void aLeaseThatIsNotAsExpectedFailsWithEveryDifference() throws Exception {
        StepBench.Report report = run(ATTACHED
                + "- dhcp.lease: {within: 5s, expect: {router: present, server: 10.0.0.1}}\n");
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().startsWith(
                "dhcp.lease: server is 172.22.65.1, expected == 10.0.0.1; "
                + "router is absent, expected present (lease of "),
                report::message);
    }

    @Test
    void pingCountsAndMeasures() throws Exception {
        StepBench.Report report = run(ADDRESSED + "- ip.ping: {to: 172.22.65.1, size: [0B, 1472B], count: 4}\n");
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        Map<String, String> values = report.last().values();
        assertEquals("4", values.get("sent"));
        assertEquals("0%", values.get("loss"));
        assertTrue(values.containsKey("longest"));
    }

    @Test
    void pingOfNobodyFailsAndOfSomewhereElseSaysNothingOfTheAccessory() throws Exception {
        StepBench.Report nobody = run(ADDRESSED + "- ip.ping: {to: 172.22.65.77, within: 200ms, count: 2}\n");
        assertEquals(Outcome.FAILED, nobody.last().outcome());
        assertTrue(nobody.message().contains("loss is 100%, expected == 0% (2 of 2 lost; first: "), nobody::message);
        StepBench.Report elsewhere = run(ADDRESSED + "- ip.ping: {to: 192.0.2.1, within: 200ms}\n");
        assertEquals(Outcome.INCONCLUSIVE, elsewhere.last().outcome(), elsewhere::message);
    }

    @Test
    void aServiceIsResolvedToWhereItsEchoAnswers() throws Exception {
        StepBench.Report report = run(ADDRESSED + """
                - mdns.resolve:
                    service: _echo._udp
                    expect: {port: 7, address: 172.22.65.1}
                    save: {peer: address, port: port}
                - udp.echo:
                    to: ${peer}:${port}
                    datagrams: 50
                    sizes: {from: 0B, to: 1472B, step: 368B, also: [1471B]}
                    expect: {loss: 0%, reorder: 0, duplicates: 0, corrupted: 0}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        assertEquals("Lanyard emulated NCM", report.steps().get(4).values().get("instance"));
        assertEquals("50", report.last().values().get("received"));
        assertTrue(report.last().values().containsKey("p99"));
    }

    @Test
    void aServiceThatNobodyHasIsAFailureInTime() throws Exception {
        StepBench.Report report = run(ADDRESSED + "- mdns.resolve: {service: _nothing._udp, within: 500ms}\n");
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().contains("_nothing._udp"), report::message);
    }

    @Test
    void echoesThatDoNotComeBackAreLossAndTheMeasurementIsKept() throws Exception {
        StepBench.Report report = run(ADDRESSED
                + "- udp.echo: {to: \"172.22.65.1:9\", datagrams: 5, loss-after: 100ms, within: 5s}\n");
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().startsWith("udp.echo: loss is 100%, expected == 0%"), report::message);
        assertEquals("0", report.last().values().get("received"));
    }

    @Test
    void anEchoThatIsTooSlowForItsScenarioFails() throws Exception {
        StepBench.Report report = run(ADDRESSED
                + "- udp.echo: {to: \"172.22.65.1:7\", datagrams: 5, expect: {p50: <= 1ns}}\n");
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().contains(", expected <= 1ns (5 of 5 answered)"), report::message);
    }
}
