package dev.lanyard.runner.step.address;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import java.io.IOException;
import java.time.Duration;

/** Says once, in anybody's name, at which MAC address an address is. */
abstract class Announcement<A extends Record> implements Step<A, Step.Nothing> {

    abstract void announce(A arguments, IpHost host) throws StepFailure, IpException, InterruptedException;

    @Override
    public Duration limit(A arguments) {
        return Duration.ofSeconds(10);
    }

    @Override
    public Nothing run(A arguments, StepContext context) throws StepFailure, IOException, InterruptedException {
        announce(arguments, context.attachment().ip());
        return new Nothing();
    }
}
