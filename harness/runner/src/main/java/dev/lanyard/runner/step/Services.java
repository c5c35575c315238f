package dev.lanyard.runner.step;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What steps began on an attachment and later steps go on with: a server, a lease. One of each kind; ends with the
 * attachment.
 */
public final class Services implements AutoCloseable {

    private final Map<Class<?>, Object> running = new LinkedHashMap<>();
    private boolean closed;

    /** Keeps {@code service}; one of the same kind that was kept before is closed. */
    public <T> void keep(Class<T> kind, T service) {
        Object before;
        synchronized (this) {
            before = closed ? service : running.put(kind, service);
        }
        close(before);
    }

    public synchronized <T> Optional<T> find(Class<T> kind) {
        return Optional.ofNullable(kind.cast(running.get(kind)));
    }

    /** Ends everything that can be ended, the last first. Idempotent. */
    @Override
    public void close() {
        Deque<Object> ending = new ArrayDeque<>();
        synchronized (this) {
            closed = true;
            running.values().forEach(ending::push);
            running.clear();
        }
        ending.forEach(Services::close);
    }

    private static void close(Object service) {
        if (service instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("a service of a step could not be ended: " + e.getMessage(), e);
            }
        }
    }
}
