package dev.lanyard.runner.step.aware;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;

/** A link whose frames and states are taken down. */
record RecordedLink(Link link, Recorder recorder) implements Link {

    private static final String SOURCE = "link";

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
                recorder.record(SOURCE, new Event.Frame(true, Bytes.copyOf(buffer, offset, length)));
                listener.frame(buffer, offset, length);
            }

            @Override
            public void linkState(boolean up) {
                recorder.record(SOURCE, new Event.LinkState(up, up ? "data path opened" : "data path ended"));
                listener.linkState(up);
            }

            @Override
            public void detached(String reason) {
                listener.detached(reason);
            }
        });
    }

    @Override
    public void close() {
        link.close();
    }
}
