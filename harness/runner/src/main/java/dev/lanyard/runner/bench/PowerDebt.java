package dev.lanyard.runner.bench;

import dev.lanyard.drivers.debt.Debt;
import dev.lanyard.drivers.power.PowerSwitch;
import dev.lanyard.runner.yaml.Defects;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A note on disk that a power switch of a bench was told to switch off. It names the bench file and the switch there
 * rather than what to do, so that nobody who can write a note can have anything run.
 *
 * @param note  the note
 * @param bench the bench file
 * @param power the switch, one of the file's {@code power}
 */
public record PowerDebt(Debt note, Path bench, String power) {

    private static final String SUFFIX = ".power";
    private static final String BENCH = "bench";
    private static final String POWER = "power";
    private static final AtomicLong COUNT = new AtomicLong();

    /** Writes the note; to be called before the order is given. */
    public static PowerDebt note(Path folder, Path bench, String power) {
        Path absolute = bench.toAbsolutePath().normalize();
        return new PowerDebt(Debt.note(folder, power + "-" + COUNT.incrementAndGet(), SUFFIX,
                Map.of(BENCH, absolute.toString(), POWER, power)), absolute, power);
    }

    /** The notes of processes that are no more. */
    public static List<PowerDebt> leftOver(Path folder) throws IOException {
        return Debt.leftOver(folder, SUFFIX).stream().flatMap(note -> of(note).stream()).toList();
    }

    private static Optional<PowerDebt> of(Debt note) {
        String bench = note.facts().getOrDefault(BENCH, "");
        String power = note.facts().getOrDefault(POWER, "");
        try {
            Path file = Path.of(bench);
            return !power.isEmpty() && file.isAbsolute() ? Optional.of(new PowerDebt(note, file, power))
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** It was switched on again: removes the note. */
    public void settled() {
        note.settled();
    }

    /**
     * Switches on, and removes the note when that was done.
     *
     * @return what the switch says
     * @throws IOException when the bench file or the switch in it is no more, or the switch does not do it; the note
     *                     stays
     */
    public PowerSwitch.Report repay(Duration within) throws IOException, InterruptedException {
        Defects defects = new Defects();
        Bench.Power declared = Benches.load(bench, defects).map(read -> read.power().get(power)).orElseThrow(() ->
                new IOException("power switch " + power + " is not to be found: " + (defects.list().isEmpty()
                        ? bench + " names no such switch any more" : defects.list().getFirst().toString())));
        PowerSwitch made = Switches.of(power, declared).orElseThrow(() -> new IOException("power switch " + power
                + " of " + bench + " is none any more that could be switched on"));
        try (made) {
            PowerSwitch.Report report = made.set(true, within);
            if (report.state() == PowerSwitch.State.OFF) {
                throw new IOException(made.name() + " was told to switch on and is still off: " + report.said());
            }
            settled();
            return report;
        }
    }

    /** {@code power switch left of /home/ada/bench.yaml}. */
    @Override
    public String toString() {
        return "power switch " + power + " of " + bench;
    }
}
