package dev.lanyard.stubs.usb;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.UsbSpeed;

/**
 * A USB device made of software, seen from its upstream port. Exported by the USB/IP server; nothing here knows of it.
 *
 * <p>Methods may be called from several threads, but never for one device at the same time.
 */
public interface EmulatedDevice extends AutoCloseable {

    UsbSpeed speed();

    /** The 18 octets of the device descriptor, which a USB/IP device list repeats. */
    Bytes deviceDescriptor();

    /** The first configuration's whole descriptor, from which a device list takes its interface triples. */
    Bytes configurationDescriptor();

    /** A host attached: the device is powered, in the default state, address assigned. */
    void attach();

    /** The host let go or vanished: every pending {@link Urb} has been cancelled by the caller. */
    void detach();

    /**
     * Takes a transfer request. The device completes it exactly once, now or much later, on any thread: an IN request
     * with nothing to send stays pending, as a NAKing endpoint would. It must not block.
     */
    void submit(Urb urb);

    /** Drops or raises the link behind the device, as when its network goes away; nothing where there is none. */
    default void setLink(boolean up) {}

    /** Switches the device off for good. */
    @Override
    void close();
}
