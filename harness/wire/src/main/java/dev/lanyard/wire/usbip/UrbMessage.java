package dev.lanyard.wire.usbip;

import dev.lanyard.wire.Bytes;

/**
 * A message of the transfer phase without its payload: 48 octets. The payload of a CMD_SUBMIT (OUT) is known from the
 * message itself; that of a RET_SUBMIT (IN) only to whoever remembers the direction of the transfer it answers.
 */
public sealed interface UrbMessage permits CmdSubmit, CmdUnlink, RetSubmit, RetUnlink {

    /** Encoded length in octets of every message of this phase. */
    int LENGTH = 48;

    /** number_of_packets of a transfer that is not isochronous. */
    int NOT_ISOCHRONOUS = -1;

    /** Numbers the commands of a connection; 32-bit, unsigned. A reply repeats that of its command. */
    int seqnum();

    /** Writes the 48 octets; all of them, so that {@code target} need not be zero. */
    void encode(byte[] target, int offset);

    default Bytes encode() {
        byte[] octets = new byte[LENGTH];
        encode(octets, 0);
        return Bytes.wrap(octets);
    }

    /** Reads the 48 octets at {@code offset}; lengths beyond {@link UsbIp#MAX_TRANSFER} are invalid. */
    static Decoded<UrbMessage> decode(byte[] source, int offset) {
        if (offset > source.length - LENGTH) {
            return Decoded.incomplete(offset + LENGTH);
        }
        return switch (BigEndian.getInt(source, offset)) {
            case CmdSubmit.COMMAND -> CmdSubmit.at(source, offset);
            case CmdUnlink.COMMAND -> Decoded.complete(CmdUnlink.at(source, offset), LENGTH);
            case RetSubmit.COMMAND -> RetSubmit.at(source, offset);
            case RetUnlink.COMMAND -> Decoded.complete(RetUnlink.at(source, offset), LENGTH);
            default -> Decoded.invalid("expected a command 1 to 4 (CMD_SUBMIT, CMD_UNLINK, RET_SUBMIT, RET_UNLINK), "
                    + "saw " + Integer.toUnsignedString(BigEndian.getInt(source, offset)) + " in "
                    + Bytes.copyOf(source, offset, LENGTH));
        };
    }
}
