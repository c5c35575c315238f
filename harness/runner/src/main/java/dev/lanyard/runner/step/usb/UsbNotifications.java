package dev.lanyard.runner.step.usb;

import dev.lanyard.evidence.Event;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Checks;
import dev.lanyard.runner.step.Mark;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.runner.value.StepRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks at the order and number of notifications. */
@Verb(name = "usb.notifications",
        doc = "Looks at all notifications from the beginning of the step that after names, or else from now, for as long as "
                + "during says: how many came, and whether the first of each named type came in the order given.",
        example = """
                usb.notifications:
                  after: alt1
                  during: 2s
                  expect: {order: [connection-speed-change, network-connection], count: <= 5}
                """,
        after = Situation.LINK_UP)
public final class UsbNotifications implements Step<UsbNotifications.Arguments, UsbNotifications.Result> {

    private static final int SHOWN = 20;

    /** Keys of the step. */
    public record Arguments(
            @Doc("the step from whose beginning on they count") Optional<StepRef> after,
            @Doc("for how long") Duration during,
            @Doc("what must have come") @Default("{}") Expect expect) {}

    /** What must have come. */
    public record Expect(
            @Doc("the first of each of these came, in this order") @Default("[]") List<NotificationType> order,
            @Doc("how many came") Optional<Expectation<Integer>> count) {}

    /** What came of it. */
    public record Result(
            @Doc("how many came") int count,
            @Doc("what came, in order") List<String> seen) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.during().plusSeconds(10);
    }

    @Override
    public Result run(Arguments arguments, StepContext context)
            throws StepFailure, InterruptedException {
        Mark from = arguments.after().isPresent() ? context.startOf(arguments.after().get()) : context.start();
        long until = from.nanos() + arguments.during().toNanos();
        context.clock().sleep(Duration.ofNanos(Math.max(0, until - context.recorder().nanos())));
        List<Event.Notification> came = context.timeline().since(from.sequence()).stream()
                .filter(e -> e.nanos() <= until && e.event() instanceof Event.Notification)
                .map(e -> (Event.Notification) e.event()).toList();
        Result result = new Result(came.size(), came.stream().limit(SHOWN).map(UsbNotifications::shown).toList());
        int before = -1;
        for (NotificationType type : arguments.expect().order()) {
            int place = first(came, type);
            if (place <= before) {
                throw StepFailure.unmet((place < 0 ? "no " + Literals.show(type) + " came"
                        : Literals.show(type) + " came too early") + "; what came: " + result.seen(), result);
            }
            before = place;
        }
        return new Checks().value("count", arguments.expect().count(), result.count())
                .orFail(result, "what came: " + result.seen());
    }

    private static int first(List<Event.Notification> came, NotificationType type) {
        for (int i = 0; i < came.size(); i++) {
            if (type.is(came.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static String shown(Event.Notification notification) {
        return notification.kind() + " " + notification.wValue();
    }
}
