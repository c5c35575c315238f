package dev.lanyard.drivers.radio;

import dev.lanyard.wire.DeviceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

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

    @Override
    public void tune(int mhz) throws IOException, InterruptedException {
        Process iw;
        try {
            iw = new ProcessBuilder(List.of(program, "dev", name, "set", "freq", Integer.toString(mhz)))
                    .redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException(program + " cannot be run: sudo apt-get install iw", e);
        }
        if (!iw.waitFor(SECONDS, TimeUnit.SECONDS)) {
            iw.destroyForcibly();
            throw new IOException("iw did not set " + name + " to " + mhz + " MHz within " + SECONDS + " s");
        }
        String said = new String(iw.getInputStream().readNBytes(SHOWN), StandardCharsets.UTF_8);
        if (iw.exitValue() != 0) {
            throw new IOException("iw does not set " + name + " to " + mhz + " MHz: " + DeviceText.line(said, SHOWN));
        }
    }
}
