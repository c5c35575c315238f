package dev.lanyard.runner.step.console;

import dev.lanyard.drivers.console.ConsoleLog;
import dev.lanyard.drivers.console.SerialConsole;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.step.Mark;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.step.Verb;
import dev.lanyard.runner.value.Durations;
import dev.lanyard.runner.value.StepRef;
import dev.lanyard.runner.value.TextPattern;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Expects that a line does not come. */
@Verb(name = "console.never",
        doc = "Fails when a line comes in which the pattern is found; without one, what firmware writes when it dies: "
                + "panic, failed assertions, hard faults, watchdogs, smashed stacks. Without during it holds for the whole "
                + "scenario, from its beginning to its end, wherever this step stands: a line that comes later fails the "
                + "scenario when its steps are done. With during it looks from the step that after names, or from now.",
        example = "console.never: {during: 300ms}",
        after = Situation.BEGINNING)
public final class ConsoleNever implements Step<ConsoleNever.Arguments, ConsoleNever.Result> {

    /** Words of Zephyr, ESP-IDF, Linux, FreeRTOS, newlib and others. */
    static final String DEATH = "(?i)panic|assert(ion)?( has| was)? fail|ASSERT:|hard ?fault|bus fault|usage fault"
            + "|guru meditation|stack smashing|stack overflow|watchdog (timeout|reset|triggered)|\\bBUG:|\\bOops\\b"
            + "|unhandled exception|double fault|abort\\(\\) was called";

    private static final Duration OPENING = Duration.ofSeconds(1);

    /** Keys of the step. */
    public record Arguments(
            @Doc("what must not be found in any line; by default what firmware writes when it dies")
            Optional<TextPattern> pattern,
            @Doc("the step from whose beginning on it counts") Optional<StepRef> after,
            @Doc("for how long; without it, for the whole scenario") @Range(min = "0ms", max = "24h")
            Optional<Duration> during) {

        public Arguments {
            if (after.isPresent() && during.isEmpty()) {
                throw new IllegalArgumentException("after needs during; without both it holds for the whole scenario");
            }
        }
    }

    /** How long was looked. */
    public record Result(@Doc("the time in which it did not come, so far") Duration watched) {}

    @Override
    public Duration limit(Arguments arguments) {
        return arguments.during().orElse(Duration.ZERO).plusSeconds(20);
    }

    @Override
    public Result run(Arguments arguments, StepContext context) throws StepFailure, InterruptedException {
        SerialConsole console = context.console();
        TextPattern pattern = arguments.pattern().orElseGet(() -> TextPattern.parse(DEATH));
        try {
            return arguments.during().isPresent() ? during(arguments, pattern, console, context)
                    : always(pattern, console, context);
        } catch (TextPattern.TooHard e) {
            throw StepFailure.bench(e.getMessage());
        }
    }

    private static Result during(Arguments arguments, TextPattern pattern, SerialConsole console, StepContext context)
            throws StepFailure, InterruptedException {
        Mark from = arguments.after().isPresent() ? context.startOf(arguments.after().get()) : context.start();
        long until = from.nanos() + arguments.during().orElseThrow().toNanos();
        Optional<ConsoleLog.Line> found = console.log().await(from.nanos(),
                line -> line.nanos() <= until && pattern.find(line.text()).isPresent(),
                Duration.ofNanos(Math.max(0, until - context.recorder().nanos())));
        if (found.isPresent()) {
            throw StepFailure.unmet(said(console, found.get(), from.nanos())
                    + arguments.after().map(step -> " after " + step).orElse(" after this step began"));
        }
        sawAnything(console);
        return new Result(arguments.during().orElseThrow());
    }

    /** Nothing came of a console that was not there: that is no silence. */
    private static void sawAnything(SerialConsole console) throws StepFailure {
        Optional<String> trouble = console.trouble();
        if (trouble.isPresent() && console.log().since(0).isEmpty()) {
            throw StepFailure.bench("console " + console.name() + " is not open: " + trouble.get());
        }
    }

    private static Result always(TextPattern pattern, SerialConsole console, StepContext context)
            throws StepFailure, InterruptedException {
        // A short scenario would end before it is known whether the port is there.
        console.awaitOpen(OPENING);
        AtomicReference<Optional<String>> complaint = new AtomicReference<>(Optional.empty());
        Consumer<ConsoleLog.Line> watcher = line -> {
            if (line.received() && complaint.get().isEmpty()) {
                look(pattern, console, line).ifPresent(text -> complaint.set(Optional.of(text)));
            }
        };
        console.log().watch(watcher);
        for (ConsoleLog.Line line : console.log().since(0)) {
            if (pattern.find(line.text()).isPresent()) {
                throw StepFailure.unmet(said(console, line, 0) + " after the scenario began");
            }
        }
        context.atEnd(() -> {
            // The log keeps the last lines only, so it is watched; but a watcher hears of a line after the log has it.
            console.log().since(0).forEach(watcher);
            if (complaint.get().isPresent()) {
                throw StepFailure.unmet("console.never: " + complaint.get().get());
            }
            sawAnything(console);
        });
        return new Result(Duration.ofNanos(context.recorder().nanos()));
    }

    private static Optional<String> look(TextPattern pattern, SerialConsole console, ConsoleLog.Line line) {
        try {
            return pattern.find(line.text()).map(_ -> said(console, line, 0) + " after the scenario began");
        } catch (TextPattern.TooHard e) {
            return Optional.of(e.getMessage());
        }
    }

    private static String said(SerialConsole console, ConsoleLog.Line line, long from) {
        return "console " + console.name() + " wrote " + ConsoleText.quoted(line.text()) + " "
                + Durations.show(Duration.ofNanos(line.nanos() - from));
    }
}
