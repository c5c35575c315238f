package dev.lanyard.runner.step.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.step.StepBench;
import dev.lanyard.runner.yaml.InvalidInputException;
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

    @Test
    void burstsRatesPatternsAndTimesShapeAnEcho() throws Exception {
        StepBench.Report report = run(ADDRESSED + """
                - udp.echo: {to: "172.22.65.1:7", datagrams: 64, sizes: 100B, burst: 32, pattern: zeros}
                - udp.echo: {to: "172.22.65.1:7", datagrams: 26, rate: 20/s, expect: {per-second: "<= 24"}}
                - udp.echo: {to: "172.22.65.1:7", for: 300ms, rate: 100kbit/s, sizes: 125B, pattern: alternating}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        assertEquals("64", report.steps().get(4).values().get("received"));
        assertTrue(report.steps().get(4).values().containsKey("jitter"));
        int sent = Integer.parseInt(report.last().values().get("sent"));
        assertTrue(sent >= 1 && sent <= 31, () -> sent + " datagrams of 1000 bits in 300 ms at 100 kbit/s");
    }

    @Test
    void aFloodOfPingsHasManyUnderWay() throws Exception {
        StepBench.Report report = run(ADDRESSED + "- ip.ping: {to: 172.22.65.1, count: 500, window: 16, within: 5s}\n");
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        assertEquals("500", report.last().values().get("sent"));
        assertTrue(report.last().values().containsKey("p99"));
    }

    @Test
    void whatIsLargerThanAPacketIsLostWithoutHarm() throws Exception {
        StepBench.Report report = run(ADDRESSED + """
                - udp.echo: {to: "172.22.65.1:7", sizes: [1473B, 2000B], loss-after: 100ms, expect: {loss: <= 100%}}
                - udp.echo: {to: "172.22.65.1:7"}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
    }

    @Test
    void aStepThatIsMissingIsNamedAndNotTheAccessorysFault() throws Exception {
        StepBench.Report closed = run("- usb.attach: {}\n- dhcp.lease: {within: 500ms}\n");
        assertEquals(Outcome.INCONCLUSIVE, closed.last().outcome());
        assertTrue(closed.message().endsWith("; usb.set-interface: {alternate: 1} must come before this step"),
                closed::message);
        StepBench.Report bare = run(ATTACHED + "- ip.ping: {to: 172.22.65.1}\n");
        assertEquals(Outcome.INCONCLUSIVE, bare.last().outcome());
        assertTrue(bare.message().endsWith(
                "; dhcp.lease, address.static or address.link-local must come before this step"), bare::message);
    }

    @Test
    void anExchangeComparesAnswersWithATemplate() throws Exception {
        StepBench.Report report = run(ADDRESSED + """
                - udp.exchange: {to: "172.22.65.1:7", send: "'HELLO' 01", answer: "'HEL' ?? 'O' *", times: 3}
                - udp.exchange: {to: "172.22.65.1:7689", send: "'LANYARD?'", answer: "'LANYARD ' *"}
                - udp.exchange:
                    {to: "172.22.65.1:7", send: ff, checksum: wrong, within: 200ms, expect: {answered: 0, other: 0}}
                - udp.exchange: {to: "172.22.65.1:11", send: ff, expect: {answered: 0, refused: 1}}
                - udp.exchange: {to: "172.22.65.1:7", send: "'A'", answer: "'B'", within: 200ms}
                """);
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().contains("answered is 0, expected == 1; other is 1, expected == 0 "
                + "(from 172.22.65.1 port 7 came 41)"), report::message);
        assertEquals(9, report.steps().size());
    }

    @Test
    void aDiscoveryOfItsOwnIsAnsweredToGroupAndBroadcast() throws Exception {
        StepBench.Report report = run(ADDRESSED + """
                - udp.discover: {to: "239.255.76.89:7689", send: "'LANYARD?'", answer: "'LANYARD lanyard-ncm'"}
                - udp.discover:
                    to: 255.255.255.255:7689
                    send: "'LANYARD?'"
                    answer: "'LANYARD ' *"
                    expect: {answers: 1, address: 172.22.65.1}
                - udp.discover: {to: "172.22.65.255:7689", send: "'LANYARD?'", answer: "*"}
                - udp.discover: {to: "172.22.65.255:7689", send: "'HELLO?'", for: 200ms, expect: {answers: 0}}
                """);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
    }

    @Test
    void aTcpEchoAnswersAndClosedPortsRefuse() throws Exception {
        StepBench.Report report = run(ADDRESSED + """
                - tcp.exchange: {to: "172.22.65.1:7", send: "'HELLO' 0d0a", answer: "'HELLO' 0d0a"}
                - tcp.exchange: {to: "172.22.65.1:80", expect: {connected: false}}
                - tcp.exchange: {to: "172.22.65.1:7", send: "'A'", answer: "'B'", within: 300ms}
                """);
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertEquals("tcp.exchange-3: answered is false, expected == true (the answer is 41)", report.message());
        assertEquals("0", report.steps().get(4).values().get("retransmissions"));
    }

    private static final String COUNTER =
            "counter: {to: \"172.22.65.1:7690\", question: \"'COUNT? PORT'\", answer: \"'COUNT PORT ' #\"}";

    @Test
    void anEchoThatLosesAnswersLosesThemOnTheWayBack() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm+NET-UDP-02", ADDRESSED + """
                - udp.echo:
                    to: 172.22.65.1:7
                    datagrams: 200
                    loss-after: 500ms
                    COUNTER
                    expect: {loss: <= 5%, lost-there: 0, lost-back: "> 0"}
                """.replace("COUNTER", COUNTER.replace("PORT", "7")));
        assertEquals(Outcome.PASSED, report.last().outcome(), report::message);
        assertEquals("200", report.last().values().get("counted"));
        assertEquals(report.last().values().get("lost"), report.last().values().get("lost-back"));
    }

    @Test
    void anAccessoryThatDropsWhatComesLosesItOnTheWayThere() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm+NET-UDP-08", ADDRESSED + """
                - udp.send: {to: "172.22.65.1:9", datagrams: 300, within: 200ms, COUNTER}
                """.replace("COUNTER", COUNTER.replace("PORT", "9")));
        assertEquals(Outcome.FAILED, report.last().outcome(), report::message);
        assertTrue(report.message().matches("(?s)udp.send: lost is \\d+, expected == 0 \\(the accessory counts \\d+ of 300.*"),
                report::message);
    }

    @Test
    void whatNobodyAnswersIsCountedAtItsRate() throws Exception {
        StepBench.Report report = run(ADDRESSED + """
                - udp.send: {to: "172.22.65.1:9", datagrams: 50, rate: 200/s, COUNTER, save: {came: counted}}
                """.replace("COUNTER", COUNTER.replace("PORT", "9")));
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        assertEquals("50", report.last().values().get("counted"));
    }

    @Test
    void aCountThatNobodyTellsIsAFailureThatNamesTheQuestion() throws Exception {
        StepBench.Report report = run(ADDRESSED + """
                - udp.send: {to: "172.22.65.1:9", COUNTER}
                """.replace("COUNTER", COUNTER.replace("PORT", "11")));
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().contains("the accessory does not tell its count: 4 times 'COUNT? 11' to port 7690"),
                report::message);
    }

    @Test
    void lossesOfOneWayNeedACounter() {
        InvalidInputException refused = assertThrows(InvalidInputException.class, () ->
                run(ADDRESSED + "- udp.echo: {to: \"172.22.65.1:7\", expect: {lost-there: 0}}\n"));
        assertTrue(refused.getMessage().contains("lost-there and lost-back need counter"), refused::getMessage);
    }
}
