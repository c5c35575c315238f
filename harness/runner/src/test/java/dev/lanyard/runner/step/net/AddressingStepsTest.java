package dev.lanyard.runner.step.net;

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
class AddressingStepsTest {

    private static final String ATTACHED = """
            - usb.attach: {}
            - {id: alt1, usb.set-interface: {alternate: 1}}
            - usb.notification: {type: network-connection, value: connected, after: alt1}
            """;
    private static final String LEASED = ATTACHED
            + "- dhcp.lease: {within: 5s, save: {server: server, host: address, everybody: broadcast}}\n";

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

    @Test
    void arpAsksAndProbesAndHearsWhenNobodyAnswers() throws Exception {
        passes("emulated:ncm", LEASED + """
                - arp.request: {address: "${server}", expect: {mac: "00:00:5e:00:53:03", unicast: true}}
                - arp.request: {address: "${server}", probe: true, expect: {mac: present}}
                - arp.request: {address: 203.0.113.254, within: 300ms, expect: {mac: absent}}
                - arp.announce: {address: 172.22.65.200}
                """);
    }

    @Test
    void anArpThatNobodyAnswersFailsWithWhatWasAsked() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", LEASED
                + "- arp.request: {address: 203.0.113.254, within: 200ms, expect: {mac: present}}\n");
        assertEquals(Outcome.FAILED, report.last().outcome());
        assertTrue(report.message().startsWith("arp.request: mac is absent, expected present (ARP for 203.0.113.254"),
                report::message);
    }

    @Test
    void aLeaseIsRenewedReboundRebootedAndReleased() throws Exception {
        passes("emulated:ecm", LEASED + """
                - dhcp.renew: {expect: {answer: ack, address: "${host}"}}
                - dhcp.rebind: {expect: {answer: ack, address: "${host}"}}
                - dhcp.reboot: {expect: {answer: ack, address: "${host}"}}
                - dhcp.reboot: {address: 203.0.113.77, within: 1s, expect: {answer: nak, address: absent}}
                - dhcp.release: {}
                - dhcp.lease: {within: 5s, broadcast: true, expect: {address: "${host}"}}
                - dhcp.decline: {}
                - dhcp.lease: {within: 5s, expect: {address: "!= ${host}"}}
                - dhcp.clients: {count: 3, expect: {leased: 3, addresses: 3}}
                """);
    }

    @Test
    void aRenewalWithoutALeaseSaysWhatIsMissing() throws Exception {
        StepBench.Report report = bench.run("emulated:ncm", ATTACHED + "- dhcp.renew: {}\n");
        assertEquals(Outcome.INCONCLUSIVE, report.last().outcome());
        assertTrue(report.message().contains("dhcp.lease must come before"), report::message);
    }

    @Test
    void probesComeFromAnywhereAndCountReplies() throws Exception {
        passes("emulated:ncm", LEASED + """
                - ip.probe: {to: "${server}", once: true, expect: {replies: 1}}
                - ip.probe: {to: "${server}", from: 198.18.0.7, once: true, expect: {replies: 1}}
                - ip.probe: {to: "${everybody}", within: 300ms, expect: {replies: 0}}
                - ip.probe: {to: 239.255.77.77, within: 300ms, expect: {replies: 0}}
                """);
    }

    @Test
    void ipv6NeighboursAreFoundAskedAndRouted() throws Exception {
        passes("emulated:ecm", ATTACHED + """
                - ipv6.find: {save: {peer: address}}
                - nd.solicit: {address: "${peer}", as: unicast, expect: {mac: present}}
                - nd.solicit: {address: "${peer}", as: probe, expect: {mac: present}}
                - ip.groups: {within: 1s, expect: {groups: ">= 2"}}
                - ipv6.solicit-router: {within: 500ms, expect: {routers: 0}}
                - ipv6.router: {prefix: "fd00:5300:1::"}
                - nd.announce: {address: "fe80::99"}
                """);
    }

    @Test
    void theHarnessLeasesToAnAccessoryThatAsks() throws Exception {
        passes("emulated:ncm-dhcp-client", """
                - usb.attach: {}
                - {id: alt1, usb.set-interface: {alternate: 1}}
                - dhcp.serve: {address: 10.55.0.1/24, lease-time: 4s}
                - dhcp.served: {within: 15s, expect: {address: 10.55.0.100}, save: {peer: address}}
                - ip.ping: {to: "${peer}"}
                - dhcp.served: {message: renewal, within: 10s, expect: {address: "${peer}"}}
                """);
    }

    @Test
    void theHarnessClaimsALinkLocalAddressOfItsOwn() throws Exception {
        passes("emulated:ncm", LEASED + """
                - address.link-local: {pace: quick, save: {own: address}}
                - ip.probe: {to: "${server}", from: "${own}", once: true, expect: {replies: 1}}
                """);
    }
}
