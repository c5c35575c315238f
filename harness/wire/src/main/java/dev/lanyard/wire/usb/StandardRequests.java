package dev.lanyard.wire.usb;

/** The standard device requests (USB 2.0 §9.4) as setup packets, and their constants. */
public final class StandardRequests {

    public static final int GET_STATUS = 0x00;
    public static final int CLEAR_FEATURE = 0x01;
    public static final int SET_FEATURE = 0x03;
    public static final int SET_ADDRESS = 0x05;
    public static final int GET_DESCRIPTOR = 0x06;
    public static final int SET_DESCRIPTOR = 0x07;
    public static final int GET_CONFIGURATION = 0x08;
    public static final int SET_CONFIGURATION = 0x09;
    public static final int GET_INTERFACE = 0x0A;
    public static final int SET_INTERFACE = 0x0B;
    public static final int SYNCH_FRAME = 0x0C;

    /** Feature selector of endpoints (table 9-6). */
    public static final int ENDPOINT_HALT = 0;
    /** Feature selector of devices (table 9-6). */
    public static final int DEVICE_REMOTE_WAKEUP = 1;
    /** Feature selector of devices (table 9-6). */
    public static final int TEST_MODE = 2;

    /** bmRequestType of standard requests: recipient, to which {@link SetupPacket#DEVICE_TO_HOST} is added. */
    public static final int TO_DEVICE = 0x00;
    public static final int TO_INTERFACE = 0x01;
    public static final int TO_ENDPOINT = 0x02;

    private StandardRequests() {}

    /** Answered with two octets: bit 0 self-powered, bit 1 remote wake-up. */
    public static SetupPacket getDeviceStatus() {
        return in(TO_DEVICE, GET_STATUS, 0, 0, 2);
    }

    /** Answered with two octets, both zero. */
    public static SetupPacket getInterfaceStatus(int bInterfaceNumber) {
        return in(TO_INTERFACE, GET_STATUS, 0, bInterfaceNumber, 2);
    }

    /** Answered with two octets: bit 0 halted. */
    public static SetupPacket getEndpointStatus(int bEndpointAddress) {
        return in(TO_ENDPOINT, GET_STATUS, 0, bEndpointAddress, 2);
    }

    public static SetupPacket clearDeviceFeature(int selector) {
        return out(TO_DEVICE, CLEAR_FEATURE, selector, 0, 0);
    }

    public static SetupPacket setDeviceFeature(int selector, int wIndex) {
        return out(TO_DEVICE, SET_FEATURE, selector, wIndex, 0);
    }

    public static SetupPacket clearEndpointHalt(int bEndpointAddress) {
        return out(TO_ENDPOINT, CLEAR_FEATURE, ENDPOINT_HALT, bEndpointAddress, 0);
    }

    public static SetupPacket setEndpointHalt(int bEndpointAddress) {
        return out(TO_ENDPOINT, SET_FEATURE, ENDPOINT_HALT, bEndpointAddress, 0);
    }

    public static SetupPacket setAddress(int address) {
        return out(TO_DEVICE, SET_ADDRESS, address, 0, 0);
    }

    /** @param languageId for string descriptors, else 0 */
    public static SetupPacket getDescriptor(int bDescriptorType, int index, int languageId, int wLength) {
        return in(TO_DEVICE, GET_DESCRIPTOR, descriptorValue(bDescriptorType, index), languageId, wLength);
    }

    /** A descriptor that belongs to an interface, as HID has them. */
    public static SetupPacket getInterfaceDescriptor(int bDescriptorType, int index, int bInterfaceNumber,
                                                     int wLength) {
        return in(TO_INTERFACE, GET_DESCRIPTOR, descriptorValue(bDescriptorType, index), bInterfaceNumber, wLength);
    }

    public static SetupPacket setDescriptor(int bDescriptorType, int index, int languageId, int wLength) {
        return out(TO_DEVICE, SET_DESCRIPTOR, descriptorValue(bDescriptorType, index), languageId, wLength);
    }

    /** Answered with one octet: bConfigurationValue, 0 when not configured. */
    public static SetupPacket getConfiguration() {
        return in(TO_DEVICE, GET_CONFIGURATION, 0, 0, 1);
    }

    public static SetupPacket setConfiguration(int bConfigurationValue) {
        return out(TO_DEVICE, SET_CONFIGURATION, bConfigurationValue, 0, 0);
    }

    /** Answered with one octet: the current alternate setting. */
    public static SetupPacket getInterface(int bInterfaceNumber) {
        return in(TO_INTERFACE, GET_INTERFACE, 0, bInterfaceNumber, 1);
    }

    public static SetupPacket setInterface(int bInterfaceNumber, int bAlternateSetting) {
        return out(TO_INTERFACE, SET_INTERFACE, bAlternateSetting, bInterfaceNumber, 0);
    }

    /** Answered with two octets: the frame number of an isochronous endpoint's pattern. */
    public static SetupPacket synchFrame(int bEndpointAddress) {
        return in(TO_ENDPOINT, SYNCH_FRAME, 0, bEndpointAddress, 2);
    }

    private static int descriptorValue(int bDescriptorType, int index) {
        return bDescriptorType << 8 | index;
    }

    private static SetupPacket in(int recipient, int bRequest, int wValue, int wIndex, int wLength) {
        return new SetupPacket(SetupPacket.DEVICE_TO_HOST | recipient, bRequest, wValue, wIndex, wLength);
    }

    private static SetupPacket out(int recipient, int bRequest, int wValue, int wIndex, int wLength) {
        return new SetupPacket(recipient, bRequest, wValue, wIndex, wLength);
    }
}
