package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.List;

/** SuperSpeed endpoint companion descriptor (USB 3.2 table 9-27, unchecked), 6 octets. */
public record SuperSpeedEndpointCompanionDescriptor(Bytes raw, int offset) implements Descriptor {

    private static final FieldLayout LAYOUT = FieldLayout.of("bLength", "bDescriptorType", "bMaxBurst",
            "bmAttributes", "wBytesPerInterval");

    /** Octets of an endpoint companion descriptor. */
    public static final int LENGTH = 6;

    public SuperSpeedEndpointCompanionDescriptor {
        DescriptorParser.requireLength("an endpoint companion descriptor", raw, LENGTH);
    }

    /** A descriptor to send. */
    public static SuperSpeedEndpointCompanionDescriptor of(int bMaxBurst, int bmAttributes, int wBytesPerInterval) {
        return new SuperSpeedEndpointCompanionDescriptor(Bytes.of(LENGTH,
                DescriptorType.SUPERSPEED_ENDPOINT_COMPANION, bMaxBurst, bmAttributes, wBytesPerInterval,
                wBytesPerInterval >> 8), 0);
    }

    /** Packets in a burst, less one. */
    public int bMaxBurst() {
        return raw.u8(2);
    }

    public int bmAttributes() {
        return raw.u8(3);
    }

    public int wBytesPerInterval() {
        return raw.u16le(4);
    }

    @Override
    public String title() {
        return "SuperSpeed Endpoint Companion";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
