package dev.lanyard.drivers.ip;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UdpSocketTest {

    private static final Duration SECONDS = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final InetSocketAddress ECHO = new InetSocketAddress(Peer.ADDRESS, 7);
    /** From 192.168.77.1 port 7 to 192.168.77.2 port 4711, "ab", checksums by hand. */
    private static final Bytes DATAGRAM = Bytes.hex("024c59000002 aac6dedda7b6 0800"
            + "4500 001e 0000 0000 40 11 5f7b c0a84d01 c0a84d02 0007 1267 000a 70b5 6162");

    private final MemoryLink link = new MemoryLink();
    private IpHost host;
    private UdpSocket socket;

    @BeforeEach
    void open() throws IpException {
        host = new IpHost(link, MonotonicClock.system(), Recorder.none());
        host.addAddress(Peer.HOST, 24);
        link.script(Peer.withArp(frame -> List.of()));
        socket = host.open(4711);
    }

    @AfterEach
    void close() {
        host.close();
        link.close();
    }

    @Test
    void datagramGoesOutWithTheOctetsOfRfc768() throws Exception {
        socket.send(ECHO, Bytes.hex("6162"));
        Bytes expected = Bytes.hex("aac6dedda7b6 024c59000002 0800"
                + "4500 001e 0001 0000 40 11 5f7a c0a84d02 c0a84d01 1267 0007 000a 70b5 6162");
        assertEquals(expected, link.sent().getLast());
    }

    @Test
    void checksumThatComesOutAsZeroIsSentAsOnes() throws Exception {
        // With this word all adds up to ffff, of which the complement is zero.
        socket.send(ECHO, Bytes.hex("d217"));
        assertEquals(0xFFFF, link.sent().getLast().u16be(40), link.sent().getLast().toHex());
    }

    @Test
    void datagramComesInWithItsSource() throws Exception {
        link.receive(DATAGRAM);
        Datagram datagram = socket.receive(SECONDS).orElseThrow();
        assertEquals(ECHO, datagram.source());
        assertEquals(Peer.HOST, datagram.destination());
        assertEquals(64, datagram.ttl());
        assertEquals(Bytes.hex("6162"), datagram.payload());
    }

    @Test
    void ethernetPaddingIsNotPayload() throws Exception {
        link.receive(DATAGRAM.concat(Bytes.wrap(new byte[16])));
        assertEquals(2, socket.receive(SECONDS).orElseThrow().payload().length());
    }

    @Test
    void wrongChecksumsAreDroppedAndCountedButNoneIsFine() throws Exception {
        link.receive(Peer.with(DATAGRAM, 43, 0x63));
        link.receive(Peer.with(DATAGRAM, 24, 0x41));
        await().atMost(SECONDS).until(() -> host.counters().badChecksum() == 2);
        assertEquals(Optional.empty(), socket.receive(SHORT));
        link.receive(Peer.with(Peer.with(DATAGRAM, 40, 0), 41, 0));
        assertTrue(socket.receive(SECONDS).isPresent());
    }

    @Test
    void lengthsThatContradictAreMalformed() throws Exception {
        link.receive(Peer.with(DATAGRAM, 39, 11));
        link.receive(Peer.with(DATAGRAM, 39, 7));
        link.receive(DATAGRAM.truncate(43));
        await().atMost(SECONDS).until(() -> host.counters().malformed() == 3);
        assertEquals(Optional.empty(), socket.receive(SHORT));
    }

    @Test
    void datagramForAnotherAddressIsOnlyForWhoAskedForAny() throws Exception {
        Bytes foreign = Bytes.hex("024c59000002 aac6dedda7b6 0800"
                + "4500 001e 0000 0000 40 11 5f7a c0a84d01 c0a84d03 0007 1267 000a 0000 6162");
        link.receive(foreign);
        await().atMost(SECONDS).until(() -> host.counters().notForUs() == 1);
        assertEquals(Optional.empty(), socket.receive(SHORT));
        socket.acceptAnyDestination(true);
        link.receive(foreign);
        assertEquals(Inet4Address.ofLiteral("192.168.77.3"), socket.receive(SECONDS).orElseThrow().destination());
    }

    @Test
    void portUnreachableOfLinuxReachesTheSocket() throws Exception {
        try (UdpSocket sender = host.open(60_576)) {
            link.receive(Peer.captured("port-unreachable.hex"));
            IpException error = assertThrows(IpException.class, () -> sender.receive(SECONDS));
            assertEquals(IpFailure.UNREACHABLE, error.failure());
            assertEquals("datagram to 192.168.77.1 port 7007: destination unreachable (port unreachable from "
                    + "192.168.77.1)", error.getMessage());
            assertEquals(Optional.empty(), sender.receive(SHORT));
        }
    }

    @Test
    void closedPortIsAnsweredWithAQuote() {
        socket.close();
        link.receive(DATAGRAM);
        await().atMost(SECONDS).until(() -> !link.sent().isEmpty());
        Bytes error = link.sent().getFirst();
        assertEquals("0303", error.slice(34, 2).toHex());
        assertEquals(DATAGRAM.from(14), error.from(42));
    }

    @Test
    void fullQueueDropsAndCounts() throws Exception {
        for (int i = 0; i < UdpSocket.QUEUE + 10; i++) {
            link.receive(DATAGRAM);
        }
        await().atMost(SECONDS).until(() -> host.counters().udpIn() + host.counters().socketDrops()
                == UdpSocket.QUEUE + 10);
        assertEquals(10, host.counters().socketDrops());
        assertEquals(UdpSocket.QUEUE, host.counters().udpIn());
    }

    @Test
    void longDatagramIsFragmentedAndReassembled() throws Exception {
        byte[] payload = new byte[5000];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i * 13 + (i >> 8));
        }
        link.script(Peer.withArp(frame -> List.of(Peer.turned(frame))));
        try (UdpSocket seven = host.open(7)) {
            // Turned round, the datagram comes back to the port it was sent to.
            socket.send(ECHO, Bytes.wrap(payload));
            assertEquals(Bytes.wrap(payload), seven.receive(SECONDS).orElseThrow().payload());
        }
        assertEquals(List.of(1514, 1514, 1514, 602), link.sent().stream().skip(1).map(Bytes::length).toList());
    }

    @Test
    void tooLongForUdpIsRefused() {
        IpException error = assertThrows(IpException.class, () -> socket.send(ECHO, Bytes.wrap(new byte[65_508])));
        assertEquals(IpFailure.TOO_LARGE, error.failure());
    }
}
