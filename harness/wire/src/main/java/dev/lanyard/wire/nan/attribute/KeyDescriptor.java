package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;

/**
 * An RSNA key descriptor (IEEE 802.11-2020 §12.7.2) from its Descriptor Type on, all integers big-endian: type 1, key
 * information 2, key length 2, replay counter 8, nonce 32, IV 16, RSC 8, reserved 8, MIC 16 or 24, key data length 2,
 * key data.
 *
 * @param type           2
 * @param keyInformation b3 pairwise, b6 install, b7 ACK, b8 MIC, b9 secure, b12 encrypted key data
 * @param replayCounter  64 bits
 * @param mic            16 octets, 24 with SHA-384. Nothing in the descriptor says which: 16 unless only 24 makes the
 *                       key data end with the attribute
 * @param keyData        encrypted where the key information says so
 */
public record KeyDescriptor(int type, int keyInformation, int keyLength, long replayCounter, Bytes nonce, Bytes iv,
                            Bytes rsc, Bytes reserved, Bytes mic, Bytes keyData) {

    public static final int PAIRWISE = 0x0008;
    public static final int INSTALL = 0x0040;
    public static final int ACK = 0x0080;
    public static final int MIC = 0x0100;
    public static final int SECURE = 0x0200;
    public static final int ENCRYPTED = 0x1000;

    /** Octets before the MIC, from the descriptor type. */
    public static final int MIC_OFFSET = 77;

    private static final int SHORT_MIC = 16;
    private static final int LONG_MIC = 24;

    /** A descriptor of type 2 without IV and RSC. */
    public static KeyDescriptor of(int keyInformation, long replayCounter, Bytes nonce, Bytes mic, Bytes keyData) {
        Bytes eight = Bytes.wrap(new byte[8]);
        return new KeyDescriptor(2, keyInformation, 0, replayCounter, nonce, Bytes.wrap(new byte[16]), eight, eight,
                mic, keyData);
    }

    /** The same with another MIC. */
    public KeyDescriptor withMic(Bytes other) {
        return new KeyDescriptor(type, keyInformation, keyLength, replayCounter, nonce, iv, rsc, reserved, other,
                keyData);
    }

    static KeyDescriptor read(BytesReader in) {
        int type = in.u8();
        int information = in.u16be();
        int keyLength = in.u16be();
        long replay = in.u64be();
        Bytes nonce = in.bytes(32);
        Bytes iv = in.bytes(16);
        Bytes rsc = in.bytes(8);
        Bytes reserved = in.bytes(8);
        Bytes mic = in.bytes(endsWith(in, LONG_MIC) && !endsWith(in, SHORT_MIC) ? LONG_MIC : SHORT_MIC);
        return new KeyDescriptor(type, information, keyLength, replay, nonce, iv, rsc, reserved, mic,
                in.bytes(in.u16be()));
    }

    private static boolean endsWith(BytesReader in, int mic) {
        int high = in.peek(mic);
        int low = in.peek(mic + 1);
        return low >= 0 && (high << 8 | low) == in.remaining() - mic - 2;
    }

    void write(BytesWriter out) {
        out.u8(type).u16be(keyInformation).u16be(keyLength).u64be(replayCounter).bytes(nonce).bytes(iv).bytes(rsc)
                .bytes(reserved).bytes(mic).u16be(keyData.length()).bytes(keyData);
    }
}
