package dev.lanyard.drivers.console;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.DeviceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Captures a console on a thread of its own until it is closed: each line becomes an {@link Event.ConsoleLine} at the
 * time it came. A port that vanishes, as after a reset, is opened again as soon as it is there; losses and returns are
 * notes on the timeline.
 *
 * <p>A part of a line without its end is shown after a moment of silence: it may be a prompt. A device that never stops
 * fills neither memory nor disk: what comes after {@value #MOST_LINES} lines is counted and not kept.
 */
public final class SerialConsole implements AutoCloseable {

    /** The source of the events. */
    public static final String SOURCE = "console";

    static final int MOST_LINES = 200_000;

    /** What a device has said is still read when the capture ends, as long as it flows and no longer than this. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofMillis(300);
    private static final Duration FIRST_RETRY = Duration.ofMillis(20);
    private static final Duration LAST_RETRY = Duration.ofMillis(500);
    private static final Duration END = Duration.ofSeconds(2);

    private final String name;
    private final ConsolePort.Source source;
    private final Duration patience;
    private final Recorder recorder;
    private final Consumer<String> preview;
    private final ConsoleLog log = new ConsoleLog();
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    // Guarded by lock.
    private ConsolePort port;
    private String trouble = "it was not opened yet";
    private boolean closed;

    // Of the console's own thread.
    private String earlierParts = "";
    private long lines;

    /**
     * Begins to capture.
     *
     * @param name     what the evidence calls it
     * @param patience how long the port may be away before the timeline says that it does not come back; looking for it
     *                 goes on
     * @param preview  is told each line before it is recorded, to find what must not be
     */
    public SerialConsole(String name, ConsolePort.Source source, Duration patience, Recorder recorder,
                         Consumer<String> preview) {
        this.name = name;
        this.source = source;
        this.patience = patience;
        this.recorder = recorder;
        this.preview = preview;
        this.thread = Thread.ofPlatform().daemon().name("console " + name).start(this::capture);
    }

    public String name() {
        return name;
    }

    /** What came and was sent. */
    public ConsoleLog log() {
        return log;
    }

    /** Why the port is not open now; empty when it is. */
    public Optional<String> trouble() {
        lock.lock();
        try {
            return port != null ? Optional.empty() : Optional.of(trouble);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the port is open; false when it is not within {@code timeout}, and {@link #trouble} says why. */
    public boolean awaitOpen(Duration timeout) throws InterruptedException {
        return awaitPort(timeout).isPresent();
    }

    /**
     * Sends text, in UTF-8, as it is; waits for the port to be open.
     *
     * @throws IOException when the port does not come, or does not take it, within {@code timeout}
     */
    public void send(String text, Duration timeout) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        ConsolePort open = awaitPort(timeout).orElseThrow(() -> new IOException("console " + name + " is not open: "
                + trouble().orElse("it closed in this moment")));
        boolean ended = text.endsWith("\n") || text.endsWith("\r");
        long nanos = recorder.nanos();
        String shown = ended ? text.replaceAll("[\r\n]+$", "") : text;
        long sequence = recorder.record(nanos, SOURCE, Event.ConsoleLine.of(name, false, shown, ended));
        log.add(new ConsoleLog.Line(sequence, nanos, false, shown));
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        FutureTask<Void> writing = new FutureTask<>(() -> {
            open.write(octets);
            return null;
        });
        Thread.ofPlatform().daemon().name("console " + name + " writer").start(writing);
        try {
            writing.get(Math.max(1, timeout.toNanos() - (System.nanoTime() - begin)), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException("console " + name + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("console " + name + " did not take " + octets.length + " octets within "
                    + timeout.toMillis() + " ms; is flow control right?", e);
        }
    }

    private Optional<ConsolePort> awaitPort(Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long left = timeout.toNanos();
            while (port == null && !closed && left > 0) {
                left = change.awaitNanos(left);
            }
            return Optional.ofNullable(port);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the capture and closes the port. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            change.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(END);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void capture() {
        boolean wasOpen = false;
        try {
            for (ConsolePort open = reach(wasOpen); open != null; open = reach(wasOpen)) {
                wasOpen = true;
                String lost = read(open);
                become(null, lost);
                open.close();
                if (!lost.isEmpty()) {
                    note(Event.Severity.WARNING, "console " + name + " is lost: " + lost + "; looking for it");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            become(null, "the capture failed: " + e);
            note(Event.Severity.WARNING, "console " + name + " is captured no more: " + e);
        }
        if (lines > MOST_LINES) {
            note(Event.Severity.WARNING, "console " + name + " wrote " + (lines - MOST_LINES)
                    + " lines more than are kept");
        }
    }

    /** Opens the port, however long it takes; null when the console was closed before. */
    private ConsolePort reach(boolean again) throws InterruptedException {
        long begin = System.nanoTime();
        boolean told = false;
        Duration wait = FIRST_RETRY;
        while (!isClosed()) {
            try {
                ConsolePort open = source.open();
                note(Event.Severity.INFO, "console " + name + " is " + (again ? "back" : "open") + ": " + open.name());
                become(open, "");
                return open;
            } catch (IOException e) {
                become(null, e.getMessage());
                if (!told && System.nanoTime() - begin > patience.toNanos()) {
                    told = true;
                    note(Event.Severity.WARNING, "console " + name + " did not come " + (again ? "back " : "")
                            + "within " + patience.toMillis() + " ms (" + source.describe() + "): " + e.getMessage());
                }
            }
            pause(wait);
            wait = wait.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? wait.multipliedBy(2) : LAST_RETRY;
        }
        return null;
    }

    /**
     * Reads until the console is closed and nothing more is on its way, or the port is lost: then returns why, else an
     * empty text.
     */
    private String read(ConsolePort open) throws InterruptedException {
        byte[] buffer = new byte[4_096];
        LineAssembler assembler = new LineAssembler(this::line);
        long lastOctet = System.nanoTime();
        String lost = "";
        boolean flowing = true;
        long end = Long.MAX_VALUE;
        while (lost.isEmpty() && flowing) {
            boolean ending = isClosed();
            end = ending && end == Long.MAX_VALUE ? System.nanoTime() + LAST_WORDS.toNanos() : end;
            try {
                int count = open.read(buffer);
                flowing = !ending || count > 0 && System.nanoTime() < end;
                if (count > 0) {
                    assembler.add(buffer, count);
                    lastOctet = System.nanoTime();
                } else if (assembler.hasPart() && System.nanoTime() - lastOctet > SILENCE.toNanos()) {
                    assembler.flush();
                }
            } catch (IOException e) {
                lost = e.getMessage();
            }
        }
        assembler.flush();
        earlierParts = "";
        return lost;
    }

    private void line(String text, boolean ended) {
        if (++lines > MOST_LINES) {
            if (lines == MOST_LINES + 1) {
                note(Event.Severity.WARNING, "console " + name + " has written " + MOST_LINES
                        + " lines; what comes now is not kept");
            }
            return;
        }
        String whole = ConsoleLog.plain(earlierParts + text);
        earlierParts = ended || earlierParts.length() > LineAssembler.LONGEST ? "" : earlierParts + text;
        if (text.isEmpty()) {
            return;
        }
        preview.accept(whole);
        long nanos = recorder.nanos();
        long sequence = recorder.record(nanos, SOURCE, Event.ConsoleLine.of(name, true, text, ended));
        log.add(new ConsoleLog.Line(sequence, nanos, true, whole));
    }

    private void note(Event.Severity severity, String text) {
        recorder.record(SOURCE, new Event.Note(severity, DeviceText.line(text, Event.ConsoleLine.MAX_TEXT)));
    }

    private void become(ConsolePort open, String why) {
        lock.lock();
        try {
            port = open;
            trouble = why;
            change.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            if (!closed) {
                change.awaitNanos(time.toNanos());
            }
        } finally {
            lock.unlock();
        }
    }
}
