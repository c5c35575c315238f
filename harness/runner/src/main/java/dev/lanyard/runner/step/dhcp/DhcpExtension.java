package dev.lanyard.runner.step.dhcp;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.dhcp.DhcpLease;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.value.Expectation;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;

/** More time for the address of the last lease. */
abstract class DhcpExtension implements Step<DhcpExtension.Arguments, DhcpExtension.Result> {

    private final boolean toAll;
    private final String word;

    /**
     * @param toAll whether all servers are asked, not only the one that granted the lease
     * @param word  what it is called in a failure
     */
    DhcpExtension(boolean toAll, String word) {
        this.toAll = toAll;
        this.word = word;
    }

    /** Keys of the step. */
    public record Arguments(
            @Doc("how soon it must be answered") @Default("5s") Duration within,
            @Doc("what must come of it") @Default("{}") Expect expect) {}

    /** What must come of it. */
    public record Expect(
            @Doc("ack, nak, or none") Optional<Expectation<DhcpOutcome>> answer,
            @Doc("the address acknowledged") Optional<Expectation<Inet4Address>> address) {}

    /** What came of it. */
    public record Result(
            @Doc("ack, nak, or none") DhcpOutcome answer,
            @Doc("the address acknowledged") Optional<Inet4Address> address,
            @Doc("the new lease time") Optional<Duration> leaseTime,
            @Doc("from the first REQUEST to the answer") Optional<Duration> took) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        HeldLease held = HeldLease.of(context);
        DhcpOutcome answer = DhcpOutcome.ACK;
        Optional<DhcpLease> renewed = Optional.empty();
        String near = "";
        try {
            renewed = Optional.of(held.client().renew(held.lease(), toAll, arguments.within()));
        } catch (IpException e) {
            answer = DhcpOutcome.of(e);
            near = e.getMessage();
        }
        Result result = new Result(answer, renewed.map(DhcpLease::address), renewed.flatMap(DhcpLease::leaseTime),
                renewed.map(lease -> Duration.ofNanos(lease.totalNanos())));
        return new Checks().value("answer", arguments.expect().answer(), result.answer())
                .optional("address", arguments.expect().address(), result.address())
                .orFail(result, word + " of " + held.lease().address().getHostAddress()
                        + (near.isEmpty() ? "" : ": " + near));
    }
}
