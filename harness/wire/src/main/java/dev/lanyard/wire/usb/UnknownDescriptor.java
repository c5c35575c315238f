package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.List;

/**
 * A descriptor that has no record of its own here: class-specific, vendor-specific, or too short for its type. May hold
 * fewer than two octets, or the undecodable rest of a broken chain.
 */
public record UnknownDescriptor(Bytes raw, int offset) implements Descriptor {

    private static final FieldLayout LAYOUT = FieldLayout.of("bLength", "bDescriptorType");

    @Override
    public String title() {
        return "Unknown (type 0x%02x)".formatted(bDescriptorType());
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
