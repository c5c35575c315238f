package dev.lanyard.drivers.radio;

import dev.lanyard.wire.DeviceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Sets the channel of an interface by {@code iw}. */
public final class IwTuner implements MonitorRadio.Tuner {

    private static final long SECONDS = 5;
    private static final int SHOWN = 200;

    private final String program;
    private final String name;

    public IwTuner(String program, String name) {
        this.program = program;
        this.name = name;
    }

    /** Whether the program is there; nothing is tuned. */
    public void requireProgram() throws IOException, InterruptedException {
        run("--version");
    }

    @Override
    public void tune(int mhz) throws IOException, InterruptedException {
        Process iw = run("dev", name, "set", "freq", Integer.toString(mhz));
        String said = new String(iw.getInputStream().readNBytes(SHOWN), StandardCharsets.UTF_8);
        if (iw.exitValue() != 0) {
            throw new IOException("iw does not set " + name + " to " + mhz + " MHz: " + DeviceText.line(said, SHOWN));
        }
    }

    private Process run(String... arguments) throws IOException, InterruptedException {
        Process iw;
        try {
            iw = new ProcessBuilder(Stream.concat(Stream.of(program), Stream.of(arguments)).toList())
                    .redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException(program + " cannot be run: sudo apt-get install iw", e);
        }
        if (!iw.waitFor(SECONDS, TimeUnit.SECONDS)) {
            iw.destroyForcibly();
            throw new IOException(program + " " + String.join(" ", arguments) + " did not end within " + SECONDS + " s");
        }
        return iw;
    }
}
