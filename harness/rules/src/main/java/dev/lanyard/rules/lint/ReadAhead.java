package dev.lanyard.rules.lint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * Makes things in a thread of its own while what was made before is used here, in the same order: a few lists of them
 * at a time, so that it never runs far ahead. Closing it ends the thread.
 */
final class ReadAhead<T> implements AutoCloseable {

    /** Where things come from. */
    @FunctionalInterface
    interface Source<T> {
        /** The next thing; null at the end. */
        T next() throws IOException;
    }

    private static final int LIST = 512;
    private static final int LISTS = 4;

    /** @param failure why there are no more, after those in the list */
    private record Part<T>(List<T> things, boolean last, Throwable failure) {}

    private final BlockingQueue<Part<T>> parts = new ArrayBlockingQueue<>(LISTS);
    private final Thread thread;

    private ReadAhead(String name, Source<T> source) {
        thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> make(source));
    }

    /** Shows all that {@code source} makes to {@code user}, then returns. */
    static <T> void all(String name, Source<T> source, Consumer<T> user) throws IOException {
        try (ReadAhead<T> ahead = new ReadAhead<>(name, source)) {
            ahead.thread.start();
            for (Part<T> part = ahead.take(); ; part = ahead.take()) {
                part.things().forEach(user);
                if (part.last()) {
                    rethrow(part.failure());
                    return;
                }
            }
        }
    }

    private Part<T> take() throws IOException {
        try {
            return parts.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void make(Source<T> source) {
        List<T> things = new ArrayList<>(LIST);
        Throwable failure = null;
        try {
            try {
                for (T next = source.next(); next != null; next = source.next()) {
                    things.add(next);
                    if (things.size() == LIST) {
                        parts.put(new Part<>(things, false, null));
                        things = new ArrayList<>(LIST);
                    }
                }
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            }
            parts.put(new Part<>(things, true, failure));
        } catch (InterruptedException e) {
            // Nobody wants more.
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(Throwable failure) throws IOException {
        switch (failure) {
            case null -> { }
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
