package dev.lanyard.runner.step.dhcp;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.dhcp.DhcpLease;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;

/** A renewal of a DHCP lease. */
@Verb(name = "dhcp.renew",
        doc = "Asks for more time for the address of the last dhcp.lease: a REQUEST with ciaddr to its server alone (RENEWING).",
        example = "dhcp.renew: {within: 3s, expect: {answer: ack}}")
public final class DhcpRenew implements Step<DhcpRenew.Arguments, DhcpRenew.Result> {

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
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<Result> result() {
        return Result.class;
    }

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
            renewed = Optional.of(held.client().renew(held.lease(), false, arguments.within()));
        } catch (IpException e) {
            answer = DhcpOutcome.of(e);
            near = e.getMessage();
        }
        Result result = new Result(answer, renewed.map(DhcpLease::address), renewed.flatMap(DhcpLease::leaseTime),
                renewed.map(lease -> Duration.ofNanos(lease.totalNanos())));
        return new Checks().value("answer", arguments.expect().answer(), result.answer())
                .optional("address", arguments.expect().address(), result.address())
                .orFail(result, "renewal of " + held.lease().address().getHostAddress()
                        + (near.isEmpty() ? "" : ": " + near));
    }
}
