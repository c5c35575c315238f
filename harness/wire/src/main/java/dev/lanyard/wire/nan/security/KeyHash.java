package dev.lanyard.wire.nan.security;

import dev.lanyard.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hash that a cipher suite's derivations use, and what is computed with it. */
public enum KeyHash {
    /** Suites with 128-bit keys: csid 1, 5, 7. */
    SHA_256("HmacSHA256", "SHA-256", 32),
    /** Suites with 256-bit keys: csid 2, 6, 8. */
    SHA_384("HmacSHA384", "SHA-384", 48);

    private final String hmac;
    private final String digest;
    private final int length;

    KeyHash(String hmac, String digest, int length) {
        this.hmac = hmac;
        this.digest = digest;
        this.length = length;
    }

    /** Octets of a message integrity code made with it: half of the hash. */
    public int micLength() {
        return length / 2;
    }

    /** Octets of a hash. */
    public int length() {
        return length;
    }

    /** HMAC of the concatenated {@code parts}. */
    public Bytes hmac(Secret key, Bytes... parts) {
        try {
            Mac mac = Mac.getInstance(hmac);
            mac.init(new SecretKeySpec(key.expose(), hmac));
            for (Bytes part : parts) {
                mac.update(part.toArray());
            }
            return Bytes.wrap(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks " + hmac, e);
        }
    }

    public Bytes digest(Bytes data) {
        try {
            return Bytes.wrap(MessageDigest.getInstance(digest).digest(data.toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks " + digest, e);
        }
    }

    /**
     * KDF-Hash-Length (IEEE 802.11-2020 §12.7.1.6.2): HMAC over counter 2 LE, label, context, length in bits 2 LE.
     *
     * @param bits a multiple of 8
     */
    public Secret derive(Secret key, String label, Bytes context, int bits) {
        Bytes name = Bytes.wrap(label.getBytes(StandardCharsets.US_ASCII));
        Bytes length = Bytes.of(bits, bits >> 8);
        byte[] derived = new byte[bits / 8];
        int done = 0;
        for (int i = 1; done < derived.length; i++) {
            Bytes block = hmac(key, Bytes.of(i, i >> 8), name, context, length)
                    .truncate(derived.length - done);
            block.copyTo(derived, done);
            done += block.length();
        }
        return Secret.of(derived);
    }

    /** Whether two codes are equal, in time that does not tell where they differ. */
    public static boolean same(Bytes a, Bytes b) {
        return MessageDigest.isEqual(a.toArray(), b.toArray());
    }
}
