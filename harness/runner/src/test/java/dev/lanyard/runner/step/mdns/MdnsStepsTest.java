package dev.lanyard.runner.step.mdns;

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

@Timeout(120)
class MdnsStepsTest {

    private static final String ADDRESSED = """
            - usb.attach: {}
            - {id: alt1, usb.set-interface: {alternate: 1}}
            - address.static: {address: 172.22.65.9/24}
            """;
    /** The accessory announces again and again at first; what is asked then may be answered by that as well. */
    private static final String ANNOUNCED = ADDRESSED
            + "- mdns.observe: {what: announcement, after: alt1, within: 20s}\n";

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

    private StepBench.Report passes(String steps) throws Exception {
        StepBench.Report report = run(steps);
        assertEquals(ExitCode.PASSED, report.result().exitCode(), report::message);
        return report;
    }

    @Test
    void probesAndAnnouncementsAreSeenAlsoWhenTheyCameBefore() throws Exception {
        StepBench.Report report = passes(ADDRESSED + """
                - mdns.observe: {what: announcement, after: alt1, name: lanyard-ncm.local, within: 20s}
                - mdns.observe: {what: probe, after: alt1, name: lanyard-ncm.local, count: 3, within: 20s}
                - mdns.observe: {what: announcement, after: alt1, count: 2, within: 20s}
                """);
        assertTrue(report.steps().get(4).values().containsKey("interval"));
    }

    @Test
    void whatDoesNotComeIsMissedWithWhatCameInstead() throws Exception {
        StepBench.Report report = run(ANNOUNCED
                + "- mdns.observe: {what: goodbye, after: alt1, within: 1ms}\n");
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().contains("0 of 1 goodbye messages within 1ms; heard besides: {announcement="),
                report::message);
    }

    @Test
    void instancesAndTypesAreFound() throws Exception {
        StepBench.Report report = passes(ANNOUNCED + """
                - mdns.browse: {service: _echo._udp, for: 2s, expect: {instances: 1, includes: Lanyard emulated NCM}}
                - mdns.types: {for: 2s, expect: {includes: [_echo._udp]}}
                """);
        assertEquals("Lanyard emulated NCM", report.steps().get(4).values().get("first"));
    }

    @Test
    void whatIsNotAmongThemIsNamed() throws Exception {
        StepBench.Report report = run(ANNOUNCED
                + "- mdns.types: {for: 1500ms, expect: {includes: [_http._tcp]}}\n");
        assertTrue(report.message().contains("no type is \"_http._tcp\"; there are \"_echo._udp\""), report::message);
    }

    @Test
    void aServiceIsResolvedWithTextOverBothProtocols() throws Exception {
        StepBench.Report report = passes(ANNOUNCED + """
                - mdns.resolve:
                    service: _echo._udp
                    over: [ipv4, ipv6]
                    within: 10s
                    expect: {port: 7, host: lanyard-ncm.local., ipv6: present, text: {txtvers: "1", none: absent}}
                """);
        assertEquals("[txtvers=1, size=1472]", report.last().values().get("text"));
    }

    @Test
    void theThreeFormsOfAQuestionAreAnsweredEachInItsWay() throws Exception {
        StepBench.Report report = passes(ANNOUNCED + """
                - mdns.query: {name: lanyard-ncm.local, type: a, expect: {multicast: ">= 1", unicast: 0, ttl: 120}}
                - mdns.query:
                    {name: lanyard-ncm.local, type: a, reply: unicast, expect: {unicast: 1, ttl: 120}}
                - mdns.query:
                    {name: lanyard-ncm.local, type: a, reply: legacy, expect: {unicast: 1, ttl: <= 10}}
                """);
        assertTrue(report.last().values().get("answers").contains("172.22.65.1"));
    }

    @Test
    void whatTheAskerKnowsIsNotAnswered() throws Exception {
        passes(ANNOUNCED + """
                - bench.wait: {for: 4s, why: later announcements would count as answers}
                - mdns.query: {name: _echo._udp.local, type: ptr, known-answers: true, expect: {responses: 0}}
                """);
    }

    @Test
    void aNameThatIsClaimedIsGivenUp() throws Exception {
        StepBench.Report report = passes(ANNOUNCED + """
                - mdns.conflict: {service: _echo._udp, about: host, within: 20s, save: {name: now}}
                - mdns.query: {name: "${name}", type: a, expect: {responses: ">= 1"}}
                """);
        assertEquals("lanyard-ncm-2.local.", report.steps().get(4).values().get("now"));
        assertEquals("lanyard-ncm.local.", report.steps().get(4).values().get("was"));
    }
}
