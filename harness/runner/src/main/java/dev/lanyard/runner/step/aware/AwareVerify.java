package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwareOutcome;
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
    public Class<Arguments> arguments() {
        return Arguments.class;
    }

    @Override
    public Class<Outcomes.Result> result() {
        return Outcomes.Result.class;
    }

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusMinutes(1);
    }

    @Override
    public Outcomes.Result run(Arguments arguments, StepContext context)
            throws StepFailure, AwareException, InterruptedException {
        AwareSession session = context.aware();
        long began = context.clock().nanos();
        AwareOutcome outcome = session.peer().verify(session.handle(), session.found(), arguments.within());
        return Outcomes.check("verification", arguments.expect(), outcome,
                Duration.ofNanos(context.clock().nanos() - began));
    }
}
