package dev.lanyard.runner.step.address;

import dev.lanyard.drivers.ip.Ipv4LinkLocal;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;

/** An IPv4 link-local address for the harness. */
@Verb(name = "address.link-local",
        doc = "Claims an IPv4 link-local address for the harness (RFC 3927): probes, announces, and defends it until the "
                + "accessory is detached.",
        example = "address.link-local: {pace: quick, save: {host: address}}",
        after = Situation.LINK_UP)
public final class AddressLinkLocal implements Step<AddressLinkLocal.Arguments, AddressLinkLocal.Result> {

    /** How fast an address is claimed. */
    public enum Pace { STANDARD, QUICK }

    /** Keys of the step. */
    public record Arguments(
            @Doc("standard: the times of RFC 3927, four to seven seconds; quick: a tenth of them") @Default("standard")
            Pace pace,
            @Doc("how long it may take") @Default("15s") Duration within) {}

    /** What came of it. */
    public record Result(
            @Doc("the address claimed") Inet4Address address) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, IOException, InterruptedException {
        Ipv4LinkLocal claim = new Ipv4LinkLocal(context.attachment().ip(), switch (arguments.pace()) {
            case STANDARD -> Ipv4LinkLocal.Pace.STANDARD;
            case QUICK -> Ipv4LinkLocal.Pace.QUICK;
        });
        context.attachment().services().keep(Ipv4LinkLocal.class, claim);
        return new Result(claim.claim(arguments.within()));
    }
}
