package dev.lanyard.runner.step.dhcp;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;

/** The end of the last lease before its time. */
abstract class DhcpSurrender implements Step<DhcpSurrender.Arguments, DhcpSurrender.Result> {

    /** Tells the servers. */
    abstract void tell(HeldLease held) throws IpException, InterruptedException;

    /** Keys of the step. */
    public record Arguments() {}

    /** What came of it. */
    public record Result(
            @Doc("the address given up") Inet4Address address) {}

    @Override
    public Duration limit(Arguments arguments) {
        return Duration.ofSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        HeldLease held = HeldLease.of(context);
        tell(held);
        return new Result(held.lease().address());
    }
}
