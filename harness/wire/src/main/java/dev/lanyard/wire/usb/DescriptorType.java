package dev.lanyard.wire.usb;

/** Values of bDescriptorType (USB 2.0 table 9-5; USB 3.2 table 9-6; class-specific ones CDC 1.20 table 12). */
public final class DescriptorType {

    public static final int DEVICE = 0x01;
    public static final int CONFIGURATION = 0x02;
    public static final int STRING = 0x03;
    public static final int INTERFACE = 0x04;
    public static final int ENDPOINT = 0x05;
    public static final int DEVICE_QUALIFIER = 0x06;
    /** Laid out as a configuration descriptor, for the speed that the device does not run at. */
    public static final int OTHER_SPEED_CONFIGURATION = 0x07;
    public static final int INTERFACE_ASSOCIATION = 0x0B;
    public static final int BOS = 0x0F;
    public static final int DEVICE_CAPABILITY = 0x10;
    public static final int CS_INTERFACE = 0x24;
    public static final int CS_ENDPOINT = 0x25;
    public static final int SUPERSPEED_ENDPOINT_COMPANION = 0x30;

    private DescriptorType() {}
}
