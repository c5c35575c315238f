package dev.lanyard.wire.capture;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A record of Linux' usbmon with its 64-octet header, the packets of {@link LinkType#USB_LINUX_MMAPPED} (kernel
 * Documentation/usb/usbmon.rst, struct usbmon_packet). Little-endian, as the captures of this project are.
 *
 * <p>A transfer is two records with one id: a submission, and a completion. An OUT transfer's data is in its
 * submission, an IN transfer's in its completion.
 *
 * @param id              ties submission and completion together
 * @param endpointAddress bEndpointAddress; for control transfers 0x80 where the data stage goes to the host
 * @param device          1..127
 * @param setup           in the submission of a control transfer, else null
 * @param epochNanos      kept to microseconds
 * @param status          0 or a negative errno; {@link #IN_PROGRESS} in submissions
 * @param length          submission: the buffer's length; completion: the octets transferred
 * @param interval        polling interval of interrupt transfers in (micro)frames, else 0
 * @param data            what is captured of the data; empty in the record that does not carry it
 */
public record UsbmonPacket(long id, Kind kind, TransferType transferType, int endpointAddress, int device, int bus,
                           SetupPacket setup, long epochNanos, int status, long length, int interval, Bytes data) {

    /** Octets before the data. */
    public static final int HEADER_LENGTH = 64;

    /** -EINPROGRESS, the status of every submission. */
    public static final int IN_PROGRESS = -115;

    /** What a record tells of. */
    public enum Kind {
        /** A transfer was handed to the host controller. */
        SUBMIT('S'),
        /** A transfer ended. */
        COMPLETE('C'),
        /** A transfer could not be handed over. */
        ERROR('E');

        private final char code;

        Kind(char code) {
            this.code = code;
        }
    }

    /** usbmon's codes of transfer kinds, in the order of {@link TransferType}. */
    private static final byte[] TRANSFER_CODES = {2, 0, 3, 1};

    private static final byte ABSENT = '-';

    /** The submission of a transfer; {@code data} is what an OUT transfer sends. */
    public static UsbmonPacket submit(long id, TransferType transferType, int endpointAddress, int device, int bus,
                                      SetupPacket setup, long epochNanos, long length, Bytes data) {
        return new UsbmonPacket(id, Kind.SUBMIT, transferType, endpointAddress, device, bus, setup, epochNanos,
                IN_PROGRESS, length, 0, isIn(endpointAddress) ? Bytes.EMPTY : data);
    }

    /** The completion of a transfer; {@code data} is what an IN transfer brought. */
    public static UsbmonPacket complete(long id, TransferType transferType, int endpointAddress, int device, int bus,
                                        long epochNanos, int status, long length, Bytes data) {
        return new UsbmonPacket(id, Kind.COMPLETE, transferType, endpointAddress, device, bus, null, epochNanos,
                status, length, 0, isIn(endpointAddress) ? data : Bytes.EMPTY);
    }

    public UsbmonPacket withInterval(int interval) {
        return new UsbmonPacket(id, kind, transferType, endpointAddress, device, bus, setup, epochNanos, status,
                length, interval, data);
    }

    public boolean isIn() {
        return isIn(endpointAddress);
    }

    private static boolean isIn(int endpointAddress) {
        return (endpointAddress & 0x80) != 0;
    }

    /** The header and the data. */
    public Bytes encode() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_LENGTH + data.length()).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(id).put((byte) kind.code).put(TRANSFER_CODES[transferType.ordinal()]);
        out.put((byte) endpointAddress).put((byte) device).putShort((short) bus);
        out.put(setup == null ? ABSENT : 0).put(dataFlag());
        out.putLong(Math.floorDiv(epochNanos, 1_000_000_000L));
        out.putInt((int) (Math.floorMod(epochNanos, 1_000_000_000L) / 1000));
        out.putInt(status).putInt((int) length).putInt(data.length());
        out.put(setup == null ? new byte[SetupPacket.LENGTH] : setup.encode().toArray());
        out.putInt(interval).putInt(0).putInt(0).putInt(0);
        data.copyTo(out.array(), HEADER_LENGTH);
        return Bytes.wrap(out.array());
    }

    /** 0: data follows, or none was to be expected; else why not, in usbmon's characters. */
    private byte dataFlag() {
        if (kind == Kind.SUBMIT && isIn()) {
            return '<';
        }
        return (byte) (kind != Kind.SUBMIT && !isIn() ? '>' : 0);
    }

    /**
     * Reads a record. Data shorter than the header says is kept as far as it goes.
     *
     * @throws IllegalArgumentException when it is no usbmon record: shorter than its header, or of unknown kind
     */
    public static UsbmonPacket decode(Bytes packet) {
        if (packet.length() < HEADER_LENGTH) {
            throw new IllegalArgumentException("a usbmon record has at least " + HEADER_LENGTH + " octets, this one "
                    + packet.length());
        }
        long seconds = packet.u32le(16) | packet.u32le(20) << 32;
        SetupPacket setup = packet.u8(14) == 0 ? SetupPacket.decode(packet.slice(40, SetupPacket.LENGTH)) : null;
        Bytes data = packet.from(HEADER_LENGTH);
        return new UsbmonPacket(packet.u32le(0) | packet.u32le(4) << 32, kindOf(packet.u8(8)),
                transferTypeOf(packet.u8(9)), packet.u8(10), packet.u8(11), packet.u16le(12), setup,
                seconds * 1_000_000_000L + packet.u32le(24) * 1000, (int) packet.u32le(28), packet.u32le(32),
                (int) packet.u32le(48), data.truncate((int) Math.min(packet.u32le(36), data.length())));
    }

    private static Kind kindOf(int code) {
        for (Kind kind : Kind.values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new IllegalArgumentException("usbmon record of unknown kind 0x%02x".formatted(code));
    }

    private static TransferType transferTypeOf(int code) {
        for (TransferType type : TransferType.values()) {
            if (TRANSFER_CODES[type.ordinal()] == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("usbmon record of unknown transfer type " + code);
    }
}
