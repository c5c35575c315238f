package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Octets that look random and are always the same: nonces and keys of dialogues. */
final class Fixed {

    private Fixed() {}

    /** {@code length} octets that follow from {@code label}. */
    static Bytes octets(String label, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Bytes octets = Bytes.EMPTY;
            for (int block = 0; octets.length() < length; block++) {
                octets = octets.concat(Bytes.wrap(digest.digest((block + label).getBytes(StandardCharsets.UTF_8))));
            }
            return octets.truncate(length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
