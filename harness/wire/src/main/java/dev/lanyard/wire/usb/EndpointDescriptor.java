package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.List;

/** Endpoint descriptor (USB 2.0 table 9-13), 7 octets; audio classes append to it. */
public record EndpointDescriptor(Bytes raw, int offset) implements Descriptor {

    private static final FieldLayout LAYOUT = FieldLayout.of("bLength", "bDescriptorType", "bEndpointAddress",
            "bmAttributes", "wMaxPacketSize", "bInterval");

    /** Octets of an endpoint descriptor. */
    public static final int LENGTH = 7;

    public EndpointDescriptor {
        DescriptorParser.requireLength("an endpoint descriptor", raw, LENGTH);
    }

    /** A descriptor to send. */
    public static EndpointDescriptor of(int bEndpointAddress, TransferType type, int wMaxPacketSize, int bInterval) {
        return new EndpointDescriptor(Bytes.of(LENGTH, DescriptorType.ENDPOINT, bEndpointAddress, type.ordinal(),
                wMaxPacketSize, wMaxPacketSize >> 8, bInterval), 0);
    }

    public int bEndpointAddress() {
        return raw.u8(2);
    }

    public int bmAttributes() {
        return raw.u8(3);
    }

    /** The field as sent: bits 12..11 count further transactions per microframe. */
    public int wMaxPacketSize() {
        return raw.u16le(4);
    }

    /** Octets of a full packet: wMaxPacketSize bits 10..0. */
    public int maxPacketOctets() {
        return wMaxPacketSize() & 0x7FF;
    }

    public int bInterval() {
        return raw.u8(6);
    }

    public boolean isIn() {
        return (bEndpointAddress() & 0x80) != 0;
    }

    public TransferType transferType() {
        return TransferType.ofAttributes(bmAttributes());
    }

    @Override
    public String title() {
        return "Endpoint";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
