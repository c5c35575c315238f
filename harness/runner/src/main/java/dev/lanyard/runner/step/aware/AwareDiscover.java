package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareEvent;
import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwareService;
import dev.lanyard.evidence.Event;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Durations;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.wire.nan.BootstrappingMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Waits until the service looked for is found. */
@Verb(name = "aware.discover",
        doc = "Waits until the service that aware.subscribe looks for is found, or somebody asks aware.publish for "
                + "bootstrapping or sends it a message, and goes on with whom it found. Time is that of the air.",
        example = """
                aware.discover:
                  within: 10s
                  expect: {pairs: true, data-path: true, secured: true, methods: [pin-display]}
                """,
        after = Situation.BEGINNING,
        before = "aware.subscribe: {service: _lanyard._udp, methods: [pin-keypad]}",
        functions = {})
public final class AwareDiscover implements Step<AwareDiscover.Arguments, AwareDiscover.Result> {

    /** Keys of the step. */
    public record Arguments(
            @Doc("how soon") @Default("17s") Duration within,
            @Doc("what the service must be") @Default("{}") Expect expect) {}

    /** What the service must be. */
    public record Expect(
            @Doc("whether it is found") @Default("true") boolean found,
            @Doc("it says that it pairs (DCEA)") Optional<Expectation<Boolean>> pairs,
            @Doc("it says that it keeps pairings (DCEA)") Optional<Expectation<Boolean>> caches,
            @Doc("it has data paths") Optional<Expectation<Boolean>> dataPath,
            @Doc("they are secured") Optional<Expectation<Boolean>> secured,
            @Doc("it is a device that the harness keeps a pairing with") Optional<Expectation<Boolean>> known,
            @Doc("its service specific information, as text") Optional<Expectation<String>> info,
            @Doc("bootstrapping methods that it must advertise") @Default("[]") List<BootstrappingMethod> methods) {}

    /** What was found. */
    public record Result(
            @Doc("its NMI, or whatever names it at the radio") String peer,
            @Doc("its instance id") int instance,
            @Doc("it says that it pairs") boolean pairs,
            @Doc("it says that it keeps pairings") boolean caches,
            @Doc("it has data paths") boolean dataPath,
            @Doc("they are secured") boolean secured,
            @Doc("the harness keeps a pairing with it") boolean known,
            @Doc("its service specific information, as text") String info,
            @Doc("the bootstrapping methods that it advertises") List<BootstrappingMethod> methods,
            @Doc("how long it took on the clock of the air") Duration after) {}

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
        return arguments.within().plusMinutes(1);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, AwareException, InterruptedException {
        AwareSession session = context.aware();
        int handle = session.handle();
        long began = context.clock().nanos();
        Optional<AwareService.Found> seen = session.peer().await(session.mark(), event ->
                event instanceof AwareEvent.Discovered found && found.handle() == handle
                        || event instanceof AwareEvent.Bootstrapped asked && asked.handle() == handle
                        || event instanceof AwareEvent.FollowUp said && said.handle() == handle && session.publishes(),
                arguments.within()).map(AwareDiscover::service);
        Duration after = Duration.ofNanos(context.clock().nanos() - began);
        if (seen.isEmpty()) {
            Result nobody = new Result("", 0, false, false, false, false, false, "", List.of(), after);
            if (arguments.expect().found()) {
                throw StepFailure.unmet("nothing was found within " + Durations.show(arguments.within()), nobody);
            }
            return nobody;
        }
        AwareService.Found found = seen.get();
        session.found(found);
        Result result = new Result(found.peer(), found.instanceId(), found.pairs(), found.caches(), found.dataPath(),
                found.secured(), found.known(), new String(found.info().toArray(), StandardCharsets.UTF_8),
                found.methods(), after);
        context.recorder().record("aware", new Event.Note(Event.Severity.INFO, "found " + found.peer() + ", instance "
                + found.instanceId()));
        if (!arguments.expect().found()) {
            throw StepFailure.unmet("the device was found, which was not to be", result);
        }
        return check(arguments.expect(), result);
    }

    private static AwareService.Found service(AwareEvent event) {
        return switch (event) {
            case AwareEvent.Discovered found -> found.service();
            case AwareEvent.Bootstrapped asked -> asked.with();
            case AwareEvent.FollowUp said -> said.from();
            default -> throw new IllegalArgumentException(event.toString());
        };
    }

    private static Result check(Expect expect, Result result) throws StepFailure {
        List<String> missing = new ArrayList<>();
        expect.methods().stream().filter(method -> !result.methods().contains(method))
                .forEach(method -> missing.add(method.name()));
        new Checks().value("pairs", expect.pairs(), result.pairs()).value("caches", expect.caches(), result.caches())
                .value("data-path", expect.dataPath(), result.dataPath())
                .value("secured", expect.secured(), result.secured()).value("known", expect.known(), result.known())
                .value("info", expect.info(), result.info()).orFail(result, result.peer());
        if (!missing.isEmpty()) {
            throw StepFailure.unmet("the device does not advertise " + missing + " but " + result.methods(), result);
        }
        return result;
    }
}
