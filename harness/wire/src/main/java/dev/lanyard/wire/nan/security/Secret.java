package dev.lanyard.wire.nan.security;

import dev.lanyard.wire.Bytes;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Octets of a key. Compares in constant time; never shows its octets.
 *
 * <p>Not a record, since a record's text shows its parts.
 */
public final class Secret {

    private final byte[] octets;
    private boolean destroyed;

    private Secret(byte[] octets) {
        this.octets = octets;
    }

    /** A copy of {@code octets}. */
    public static Secret of(byte[] octets) {
        return new Secret(octets.clone());
    }

    /** A copy of {@code octets}. */
    public static Secret of(Bytes octets) {
        return new Secret(octets.toArray());
    }

    public int length() {
        return octets.length;
    }

    /** {@code count} octets from {@code offset}, as a key of their own. */
    public Secret slice(int offset, int count) {
        requireOctets();
        byte[] part = new byte[count];
        System.arraycopy(octets, offset, part, 0, count);
        return new Secret(part);
    }

    /** A copy of the octets, for whoever computes with them or has to store them. */
    public byte[] expose() {
        requireOctets();
        return octets.clone();
    }

    /** Overwrites the octets; whoever asks for them from now on made a mistake. Copies stay as they are. */
    public void destroy() {
        Arrays.fill(octets, (byte) 0);
        destroyed = true;
    }

    public boolean isDestroyed() {
        return destroyed;
    }

    private void requireOctets() {
        if (destroyed) {
            throw new IllegalStateException("this secret of " + octets.length + " octets was destroyed");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && destroyed == that.destroyed
                && MessageDigest.isEqual(octets, that.octets);
    }

    /** Of the length alone: a hash of the octets would tell of them. */
    @Override
    public int hashCode() {
        return octets.length;
    }

    @Override
    public String toString() {
        return "(secret of " + octets.length + " octets)";
    }
}
