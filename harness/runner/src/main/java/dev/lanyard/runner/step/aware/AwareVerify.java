package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import java.time.Duration;

/** Verifies a pairing that is kept. */
@Verb(name = "aware.verify",
        doc = "Proves a pairing from before, without PIN; the device must have been recognised by aware.discover.",
        example = "aware.verify: {within: 10s}",
        after = Situation.BEGINNING,
        before = {"aware.subscribe: {service: _lanyard._udp, methods: [pin-keypad]}", "aware.discover: {}",
            "aware.bootstrap: {method: pin-keypad}", "aware.pair: {pin: \"012345\"}", "aware.power-cycle: {}",
            "aware.discover: {expect: {known: true}}"},
        functions = {})
public final class AwareVerify implements Step<AwareVerify.Arguments, Outcomes.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how soon") @Default("10s") Duration within,
            @Doc("what must come of it") @Default("{}") Outcomes.Expect expect) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusMinutes(1);
    }

    @Override
    public Outcomes.Result run(Arguments arguments, StepContext context)
            throws StepFailure, AwareException, InterruptedException {
        return Outcomes.of("verification", arguments.expect(), context, (peer, handle, found) ->
                peer.verify(handle, found, arguments.within()));
    }
}
