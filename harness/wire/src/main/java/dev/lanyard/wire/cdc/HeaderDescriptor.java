package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.DescriptorField;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.FieldLayout;
import java.util.List;

/** Header functional descriptor (CDC 1.20 §5.2.3.1, unchecked), 5 octets: heads the functional descriptors. */
public record HeaderDescriptor(Bytes raw, int offset) implements FunctionalDescriptor {

    private static final FieldLayout LAYOUT =
            FieldLayout.of("bFunctionLength", "bDescriptorType", "bDescriptorSubtype", "bcdCDC");

    /** Octets of the descriptor. */
    public static final int LENGTH = 5;

    /** A descriptor to send; {@code bcdCDC} is 0x0110 or 0x0120. */
    public static HeaderDescriptor of(int bcdCDC) {
        return new HeaderDescriptor(
                Bytes.of(LENGTH, DescriptorType.CS_INTERFACE, CdcCodes.HEADER, bcdCDC, bcdCDC >> 8), 0);
    }

    public int bcdCDC() {
        return raw.u16le(3);
    }

    @Override
    public String title() {
        return "Header Functional";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
