package dev.lanyard.runner.step.usb;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Mark;
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
@Verb(name = "usb.never",
        doc = "Fails when the event happens. Looks from the beginning of the step that after names, or else from now, "
                + "for as long as during says; without during, up to now. Waits only for time that has not passed yet.",
        example = "usb.never: {event: link-down, after: alt1, during: 500ms}",
        after = Situation.LINK_UP)
public final class UsbNever implements Step<UsbNever.Arguments, UsbNever.Result> {

    /** What must not happen. */
    public enum Unwanted {
        /** The accessory says that its link is down. */
        LINK_DOWN,
        /** The accessory says that its link is up. */
        LINK_UP,
        /** Any notification. */
        NOTIFICATION;

        /** Whether {@code event} is what must not happen. */
        public boolean is(Event event) {
            return switch (this) {
                case LINK_DOWN -> event instanceof Event.LinkState link && !link.up();
                case LINK_UP -> event instanceof Event.LinkState link && link.up();
                case NOTIFICATION -> event instanceof Event.Notification;
            };
        }
    }

    /** Keys of the step. */
    public record Arguments(
            @Doc("what must not happen") Unwanted event,
            @Doc("the step from whose beginning on it counts") Optional<StepRef> after,
            @Doc("for how long") Optional<Duration> during) {

        public Arguments {
            if (after.isEmpty() && during.isEmpty()) {
                throw new IllegalArgumentException("needs after, or during, or both: there is no time to look at");
            }
        }
    }

    /** How long was looked. */
    public record Result(@Doc("the time in which it did not happen") Duration watched) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.during().orElse(Duration.ZERO).plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context) throws StepFailure, InterruptedException {
        Mark from = arguments.after().isPresent() ? context.startOf(arguments.after().get()) : context.start();
        long now = context.recorder().nanos();
        long until = arguments.during().map(d -> from.nanos() + d.toNanos()).orElse(now);
        Optional<Recorded> found = context.timeline().await(from.sequence(),
                e -> e.nanos() <= until && arguments.event().is(e.event()), Duration.ofNanos(Math.max(0, until - now)));
        if (found.isPresent()) {
            throw StepFailure.unmet(Literals.show(arguments.event()) + " " + Durations.show(
                    Duration.ofNanos(found.get().nanos() - from.nanos()))
                    + arguments.after().map(step -> " after " + step).orElse(" after this step began")
                    + ": " + described(found.get().event()));
        }
        return new Result(Duration.ofNanos(until - from.nanos()));
    }

    private static String described(Event event) {
        return switch (event) {
            case Event.LinkState link -> link.cause();
            case Event.Notification notification -> notification.kind() + " " + notification.wValue();
            default -> event.toString();
        };
    }
}
