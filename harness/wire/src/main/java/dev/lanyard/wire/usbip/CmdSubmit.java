package dev.lanyard.wire.usbip;

import dev.lanyard.wire.Bytes;

/**
 * CMD_SUBMIT: the client submits a transfer. OUT data of {@link #payloadLength} octets follows.
 *
 * @param devid                names the device: {@link UsbIp#devid}
 * @param in                   direction of the data stage
 * @param endpoint             endpoint number 0..15, without direction
 * @param transferFlags        the FLAG constants
 * @param transferBufferLength 0..{@link UsbIp#MAX_TRANSFER}
 * @param interval             of interrupt transfers: frames, or microframes from high speed on; else 0
 * @param setup                the eight octets of the setup packet for endpoint 0, else zeros
 */
public record CmdSubmit(int seqnum, int devid, boolean in, int endpoint, int transferFlags, int transferBufferLength,
                        int interval, Bytes setup) implements UrbMessage {

    public static final int COMMAND = 1;

    /** A short IN transfer is an error (EREMOTEIO). */
    public static final int FLAG_SHORT_NOT_OK = 0x1;
    /** A bulk OUT transfer of whole packets ends in a zero-length packet. */
    public static final int FLAG_ZERO_PACKET = 0x40;
    /** No completion interrupt is wanted. */
    public static final int FLAG_NO_INTERRUPT = 0x80;
    /** The direction is IN. */
    public static final int FLAG_DIR_IN = 0x200;

    /** The setup field of transfers on other endpoints than 0. */
    public static final Bytes NO_SETUP = Bytes.wrap(new byte[8]);

    /** bEndpointAddress, with the direction bit. */
    public int endpointAddress() {
        return endpoint | (in ? 0x80 : 0);
    }

    /** Octets that follow the message. */
    public int payloadLength() {
        return in ? 0 : transferBufferLength;
    }

    public boolean isZeroPacket() {
        return (transferFlags & FLAG_ZERO_PACKET) != 0;
    }

    @Override
    public void encode(byte[] target, int offset) {
        UrbFields.encodeBasic(target, offset, COMMAND, seqnum, devid, in ? 1 : 0, endpoint);
        BigEndian.putInt(target, offset + 20, transferFlags);
        BigEndian.putInt(target, offset + 24, transferBufferLength);
        BigEndian.putInt(target, offset + 32, NOT_ISOCHRONOUS);
        BigEndian.putInt(target, offset + 36, interval);
        setup.copyTo(target, offset + 40);
    }

    static Decoded<UrbMessage> at(byte[] source, int offset) {
        int seqnum = BigEndian.getInt(source, offset + 4);
        int direction = BigEndian.getInt(source, offset + 12);
        int endpoint = BigEndian.getInt(source, offset + 16);
        int length = BigEndian.getInt(source, offset + 24);
        if ((direction & ~1) != 0 || (endpoint & ~0xF) != 0) {
            return Decoded.invalid("CMD_SUBMIT %s has direction %s and endpoint %s, beyond 0..1 and 0..15".formatted(
                    Integer.toUnsignedString(seqnum), Integer.toUnsignedString(direction),
                    Integer.toUnsignedString(endpoint)));
        }
        String defect = UrbFields.lengthDefect("CMD_SUBMIT", seqnum, "transfer_buffer_length", length,
                BigEndian.getInt(source, offset + 32));
        return defect != null ? Decoded.invalid(defect)
                : Decoded.complete(new CmdSubmit(seqnum, BigEndian.getInt(source, offset + 8), direction == 1,
                        endpoint, BigEndian.getInt(source, offset + 20), length,
                        BigEndian.getInt(source, offset + 36), Bytes.copyOf(source, offset + 40, 8)), LENGTH);
    }
}
