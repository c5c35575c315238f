package dev.lanyard.drivers.ip.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.MemoryLink;
import dev.lanyard.drivers.ip.Peer;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UdpEchoTest {

    private static final InetSocketAddress ECHO = new InetSocketAddress(Peer.ADDRESS, 7007);
    private static final Duration SECONDS = Duration.ofSeconds(60);
    /** An answer within this time is not lost; a machine that is busy elsewhere must not make it late. */
    private static final Duration LOSS = Duration.ofMillis(600);

    private final MemoryLink link = new MemoryLink();
    private final IpHost host = new IpHost(link, MonotonicClock.system(), Recorder.none());
    private final AtomicInteger count = new AtomicInteger();

    @BeforeEach
    void open() {
        host.addAddress(Peer.HOST, 24);
    }

    @AfterEach
    void close() {
        host.close();
        link.close();
    }

    /** Answers the n-th datagram, from 0, by {@code answers}. */
    private void answer(BiFunction<Integer, Bytes, List<Bytes>> answers) {
        link.script(Peer.withArp(frame -> answers.apply(count.getAndIncrement(), frame)));
    }

    private UdpEchoResult run(int datagrams, int window, Integer... sizes) throws IpException, InterruptedException {
        return new UdpEcho(host).run(new UdpEchoPlan(ECHO, datagrams, List.of(sizes), window, LOSS, SECONDS, null));
    }

    @Test
    void soundServerGivesACleanResult() throws Exception {
        answer((n, frame) -> List.of(Peer.udpEcho(frame)));
        List<Long> rtts = new ArrayList<>();
        UdpEchoResult result = new UdpEcho(host).run(new UdpEchoPlan(ECHO, 500, List.of(0, 1, 7, 8, 512, 1472), 16,
                SECONDS, SECONDS, rtts::add));
        assertTrue(result.isClean(), result.toString());
        assertEquals(500, result.received());
        assertEquals(Arrays.stream(result.rttNanos()).boxed().toList(), rtts);
        assertTrue(rtts.stream().allMatch(rtt -> rtt > 0));
        assertTrue(result.datagramsPerSecond() > 0);
        assertEquals("", result.ended());
    }

    @Test
    void lossIsCountedWithItsSizes() throws Exception {
        answer((n, frame) -> n % 10 == 3 ? List.of() : List.of(Peer.udpEcho(frame)));
        UdpEchoResult result = run(100, 8, 100, 200);
        assertEquals(10, result.lost());
        assertEquals(90, result.received());
        assertEquals(List.of(200), result.lostSizes());
        assertFalse(result.isClean());
    }

    @Test
    void lostDatagramWithoutANumberHoldsUpNothingForLong() throws Exception {
        answer((n, frame) -> n == 1 ? List.of() : List.of(Peer.udpEcho(frame)));
        UdpEchoResult result = run(5, 8, 0);
        assertEquals(1, result.lost());
        assertEquals(4, result.received());
        assertEquals(List.of(0), result.lostSizes());
    }

    @Test
    void duplicatesReorderAndCorruptionAreToldApart() throws Exception {
        List<Bytes> held = new ArrayList<>();
        answer((n, frame) -> {
            Bytes echo = Peer.udpEcho(frame);
            return switch (n) {
                case 2 -> List.of(echo, echo);
                case 4 -> {
                    held.add(echo);
                    yield List.of();
                }
                case 5 -> List.of(echo, held.getFirst());
                // Payload octet 40 changed, UDP checksum left out.
                case 7 -> List.of(Peer.with(Peer.with(Peer.with(echo, 82, echo.u8(82) ^ 1), 40, 0), 41, 0));
                default -> List.of(echo);
            };
        });
        UdpEchoResult result = run(10, 4, 64);
        assertEquals(1, result.duplicates(), result.toString());
        assertEquals(1, result.reordered(), result.toString());
        assertEquals(1, result.corrupted(), result.toString());
        assertEquals(1, result.lost(), result.toString());
        assertEquals(9, result.received(), result.toString());
        assertTrue(result.examples().stream().anyMatch(e -> e.contains("datagram 7 of 64 octets")),
                result.toString());
    }

    @Test
    void answerOfAnotherLengthIsCorrupt() throws Exception {
        answer((n, frame) -> {
            byte[] longer = Peer.udpEcho(frame).concat(Bytes.of(0)).toArray();
            longer[17]++;
            longer[39]++;
            // The header's length grew by one, its checksum shrinks by one; UDP goes without.
            longer[25]--;
            longer[40] = 0;
            longer[41] = 0;
            return List.of(Bytes.wrap(longer));
        });
        assertEquals(3, run(3, 1, 64).corrupted());
    }

    @Test
    void lateAnswerIsCountedAsLateAndLost() throws Exception {
        List<Bytes> held = new ArrayList<>();
        answer((n, frame) -> {
            held.add(Peer.udpEcho(frame));
            return n == 0 ? List.of() : List.copyOf(held.subList(n == 1 ? 0 : n, n + 1));
        });
        UdpEchoResult result = run(3, 1, 64);
        assertEquals(1, result.late(), result.toString());
        assertEquals(1, result.lost(), result.toString());
        assertEquals(2, result.received(), result.toString());
    }

    @Test
    void lossOfTheLinkEndsTheRunAtOnce() {
        answer((n, frame) -> {
            if (n == 5) {
                link.detach("unplugged");
            }
            return n < 5 ? List.of(Peer.udpEcho(frame)) : List.of();
        });
        UdpEchoResult result = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> new UdpEcho(host).run(
                new UdpEchoPlan(ECHO, 100, List.of(64), 1, Duration.ofMinutes(1), Duration.ofMinutes(1), null)));
        assertTrue(result.ended().contains("unplugged"), result.ended());
        assertEquals(5, result.received());
        assertEquals(1, result.lost());
        assertEquals(6, result.sent());
    }

    @Test
    void deadlineEndsTheRun() throws Exception {
        answer((n, frame) -> List.of());
        UdpEchoResult result = new UdpEcho(host).run(new UdpEchoPlan(ECHO, 100, List.of(64), 2,
                Duration.ofSeconds(60), Duration.ofMillis(900), null));
        assertEquals("the deadline of 900 ms passed; 2 of 100 were sent", result.ended());
        assertEquals(2, result.lost());
    }

    @Test
    void targetWithoutNeighbourIsAnError() {
        IpException error = assertThrows(IpException.class, () -> new UdpEcho(host).run(
                UdpEchoPlan.of(ECHO, 1, List.of(64), 1, Duration.ofMillis(100))));
        assertEquals(IpFailure.NO_NEIGHBOUR, error.failure());
    }

    @Test
    void strayDatagramsAreCounted() throws Exception {
        answer((n, frame) -> {
            Bytes echo = Peer.udpEcho(frame);
            // Another run's number; no checksum.
            Bytes other = Peer.with(Peer.with(Peer.with(echo, 42, echo.u8(42) ^ 0xFF), 40, 0), 41, 0);
            return List.of(other, echo);
        });
        UdpEchoResult result = run(3, 1, 64);
        assertEquals(3, result.stray());
        assertEquals(3, result.received());
    }
}
