package dev.lanyard.runner.step.dhcp;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.runner.step.Verb;

/** Tells the servers that somebody else uses the address of the last dhcp.lease. */
@Verb(name = "dhcp.decline",
        doc = "Tells the servers that somebody else uses the address of the last dhcp.lease (DECLINE); the harness "
                + "then no longer has it. There is no answer.",
        example = "dhcp.decline: {}")
public final class DhcpDecline extends DhcpSurrender {

    @Override
    void tell(HeldLease held) throws IpException, InterruptedException {
        held.client().decline(held.lease());
    }
}
