package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.security.Secret;
import java.nio.charset.StandardCharsets;

/** A PIN or passphrase. Its text never shows itself. */
public record Password(Secret octets) {

    /** A PIN by its digits, leading zeros included, or a passphrase. */
    public static Password of(String text) {
        return new Password(Secret.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** For whoever must show or send it. */
    public String expose() {
        return new String(octets.expose(), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
