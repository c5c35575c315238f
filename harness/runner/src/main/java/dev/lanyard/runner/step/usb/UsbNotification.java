package dev.lanyard.runner.step.usb;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Attachment;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Waits for a notification. */
@Verb(name = "usb.notification",
        doc = "Waits for a notification on the interrupt endpoint. Time is counted from the beginning of the step that "
                + "after names, or else from now; one that came since then is found at once. Where the operating system's "
                + "driver has the accessory (net:…), the carrier of its interface stands for network-connection.",
        example = "usb.notification: {type: network-connection, value: connected, after: alt1, within: 5s}",
        after = Situation.LINK_UP)
public final class UsbNotification implements Step<UsbNotification.Arguments, UsbNotification.Result> {

    /** What a NetworkConnection says. */
    public enum Value {
        /** wValue 0. */
        DISCONNECTED,
        /** wValue 1. */
        CONNECTED
    }

    /** Keys of the step. */
    public record Arguments(
            @Doc("which notification") NotificationType type,
            @Doc("for network-connection: connected or disconnected") Optional<Value> value,
            @Doc("the step from whose beginning on it counts") Optional<StepRef> after,
            @Doc("how soon it must come") @Default("1s") Duration within) {

        public Arguments {
            if (value.isPresent() && type != NotificationType.NETWORK_CONNECTION) {
                throw new IllegalArgumentException("value is for network-connection only");
            }
        }
    }

    /** What came. */
    public record Result(@Doc("how long it took") Duration delay, @Doc("its data in hexadecimal") String data) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.within().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context) throws StepFailure, InterruptedException {
        Optional<Boolean> carrier = context.attached().flatMap(Attachment::carrier);
        if (carrier.isPresent()) {
            return ofCarrier(arguments, context, carrier.get());
        }
        Mark from = arguments.after().isPresent() ? context.startOf(arguments.after().get()) : context.start();
        long deadline = from.nanos() + arguments.within().toNanos();
        Duration left = Duration.ofNanos(Math.max(0, deadline - context.recorder().nanos()));
        Optional<Recorded> found = context.timeline().await(from.sequence(), e -> matches(arguments, e), left);
        if (found.isEmpty() || found.get().nanos() > deadline) {
            throw StepFailure.unmet("no " + wanted(arguments) + " within " + Durations.show(arguments.within())
                    + arguments.after().map(step -> " after " + step).orElse("") + "; "
                    + seen(context.timeline().since(from.sequence()), from));
        }
        Event.Notification notification = (Event.Notification) found.get().event();
        return new Result(Duration.ofNanos(Math.max(0, found.get().nanos() - from.nanos())),
                notification.data().toHex());
    }

    /** An operating system's driver keeps notifications for itself, and makes NetworkConnection its carrier. */
    private static Result ofCarrier(Arguments arguments, StepContext context, boolean now)
            throws StepFailure, InterruptedException {
        if (arguments.type() != NotificationType.NETWORK_CONNECTION) {
            throw StepFailure.notApplicable("the operating system's driver keeps " + Literals.show(arguments.type())
                    + " for itself");
        }
        boolean wanted = arguments.value().map(value -> value == Value.CONNECTED).orElse(!now);
        Mark from = arguments.after().isPresent() ? context.startOf(arguments.after().get()) : context.start();
        long left = from.nanos() + arguments.within().toNanos() - context.recorder().nanos();
        Optional<Recorded> change = context.timeline().await(from.sequence(),
                e -> e.event() instanceof Event.LinkState state && state.up() == wanted,
                Duration.ofNanos(now == wanted ? 0 : Math.max(0, left)));
        if (change.isEmpty() && now != wanted) {
            throw StepFailure.unmet("no carrier that is " + (wanted ? "up" : "down") + " within "
                    + Durations.show(arguments.within()) + ": the operating system's driver heard no "
                    + wanted(arguments));
        }
        return new Result(change.map(seen -> Duration.ofNanos(Math.max(0, seen.nanos() - from.nanos())))
                .orElse(Duration.ZERO), "");
    }

    private static boolean matches(Arguments arguments, Recorded recorded) {
        return recorded.event() instanceof Event.Notification notification && arguments.type().is(notification)
                && arguments.value().map(value -> value.ordinal() == notification.wValue()).orElse(true);
    }

    private static String wanted(Arguments arguments) {
        return Literals.show(arguments.type()) + arguments.value().map(v -> " (" + Literals.show(v) + ")").orElse("");
    }

    private static String seen(List<Recorded> events, Mark from) {
        String seen = events.stream().filter(e -> e.event() instanceof Event.Notification).limit(10)
                .map(e -> ((Event.Notification) e.event()).kind() + " " + ((Event.Notification) e.event()).wValue()
                        + " after " + Durations.show(Duration.ofNanos(Math.max(0, e.nanos() - from.nanos()))))
                .collect(Collectors.joining(", "));
        return seen.isEmpty() ? "no notification came" : "what came: " + seen;
    }
}
