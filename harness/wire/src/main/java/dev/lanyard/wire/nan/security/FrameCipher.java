package dev.lanyard.wire.nan.security;

import dev.lanyard.wire.Bytes;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * CCMP-128 and GCMP-256 (IEEE 802.11-2020 §12.5.2, §12.5.4) for management frames and for data frames with or without
 * QoS control. A key of 16 octets is CCMP's, of 32 octets GCMP's.
 */
public final class FrameCipher {

    private static final int ADDRESS = 6;
    private static final int HEADER = 24;
    private static final int SECURITY_HEADER = 8;
    private static final int TYPE_DATA = 2;
    private static final int EXTENDED_IV = 0x20;
    private static final int CCMP_KEY = 16;
    private static final int CCMP_MIC_BITS = 64;
    private static final int GCMP_MIC_BITS = 128;

    private FrameCipher() {}

    /**
     * Decrypts what follows the security header of a protected frame.
     *
     * @param frame the whole frame from its frame control, without frame check sequence
     * @return the plain body; empty when the key is not the frame's, or the frame was changed or is too short
     */
    public static Optional<Bytes> decrypt(Secret tk, Bytes frame) {
        int header = headerLength(frame);
        if (header < 0 || !frame.has(header, SECURITY_HEADER)) {
            return Optional.empty();
        }
        long packetNumber = packetNumber(frame.slice(header, SECURITY_HEADER));
        byte[] body = frame.from(header + SECURITY_HEADER).toArray();
        return run(false, tk, frame.slice(0, header), packetNumber, body);
    }

    /**
     * Encrypts a body.
     *
     * @param header       the frame's header, its protected bit set
     * @param packetNumber 48 bits
     * @return the whole frame without frame check sequence
     */
    public static Bytes encrypt(Secret tk, Bytes header, long packetNumber, Bytes body) {
        return encrypt(tk, 0, header, packetNumber, body);
    }

    /**
     * Encrypts a body under a key that is one of several.
     *
     * @param keyId 0 of pairwise keys, 1 or 2 of group keys
     */
    public static Bytes encrypt(Secret tk, int keyId, Bytes header, long packetNumber, Bytes body) {
        Bytes security = Bytes.of((int) packetNumber, (int) (packetNumber >> 8), 0, EXTENDED_IV | keyId << 6,
                (int) (packetNumber >> 16),
                (int) (packetNumber >> 24), (int) (packetNumber >> 32), (int) (packetNumber >> 40));
        return header.concat(security).concat(run(true, tk, header, packetNumber, body.toArray())
                .orElseThrow(() -> new IllegalArgumentException("a key has 16 or 32 octets, this one " + tk.length())));
    }

    private static Optional<Bytes> run(boolean encrypt, Secret tk, Bytes header, long packetNumber, byte[] body) {
        if (tk.length() != CCMP_KEY && tk.length() != 2 * CCMP_KEY) {
            return Optional.empty();
        }
        boolean ccmp = tk.length() == CCMP_KEY;
        AEADBlockCipher cipher = ccmp ? CCMBlockCipher.newInstance(AESEngine.newInstance())
                : GCMBlockCipher.newInstance(AESEngine.newInstance());
        Bytes nonce = header.slice(10, ADDRESS).concat(Bytes.of((int) (packetNumber >> 40),
                (int) (packetNumber >> 32), (int) (packetNumber >> 24), (int) (packetNumber >> 16),
                (int) (packetNumber >> 8), (int) packetNumber));
        cipher.init(encrypt, new AEADParameters(new KeyParameter(tk.expose()), ccmp ? CCMP_MIC_BITS : GCMP_MIC_BITS,
                (ccmp ? Bytes.of(nonceFlags(header)).concat(nonce) : nonce).toArray(), additional(header).toArray()));
        try {
            byte[] out = new byte[cipher.getOutputSize(body.length)];
            int done = cipher.processBytes(body, 0, body.length, out, 0);
            done += cipher.doFinal(out, done);
            return Optional.of(Bytes.copyOf(out, 0, done));
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        }
    }

    /** 24, 26, 30 or 32; HT control adds 4; -1 where the frame is shorter. */
    private static int headerLength(Bytes frame) {
        if (!frame.has(0, HEADER)) {
            return -1;
        }
        int length = HEADER + (hasAddress4(frame) ? ADDRESS : 0) + (hasQos(frame) ? 2 : 0);
        boolean htControl = (frame.u8(1) & 0x80) != 0 && (hasQos(frame) || !isData(frame));
        length += htControl ? 4 : 0;
        return frame.has(0, length) ? length : -1;
    }

    private static boolean isData(Bytes header) {
        return (header.u8(0) >> 2 & 3) == TYPE_DATA;
    }

    private static boolean hasQos(Bytes header) {
        return isData(header) && (header.u8(0) & 0x80) != 0;
    }

    private static boolean hasAddress4(Bytes header) {
        return isData(header) && (header.u8(1) & 3) == 3;
    }

    private static int nonceFlags(Bytes header) {
        int priority = hasQos(header) ? header.u8(HEADER + (hasAddress4(header) ? ADDRESS : 0)) & 0xF : 0;
        return isData(header) ? priority : 0x10;
    }

    /** What the code covers of the header: fields that change on the way are zero. */
    private static Bytes additional(Bytes header) {
        int control = header.u16le(0) & ~0x3800 | 0x4000;
        if (isData(header)) {
            control &= ~0x0070;
        }
        if (hasQos(header)) {
            control &= ~0x8000;
        }
        Bytes fields = Bytes.of(control, control >> 8).concat(header.slice(4, 3 * ADDRESS))
                .concat(Bytes.of(header.u8(22) & 0xF, 0));
        int at = HEADER;
        if (hasAddress4(header)) {
            fields = fields.concat(header.slice(at, ADDRESS));
            at += ADDRESS;
        }
        return hasQos(header) ? fields.concat(Bytes.of(header.u8(at) & 0xF, 0)) : fields;
    }

    private static long packetNumber(Bytes security) {
        return security.u16le(0) | security.u32le(4) << 16;
    }
}
