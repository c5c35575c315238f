package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.List;

/** Configuration or other-speed configuration descriptor (USB 2.0 tables 9-10 and 9-11), 9 octets. */
public record ConfigurationDescriptor(Bytes raw, int offset) implements Descriptor {

    private static final FieldLayout LAYOUT = FieldLayout.of("bLength", "bDescriptorType", "wTotalLength",
            "bNumInterfaces", "bConfigurationValue", "iConfiguration", "bmAttributes", "bMaxPower");

    /** Octets of the descriptor itself. */
    public static final int LENGTH = 9;

    public ConfigurationDescriptor {
        DescriptorParser.requireLength("a configuration descriptor", raw, LENGTH);
    }

    /** A descriptor to send; {@link ConfigurationBuilder} fills in length and number of interfaces. */
    public static ConfigurationDescriptor of(int wTotalLength, int bNumInterfaces, int bConfigurationValue,
                                             int iConfiguration, int bmAttributes, int bMaxPower) {
        return new ConfigurationDescriptor(Bytes.of(LENGTH, DescriptorType.CONFIGURATION, wTotalLength,
                wTotalLength >> 8, bNumInterfaces, bConfigurationValue, iConfiguration, bmAttributes, bMaxPower), 0);
    }

    public int wTotalLength() {
        return raw.u16le(2);
    }

    public int bNumInterfaces() {
        return raw.u8(4);
    }

    public int bConfigurationValue() {
        return raw.u8(5);
    }

    public int iConfiguration() {
        return raw.u8(6);
    }

    public int bmAttributes() {
        return raw.u8(7);
    }

    /** In units of 2 mA, or of 8 mA at SuperSpeed. */
    public int bMaxPower() {
        return raw.u8(8);
    }

    @Override
    public String title() {
        return bDescriptorType() == DescriptorType.CONFIGURATION ? "Configuration" : "Other Speed Configuration";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
