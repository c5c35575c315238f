package dev.lanyard.drivers.usb;

import java.time.Duration;
import java.util.List;

/** Something that has USB devices attached: this machine's ports (libusb), or a USB/IP server. */
public interface UsbHost extends AutoCloseable {

    /** The devices attached now, asked within {@code timeout}. */
    List<UsbDeviceInfo> list(Duration timeout) throws UsbException, InterruptedException;

    /**
     * Takes the device {@code id} for the harness alone. {@link UsbError#NOT_FOUND} names the ids that are there.
     */
    UsbConnection open(String id, Duration timeout) throws UsbException, InterruptedException;

    /** Tells of the devices attached now, and then of those that come and go, until the watch or this host is closed. */
    default UsbWatch watch(UsbWatch.Listener listener) throws UsbException {
        return UsbWatch.start(this, Duration.ofMillis(500), listener);
    }

    /** Lets go of the host; connections opened from it stay open until closed themselves. */
    @Override
    void close();
}
