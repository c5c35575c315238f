package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.wire.Bytes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a link told. */
final class Heard implements Link.Listener {

    final List<Bytes> frames = new CopyOnWriteArrayList<>();
    final List<Boolean> states = new CopyOnWriteArrayList<>();
    final List<String> detached = new CopyOnWriteArrayList<>();

    @Override
    public void frame(byte[] buffer, int offset, int length) {
        frames.add(Bytes.copyOf(buffer, offset, length));
    }

    @Override
    public void linkState(boolean up) {
        states.add(up);
    }

    @Override
    public void detached(String reason) {
        detached.add(reason);
    }
}
