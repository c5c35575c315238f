package dev.lanyard.drivers.accessory;

import dev.lanyard.drivers.console.ConsolePort;
import dev.lanyard.drivers.console.SerialSettings;
import dev.lanyard.drivers.power.PowerSwitch;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The device under test as the harness can reach it. An accessory outlives its attachments: a scenario may open it,
 * close it and open it again.
 */
public interface Accessory extends AutoCloseable {

    AccessorySpec spec();

    /** Whether several scenarios may each have an accessory of this spec at the same time, as with emulated ones. */
    boolean isExclusive();

    /**
     * Looks whether it can be tested from here, without testing it: whether this machine lacks something for it (a
     * library, a right, an interface, a program) and whether it is there. Nothing is changed.
     *
     * @throws IOException says in one line what is missing and what to do; a {@link UsbException} with
     *                     {@link UsbError#NOT_FOUND} when only the accessory itself is not there
     */
    default void requireUsable(Duration timeout) throws IOException, InterruptedException {
        // What runs inside this process lacks nothing.
    }

    /** Attaches: opens the device behind this spec for the harness. */
    UsbConnection open(Duration timeout) throws UsbException, InterruptedException;

    /**
     * Drops or raises the link behind the accessory, as when its network goes away, where the bench has a hand on it.
     *
     * @throws UsbException {@link UsbError#UNSUPPORTED} where it has not
     */
    default void setLink(boolean up) throws UsbException {
        throw new UsbException(UsbError.UNSUPPORTED, (up ? "raising" : "dropping") + " the link behind " + spec(),
                "only the link of an emulated accessory inside this process can be switched");
    }

    /** Whether it is there now, in the hands of the harness or not. Asked when nothing of it is open here. */
    default boolean isThere(Duration timeout) throws InterruptedException {
        try {
            open(timeout).close();
            return true;
        } catch (UsbException e) {
            return e.error() == UsbError.BUSY || e.error() == UsbError.ACCESS;
        }
    }

    /**
     * Where the console of the accessory itself is, such as the serial port of the same USB device; empty where it has
     * none that could be known of.
     */
    default Optional<ConsolePort.Source> console(SerialSettings settings) {
        return Optional.empty();
    }

    /** The switch for its power, where the way to the accessory is one; the caller closes it. */
    default Optional<PowerSwitch> power() {
        return Optional.empty();
    }

    /** Lets go of everything, the emulated device or the host connection included. */
    @Override
    void close();
}
