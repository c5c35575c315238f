package dev.lanyard.drivers.libusb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A note on disk that an interface was taken from its driver. It is removed when the interface is given back, so what
 * is left over tells what a process that was killed still owes; {@code ./lanyard doctor --repair} gives it back.
 *
 * <p>Notes rather than a watching process, because a watcher can be killed as well, and because giving back by itself
 * would race with the next run that takes the accessory again.
 *
 * @param file    where the note is
 * @param device  the device's id, a bus path
 * @param number  bInterfaceNumber
 * @param process the process that took it
 * @param started when that process started, as far as the operating system says; tells it from a later one of the
 *                same number
 */
public record TakenInterface(Path file, String device, int number, long process, String started) {

    private static final Logger LOG = LoggerFactory.getLogger(TakenInterface.class);
    private static final String SUFFIX = ".taken";

    /** Where notes are kept: {@code $XDG_STATE_HOME/lanyard/taken}, by default in {@code ~/.local/state}. */
    public static Path folder() {
        String state = System.getenv("XDG_STATE_HOME");
        Path base = state == null || state.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return base.resolve("lanyard").resolve("taken");
    }

    /** Writes the note. That it cannot be written is no reason to test nothing. */
    static TakenInterface note(String device, int number) {
        return note(folder(), device, number);
    }

    static TakenInterface note(Path folder, String device, int number) {
        ProcessHandle self = ProcessHandle.current();
        Path file = folder.resolve(self.pid() + "-" + device + "-" + number + SUFFIX);
        TakenInterface note = new TakenInterface(file, device, number, self.pid(), start(self));
        Properties lines = new Properties();
        lines.setProperty("device", device);
        lines.setProperty("interface", Integer.toString(number));
        lines.setProperty("process", Long.toString(note.process));
        lines.setProperty("started", note.started);
        try {
            Files.createDirectories(folder);
            try (var out = Files.newBufferedWriter(file)) {
                lines.store(out, "an interface that Lanyard took from the operating system's driver");
            }
        } catch (IOException e) {
            LOG.debug("no note of a taken interface: {}", e.toString());
        }
        return note;
    }

    private static String start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    /** The notes of processes that are no more. */
    public static List<TakenInterface> leftOver() throws IOException {
        return leftOver(folder());
    }

    static List<TakenInterface> leftOver(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<TakenInterface> left = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().map(TakenInterface::read)
                    .flatMap(Optional::stream).filter(note -> !note.holderLives()).forEach(left::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return left;
    }

    private static Optional<TakenInterface> read(Path file) {
        Properties lines = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            lines.load(in);
            return Optional.of(new TakenInterface(file, lines.getProperty("device", ""),
                    Integer.parseInt(lines.getProperty("interface", "")),
                    Long.parseLong(lines.getProperty("process", "")), lines.getProperty("started", "")));
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("{} is no note of a taken interface: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private boolean holderLives() {
        return ProcessHandle.of(process).filter(ProcessHandle::isAlive).filter(holder -> start(holder).equals(started))
                .isPresent();
    }

    /** The interface was given back, or is gone: removes the note. */
    public void settled() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", file, e.toString());
        }
    }
}
