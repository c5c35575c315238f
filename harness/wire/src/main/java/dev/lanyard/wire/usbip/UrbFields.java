package dev.lanyard.wire.usbip;

import java.util.Arrays;

/** What the messages of the transfer phase have in common. */
final class UrbFields {

    private UrbFields() {}

    /** What is wrong with the length and packet count of a submit or its reply, null when nothing. */
    static String lengthDefect(String message, int seqnum, String field, int length, int numberOfPackets) {
        if (length < 0 || length > UsbIp.MAX_TRANSFER) {
            return "%s %s has %s %s, beyond the bound of %d".formatted(message, Integer.toUnsignedString(seqnum),
                    field, Integer.toUnsignedString(length), UsbIp.MAX_TRANSFER);
        }
        if (numberOfPackets != UrbMessage.NOT_ISOCHRONOUS && numberOfPackets != 0) {
            return "%s %s has number_of_packets %s: isochronous transfers are not supported here".formatted(message,
                    Integer.toUnsignedString(seqnum), Integer.toUnsignedString(numberOfPackets));
        }
        return null;
    }

    /** Writes the first twenty octets and zeroes the rest. */
    static void encodeBasic(byte[] target, int offset, int command, int seqnum, int devid, int direction,
                            int endpoint) {
        BigEndian.putInt(target, offset, command);
        BigEndian.putInt(target, offset + 4, seqnum);
        BigEndian.putInt(target, offset + 8, devid);
        BigEndian.putInt(target, offset + 12, direction);
        BigEndian.putInt(target, offset + 16, endpoint);
        Arrays.fill(target, offset + 20, offset + UrbMessage.LENGTH, (byte) 0);
    }
}
