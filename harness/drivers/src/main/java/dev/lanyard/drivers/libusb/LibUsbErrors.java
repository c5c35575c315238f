package dev.lanyard.drivers.libusb;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import org.usb4java.LibUsb;

/** What libusb's return codes and transfer statuses mean to the harness (libusb.h, {@code libusb_error}). */
final class LibUsbErrors {

    private LibUsbErrors() {}

    static UsbError ofCode(int code) {
        return switch (code) {
            case LibUsb.ERROR_PIPE -> UsbError.STALL;
            case LibUsb.ERROR_TIMEOUT -> UsbError.TIMEOUT;
            case LibUsb.ERROR_INTERRUPTED -> UsbError.CANCELLED;
            case LibUsb.ERROR_NO_DEVICE -> UsbError.DETACHED;
            case LibUsb.ERROR_OVERFLOW -> UsbError.OVERFLOW;
            case LibUsb.ERROR_NOT_FOUND -> UsbError.NOT_FOUND;
            case LibUsb.ERROR_BUSY -> UsbError.BUSY;
            case LibUsb.ERROR_ACCESS -> UsbError.ACCESS;
            case LibUsb.ERROR_NOT_SUPPORTED, LibUsb.ERROR_INVALID_PARAM -> UsbError.UNSUPPORTED;
            default -> UsbError.IO;
        };
    }

    /** Of a transfer that did not complete; a NO_DEVICE may also mean an endpoint that was switched off. */
    static UsbError ofStatus(int status) {
        return switch (status) {
            case LibUsb.TRANSFER_STALL -> UsbError.STALL;
            case LibUsb.TRANSFER_TIMED_OUT -> UsbError.TIMEOUT;
            case LibUsb.TRANSFER_CANCELLED -> UsbError.CANCELLED;
            case LibUsb.TRANSFER_NO_DEVICE -> UsbError.DETACHED;
            case LibUsb.TRANSFER_OVERFLOW -> UsbError.OVERFLOW;
            // libusb has one status for EPROTO, EILSEQ and ETIME, which are errors on the bus, and for the rest.
            case LibUsb.TRANSFER_ERROR -> UsbError.PROTOCOL;
            default -> UsbError.IO;
        };
    }

    static UsbException exception(int code, String asked) {
        UsbError error = ofCode(code);
        String seen = "libusb: " + LibUsb.errorName(code);
        return new UsbException(error, asked, error == UsbError.ACCESS
                ? seen + "; ./lanyard doctor prints the udev rule that gives access" : seen);
    }

    /** Passes {@code code} on unless it is an error. */
    static int check(int code, String asked) throws UsbException {
        if (code < 0) {
            throw exception(code, asked);
        }
        return code;
    }
}
