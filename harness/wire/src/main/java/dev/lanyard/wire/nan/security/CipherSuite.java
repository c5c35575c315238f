package dev.lanyard.wire.nan.security;

import java.util.Optional;

/** Cipher suites by their identifiers (csid) and the lengths of their keys in octets. */
public enum CipherSuite {
    NCS_SK_128(1, KeyHash.SHA_256, 16, 16, 16),
    NCS_SK_256(2, KeyHash.SHA_384, 24, 32, 32),
    NCS_PK_PASN_128(7, KeyHash.SHA_256, 32, 16, 16),
    NCS_PK_PASN_256(8, KeyHash.SHA_384, 32, 32, 32);

    private final int csid;
    private final KeyHash hash;
    private final int kckLength;
    private final int kekLength;
    private final int tkLength;

    CipherSuite(int csid, KeyHash hash, int kckLength, int kekLength, int tkLength) {
        this.csid = csid;
        this.hash = hash;
        this.kckLength = kckLength;
        this.kekLength = kekLength;
        this.tkLength = tkLength;
    }

    /** The pairwise suite of this number; empty for group suites, the legacy 3 and 4, and unknown ones. */
    public static Optional<CipherSuite> of(int csid) {
        for (CipherSuite suite : values()) {
            if (suite.csid == csid) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    public int csid() {
        return csid;
    }

    public KeyHash hash() {
        return hash;
    }

    public int kckLength() {
        return kckLength;
    }

    public int kekLength() {
        return kekLength;
    }

    public int tkLength() {
        return tkLength;
    }

    /** Octets of the message integrity code in the Shared Key Descriptor. */
    public int micLength() {
        return hash.micLength();
    }
}
