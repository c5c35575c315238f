package dev.lanyard.drivers.usb;

/** Why a USB operation did not succeed: the same names whichever host (USB/IP, libusb) saw it. */
public enum UsbError {
    /** The device answered STALL: it does not support, or refuses, what was asked. */
    STALL("the device stalled"),
    /** The deadline passed; the transfer was withdrawn. */
    TIMEOUT("the deadline passed"),
    /** The harness withdrew the transfer. */
    CANCELLED("the transfer was cancelled"),
    /** The device is gone: unplugged, switched off, or the connection to its host was lost. */
    DETACHED("the device is gone"),
    /** The device sent more than was asked for (babble). */
    OVERFLOW("the device sent more than was asked for"),
    /** Signalling or protocol error on the bus. */
    PROTOCOL("error on the bus"),
    /** No such device, interface or endpoint. */
    NOT_FOUND("not found"),
    /** Somebody else holds it. */
    BUSY("somebody else holds it"),
    /** The operating system denied access. */
    ACCESS("access denied"),
    /** The other side of the connection does not speak the expected protocol. */
    GARBAGE("the answer is not of the expected protocol"),
    /** The host or this harness cannot do it. */
    UNSUPPORTED("not supported here"),
    /** Any other failure of the host. */
    IO("input/output error");

    private final String sentence;

    UsbError(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
