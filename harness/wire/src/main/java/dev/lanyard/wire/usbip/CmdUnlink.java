package dev.lanyard.wire.usbip;

/**
 * CMD_UNLINK: the client withdraws a transfer.
 *
 * @param seqnum       of this command itself
 * @param unlinkSeqnum of the CMD_SUBMIT to withdraw
 */
public record CmdUnlink(int seqnum, int devid, int unlinkSeqnum) implements UrbMessage {

    public static final int COMMAND = 2;

    @Override
    public void encode(byte[] target, int offset) {
        UrbFields.encodeBasic(target, offset, COMMAND, seqnum, devid, 0, 0);
        BigEndian.putInt(target, offset + 20, unlinkSeqnum);
    }

    static UrbMessage at(byte[] source, int offset) {
        return new CmdUnlink(BigEndian.getInt(source, offset + 4), BigEndian.getInt(source, offset + 8),
                BigEndian.getInt(source, offset + 20));
    }
}
