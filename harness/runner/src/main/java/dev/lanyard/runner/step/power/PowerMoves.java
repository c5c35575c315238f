package dev.lanyard.runner.step.power;

import dev.lanyard.drivers.power.PowerSwitch;
import dev.lanyard.evidence.Event;
import dev.lanyard.runner.step.Attachment;
import dev.lanyard.runner.step.PowerControl;
import dev.lanyard.runner.step.StepContext;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.value.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Switching, and looking what came of it. */
final class PowerMoves {

    private static final String SOURCE = "power";
    /** Longer than a bus needs to notice that a device is gone (USB 2.0 §7.1.7.3 and the host's polling). */
    private static final Duration LEAVING = Duration.ofSeconds(3);

    private PowerMoves() {}

    /** Cuts the power; what is attached is let go, after it was seen to vanish or not. */
    static Proof off(PowerControl power, Duration within, StepContext context)
            throws StepFailure, InterruptedException {
        Optional<Attachment> attached = context.attached();
        context.expectVanishing();
        PowerSwitch.Report report = ordered(power, false, within);
        if (report.state() == PowerSwitch.State.ON) {
            throw StepFailure.bench(power.name() + " was told to switch off and is still on: " + report.said());
        }
        boolean gone = attached.isPresent() ? vanishes(attached.get().detached())
                : Presence.await(context.accessory(), false, LEAVING);
        context.detach();
        Proof proof = gone ? Proof.OBSERVED : report.state() == PowerSwitch.State.OFF ? Proof.REPORTED : Proof.NONE;
        note(context, proof == Proof.OBSERVED ? Event.Severity.INFO : Event.Severity.WARNING, power.name()
                + " was switched off: " + report.said() + "; " + switch (proof) {
                    case OBSERVED -> "the accessory left its bus";
                    case REPORTED -> "but the accessory is still on its bus: its power was not cut, or it has another "
                            + "source";
                    case NONE -> "nothing proves that the power was cut: the accessory is still on its bus";
                });
        return proof;
    }

    private static boolean vanishes(CompletableFuture<String> detached) throws InterruptedException {
        try {
            detached.get(LEAVING.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /** Gives power and waits until the accessory is on its bus; returns how long that took. */
    static Duration on(PowerControl power, Duration within, Duration back, StepContext context)
            throws StepFailure, InterruptedException {
        long begin = context.recorder().nanos();
        PowerSwitch.Report report = ordered(power, true, within);
        if (report.state() == PowerSwitch.State.OFF) {
            throw StepFailure.bench(power.name() + " was told to switch on and is still off: " + report.said());
        }
        awaitBack(back, context);
        Duration took = Duration.ofNanos(context.recorder().nanos() - begin);
        note(context, Event.Severity.INFO, power.name() + " was switched on: " + report.said()
                + "; the accessory was on its bus after " + Durations.show(took));
        return took;
    }

    /** What comes near to a power cycle where nothing can cut the power. */
    static Duration reset(PowerControl power, Duration within, Duration back, StepContext context)
            throws StepFailure, InterruptedException {
        context.detach();
        long begin = context.recorder().nanos();
        try {
            PowerSwitch.Report report = power.cycle(Duration.ZERO, within);
            note(context, Event.Severity.WARNING, power.name() + ": " + report.said());
        } catch (IOException e) {
            throw StepFailure.bench(e.getMessage(), e);
        }
        awaitBack(back, context);
        return Duration.ofNanos(context.recorder().nanos() - begin);
    }

    private static void awaitBack(Duration back, StepContext context) throws StepFailure, InterruptedException {
        if (context.attached().isEmpty() && !Presence.await(context.accessory(), true, back)) {
            throw StepFailure.unmet("the accessory " + context.accessory().spec() + " did not come back within "
                    + Durations.show(back) + " after its power was switched on");
        }
    }

    private static PowerSwitch.Report ordered(PowerControl power, boolean on, Duration within)
            throws StepFailure, InterruptedException {
        try {
            return power.set(on, within);
        } catch (IOException e) {
            throw StepFailure.bench(e.getMessage(), e);
        }
    }

    private static void note(StepContext context, Event.Severity severity, String text) {
        context.recorder().record(SOURCE, new Event.Note(severity, text));
    }
}
