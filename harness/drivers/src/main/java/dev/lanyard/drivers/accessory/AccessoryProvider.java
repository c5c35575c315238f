package dev.lanyard.drivers.accessory;

import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbHost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes accessories of one scheme; found by {@link java.util.ServiceLoader}. */
public interface AccessoryProvider {

    /** The part of a spec before the first colon: {@code emulated}, {@code usbip}. */
    String scheme();

    /** One line of help: the form of the spec and what it reaches. */
    String usage();

    /**
     * Makes the accessory {@code spec} names; opens nothing yet.
     *
     * @throws IllegalArgumentException when the rest of the spec is not of this scheme's form; the message shows the form
     */
    Accessory create(AccessorySpec spec) throws UsbException;

    /**
     * The accessories that can be named now.
     *
     * @param where where to look, in this scheme's own form (a server for {@code usbip}); empty for everywhere
     * @throws IllegalArgumentException when {@code where} is not of that form; the message shows the form
     */
    List<Listing> list(String where, Duration timeout) throws UsbException, InterruptedException;

    /**
     * The USB host behind this scheme, for whoever wants to see devices come and go; the caller closes it. A device of
     * id {@code ID} there is the accessory that {@link #at} names.
     *
     * @param where as for {@link #list}
     * @return empty when this scheme has no such host
     */
    default Optional<UsbHost> host(String where) throws UsbException {
        return Optional.empty();
    }

    /** What names the device {@code id} of the {@link #host} at {@code where}. */
    default AccessorySpec at(String where, String id) {
        return new AccessorySpec(scheme(), where.isEmpty() ? id : where + "/" + id);
    }

    /** One accessory that could be tested, and what is known of it without opening it. */
    record Listing(AccessorySpec spec, String description) {}
}
