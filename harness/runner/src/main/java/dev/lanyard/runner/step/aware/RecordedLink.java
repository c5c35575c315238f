package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A link whose frames and states are taken down, and told on a thread of its own: whoever listens may send at once, and
 * must not hold up the air.
 */
final class RecordedLink implements Link {

    private static final String SOURCE = "link";
    private static final int MOST_WAITING = 16_384;

    private final Link link;
    private final Recorder recorder;
    private final BlockingQueue<Runnable> news = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Thread teller = Thread.ofVirtual().name("data path").unstarted(this::tell);

    RecordedLink(Link link, Recorder recorder) {
        this.link = link;
        this.recorder = recorder;
        teller.start();
    }

    private void tell() {
        try {
            while (true) {
                news.take().run();
            }
        } catch (InterruptedException e) {
            // The link was closed.
        }
    }

    private void tell(Runnable what) {
        if (!news.offer(what)) {
            recorder.record(SOURCE, new Event.Note(Event.Severity.BLIND, "a frame was lost: nobody took those before"));
        }
    }

    @Override
    public MacAddress macAddress() {
        return link.macAddress();
    }

    @Override
    public int mtu() {
        return link.mtu();
    }

    @Override
    public boolean isUp() {
        return link.isUp();
    }

    @Override
    public void send(byte[] frame, int offset, int length) throws IOException, InterruptedException {
        recorder.record(SOURCE, new Event.Frame(false, Bytes.copyOf(frame, offset, length)));
        link.send(frame, offset, length);
    }

    @Override
    public void flush() throws IOException, InterruptedException {
        link.flush();
    }

    @Override
    public void listen(Listener listener) {
        link.listen(new Listener() {
            @Override
            public void frame(byte[] buffer, int offset, int length) {
                byte[] frame = Arrays.copyOfRange(buffer, offset, offset + length);
                recorder.record(SOURCE, new Event.Frame(true, Bytes.wrap(frame)));
                tell(() -> listener.frame(frame, 0, frame.length));
            }

            @Override
            public void linkState(boolean up) {
                recorder.record(SOURCE, new Event.LinkState(up, up ? "data path opened" : "data path ended"));
                tell(() -> listener.linkState(up));
            }

            @Override
            public void detached(String reason) {
                tell(() -> listener.detached(reason));
            }
        });
    }

    @Override
    public void close() {
        link.close();
        teller.interrupt();
    }
}
