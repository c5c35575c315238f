package dev.lanyard.drivers.ip;

import dev.lanyard.wire.net.MacAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts fragmented packets together again (RFC 791 §3.2, RFC 8200 §4.5). Bounded in every direction: few packets at a
 * time, none longer than IP allows, none kept longer than the time below. Overlapping fragments end a packet
 * (RFC 5722).
 */
final class Fragments {

    static final int PACKETS = 16;
    private static final int LONGEST = 65_515;
    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final int BLOCK = 8;

    private record Key(InetAddress source, InetAddress destination, long id, int protocol) {}

    private static final class Partial {
        final long began;
        final BitSet blocks = new BitSet();
        byte[] octets = new byte[4096];
        /** In octets, -1 until the last fragment came. */
        int total = -1;
        int pieces;

        Partial(long began) {
            this.began = began;
        }
    }

    private final Map<Key, Partial> partials = new LinkedHashMap<>();
    private final Counters counters;

    Fragments(Counters counters) {
        this.counters = counters;
    }

    /** Takes a fragment; returns the whole packet as one unfragmented frame when this was the last that lacked. */
    Optional<byte[]> add(PacketView fragment, long nanos) {
        forgetOld(nanos);
        int protocol = fragment.isIpv4() ? fragment.protocol : 0;
        Key key = new Key(fragment.source(), fragment.destination(), fragment.fragmentId, protocol);
        Partial partial = partials.get(key);
        if (partial == null) {
            if (partials.size() >= PACKETS) {
                giveUp(partials.keySet().iterator().next());
            }
            partial = new Partial(nanos);
            partials.put(key, partial);
        }
        if (!put(partial, fragment)) {
            giveUp(key);
            return Optional.empty();
        }
        if (partial.total < 0 || partial.blocks.nextClearBit(0) < (partial.total + BLOCK - 1) / BLOCK) {
            return Optional.empty();
        }
        partials.remove(key);
        IpFrames.Header header = new IpFrames.Header(fragment.sourceMacAddress(),
                new MacAddress(fragment.destinationMac), key.source(), key.destination(),
                fragment.protocol, fragment.ttl);
        return Optional.of(IpFrames.frame(header, (int) key.id(), Arrays.copyOf(partial.octets, partial.total)));
    }

    private static boolean put(Partial partial, PacketView fragment) {
        int from = fragment.fragmentOffset;
        int length = fragment.payloadLength();
        int end = from + length;
        boolean last = !fragment.moreFragments;
        if (length == 0 || end > LONGEST || !last && length % BLOCK != 0
                || last && partial.total >= 0 || partial.total >= 0 && end > partial.total) {
            return false;
        }
        int firstBlock = from / BLOCK;
        int endBlock = (end + BLOCK - 1) / BLOCK;
        int taken = partial.blocks.nextSetBit(firstBlock);
        if (taken >= 0 && taken < endBlock || last && partial.blocks.length() > endBlock) {
            return false;
        }
        if (end > partial.octets.length) {
            partial.octets = Arrays.copyOf(partial.octets, Math.min(LONGEST, Math.max(end, 2 * partial.octets.length)));
        }
        System.arraycopy(fragment.octets, fragment.payloadOffset, partial.octets, from, length);
        partial.blocks.set(firstBlock, endBlock);
        partial.pieces++;
        if (last) {
            partial.total = end;
        }
        return true;
    }

    private void forgetOld(long nanos) {
        for (Iterator<Partial> all = partials.values().iterator(); all.hasNext();) {
            Partial partial = all.next();
            if (nanos - partial.began > KEPT.toNanos()) {
                counters.fragmentDrops.add(partial.pieces);
                all.remove();
            }
        }
    }

    private void giveUp(Key key) {
        counters.fragmentDrops.add(Math.max(1, partials.remove(key).pieces));
    }
}
