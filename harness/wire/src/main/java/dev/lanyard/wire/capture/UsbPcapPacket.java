package dev.lanyard.wire.capture;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.UsbmonPacket.Kind;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;

/**
 * Records of USBPcap, the packets of {@link LinkType#USBPCAP} (desowin/usbpcap, USBPCAP_BUFFER_PACKET_HEADER), read as
 * the usbmon records that say the same.
 */
public final class UsbPcapPacket {

    private static final int HEADER_LENGTH = 27;
    private static final int STAGE_SETUP = 0;
    private static final int STAGE_COMPLETE = 3;
    private static final TransferType[] TYPES = {TransferType.ISOCHRONOUS, TransferType.INTERRUPT,
        TransferType.CONTROL, TransferType.BULK};
    /** USBD_STATUS values that Windows gives, and the errno that Linux would give. */
    private static final long STALL = 0xC0000004L;
    private static final long CANCELLED = 0xC0010000L;

    private UsbPcapPacket() {}

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException when it is no USBPcap record: shorter than its header, or of unknown kind
     */
    public static UsbmonPacket decode(Bytes packet, long epochNanos) {
        if (packet.length() < HEADER_LENGTH || packet.u16le(0) < HEADER_LENGTH || packet.u16le(0) > packet.length()) {
            throw new IllegalArgumentException("a USBPcap record has a header of at least " + HEADER_LENGTH
                    + " octets, this packet has " + packet.length());
        }
        int transfer = packet.u8(22);
        if (transfer >= TYPES.length) {
            throw new IllegalArgumentException("USBPcap record of unknown transfer type " + transfer);
        }
        Bytes data = packet.from(packet.u16le(0));
        data = data.truncate((int) Math.min(packet.u32le(23), data.length()));
        int endpoint = packet.u8(21);
        boolean fromDevice = (packet.u8(16) & 1) != 0;
        SetupPacket setup = null;
        if (TYPES[transfer] == TransferType.CONTROL && !fromDevice && stage(packet) == STAGE_SETUP
                && data.has(0, SetupPacket.LENGTH)) {
            setup = SetupPacket.decode(data.slice(0, SetupPacket.LENGTH));
            data = data.from(SetupPacket.LENGTH);
            endpoint = endpoint & 0x7F | setup.bmRequestType() & 0x80;
        }
        return new UsbmonPacket(packet.u32le(2) | packet.u32le(6) << 32, fromDevice ? Kind.COMPLETE : Kind.SUBMIT,
                TYPES[transfer], endpoint, packet.u16le(19), packet.u16le(17), setup, epochNanos,
                fromDevice ? errno(packet.u32le(10)) : UsbmonPacket.IN_PROGRESS,
                setup != null ? setup.wLength() : data.length(), 0, data);
    }

    private static int stage(Bytes packet) {
        return packet.u16le(0) > HEADER_LENGTH ? packet.u8(HEADER_LENGTH) : STAGE_COMPLETE;
    }

    private static int errno(long status) {
        if (status == 0) {
            return 0;
        }
        return status == STALL ? -32 : status == CANCELLED ? -2 : -71;
    }
}
