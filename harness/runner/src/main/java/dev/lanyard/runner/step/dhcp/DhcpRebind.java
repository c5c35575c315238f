package dev.lanyard.runner.step.dhcp;

import dev.lanyard.runner.step.Verb;

/** A rebinding of a DHCP lease. */
@Verb(name = "dhcp.rebind",
        doc = "Asks for more time for the address of the last dhcp.lease: a REQUEST with ciaddr to all servers (REBINDING).",
        example = "dhcp.rebind: {within: 3s, expect: {answer: ack}}")
public final class DhcpRebind extends DhcpExtension {

    public DhcpRebind() {
        super(true, "rebinding");
    }
}
