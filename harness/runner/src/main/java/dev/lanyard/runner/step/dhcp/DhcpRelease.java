package dev.lanyard.runner.step.dhcp;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.runner.step.Verb;

/** Gives the address of the last dhcp.lease back to its server. */
@Verb(name = "dhcp.release",
        doc = "Gives the address of the last dhcp.lease back to its server (RELEASE); the harness "
                + "then no longer has it. There is no answer.",
        example = "dhcp.release: {}")
public final class DhcpRelease extends DhcpSurrender {

    @Override
    void tell(HeldLease held) throws IpException, InterruptedException {
        held.client().release(held.lease());
    }
}
