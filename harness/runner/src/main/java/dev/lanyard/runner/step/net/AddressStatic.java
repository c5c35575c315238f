package dev.lanyard.runner.step.net;

import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Ipv4Interface;
import java.net.Inet4Address;
import java.util.Optional;

/** Gives the harness a static address. */
@Verb(name = "address.static",
        doc = "Gives the harness' end of the link an IPv4 address, and where the accessory is a gateway also that.",
        example = "address.static: {address: 10.55.0.2/24, save: {host: address}}",
        after = Situation.LINK_UP)
public final class AddressStatic implements Step<AddressStatic.Arguments, AddressStatic.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("the address with its prefix length: 10.55.0.2/24") Ipv4Interface address,
            @Doc("where everything goes that is not on the link") Optional<Inet4Address> gateway) {}

    /** The address. */
    public record Result(@Doc("the address, without prefix") Inet4Address address) {}

    @Override
    public Result run(Arguments arguments, StepContext context) throws StepFailure {
        IpHost host = context.attachment().ip();
        host.addAddress(arguments.address().address(), arguments.address().prefixLength());
        arguments.gateway().ifPresent(host::gateway);
        return new Result(arguments.address().address());
    }
}
