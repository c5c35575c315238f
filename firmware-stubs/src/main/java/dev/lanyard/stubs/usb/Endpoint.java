package dev.lanyard.stubs.usb;

/**
 * One endpoint of a function other than endpoint 0. Runs on the accessory's loop.
 *
 * <p>Data toggles are not modelled: USB/IP does not carry them. Halts are.
 */
public sealed interface Endpoint permits InEndpoint, OutEndpoint {

    /** bEndpointAddress. */
    int address();

    /** Takes a request of the host, which stays pending as long as the endpoint would NAK. */
    void submit(Urb urb);

    boolean isHalted();

    /** Every request is stalled from now on, the pending ones too. */
    void halt();

    void clearHalt();

    /**
     * Empties the endpoint, as a change of configuration or alternate setting does. Requests of the host stay: it
     * withdraws them itself.
     */
    void reset();
}
