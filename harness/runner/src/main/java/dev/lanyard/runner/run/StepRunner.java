package dev.lanyard.runner.run;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.runner.step.RecordText;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.value.Durations;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs one step on a thread of its own and ends it when the accessory vanishes, the user interrupts, or its limit has
 * passed.
 */
final class StepRunner {

    /** How long a step may take to notice by itself that the accessory is gone: it then tells how far it came. */
    private static final Duration NOTICE = Duration.ofMillis(1_500);
    /** How long an interrupted step may take to end. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final CompletableFuture<String> detached;
    private final CompletableFuture<String> cancelled;

    /** The futures complete with the reason to end the step. */
    StepRunner(CompletableFuture<String> detached, CompletableFuture<String> cancelled) {
        this.detached = detached;
        this.cancelled = cancelled;
    }

    /** Runs {@code step} and hands what it found to {@code saver}, on the calling thread, when it passed. */
    <A extends Record, R extends Record> StepOutcome run(Step<A, R> step, Record arguments, StepContext context,
                                                        Consumer<Record> saver) {
        A typed = step.arguments().cast(arguments);
        Duration limit = step.limit(typed);
        CompletableFuture<R> done = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name("step " + step.verb().name()).start(() -> {
            try {
                done.complete(step.run(typed, context));
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        CompletableFuture<Object> first = CompletableFuture.anyOf(done.handle((result, error) -> ""),
                detached.thenApply(reason -> ""), cancelled.thenApply(reason -> ""));
        if (!waitFor(first, limit)) {
            stop(thread, done);
            return StepOutcome.of(Outcome.INCONCLUSIVE, "broken off: the step did not end within its limit of "
                    + Durations.show(limit));
        }
        if (!done.isDone() && detached.isDone()) {
            waitFor(done, NOTICE);
        }
        if (!done.isDone()) {
            stop(thread, done);
            return cancelled.isDone() ? StepOutcome.of(Outcome.INTERRUPTED, cancelled.join())
                    : StepOutcome.of(Outcome.FAILED, Causes.DETACHED + ": " + detached.join());
        }
        return outcome(done, saver);
    }

    private StepOutcome outcome(CompletableFuture<? extends Record> done, Consumer<Record> saver) {
        try {
            Record result = done.get();
            saver.accept(result);
            return new StepOutcome(Outcome.PASSED, "", RecordText.of(result));
        } catch (ExecutionException e) {
            StepOutcome outcome = Causes.of(e.getCause());
            if (detached.isDone() && !outcome.message().startsWith(Causes.DETACHED)) {
                return new StepOutcome(Outcome.FAILED,
                        Causes.DETACHED + ": " + detached.join() + "; " + outcome.message(), outcome.values());
            }
            return outcome;
        } catch (InterruptedException e) {
            throw new IllegalStateException("the step is done; nothing waits here", e);
        }
    }

    private static void stop(Thread thread, CompletableFuture<?> done) {
        thread.interrupt();
        waitFor(done, GRACE);
    }

    /** True when {@code future} completed, however. An interruption of the run comes as a cancellation, not here. */
    private static boolean waitFor(CompletableFuture<?> future, Duration longest) {
        boolean interrupted = false;
        long end = System.nanoTime() + longest.toNanos();
        try {
            while (true) {
                try {
                    future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return true;
                } catch (TimeoutException e) {
                    return future.isDone();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
