package dev.lanyard.drivers.usbip;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.wire.usbip.Errno;

/** What the status of a RET_SUBMIT means to the harness (kernel Documentation/driver-api/usb/error-codes). */
final class UrbErrors {

    private UrbErrors() {}

    static UsbError of(int status) {
        Errno errno = Errno.ofStatus(status);
        if (errno == null) {
            return UsbError.IO;
        }
        return switch (errno) {
            case EPIPE -> UsbError.STALL;
            case ECONNRESET, ENOENT -> UsbError.CANCELLED;
            case ESHUTDOWN, ENODEV -> UsbError.DETACHED;
            case EOVERFLOW -> UsbError.OVERFLOW;
            case EPROTO, EILSEQ, ETIME -> UsbError.PROTOCOL;
            case ETIMEDOUT -> UsbError.TIMEOUT;
            case EBUSY -> UsbError.BUSY;
            case EACCES, EPERM -> UsbError.ACCESS;
            case ENXIO, EINVAL, EMSGSIZE -> UsbError.UNSUPPORTED;
            case OK, EIO, EAGAIN, ENOMEM, EXDEV, EFBIG, ENOSPC, ENOSR, ECOMM, EHOSTUNREACH, EREMOTEIO -> UsbError.IO;
        };
    }

    /** Whether a server that was asked to withdraw a transfer reports it so, instead of by RET_UNLINK alone. */
    static boolean saysWithdrawn(int status) {
        return of(status) == UsbError.CANCELLED;
    }
}
