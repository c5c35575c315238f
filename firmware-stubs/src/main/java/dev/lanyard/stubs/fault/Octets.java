package dev.lanyard.stubs.fault;

import dev.lanyard.wire.Bytes;

/** Changing octets of an immutable run. */
final class Octets {

    private Octets() {}

    /** A copy with other octets at {@code offset}. */
    static Bytes with(Bytes bytes, int offset, int... octets) {
        byte[] copy = bytes.toArray();
        for (int i = 0; i < octets.length; i++) {
            copy[offset + i] = (byte) octets[i];
        }
        return Bytes.wrap(copy);
    }
}
