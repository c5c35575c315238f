package dev.lanyard.drivers.ip;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import java.io.IOException;

/** Hands frames to the link and turns its refusals into {@link IpException}. */
final class Output {

    private final Link link;
    private final Life life;
    private final Counters counters;

    Output(Link link, Life life, Counters counters) {
        this.link = link;
        this.life = life;
        this.counters = counters;
    }

    void send(String asked, byte[] frame, int length) throws IpException, InterruptedException {
        life.check(asked);
        try {
            link.send(frame, 0, length);
        } catch (IOException e) {
            throw failed(asked, e);
        }
        counters.framesOut.increment();
    }

    /** Sends one frame and does not let the link hold it back. */
    void sendNow(String asked, byte[] frame) throws IpException, InterruptedException {
        send(asked, frame, frame.length);
        flush(asked);
    }

    void flush(String asked) throws IpException, InterruptedException {
        try {
            link.flush();
        } catch (IOException e) {
            throw failed(asked, e);
        }
    }

    private IpException failed(String asked, IOException e) {
        if (life.isEnded()) {
            return life.ended(asked);
        }
        IpException failure = new IpException(saysDetached(e) ? IpFailure.DETACHED : IpFailure.LINK, asked,
                e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        failure.initCause(e);
        return failure;
    }

    /** The first write that fails may be heard of before the link says that it is gone. */
    private static boolean saysDetached(IOException e) {
        return e.getCause() instanceof UsbException usb && usb.error() == UsbError.DETACHED;
    }
}
