package dev.lanyard.wire.nan.security;

import dev.lanyard.wire.Bytes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key data of a Shared Key Descriptor: key data encapsulations (KDEs, IEEE 802.11-2020 §12.7.2), wrapped under a
 * KEK with AES key wrap (RFC 3394).
 */
public final class KeyData {

    /** The type octet of Wi-Fi Aware's KDEs that carries a NAN identity key: cipher version 1, NIK 16. */
    public static final int NIK = 36;
    /** The lifetime of keys: bitmap 2 LE, seconds 4 BE. */
    public static final int LIFETIME = 37;
    /** b3 of the lifetime's bitmap. */
    public static final int LIFETIME_OF_NIK = 1 << 3;

    private static final int KDE = 0xDD;
    private static final Bytes WFA_OUI = Bytes.of(0x50, 0x6F, 0x9A);
    private static final int SEMIBLOCK = 8;

    private KeyData() {}

    /**
     * One KDE.
     *
     * @param oui  3 octets
     * @param type the octet behind it
     * @param data a secret where it carries a key
     */
    public record Kde(Bytes oui, int type, Secret data) {

        public boolean isWfa(int wanted) {
            return oui.equals(WFA_OUI) && type == wanted;
        }
    }

    /** The lifetime that a KDE of type {@link #LIFETIME} states. */
    public record Lifetime(int bitmap, long seconds) {}

    /** Unwraps; empty when the data were not wrapped under {@code kek}, or are no wrapped data at all. */
    public static Optional<Secret> unwrap(Secret kek, Bytes wrapped) {
        if (wrapped.length() < 3 * SEMIBLOCK || wrapped.length() % SEMIBLOCK != 0) {
            return Optional.empty();
        }
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(kek.expose(), "AES"));
            return Optional.of(Secret.of(cipher.unwrap(wrapped.toArray(), "RAW", Cipher.SECRET_KEY).getEncoded()));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Wraps; {@code plain} is padded as IEEE 802.11-2020 §12.7.2 says (0xDD, then zeros). */
    public static Bytes wrap(Secret kek, Secret plain) {
        int length = Math.max(2 * SEMIBLOCK, (plain.length() + SEMIBLOCK - 1) / SEMIBLOCK * SEMIBLOCK);
        byte[] padded = Arrays.copyOf(plain.expose(), length);
        if (length > plain.length()) {
            padded[plain.length()] = (byte) KDE;
        }
        try {
            Cipher cipher = Cipher.getInstance("AESWrap");
            cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(kek.expose(), "AES"));
            return Bytes.wrap(cipher.wrap(new SecretKeySpec(padded, "RAW")));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a KEK has 16 or 32 octets, this one " + kek.length(), e);
        }
    }

    /** The KDEs of unwrapped key data, as far as they are whole. */
    public static List<Kde> kdes(Secret plain) {
        Bytes octets = Bytes.wrap(plain.expose());
        List<Kde> found = new ArrayList<>();
        int at = 0;
        while (octets.has(at, 2) && octets.u8(at) == KDE && octets.u8(at + 1) >= 4
                && octets.has(at + 2, octets.u8(at + 1))) {
            int length = octets.u8(at + 1);
            found.add(new Kde(octets.slice(at + 2, 3), octets.u8(at + 5),
                    Secret.of(octets.slice(at + 6, length - 4))));
            at += 2 + length;
        }
        return found;
    }

    /** The NAN identity key of a KDE that carries one. */
    public static Optional<Secret> nik(Kde kde) {
        return kde.isWfa(NIK) && kde.data().length() == 1 + Nira.NIK_LENGTH
                ? Optional.of(kde.data().slice(1, Nira.NIK_LENGTH)) : Optional.empty();
    }

    /** The lifetime of a KDE that states one. */
    public static Optional<Lifetime> lifetime(Kde kde) {
        if (!kde.isWfa(LIFETIME) || kde.data().length() < 6) {
            return Optional.empty();
        }
        Bytes octets = Bytes.wrap(kde.data().expose());
        return Optional.of(new Lifetime(octets.u16le(0), octets.u32be(2)));
    }
}
