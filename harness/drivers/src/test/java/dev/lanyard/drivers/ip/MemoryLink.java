package dev.lanyard.drivers.ip;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A link to a scripted peer: every frame sent is given to the script, and the frames it returns come in, on the link's
 * own thread.
 */
public final class MemoryLink implements Link {

    public static final MacAddress MAC = MacAddress.parse("02:4c:59:00:00:02");

    private final ExecutorService driver = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("memory link").daemon().factory());
    private final List<Bytes> sent = new CopyOnWriteArrayList<>();
    private volatile Function<Bytes, List<Bytes>> script = frame -> List.of();
    private volatile Listener listener = (buffer, offset, length) -> { };
    private volatile IOException refusal;
    private volatile boolean keep = true;

    public void script(Function<Bytes, List<Bytes>> answers) {
        script = answers;
    }

    /** Lets every further {@link #send} fail. */
    public void refuse(String why) {
        refuse(new IOException(why));
    }

    void refuse(IOException why) {
        refusal = why;
    }

    /** Stops remembering what is sent. */
    public void forget() {
        keep = false;
        sent.clear();
    }

    public List<Bytes> sent() {
        return sent;
    }

    public void receive(Bytes frame) {
        driver.execute(() -> deliver(frame));
    }

    private void deliver(Bytes frame) {
        // Drivers hand out a part of a larger buffer.
        byte[] buffer = new byte[frame.length() + 7];
        Arrays.fill(buffer, (byte) 0xA5);
        frame.copyTo(buffer, 3);
        listener.frame(buffer, 3, frame.length());
    }

    Listener listener() {
        return listener;
    }

    public void detach(String reason) {
        driver.execute(() -> listener.detached(reason));
    }

    @Override
    public MacAddress macAddress() {
        return MAC;
    }

    @Override
    public int mtu() {
        return 1500;
    }

    @Override
    public boolean isUp() {
        return true;
    }

    @Override
    public void send(byte[] frame, int offset, int length) throws IOException {
        if (refusal != null) {
            throw refusal;
        }
        Bytes copy = Bytes.copyOf(frame, offset, length);
        if (keep) {
            sent.add(copy);
        }
        List<Bytes> answers = script.apply(copy);
        if (!answers.isEmpty()) {
            driver.execute(() -> answers.forEach(this::deliver));
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void listen(Listener taker) {
        listener = taker;
    }

    @Override
    public void close() {
        driver.shutdownNow();
    }
}
