package dev.lanyard.wire.nan.security;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.nio.charset.StandardCharsets;

/** Tags of the NAN Identity Resolution attribute, by which a paired peer is known behind a new address. */
public final class Nira {

    /** Octets of a NAN identity key. */
    public static final int NIK_LENGTH = 16;
    public static final int NONCE_LENGTH = 8;
    public static final int TAG_LENGTH = 8;

    private static final Bytes LABEL = Bytes.wrap("NIR".getBytes(StandardCharsets.US_ASCII));

    private Nira() {}

    /** The tag of {@code nmi} with this nonce. */
    public static Bytes tag(Secret nik, MacAddress nmi, Bytes nonce) {
        return KeyHash.SHA_256.hmac(nik, LABEL, nmi.bytes(), nonce).truncate(TAG_LENGTH);
    }

    /** Whether {@code tag} is the one of the holder of {@code nik}. */
    public static boolean matches(Secret nik, MacAddress nmi, Bytes nonce, Bytes tag) {
        return KeyHash.same(tag(nik, nmi, nonce), tag);
    }
}
