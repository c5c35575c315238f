package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.List;

/** A device capability inside the BOS (USB 3.2 §9.6.2), at least 3 octets. */
public record DeviceCapabilityDescriptor(Bytes raw, int offset) implements Descriptor {

    private static final FieldLayout LAYOUT = FieldLayout.of("bLength", "bDescriptorType", "bDevCapabilityType");

    /** The least octets of a device capability. */
    public static final int LENGTH = 3;

    public DeviceCapabilityDescriptor {
        DescriptorParser.requireLength("a device capability descriptor", raw, LENGTH);
    }

    public int bDevCapabilityType() {
        return raw.u8(2);
    }

    /** What the capability's own specification defines. */
    public Bytes capability() {
        return raw.from(LENGTH);
    }

    @Override
    public String title() {
        return "Device Capability";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
