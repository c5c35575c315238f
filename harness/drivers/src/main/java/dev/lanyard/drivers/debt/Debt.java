package dev.lanyard.drivers.debt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A note on disk that this process changed something of the operating system's that it has to put back. It is removed
 * when that is done, so what is left over tells what a process that was killed still owes;
 * {@code ./lanyard doctor --repair} puts it back.
 *
 * <p>Notes rather than a watching process, because a watcher can be killed as well, and because putting back by itself
 * would race with the next run that takes the accessory again.
 *
 * @param file    where the note is
 * @param facts   what is owed, by the keys of whoever wrote it
 * @param process the process that owes it
 * @param started when that process started, as far as the operating system says; tells it from a later one of the
 *                same number
 */
public record Debt(Path file, Map<String, String> facts, long process, String started) {

    private static final Logger LOG = LoggerFactory.getLogger(Debt.class);
    private static final String PROCESS = "process";
    private static final String STARTED = "started";
    private static final Path PROCESSES = Path.of("/proc");

    public Debt {
        facts = Map.copyOf(facts);
    }

    /** Where notes are kept: {@code $XDG_STATE_HOME/lanyard/taken}, by default in {@code ~/.local/state}. */
    public static Path folder() {
        String state = System.getenv("XDG_STATE_HOME");
        Path base = state == null || state.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return base.resolve("lanyard").resolve("taken");
    }

    /**
     * Writes the note. That it cannot be written is no reason to test nothing.
     *
     * @param name   tells it from other notes of this process
     * @param suffix the end of the file's name: the kind of debt
     */
    public static Debt note(Path folder, String name, String suffix, Map<String, String> facts) {
        ProcessHandle self = ProcessHandle.current();
        Debt note = new Debt(folder.resolve(self.pid() + "-" + name + suffix), facts, self.pid(), start(self));
        Properties lines = new Properties();
        lines.putAll(facts);
        lines.setProperty(PROCESS, Long.toString(note.process));
        lines.setProperty(STARTED, note.started);
        try {
            Files.createDirectories(folder);
            try (var out = Files.newBufferedWriter(note.file)) {
                lines.store(out, "what Lanyard took from the operating system and has to give back");
            }
        } catch (IOException e) {
            LOG.debug("no note of what is owed: {}", e.toString());
        }
        return note;
    }

    private static String start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    /** The notes of one kind whose processes are no more; files that are no such notes are left alone. */
    public static List<Debt> leftOver(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Debt> left = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(suffix)).sorted().map(Debt::read)
                    .flatMap(Optional::stream).filter(note -> !note.debtorLives()).forEach(left::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return left;
    }

    private static Optional<Debt> read(Path file) {
        Properties lines = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            lines.load(in);
            Map<String, String> facts = new TreeMap<>();
            lines.stringPropertyNames().forEach(key -> facts.put(key, lines.getProperty(key)));
            String process = facts.remove(PROCESS);
            String started = facts.remove(STARTED);
            return Optional.of(new Debt(file, facts, Long.parseLong(process == null ? "" : process),
                    started == null ? "" : started));
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("{} is no note of what is owed: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private boolean debtorLives() {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).filter(holder -> start(holder).equals(started))
                .isPresent() && !hasEnded(process);
    }

    /** Linux keeps a process that ended until its parent asks; it holds nothing any more. */
    private static boolean hasEnded(long process) {
        try {
            String stat = Files.readString(PROCESSES.resolve(process + "/stat"));
            // The name before it, in brackets, may hold anything.
            String state = stat.substring(stat.lastIndexOf(')') + 1).strip();
            return state.startsWith("Z") || state.startsWith("X");
        } catch (IOException e) {
            return false;
        }
    }

    /** What was owed has been put back, or is gone: removes the note. */
    public void settled() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", file, e.toString());
        }
    }
}
