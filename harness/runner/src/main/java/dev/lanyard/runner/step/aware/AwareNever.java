package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.aware.AwareException;
import dev.lanyard.drivers.aware.AwarePeer;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Durations;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.runner.value.StepRef;
import java.time.Duration;
import java.util.Optional;

/** Expects that something does not happen. */
@Verb(name = "aware.never",
        doc = "Fails when the event happens. Without during and after it holds for the whole scenario, wherever this step "
                + "stands: what happens later fails the scenario when its steps are done. With during it looks from the "
                + "step that after names, or from now; with after alone, from that step up to now. Time is that of the "
                + "air: on the virtual one eight seconds pass in milliseconds.",
        example = "aware.never: {event: data-path, during: 8s}",
        after = Situation.BEGINNING,
        before = {"aware.subscribe: {service: _lanyard._udp, methods: [pin-keypad]}", "aware.discover: {}"},
        functions = {})
public final class AwareNever implements Step<AwareNever.Arguments, AwareNever.Result> {

    private static final Duration LOOK = Duration.ofMillis(20);

    /** What must not happen. */
    public enum Unwanted {
        /** A service that the harness looks for is found, as its personality finds services. */
        DISCOVERED,
        /** The device asks for pairing in a way that brings a PIN up, to be read or to be typed. */
        PIN,
        /** A pairing, or the verification of one, is done. */
        PAIRED,
        /** A data path opens, whoever asked for it. */
        DATA_PATH,
        /** A message comes. */
        FOLLOW_UP,
        /** The device sends a follow-up in plain text; those of bootstrapping do not count. */
        PLAIN_FOLLOW_UP
    }

    /** Keys of the step. */
    public record Arguments(
            @Doc("what must not happen: discovered; pin (the device asks for one, to be read or typed); paired; "
                    + "data-path; follow-up (a message); plain-follow-up (in plain text, bootstrapping apart)")
            Unwanted event,
            @Doc("the step from whose beginning on it counts") Optional<StepRef> after,
            @Doc("for how long; without it and after, for the whole scenario") @Range(min = "0ms", max = "24h")
            Optional<Duration> during) {}

    /** How long was looked. */
    public record Result(@Doc("the time in which it did not happen, so far") Duration watched) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.during().orElse(Duration.ZERO).plusMinutes(1);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, AwareException, InterruptedException {
        AwareSession session = context.aware();
        if (arguments.event() == Unwanted.PLAIN_FOLLOW_UP
                && !session.peer().abilities().contains(AwarePeer.Ability.FRAMES)) {
            throw StepFailure.bench("the radio " + session.accessory().spec() + " shows no frames, so nobody knows "
                    + "whether a follow-up was in plain text");
        }
        if (arguments.after().isEmpty() && arguments.during().isEmpty()) {
            look("", arguments.event(), session, -1, " after the scenario began");
            context.atEnd(() -> look("aware.never: ", arguments.event(), session, -1, " after the scenario began"));
            return new Result(Duration.ofNanos(context.recorder().nanos()));
        }
        long from = arguments.after().isPresent() ? context.startOf(arguments.after().get()).nanos()
                : context.start().nanos();
        long until = arguments.during().map(during -> from + during.toNanos()).orElse(context.recorder().nanos());
        String since = arguments.after().map(step -> " after " + step).orElse(" after this step began");
        // Nothing happens to a device that is not there.
        session.peer();
        look("", arguments.event(), session, from, since);
        for (long left = until - context.recorder().nanos(); left > 0; left = until - context.recorder().nanos()) {
            context.clock().sleep(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
            look("", arguments.event(), session, from, since);
        }
        return new Result(Duration.ofNanos(until - from));
    }

    private static void look(String who, Unwanted event, AwareSession session, long from, String since)
            throws StepFailure {
        Optional<Sightings.Sighting> seen = session.sightings().first(event, from);
        if (seen.isPresent()) {
            throw StepFailure.unmet(who + Literals.kebab(event) + " "
                    + Durations.show(Duration.ofNanos(seen.get().nanos() - Math.max(0, from))) + since + ": " + seen.get().text());
        }
    }
}
