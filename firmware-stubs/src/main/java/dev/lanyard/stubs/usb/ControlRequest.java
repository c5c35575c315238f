package dev.lanyard.stubs.usb;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import java.util.function.UnaryOperator;

/** A control transfer that waits for the device's answer: one of {@link #reply}, {@link #accept}, {@link #stall}. */
public final class ControlRequest {

    private final Urb urb;
    private final UnaryOperator<Bytes> onReply;

    ControlRequest(Urb urb) {
        this(urb, UnaryOperator.identity());
    }

    private ControlRequest(Urb urb, UnaryOperator<Bytes> onReply) {
        this.urb = urb;
        this.onReply = onReply;
    }

    /** The same request, whose reply goes through {@code change} before it is cut to wLength. */
    public ControlRequest replyingThrough(UnaryOperator<Bytes> change) {
        return new ControlRequest(urb, reply -> onReply.apply(change.apply(reply)));
    }

    public SetupPacket setup() {
        return urb.setup();
    }

    /** The data stage when it went to the device. */
    public Bytes data() {
        return urb.data();
    }

    /** Answers a device-to-host request; what is more than wLength is cut. */
    public void reply(Bytes answer) {
        urb.complete(onReply.apply(answer).truncate(urb.setup().wLength()));
    }

    /** Completes a host-to-device request. */
    public void accept() {
        urb.accept();
    }

    /** Refuses: the request is not supported, or its values are out of range (USB 2.0 §9.2.7). */
    public void stall() {
        urb.stall();
    }
}
