package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.Usd;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Secret;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.attribute.ServiceResponseFilter;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;

/** Looks for a service. */
@Verb(name = "aware.subscribe",
        doc = "Looks for a service from now on, actively (it asks) or passively (it listens). aware.discover waits for "
                + "what it finds.",
        example = "aware.subscribe: {service: _lanyard._udp, methods: [pin-keypad]}",
        after = Situation.BEGINNING,
        functions = {})
public final class AwareSubscribe implements Step<AwareSubscribe.Arguments, AwareSubscribe.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("the name of the service") String service,
            @Doc("whether it asks; otherwise it only listens") @Default("true") boolean active,
            @Doc("the bootstrapping methods that the harness offers: its own roles") @Default("[pin-keypad]")
            List<BootstrappingMethod> methods,
            @Doc("how data paths are protected") @Default("pairing") ServiceArguments.Security security,
            @Doc("the passphrase of data paths") Optional<Secret> passphrase,
            @Doc("cipher suites offered, in place of the usual ones") @Default("[]") List<CipherSuite> suites,
            @Doc("values of the matching filter; an empty one matches all") @Default("[]") List<String> filter,
            @Doc("the only devices that may answer, by NMI (service response filter)") @Default("[]")
            List<MacAddress> responders,
            @Doc("service specific information, as text") Optional<String> info,
            @Doc("without a cluster: unsynchronised service discovery") @Default("false") boolean usd) {}

    /** What it began. */
    public record Result(@Doc("its instance id, or whatever the radio calls it") int handle) {}

    @Override
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<Result> result() {
        return Result.class;
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, AwareException, InterruptedException {
        AwareSession session = context.aware();
        AwareService service = ServiceArguments.service(arguments.service(), arguments.methods(),
                arguments.security(), arguments.passphrase(), arguments.suites(), arguments.filter(),
                arguments.info(), Optional.empty()).announced(arguments.active(), true)
                .answeredBy(arguments.responders().isEmpty() ? Optional.empty()
                        : Optional.of(ServiceResponseFilter.ofAddresses(true, arguments.responders())));
        int handle = session.peer().subscribe(arguments.usd() ? service.unsynchronised(Usd.DEFAULT) : service);
        session.begun(handle, false);
        return new Result(handle);
    }
}
