package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.List;

/** Binary device object store descriptor (USB 3.2 §9.6.2), 5 octets; device capabilities follow it. */
public record BosDescriptor(Bytes raw, int offset) implements Descriptor {

    private static final FieldLayout LAYOUT =
            FieldLayout.of("bLength", "bDescriptorType", "wTotalLength", "bNumDeviceCaps");

    /** Octets of the descriptor itself. */
    public static final int LENGTH = 5;

    public BosDescriptor {
        DescriptorParser.requireLength("a BOS descriptor", raw, LENGTH);
    }

    /** A descriptor to send. */
    public static BosDescriptor of(int wTotalLength, int bNumDeviceCaps) {
        return new BosDescriptor(Bytes.of(LENGTH, DescriptorType.BOS, wTotalLength, wTotalLength >> 8,
                bNumDeviceCaps), 0);
    }

    public int wTotalLength() {
        return raw.u16le(2);
    }

    public int bNumDeviceCaps() {
        return raw.u8(4);
    }

    @Override
    public String title() {
        return "Binary Device Object Store";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
