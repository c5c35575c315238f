package dev.lanyard.wire.usbip;

import dev.lanyard.wire.Bytes;
import java.nio.charset.StandardCharsets;

/** Text in a field of fixed size, closed by NUL. What comes from a server is hostile: it is bounded and escaped. */
final class FixedText {

    private FixedText() {}

    /** The text up to the first NUL, every octet that is not printable ASCII written as {@code \xNN}. */
    static String decode(Bytes bytes, int offset, int size) {
        StringBuilder text = new StringBuilder();
        for (int i = offset; i < offset + size && bytes.u8(i) != 0; i++) {
            int octet = bytes.u8(i);
            if (octet >= 0x20 && octet < 0x7F && octet != '\\') {
                text.append((char) octet);
            } else {
                text.append("\\x%02x".formatted(octet));
            }
        }
        return text.toString();
    }

    /** Writes {@code text} cut to leave room for the NUL; the rest of the field stays zero. */
    static void encode(String text, byte[] target, int offset, int size) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octets, 0, target, offset, Math.min(octets.length, size - 1));
    }
}
