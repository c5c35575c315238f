package dev.lanyard.wire.usbip;

/**
 * RET_UNLINK: the server answers a CMD_UNLINK.
 *
 * @param seqnum of the CMD_UNLINK
 * @param status {@link Errno#ECONNRESET} (negative) when the transfer was withdrawn and no RET_SUBMIT will come for it;
 *               0 when it had been completed before, and its RET_SUBMIT came or comes first
 */
public record RetUnlink(int seqnum, int status) implements UrbMessage {

    public static final int COMMAND = 4;

    @Override
    public void encode(byte[] target, int offset) {
        UrbFields.encodeBasic(target, offset, COMMAND, seqnum, 0, 0, 0);
        BigEndian.putInt(target, offset + 20, status);
    }

    static UrbMessage at(byte[] source, int offset) {
        return new RetUnlink(BigEndian.getInt(source, offset + 4), BigEndian.getInt(source, offset + 20));
    }
}
