package dev.lanyard.cli;

import dev.lanyard.runner.step.Operator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Whoever sits at the terminal. */
final class ConsoleOperator implements Operator {

    private static final int LONGEST = 1000;

    private final InputStream in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile Consumer<String> out = text -> { };
    private boolean reading;

    ConsoleOperator(InputStream in) {
        this.in = in;
    }

    /** Questions appear between the lines of {@code progress}. */
    void speakThrough(Progress progress) {
        out = progress::say;
    }

    @Override
    public Optional<String> ask(String question, Duration within) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            listen();
            // What was typed before the question is no answer to it.
            lines.clear();
            out.accept(">>> " + question);
            return Optional.ofNullable(lines.poll(within.toNanos(), TimeUnit.NANOSECONDS)).map(String::strip);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public Optional<String> askSecret(String question) {
        char[] typed = System.console().readPassword("%s: ", Printable.line(question));
        return typed == null ? Optional.empty() : Optional.of(new String(typed));
    }

    /** Nothing ends a read of a terminal: it has a thread of its own, which ends with the process. */
    private void listen() {
        if (!reading) {
            reading = true;
            Thread.ofPlatform().daemon().name("terminal").start(this::readLines);
        }
    }

    private void readLines() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line.substring(0, Math.min(line.length(), LONGEST)));
            }
        } catch (IOException e) {
            // Nobody answers any more; the question's time passes.
        }
    }
}
