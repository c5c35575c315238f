package dev.lanyard.stubs;

import dev.lanyard.drivers.console.ConsolePort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The serial console of an emulated accessory: writes its boot log to whoever opens it, as firmware does that waits for
 * a terminal (DTR) on its USB console, and again after its power was cut; then a small shell echoes what is typed and
 * answers {@code version}, {@code pin}, {@code reboot} and {@code panic}.
 */
final class EmulatedConsole implements ConsolePort.Source {

    /** What the shell tells as its PIN. */
    static final String PIN = "48213907";

    private static final long READ_NANOS = 100_000_000;
    private static final String PROMPT = "lanyard:~$ ";
    private static final int LONGEST_LINE = 200;

    private final String product;
    private final byte[] oddities;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    // Guarded by lock.
    private boolean powered = true;
    private Line open;

    /** {@code oddities} stand behind the boot log; empty on an honest accessory. */
    EmulatedConsole(String product, byte[] oddities) {
        this.product = product;
        this.oddities = oddities.clone();
    }

    @Override
    public String describe() {
        return "the console of the emulated accessory";
    }

    @Override
    public ConsolePort open() throws IOException {
        lock.lock();
        try {
            if (!powered) {
                throw new IOException("the emulated accessory has no power");
            }
            if (open != null) {
                throw new IOException("another scenario has the console of the emulated accessory");
            }
            open = new Line();
            open.boot();
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** Without power the line is gone. */
    void power(boolean on) {
        lock.lock();
        try {
            powered = on;
            if (!on && open != null) {
                open.gone = true;
                open = null;
                written.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private final class Line implements ConsolePort {

        private final ByteArrayOutputStream output = new ByteArrayOutputStream();
        private final StringBuilder typed = new StringBuilder();
        private boolean gone;

        private void boot() {
            say("*** Booting " + product + " firmware v1.2.0 ***");
            List.of("[00:00:00.012] <inf> power: reset cause: power-on", "[00:00:00.087] <inf> flash: settings loaded",
                    "[00:00:00.140] <inf> usb_cdc: device configured, waiting for host",
                    "[00:00:00.151] <inf> net: interface up, address 10.55.0.1",
                    "[00:00:00.160] <inf> main: ready").forEach(this::say);
            output.writeBytes(oddities);
            prompt();
        }

        private void say(String text) {
            output.writeBytes((text + "\r\n").getBytes(StandardCharsets.UTF_8));
            written.signalAll();
        }

        private void prompt() {
            output.writeBytes(PROMPT.getBytes(StandardCharsets.UTF_8));
            written.signalAll();
        }

        @Override
        public String name() {
            return describe();
        }

        @Override
        public int read(byte[] buffer) throws IOException, InterruptedException {
            lock.lock();
            try {
                long left = READ_NANOS;
                while (output.size() == 0 && !gone && left > 0) {
                    left = written.awaitNanos(left);
                }
                if (output.size() == 0 && gone) {
                    throw new IOException("the emulated accessory has no power");
                }
                byte[] all = output.toByteArray();
                int count = Math.min(all.length, buffer.length);
                System.arraycopy(all, 0, buffer, 0, count);
                output.reset();
                output.write(all, count, all.length - count);
                return count;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void write(byte[] octets) throws IOException {
            lock.lock();
            try {
                if (gone) {
                    throw new IOException("the emulated accessory has no power");
                }
                for (char c : new String(octets, StandardCharsets.UTF_8).toCharArray()) {
                    type(c);
                }
            } finally {
                lock.unlock();
            }
        }

        private void type(char c) {
            if (c == '\r' || c == '\n') {
                if (!typed.isEmpty()) {
                    String line = typed.toString().strip();
                    typed.setLength(0);
                    output.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
                    answer(line);
                }
            } else if (typed.length() < LONGEST_LINE) {
                typed.append(c);
                output.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        }

        private void answer(String line) {
            switch (line.split(" ", 2)[0].toLowerCase(Locale.ROOT)) {
                case "version" -> say("version 1.2.0 (" + product + ")");
                case "pin" -> say("PIN: " + PIN);
                case "echo" -> say(line.length() > 5 ? line.substring(5) : "");
                case "panic" -> say("E: ***** HARD FAULT ***** kernel panic on request");
                case "reboot" -> {
                    boot();
                    return;
                }
                default -> say(line.split(" ", 2)[0] + ": command not found");
            }
            prompt();
        }

        @Override
        public void close() {
            lock.lock();
            try {
                gone = true;
                if (open == this) {
                    open = null;
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
