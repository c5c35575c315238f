package dev.lanyard.wire.usbip;

import dev.lanyard.wire.usb.UsbSpeed;

/** The numbers of speeds in an exported device: those of Linux' enum usb_device_speed. */
public final class SpeedCode {

    private SpeedCode() {}

    /** 1 low, 2 full, 3 high, 5 super, 6 super plus; anything else, 4 (wireless) included, is unknown. */
    public static UsbSpeed toSpeed(long code) {
        return switch ((int) Math.min(code, 7)) {
            case 1 -> UsbSpeed.LOW;
            case 2 -> UsbSpeed.FULL;
            case 3 -> UsbSpeed.HIGH;
            case 5 -> UsbSpeed.SUPER;
            case 6 -> UsbSpeed.SUPER_PLUS;
            default -> UsbSpeed.UNKNOWN;
        };
    }

    public static int of(UsbSpeed speed) {
        return switch (speed) {
            case UNKNOWN -> 0;
            case LOW -> 1;
            case FULL -> 2;
            case HIGH -> 3;
            case SUPER -> 5;
            case SUPER_PLUS -> 6;
        };
    }
}
