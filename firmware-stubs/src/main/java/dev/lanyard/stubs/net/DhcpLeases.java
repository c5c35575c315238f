package dev.lanyard.stubs.net;

import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The pool of a DHCP server. A client keeps its address for as long as nobody else needs it; when the pool is used up,
 * the address that was longest without a live lease goes to the newcomer (RFC 2131 §4.3.1).
 */
final class DhcpLeases {

    /** How long an offer is kept for its client, and a declined address out of use. */
    private static final long OFFER_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long DECLINED_NANOS = Duration.ofMinutes(10).toNanos();

    private final int first;
    private final Bytes[] holders;
    private final long[] expiry;

    /** {@code first} is the lowest address of the pool. */
    DhcpLeases(int first, int size) {
        this.first = first;
        this.holders = new Bytes[size];
        this.expiry = new long[size];
    }

    /** An address for {@code client}: its own if it has one, else {@code wish} where free, else any free one. */
    OptionalInt offer(Bytes client, int wish, long now) {
        int slot = slotOf(client);
        if (slot < 0 && isFree(wish - first, now)) {
            slot = wish - first;
        }
        if (slot < 0) {
            slot = longestUnused(now);
        }
        if (slot < 0) {
            return OptionalInt.empty();
        }
        if (!client.equals(holders[slot]) || expiry[slot] - now < OFFER_NANOS) {
            hold(slot, client, now + OFFER_NANOS);
        }
        return OptionalInt.of(first + slot);
    }

    /** Whether {@code client} holds, or was offered, {@code address}; it then holds it for {@code lease}. */
    boolean bind(Bytes client, int address, Duration lease, long now) {
        int slot = address - first;
        if (slot < 0 || slot >= holders.length || !client.equals(holders[slot])) {
            return false;
        }
        hold(slot, client, now + lease.toNanos());
        return true;
    }

    void release(Bytes client, int address, long now) {
        int slot = slotOf(client);
        if (slot >= 0 && first + slot == address) {
            expiry[slot] = now;
        }
    }

    /** Somebody uses the address without a lease: it is left alone for a while. */
    void decline(Bytes client, int address, long now) {
        int slot = slotOf(client);
        if (slot >= 0 && first + slot == address) {
            hold(slot, Bytes.EMPTY, now + DECLINED_NANOS);
        }
    }

    private void hold(int slot, Bytes client, long until) {
        holders[slot] = client;
        expiry[slot] = until;
    }

    private int slotOf(Bytes client) {
        return Arrays.asList(holders).indexOf(client);
    }

    private boolean isFree(int slot, long now) {
        return slot >= 0 && slot < holders.length && (holders[slot] == null || expiry[slot] - now <= 0);
    }

    private int longestUnused(long now) {
        int best = -1;
        for (int slot = 0; slot < holders.length; slot++) {
            if (holders[slot] == null) {
                return slot;
            }
            if (expiry[slot] - now <= 0 && (best < 0 || expiry[slot] - expiry[best] < 0)) {
                best = slot;
            }
        }
        return best;
    }
}
