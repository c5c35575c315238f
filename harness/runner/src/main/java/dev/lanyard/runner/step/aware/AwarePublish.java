package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.drivers.aware.Usd;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.profile.Aware;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Secret;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.security.CipherSuite;
import java.util.List;
import java.util.Optional;

/** Publishes a service. */
@Verb(name = "aware.publish",
        doc = "Publishes a service from now on. What the device does with it comes by aware.never, aware.discover and "
                + "the rules.",
        example = "aware.publish: {service: _lanyard._udp, methods: [pin-display], publishing: both}",
        after = Situation.BEGINNING,
        functions = {})
public final class AwarePublish implements Step<AwarePublish.Arguments, AwareSubscribe.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("the name of the service") String service,
            @Doc("solicited, unsolicited, or both") @Default("both") Aware.Publishing publishing,
            @Doc("the bootstrapping methods that the harness offers: its own roles") @Default("[pin-display]")
            List<BootstrappingMethod> methods,
            @Doc("how data paths are protected") @Default("pairing") ServiceArguments.Security security,
            @Doc("the passphrase of data paths") Optional<Secret> passphrase,
            @Doc("cipher suites offered, in place of the usual ones") @Default("[]") List<CipherSuite> suites,
            @Doc("values of the matching filter") @Default("[]") List<String> filter,
            @Doc("service specific information, as text") Optional<String> info,
            @Doc("the UDP port behind data paths") Optional<Integer> port,
            @Doc("without a cluster: unsynchronised service discovery") @Default("false") boolean usd) {}

    @Override
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<AwareSubscribe.Result> result() {
        return AwareSubscribe.Result.class;
    }

    @Override
    public AwareSubscribe.Result run(Arguments arguments, StepContext context)
            throws StepFailure, AwareException, InterruptedException {
        AwareSession session = context.aware();
        AwareService service = ServiceArguments.service(arguments.service(), arguments.methods(),
                arguments.security(), arguments.passphrase(), arguments.suites(), arguments.filter(),
                arguments.info(), arguments.port()).announced(arguments.publishing() != Aware.Publishing.SOLICITED,
                arguments.publishing() != Aware.Publishing.UNSOLICITED);
        int handle = session.peer().publish(arguments.usd() ? service.unsynchronised(Usd.DEFAULT) : service);
        session.begun(handle, true);
        return new AwareSubscribe.Result(handle);
    }
}
