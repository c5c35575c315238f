package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;

/** The fields of an SAE authentication frame before its elements (§12.4.7). */
public sealed interface SaeFields {

    /** No fields: another algorithm, a message that ends after its status, or a layout that cannot be told. */
    SaeFields NONE = new None();

    Bytes encode();

    /** No fields. */
    record None() implements SaeFields {
        @Override
        public Bytes encode() {
            return Bytes.EMPTY;
        }
    }

    /**
     * Transaction 1 (§12.4.7.4): group 2 LE, scalar, element; both as long as the group demands.
     *
     * @param element x and y
     */
    record Commit(int group, Bytes scalar, Bytes element) implements SaeFields {
        @Override
        public Bytes encode() {
            return new BytesWriter().u16(group).bytes(scalar).bytes(element).toBytes();
        }
    }

    /** Transaction 2 (§12.4.7.5): send-confirm 2 LE, confirm of 32 octets, 48 with SHA-384. */
    record Confirm(int sendConfirm, Bytes confirm) implements SaeFields {
        @Override
        public Bytes encode() {
            return new BytesWriter().u16(sendConfirm).bytes(confirm).toBytes();
        }
    }

    /** {@link #NONE}, with nothing read, where the layout is not met. */
    static SaeFields read(int transaction, BytesReader in) {
        if (transaction == 1 && in.remaining() >= 2) {
            int prime = primeLength(in.peek(0) | in.peek(1) << 8);
            return prime > 0 && in.remaining() >= 2 + 3 * prime
                    ? new Commit(in.u16(), in.bytes(prime), in.bytes(2 * prime)) : NONE;
        }
        if (transaction == 2 && in.remaining() >= 2 + 32) {
            // The confirm is the hash's length; no element may follow it in what Wi-Fi Aware sends.
            int length = in.remaining() == 2 + 48 || in.remaining() == 2 + 64 ? in.remaining() - 2 : 32;
            return new Confirm(in.u16(), in.bytes(length));
        }
        return NONE;
    }

    /** Octets of the prime of an elliptic curve group (RFC 5903, RFC 6932); 0 for others. */
    static int primeLength(int group) {
        return switch (group) {
            case 19, 28 -> 32;
            case 20, 29 -> 48;
            case 21 -> 66;
            case 30 -> 64;
            default -> 0;
        };
    }
}
