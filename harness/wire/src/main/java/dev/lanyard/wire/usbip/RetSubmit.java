package dev.lanyard.wire.usbip;

/**
 * RET_SUBMIT: the server answers a CMD_SUBMIT. For an IN transfer {@code actualLength} octets follow, whatever the
 * status.
 *
 * @param status       0 or a negative {@link Errno}
 * @param actualLength octets transferred, 0..{@link UsbIp#MAX_TRANSFER}
 */
public record RetSubmit(int seqnum, int status, int actualLength) implements UrbMessage {

    public static final int COMMAND = 3;

    @Override
    public void encode(byte[] target, int offset) {
        UrbFields.encodeBasic(target, offset, COMMAND, seqnum, 0, 0, 0);
        BigEndian.putInt(target, offset + 20, status);
        BigEndian.putInt(target, offset + 24, actualLength);
        BigEndian.putInt(target, offset + 32, NOT_ISOCHRONOUS);
    }

    static Decoded<UrbMessage> at(byte[] source, int offset) {
        int seqnum = BigEndian.getInt(source, offset + 4);
        int actualLength = BigEndian.getInt(source, offset + 24);
        String defect = UrbFields.lengthDefect("RET_SUBMIT", seqnum, "actual_length", actualLength,
                BigEndian.getInt(source, offset + 32));
        return defect != null ? Decoded.invalid(defect)
                : Decoded.complete(new RetSubmit(seqnum, BigEndian.getInt(source, offset + 20), actualLength), LENGTH);
    }
}
