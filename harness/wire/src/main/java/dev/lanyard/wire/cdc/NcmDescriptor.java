package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.DescriptorField;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.FieldLayout;
import java.util.List;

/** NCM functional descriptor (NCM 1.0 §5.2.1 table 5-2, unchecked), 6 octets. */
public record NcmDescriptor(Bytes raw, int offset) implements FunctionalDescriptor {

    private static final FieldLayout LAYOUT = FieldLayout.of("bFunctionLength", "bDescriptorType",
            "bDescriptorSubtype", "bcdNcmVersion", "bmNetworkCapabilities");

    /** Octets of the descriptor. */
    public static final int LENGTH = 6;

    /** D0: SetEthernetPacketFilter is supported. */
    public static final int PACKET_FILTER = 0x01;
    /** D1: GetNetAddress and SetNetAddress. */
    public static final int NET_ADDRESS = 0x02;
    /** D2: SendEncapsulatedCommand and GetEncapsulatedResponse. */
    public static final int ENCAPSULATED = 0x04;
    /** D3: GetMaxDatagramSize and SetMaxDatagramSize. */
    public static final int MAX_DATAGRAM_SIZE = 0x08;
    /** D4: GetCrcMode and SetCrcMode. */
    public static final int CRC_MODE = 0x10;
    /** D5: the eight-octet forms of GetNtbInputSize and SetNtbInputSize. */
    public static final int NTB_INPUT_SIZE_8 = 0x20;

    /** A descriptor to send of version 1.00. */
    public static NcmDescriptor of(int bmNetworkCapabilities) {
        return of(0x0100, bmNetworkCapabilities);
    }

    /** A descriptor to send. */
    public static NcmDescriptor of(int bcdNcmVersion, int bmNetworkCapabilities) {
        return new NcmDescriptor(Bytes.of(LENGTH, DescriptorType.CS_INTERFACE, CdcCodes.NCM, bcdNcmVersion,
                bcdNcmVersion >> 8, bmNetworkCapabilities), 0);
    }

    public int bcdNcmVersion() {
        return raw.u16le(3);
    }

    public int bmNetworkCapabilities() {
        return raw.u8(5);
    }

    /** Whether all bits of {@code mask}, a constant of this class, are set. */
    public boolean has(int mask) {
        return (bmNetworkCapabilities() & mask) == mask;
    }

    @Override
    public String title() {
        return "NCM Functional";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
