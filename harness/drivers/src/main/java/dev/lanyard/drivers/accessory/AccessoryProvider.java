package dev.lanyard.drivers.accessory;

import dev.lanyard.drivers.usb.UsbException;

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
}
