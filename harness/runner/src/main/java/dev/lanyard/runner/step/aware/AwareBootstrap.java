package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.wire.nan.BootstrappingMethod;
import java.time.Duration;

/** Bootstraps a pairing. */
@Verb(name = "aware.bootstrap",
        doc = "Asks the device found to bootstrap a pairing (NPBA); a device that asks to come back is come back to.",
        example = "aware.bootstrap: {method: pin-keypad}",
        after = Situation.BEGINNING,
        before = {"aware.subscribe: {service: _lanyard._udp, methods: [pin-keypad]}", "aware.discover: {}"},
        functions = {})
public final class AwareBootstrap implements Step<AwareBootstrap.Arguments, Outcomes.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("the harness' own role: pin-keypad to type what the device shows")
            @Default("pin-keypad") BootstrappingMethod method,
            @Doc("how soon") @Default("10s") Duration within,
            @Doc("what must come of it") @Default("{}") Outcomes.Expect expect) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusMinutes(1);
    }

    @Override
    public Outcomes.Result run(Arguments arguments, StepContext context)
            throws StepFailure, AwareException, InterruptedException {
        return Outcomes.of("bootstrapping", arguments.expect(), context, (peer, handle, found) ->
                peer.bootstrap(handle, found, arguments.method(), arguments.within()));
    }
}
