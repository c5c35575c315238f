package dev.lanyard.drivers.ip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.net.MacAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.Test;

class FragmentsTest {

    private static final IpFrames.Header FOUR = header(Peer.ADDRESS, Peer.HOST);
    private static final IpFrames.Header SIX = header(IpAddresses.linkLocal(new MacAddress(1)),
            IpAddresses.linkLocal(MemoryLink.MAC));

    private final Counters counters = new Counters();
    private final Fragments fragments = new Fragments(counters);

    private static IpFrames.Header header(InetAddress from, InetAddress to) {
        return new IpFrames.Header(new MacAddress(1), MemoryLink.MAC, from, to, PacketView.UDP, 64);
    }

    static Stream<IpFrames.Header> headers() {
        return Stream.of(FOUR, SIX);
    }

    private static byte[] whole(IpFrames.Header header, int identification, int length) {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        return IpFrames.frame(header, identification, payload);
    }

    private static List<byte[]> cut(byte[] whole) {
        return new ArrayList<>(IpFrames.fragments(whole, whole.length, 1500));
    }

    private Optional<byte[]> add(byte[] frame, long nanos) {
        PacketView view = new PacketView();
        assertEquals(PacketView.Kind.IP, view.read(frame, 0, frame.length));
        assertTrue(view.isFragment);
        return fragments.add(view, nanos);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void anyOrderGivesTheWholePacket(IpFrames.Header header) {
        for (int length : new int[] {1481, 2960, 5000, 65_515}) {
            byte[] whole = whole(header, 7, length);
            List<byte[]> pieces = cut(whole);
            Collections.shuffle(pieces, new Random(1));
            Optional<byte[]> result = Optional.empty();
            for (byte[] piece : pieces) {
                assertTrue(result.isEmpty());
                result = add(piece, 0);
            }
            assertArrayEquals(whole, result.orElseThrow());
        }
        assertEquals(0, counters.fragmentDrops.sum());
    }

    @ParameterizedTest
    @MethodSource("headers")
    void overlapEndsThePacket(IpFrames.Header header) {
        List<byte[]> pieces = cut(whole(header, 7, 4000));
        add(pieces.get(0), 0);
        add(pieces.get(0), 0);
        assertEquals(2, counters.fragmentDrops.sum() + 1);
        assertTrue(add(pieces.get(1), 0).isEmpty());
        assertTrue(add(pieces.get(2), 0).isEmpty());
    }

    @Test
    void unfinishedPacketsAreBoundedInNumber() {
        for (int id = 0; id < 100; id++) {
            add(cut(whole(FOUR, id, 4000)).getFirst(), 0);
        }
        assertEquals(100 - Fragments.PACKETS, counters.fragmentDrops.sum());
    }

    @Test
    void unfinishedPacketsAreBoundedInTime() {
        List<byte[]> pieces = cut(whole(FOUR, 7, 2000));
        add(pieces.get(0), 0);
        assertTrue(add(pieces.get(1), 31_000_000_000L).isEmpty());
        assertEquals(1, counters.fragmentDrops.sum());
    }

    @Test
    void fragmentBeyondTheLongestPacketIsRefused() {
        byte[] last = cut(whole(FOUR, 7, 2000)).getLast();
        // Offset 8191 blocks: the "ping of death".
        IpFrames.put16(last, PacketView.ETHERNET_HEADER + 6, 0x1FFF);
        IpFrames.put16(last, PacketView.ETHERNET_HEADER + 10, 0);
        IpFrames.put16(last, PacketView.ETHERNET_HEADER + 10, InternetChecksum.of(
                InternetChecksum.sum(last, PacketView.ETHERNET_HEADER, 20)));
        assertTrue(add(last, 0).isEmpty());
        assertEquals(1, counters.fragmentDrops.sum());
    }
}
