package dev.lanyard.runner.step.dhcp;

import dev.lanyard.runner.step.Verb;

/** A renewal of a DHCP lease. */
@Verb(name = "dhcp.renew",
        doc = "Asks for more time for the address of the last dhcp.lease: a REQUEST with ciaddr to its server alone (RENEWING).",
        example = "dhcp.renew: {within: 3s, expect: {answer: ack}}")
public final class DhcpRenew extends DhcpExtension {

    public DhcpRenew() {
        super(false, "renewal");
    }
}
