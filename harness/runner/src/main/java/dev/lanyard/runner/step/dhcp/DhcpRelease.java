package dev.lanyard.runner.step.dhcp;

import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;

/** Gives the address of the last dhcp.lease back to its server. */
@Verb(name = "dhcp.release",
        doc = "Gives the address of the last dhcp.lease back to its server (RELEASE); the harness "
                + "then no longer has it. There is no answer.",
        example = "dhcp.release: {}")
public final class DhcpRelease implements Step<DhcpRelease.Arguments, DhcpRelease.Result> {

    /** Keys of the step. */
    public record Arguments() {}

    /** What came of it. */
    public record Result(
            @Doc("the address given up") Inet4Address address) {}

    @Override
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<Result> result() {
        return Result.class;
    }

    @Override
    public Duration limit(Arguments arguments) {
        return Duration.ofSeconds(15);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        HeldLease held = HeldLease.of(context);
        held.client().release(held.lease());
        return new Result(held.lease().address());
    }
}
