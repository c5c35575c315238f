package dev.lanyard.drivers.aware.supplicant;

import dev.lanyard.wire.DeviceText;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * wpa_supplicant's control interface: a command in, a reply out, and events that come by themselves ({@code <3>NAN-…}).
 * One command at a time.
 */
public abstract class ControlInterface implements AutoCloseable {

    /** The longest reply or event, in octets. */
    protected static final int LONGEST = 65_536;

    private static final Duration REPLY = Duration.ofSeconds(5);
    private static final int REPLIES = 64;
    private static final int SHOWN = 80;

    private final ReentrantLock asking = new ReentrantLock();
    private final BlockingQueue<String> replies = new ArrayBlockingQueue<>(REPLIES);
    private volatile Consumer<String> events = event -> { };

    /** What people call it: {@code /run/wpa_supplicant/nan0}. */
    public abstract String name();

    /** Sends a datagram. */
    protected abstract void send(String text) throws IOException;

    @Override
    public abstract void close();

    /** Takes a datagram that came. */
    protected final void received(String text) {
        if (text.startsWith("<") && text.indexOf('>') > 0) {
            events.accept(text.substring(text.indexOf('>') + 1));
        } else {
            // A reply that nobody waits for any more may be lost.
            replies.offer(text.strip());
        }
    }

    /** Asks for events; {@code listener} is called on the thread that reads, and must not ask anything itself. */
    public final void attach(Consumer<String> listener) throws IOException, InterruptedException {
        events = listener;
        String reply = request("ATTACH");
        if (!reply.equals("OK")) {
            throw new IOException(name() + " gives no events: it answered ATTACH with " + shown(reply));
        }
    }

    /**
     * Sends a command and waits for its reply.
     *
     * @throws IOException when there is none within 5 s; its message holds the command's first word alone, since the
     *                     rest may be secret
     */
    public final String request(String command) throws IOException, InterruptedException {
        asking.lockInterruptibly();
        try {
            replies.clear();
            send(command);
            String reply = replies.poll(REPLY.toMillis(), TimeUnit.MILLISECONDS);
            if (reply == null) {
                throw new IOException(name() + " did not answer " + command.split(" ", 2)[0] + " within "
                        + REPLY.toSeconds() + " s; is wpa_supplicant running?");
            }
            return reply;
        } finally {
            asking.unlock();
        }
    }

    static String shown(String reply) {
        return DeviceText.quoted(reply, SHOWN);
    }
}
