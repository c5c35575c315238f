package dev.lanyard.stubs.cdc;

import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.stubs.usb.InEndpoint;
import dev.lanyard.stubs.usb.OutEndpoint;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcRequest;
import java.util.function.Consumer;

/** How frames lie in bulk transfers, and the class requests about that: where ECM and NCM differ. */
interface Framing {

    /** Octets of the receive buffer, and what a longer transfer means. */
    int receiveBuffer();

    OutEndpoint.WhenFull whenFull();

    /** Takes the frames out of a transfer of the host. Returns how many were damaged. */
    int received(Bytes transfer, Consumer<byte[]> frames);

    /** Moves frames from the queue into transfers as long as the endpoint, which {@code send} fills, wants data. */
    void fill(InEndpoint in, FrameQueue queue, Consumer<Bytes> send);

    /** Whether frames that come up together should travel together. */
    boolean aggregates();

    /** Back to the defaults, as alternate 0 demands. */
    void reset();

    boolean hasPacketFilter();

    /** A class request of this model alone: answers or stalls it. */
    void request(CdcRequest kind, ControlRequest request);
}
