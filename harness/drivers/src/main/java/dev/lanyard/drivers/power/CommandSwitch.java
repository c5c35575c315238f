package dev.lanyard.drivers.power;

import dev.lanyard.wire.DeviceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Any switch that a program of the bench can turn. Each command is a list of arguments, run as it is and by no shell; it
 * succeeds with exit code 0. A status command writes {@code on} or {@code off} (or 1 or 0) as its first word. A command
 * that does not end in time is killed with all that it started.
 */
public final class CommandSwitch implements PowerSwitch {

    private static final int MOST_OUTPUT = 4_096;
    private static final int SHOWN = 200;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final String name;
    private final List<String> on;
    private final List<String> off;
    private final Optional<List<String>> status;

    /** @throws IllegalArgumentException when a command is empty */
    public CommandSwitch(String name, List<String> on, List<String> off, Optional<List<String>> status) {
        this.name = name;
        this.on = command("on", on);
        this.off = command("off", off);
        this.status = status.map(list -> command("status", list));
    }

    private static List<String> command(String key, List<String> arguments) {
        if (arguments.isEmpty() || arguments.getFirst().isBlank()) {
            throw new IllegalArgumentException(key + " names no program: it is a list [PROGRAM, ARGUMENT, …]");
        }
        return List.copyOf(arguments);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Report set(boolean wanted, Duration within) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        run(wanted ? on : off, within);
        return status(within.minusNanos(System.nanoTime() - begin));
    }

    @Override
    public Report status(Duration within) throws IOException, InterruptedException {
        if (status.isEmpty()) {
            return new Report(State.UNKNOWN, "the command takes orders and tells nothing: the bench file names no "
                    + "status command");
        }
        String output = run(status.get(), within).strip();
        String word = output.split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
        return switch (word) {
            case "on", "1" -> new Report(State.ON, "its status command says " + word);
            case "off", "0" -> new Report(State.OFF, "its status command says " + word);
            default -> new Report(State.UNKNOWN, "its status command says neither on nor off: "
                    + DeviceText.quoted(output, SHOWN));
        };
    }

    /** Returns what it wrote, bounded. */
    private String run(List<String> command, Duration within) throws IOException, InterruptedException {
        String asked = name + ": " + DeviceText.line(String.join(" ", command), SHOWN);
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException(asked + " cannot be started: " + e.getMessage(), e);
        }
        FutureTask<String> output = new FutureTask<>(() -> drain(process.getInputStream()));
        Thread.ofVirtual().name("output of " + name).start(output);
        try {
            process.getOutputStream().close();
            if (!process.waitFor(Math.max(1, within.toNanos()), TimeUnit.NANOSECONDS)) {
                throw new IOException(asked + " did not end within " + within.toMillis() + " ms and was killed");
            }
            String said = output.get(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS);
            if (process.exitValue() != 0) {
                throw new IOException(asked + " ended with exit code " + process.exitValue()
                        + (said.isBlank() ? " and said nothing" : ": " + DeviceText.quoted(said.strip(), SHOWN)));
            }
            return said;
        } catch (ExecutionException e) {
            throw new IOException(asked + ": its output could not be read: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException(asked + " left a program behind that keeps its output open", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Keeps the beginning and lets the rest go, so that the program does not wait for us. */
    private static String drain(InputStream output) throws IOException {
        byte[] kept = output.readNBytes(MOST_OUTPUT);
        output.transferTo(java.io.OutputStream.nullOutputStream());
        return new String(kept, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        // No command runs between calls.
    }
}
