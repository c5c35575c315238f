package dev.lanyard.wire.usbip;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The Linux error numbers that occur as transfer status, negative on the wire (kernel Documentation/driver-api/usb/
 * error-codes). Numbers are those of the generic architecture.
 */
public enum Errno {
    OK(0, "success"),
    EPERM(1, "not permitted"),
    ENOENT(2, "withdrawn"),
    EIO(5, "input/output error"),
    ENXIO(6, "the host cannot queue this kind of transfer"),
    EAGAIN(11, "too early"),
    ENOMEM(12, "the host is out of memory"),
    EACCES(13, "access denied"),
    EBUSY(16, "busy"),
    EXDEV(18, "partly completed"),
    ENODEV(19, "no such device"),
    EINVAL(22, "invalid request"),
    EFBIG(27, "too many frames"),
    ENOSPC(28, "no bus bandwidth left"),
    EPIPE(32, "stall"),
    ETIME(62, "no answer from the device"),
    ENOSR(63, "the host could not keep up"),
    ECOMM(70, "the host could not keep up"),
    EPROTO(71, "bus error"),
    EOVERFLOW(75, "babble"),
    EILSEQ(84, "checksum error"),
    EMSGSIZE(90, "length does not suit the endpoint"),
    ECONNRESET(104, "withdrawn"),
    ESHUTDOWN(108, "device or host disabled"),
    ETIMEDOUT(110, "timed out"),
    EHOSTUNREACH(113, "device suspended"),
    EREMOTEIO(121, "shorter than required");

    private static final Map<Integer, Errno> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toMap(Errno::number, Function.identity()));

    private final int number;
    private final String meaning;

    Errno(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The positive error number; 0 for {@link #OK}. */
    public int number() {
        return number;
    }

    /** As it stands in a status field: the negative number. */
    public int status() {
        return -number;
    }

    /** The error that a status field names, null when it is none that is known here. */
    public static Errno ofStatus(int status) {
        return BY_NUMBER.get(-status);
    }

    /** A status field for a reader: {@code -32 EPIPE, stall}. */
    public static String describe(int status) {
        Errno errno = ofStatus(status);
        return errno == null ? "status " + status + ", no known errno" : status + " " + errno + ", " + errno.meaning;
    }
}
