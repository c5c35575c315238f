package dev.lanyard.drivers.radio;

import dev.lanyard.wire.DeviceText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sets the channel of an interface by {@code iw}. A discovery window lasts 16 ms, and this program needs longer than
 * that to start another one; a shell that is kept for it needs one or two.
 */
public final class IwTuner implements MonitorRadio.Tuner {

    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final int SHOWN = 200;
    /** Answers each frequency with what iw said, in one line, and its exit code after the last space. */
    private static final String LOOP = """
            while read -r mhz; do
                said=$("$0" dev "$1" set freq "$mhz" 2>&1)
                code=$?
                echo $said $code
            done""";

    private final String program;
    private final String name;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private Process shell;

    public IwTuner(String program, String name) {
        this.program = program;
        this.name = name;
    }

    /** Whether the program is there; nothing is tuned. */
    public void requireProgram() throws IOException, InterruptedException {
        try {
            Process iw = new ProcessBuilder(List.of(program, "--version")).start();
            if (!iw.waitFor(WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                iw.destroyForcibly();
            }
        } catch (IOException e) {
            throw new IOException(program + " cannot be run: sudo apt-get install iw", e);
        }
    }

    @Override
    public synchronized void tune(int mhz) throws IOException, InterruptedException {
        if (shell == null) {
            shell = start();
        }
        Writer commands = shell.outputWriter(StandardCharsets.UTF_8);
        commands.write(mhz + "\n");
        commands.flush();
        String answer = answers.poll(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null) {
            close();
            throw new IOException("iw did not set " + name + " to " + mhz + " MHz within " + WITHIN.toSeconds() + " s");
        }
        String code = answer.substring(answer.lastIndexOf(' ') + 1);
        String said = DeviceText.line(answer.substring(0, answer.length() - code.length()).strip(), SHOWN);
        if (code.equals("127")) {
            throw new IOException(program + " cannot be run: sudo apt-get install iw");
        }
        if (!code.equals("0")) {
            throw new IOException("iw does not set " + name + " to " + mhz + " MHz: " + said);
        }
    }

    private Process start() throws IOException {
        Process started;
        try {
            started = new ProcessBuilder(List.of("sh", "-c", LOOP, program, name)).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException("no shell can be run to set the channel of " + name, e);
        }
        answers.clear();
        Thread.ofPlatform().daemon().name("iw " + name).start(() -> {
            try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(answers::add);
            } catch (IOException | java.io.UncheckedIOException _) {
                // The shell has ended, and whoever waits for its answer learns that by the time it takes.
                return;
            }
        });
        return started;
    }

    /** Ends the shell. */
    @Override
    public synchronized void close() {
        if (shell != null) {
            shell.destroy();
            shell = null;
        }
    }
}
