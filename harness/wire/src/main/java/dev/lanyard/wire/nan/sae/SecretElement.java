package dev.lanyard.wire.nan.sae;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.security.KeyHash;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.math.ec.ECPoint;

/**
 * PT of hash-to-element (IEEE 802.11-2020 §12.4.4.2.3): what a password becomes before it is known who uses it. It
 * costs some milliseconds and may be kept for one password.
 */
public final class SecretElement {

    /** The SSID that Wi-Fi Aware puts into PT: the NAN network id in digits (as hostap and another stack have it). */
    public static final String NAN_SSID = "516F9A010000";

    private final SaeGroup group;
    private final ECPoint point;

    private SecretElement(SaeGroup group, ECPoint point) {
        this.group = group;
        this.point = point;
    }

    /** PT of a password without identifier. */
    public static SecretElement of(SaeGroup group, String ssid, Secret password) {
        return of(group, ssid, password, Bytes.EMPTY);
    }

    /** PT of a password with an identifier. */
    static SecretElement of(SaeGroup group, String ssid, Secret password, Bytes identifier) {
        Secret salt = Secret.of(ssid.getBytes(StandardCharsets.UTF_8));
        Secret seed = Secret.of(group.hash().hmac(salt, Bytes.wrap(password.expose()), identifier));
        ECPoint sum = group.map(field(group, seed, "SAE Hash to Element u1 P1"))
                .add(group.map(field(group, seed, "SAE Hash to Element u2 P2")));
        seed.destroy();
        return new SecretElement(group, sum.normalize());
    }

    private static BigInteger field(SaeGroup group, Secret seed, String label) {
        int length = group.length() + (group.length() + 1) / 2;
        return new BigInteger(1, expand(group.hash(), seed, label, length)).mod(group.prime());
    }

    /** HKDF-Expand (RFC 5869 §2.3). */
    private static byte[] expand(KeyHash hash, Secret seed, String info, int length) {
        byte[] out = new byte[length];
        Bytes label = Bytes.wrap(info.getBytes(StandardCharsets.US_ASCII));
        Bytes block = Bytes.EMPTY;
        int done = 0;
        for (int i = 1; done < length; i++) {
            block = hash.hmac(seed, block, label, Bytes.of(i));
            Bytes part = block.truncate(length - done);
            part.copyTo(out, done);
            done += part.length();
        }
        return out;
    }

    public SaeGroup group() {
        return group;
    }

    /** PWE of two peers, whichever comes first. */
    ECPoint passwordElement(MacAddress one, MacAddress other) {
        boolean ordered = Long.compareUnsigned(one.value(), other.value()) > 0;
        Bytes greater = (ordered ? one : other).bytes();
        Bytes lesser = (ordered ? other : one).bytes();
        Secret zero = Secret.of(new byte[group.hash().length()]);
        BigInteger factor = group.reduce(group.hash().hmac(zero, greater, lesser).toArray());
        return point.multiply(factor).normalize();
    }

    @Override
    public String toString() {
        return "SecretElement[" + group + "]";
    }
}
