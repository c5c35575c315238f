package dev.lanyard.stubs.cdc;

/** What lies behind a function: the accessory's network. Called on the accessory's loop. */
public interface FrameCarrier {

    /** A frame from the host, without FCS; the array is the carrier's from now on. */
    void frame(byte[] frame);

    /** The host can be reached: it has selected the data path and knows that the link is up. */
    void connected();

    /** The host can no longer be reached. */
    void disconnected();
}
