package dev.lanyard.runner.step.dhcp;

import dev.lanyard.drivers.ip.dhcp.DhcpClient;
import dev.lanyard.drivers.ip.dhcp.DhcpLease;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;

/** The last lease of an attachment, and the client that got it: what is said of it later must come from the same. */
record HeldLease(DhcpClient client, DhcpLease lease) {

    static HeldLease of(StepContext context) throws StepFailure {
        return context.attachment().services().find(HeldLease.class).orElseThrow(() ->
                StepFailure.bench("there is no lease; dhcp.lease must come before this step"));
    }
}
