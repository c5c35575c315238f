package dev.lanyard.drivers.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A million frames that no sound accessory would send; every few hundred a sound one that must be answered. */
class HostileFramesTest {

    private static final int FRAMES = 1_000_000;
    private static final int BETWEEN_CHECKS = 400;
    private static final Bytes ARP_REQUEST = Bytes.hex("ffffffffffff aac6dedda7b6 0806 0001 0800 06 04 0001"
            + "aac6dedda7b6 c0a84d01 000000000000 c0a84d02");
    private static final List<Bytes> SEEDS = List.of(ARP_REQUEST, Peer.ARP_REPLY,
            Peer.captured("neighbour-advertisement.hex"), Peer.captured("port-unreachable.hex"),
            Peer.captured("dhcp-offer.hex"), Peer.captured("mdns-service.hex"), Peer.captured("echo-reply.hex"),
            // An MLDv2 query with a hop-by-hop header, an IGMPv2 query, a fragment, an echo request over IPv6.
            Bytes.hex("333300000001 aac6dedda7b6 86dd 60000000 0024 00 01 fe80000000000000a8c6defffedda7b6"
                    + "ff020000000000000000000000000001 3a00050200000100 8200 0000 03e8 0000" + "00".repeat(16)
                    + "02 7d 0000"),
            Bytes.hex("01005e000001 aac6dedda7b6 0800 46c0 0020 0000 0000 01 02 1234 c0a84d01 e0000001 94040000"
                    + "11 64 ee9b 00000000"),
            Bytes.hex("024c59000002 aac6dedda7b6 0800 4500 0024 0007 2000 40 01 3f74 c0a84d01 c0a84d02"
                    + "0800 0000 0001 0001 0000000000000000"),
            Bytes.hex("024c59000002 aac6dedda7b6 86dd 60000000 000c 3a 40 fe80000000000000a8c6defffedda7b6"
                    + "fe80000000000000004c59fffe000002 8000 0000 0001 0001 01020304"));

    private final SplittableRandom random = new SplittableRandom(826);
    private final Semaphore answered = new Semaphore(0);

    private Bytes next() {
        if (random.nextInt(20) == 0) {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            return Bytes.wrap(noise);
        }
        byte[] frame = SEEDS.get(random.nextInt(SEEDS.size())).toArray();
        for (int changes = random.nextInt(5); changes > 0; changes--) {
            frame[14 + random.nextInt(frame.length - 14)] = (byte) random.nextInt();
        }
        int length = random.nextInt(4) == 0 ? random.nextInt(frame.length + 1) : frame.length;
        repair(frame, length);
        return Bytes.copyOf(frame, 0, length);
    }

    /** Sets the checksums right most of the time: otherwise few frames would get past them. */
    private void repair(byte[] frame, int length) {
        PacketView view = new PacketView();
        if (random.nextInt(8) == 0 || length < 34) {
            return;
        }
        if (Bytes.wrap(frame).u16be(12) == PacketView.ETHERTYPE_IPV4) {
            int header = (frame[14] & 0xF) * 4;
            if (header >= 20 && 14 + header <= length) {
                IpFrames.put16(frame, 24, 0);
                IpFrames.put16(frame, 24, InternetChecksum.of(InternetChecksum.sum(frame, 14, header)));
            }
        }
        if (view.read(frame, 0, length) != PacketView.Kind.IP || view.isFragment) {
            return;
        }
        int at = view.payloadOffset + switch (view.protocol) {
            case PacketView.UDP -> 6;
            case PacketView.ICMP, PacketView.IGMP, PacketView.ICMPV6 -> 2;
            default -> Integer.MIN_VALUE / 2;
        };
        if (at >= 0 && at + 2 <= view.payloadEnd) {
            IpFrames.put16(frame, at, 0);
            long sum = InternetChecksum.sum(frame, view.payloadOffset, view.payloadLength());
            if (view.protocol == PacketView.UDP || view.protocol == PacketView.ICMPV6) {
                sum += InternetChecksum.pseudoHeader(frame, view.sourceOffset, view.destinationOffset,
                        view.addressLength, view.protocol, view.payloadLength());
            }
            IpFrames.put16(frame, at, InternetChecksum.of(sum));
        }
    }

    @Test
    void noFrameStopsTheHost() throws Exception {
        List<Event> notes = new ArrayList<>();
        MemoryLink link = new MemoryLink();
        link.forget();
        link.script(frame -> {
            if (Peer.isArp(frame) && frame.u16be(20) == 2 && frame.slice(38, 4).toHex().equals("c0a84d01")) {
                answered.release();
            }
            return List.of();
        });
        try (IpHost host = new IpHost(link, MonotonicClock.system(), new Notes(notes))) {
            host.addAddress(Inet4Address.ofLiteral("192.168.77.2"), 24);
            host.linkLocalAddress(Duration.ofSeconds(5));
            host.join(Inet4Address.ofLiteral("224.0.0.251"));
            host.join(Inet6Address.ofLiteral("ff02::fb"));
            host.open(5353).listen((nanos, source, destination, ttl, buffer, offset, length) -> { });
            host.open(68).acceptAnyDestination(true);
            assertTimeoutPreemptively(Duration.ofMinutes(2), () -> flood(link));
            IpCounters seen = host.counters();
            assertTrue(seen.malformed() > 10_000 && seen.badChecksum() > 10_000 && seen.udpIn() > 10_000
                    && seen.framesOut() > 10_000, seen.toString());
        }
        link.close();
        assertEquals(List.of(), notes.stream().filter(e -> e.toString().contains("could not")).toList());
    }

    private void flood(MemoryLink link) throws InterruptedException {
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = next().toArray();
            link.listener().frame(frame, 0, frame.length);
            if (i % BETWEEN_CHECKS == 0) {
                answered.drainPermits();
                byte[] sound = ARP_REQUEST.toArray();
                link.listener().frame(sound, 0, sound.length);
                assertTrue(answered.tryAcquire(10, TimeUnit.SECONDS), "no answer after frame " + i);
            }
        }
    }

    /** Keeps what the host remarks. */
    private record Notes(List<Event> events) implements Recorder {

        @Override
        public long nanos() {
            return clock().nanos();
        }

        @Override
        public MonotonicClock clock() {
            return MonotonicClock.system();
        }

        @Override
        public long record(long nanos, String source, Event event) {
            synchronized (events) {
                events.add(event);
            }
            return 0;
        }

        @Override
        public Subscription observe(Consumer<Recorded> observer) {
            return () -> { };
        }
    }
}
