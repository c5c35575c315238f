package dev.lanyard.wire.usbip;

/** The status field of a control-phase reply, as the Linux tools number it (tools/usb/usbip/src/usbip_common.h). */
public enum OperationStatus {
    OK("success"),
    NA("not available"),
    DEV_BUSY("another client has imported it"),
    DEV_ERR("the device is in an error state on its host"),
    NODEV("no such device"),
    ERROR("the server failed");

    private final String meaning;

    OperationStatus(String meaning) {
        this.meaning = meaning;
    }

    public int code() {
        return ordinal();
    }

    /** A status field for a reader: {@code status 4 NODEV, no such device}. */
    public static String describe(long code) {
        return code >= 0 && code < values().length
                ? "status " + code + " " + values()[(int) code] + ", " + values()[(int) code].meaning
                : "status " + code + ", not a known one";
    }
}
