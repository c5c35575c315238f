package dev.lanyard.stubs.usb;

/**
 * One endpoint of a function other than endpoint 0: its requests and its halt. Runs on the accessory's loop.
 *
 * <p>Data toggles are not modelled: USB/IP does not carry them. Halts are.
 */
public abstract sealed class Endpoint permits InEndpoint, OutEndpoint {

    private final int address;
    private final int maxPacketSize;
    private final UrbQueue urbs = new UrbQueue();
    private boolean halted;

    Endpoint(int address, int maxPacketSize) {
        this.address = address;
        this.maxPacketSize = maxPacketSize;
    }

    /** bEndpointAddress. */
    public final int address() {
        return address;
    }

    public final int maxPacketSize() {
        return maxPacketSize;
    }

    /** Takes a request of the host, which stays pending as long as the endpoint would NAK. */
    public final void submit(Urb urb) {
        if (halted) {
            urb.stall();
            return;
        }
        urbs.add(urb);
        pump();
    }

    public final boolean isHalted() {
        return halted;
    }

    /** Every request is stalled from now on, the pending ones too. */
    public final void halt() {
        halted = true;
        urbs.stallAll();
    }

    public final void clearHalt() {
        halted = false;
        pump();
    }

    /**
     * Empties the endpoint, as a change of configuration or alternate setting does. Requests of the host stay: it
     * withdraws them itself.
     */
    public final void reset() {
        halted = false;
        empty();
    }

    /** The requests that wait, oldest first. */
    final UrbQueue urbs() {
        return urbs;
    }

    /** Moves data between the firmware and the waiting requests, as far as it goes. */
    abstract void pump();

    /** Forgets the data that is under way. */
    abstract void empty();
}
