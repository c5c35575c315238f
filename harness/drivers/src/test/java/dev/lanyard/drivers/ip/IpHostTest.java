package dev.lanyard.drivers.ip;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IpHostTest {

    private static final Duration SECONDS = Duration.ofSeconds(20);
    /** Enough for the neighbour to answer on a busy machine; what never comes is waited for so long. */
    private static final Duration SHORT = Duration.ofMillis(900);
    private static final Bytes ARP_REQUEST = Bytes.hex("ffffffffffff 024c59000002 0806 0001 0800 06 04 0001"
            + "024c59000002 c0a84d02 000000000000 c0a84d01");

    private final MemoryLink link = new MemoryLink();
    private IpHost host;

    @BeforeEach
    void open() {
        host = new IpHost(link, MonotonicClock.system(), Recorder.none());
        host.addAddress(Peer.HOST, 24);
    }

    @AfterEach
    void close() {
        host.close();
        link.close();
    }

    private PingResult.Failed failedPing(int octets, Duration timeout) throws InterruptedException {
        return assertInstanceOf(PingResult.Failed.class, host.ping(Peer.ADDRESS, octets, timeout));
    }

    @Test
    void pingAsksForTheNeighbourOnceAndChecksTheReply() throws InterruptedException {
        link.script(Peer.withArp(frame -> List.of(Peer.echoReply(frame))));
        for (int octets : new int[] {0, 1, 1472}) {
            PingResult.Reply reply = assertInstanceOf(PingResult.Reply.class, host.ping(Peer.ADDRESS, octets, SECONDS));
            assertEquals(64, reply.ttl());
            assertTrue(reply.rttNanos() > 0);
        }
        assertEquals(ARP_REQUEST, link.sent().getFirst());
        assertEquals(4, link.sent().size());
    }

    @Test
    void replyWithOtherOctetsNamesTheFirst() throws InterruptedException {
        // Octets 40 and 42 swapped with each other leave the checksum right.
        link.script(Peer.withArp(frame -> {
            Bytes reply = Peer.echoReply(frame);
            return List.of(Peer.with(Peer.with(reply, 50, reply.u8(52)), 52, reply.u8(50)));
        }));
        PingResult.Failed failed = failedPing(20, SECONDS);
        assertEquals(IpFailure.WRONG_PAYLOAD, failed.reason());
        assertTrue(failed.message().contains("20 octets came back, the first difference is at octet 8"),
                failed.message());
    }

    @Test
    void replyThatFitsNothingIsNamedAsNear() throws InterruptedException {
        link.script(Peer.withArp(frame -> List.of(Peer.captured("echo-reply.hex"))));
        PingResult.Failed failed = failedPing(123, SHORT);
        assertEquals(IpFailure.NO_REPLY, failed.reason());
        assertTrue(failed.message().contains("a reply from 192.168.77.1 with identifier d29b and sequence 2 fits no"),
                failed.message());
    }

    @Test
    void brokenReplyIsCountedAndNotTaken() throws InterruptedException {
        link.script(Peer.withArp(frame -> List.of(Peer.with(Peer.echoReply(frame), 50, 0xEE))));
        assertEquals(IpFailure.NO_REPLY, failedPing(20, SHORT).reason());
        assertEquals(1, host.counters().badChecksum());
    }

    @Test
    void silentNeighbourIsAskedThreeTimes() throws InterruptedException {
        PingResult.Failed failed = failedPing(0, Duration.ofSeconds(10));
        assertEquals(IpFailure.NO_NEIGHBOUR, failed.reason());
        assertTrue(failed.message().contains("3 ARP requests for 192.168.77.1 went unanswered; nobody else"),
                failed.message());
        assertEquals(List.of(ARP_REQUEST, ARP_REQUEST, ARP_REQUEST), link.sent());
    }

    @Test
    void targetOffTheLinkHasNoRouteUnlessThereIsAGateway() throws InterruptedException {
        InetAddress far = Inet4Address.ofLiteral("8.8.8.8");
        PingResult.Failed failed = assertInstanceOf(PingResult.Failed.class, host.ping(far, 0, SHORT));
        assertEquals(IpFailure.NO_ROUTE, failed.reason());
        assertTrue(failed.message().contains("192.168.77.2/24 (static)"), failed.message());
        host.gateway(Peer.ADDRESS);
        link.script(Peer.withArp(frame -> List.of(Peer.echoReply(frame))));
        assertInstanceOf(PingResult.Reply.class, host.ping(far, 0, SECONDS));
    }

    @Test
    void arpRequestsForOwnAddressesAreAnsweredAndOthersNot() {
        Bytes forOther = Bytes.hex("ffffffffffff aac6dedda7b6 0806 0001 0800 06 04 0001"
                + "aac6dedda7b6 c0a84d01 000000000000 c0a84d63");
        Bytes forUs = forOther.slice(0, 38).concat(Bytes.hex("c0a84d02"));
        Bytes probe = forUs.slice(0, 28).concat(Bytes.hex("00000000")).concat(forUs.from(32));
        link.receive(forOther);
        link.receive(forUs);
        link.receive(probe);
        Bytes answer = Bytes.hex("aac6dedda7b6 024c59000002 0806 0001 0800 06 04 0002"
                + "024c59000002 c0a84d02 aac6dedda7b6 c0a84d01");
        await().atMost(SECONDS).until(() -> link.sent().size() >= 2);
        assertEquals(List.of(answer, answer.slice(0, 38).concat(Bytes.hex("00000000"))), link.sent());
    }

    @Test
    void linkLocalAddressIsDefendedAgainstDuplicates() throws Exception {
        Inet6Address address = host.linkLocalAddress(SECONDS);
        assertEquals(Inet6Address.ofLiteral("fe80::4c:59ff:fe00:2"), address);
        Bytes probe = link.sent().stream().filter(f -> f.u8(54) == 135).findFirst().orElseThrow();
        assertEquals("3333ff000002024c5900000286dd6000000000183aff" + "00".repeat(16)
                + "ff0200000000000000000001ff000002", probe.slice(0, 54).toHex());
        link.forget();
        link.receive(Peer.with(probe, 11, 9));
        CountDownLatch answered = new CountDownLatch(1);
        link.script(frame -> {
            if (frame.u8(54) == 136 && frame.slice(0, 6).toHex().equals("333300000001")) {
                answered.countDown();
            }
            return List.of();
        });
        link.receive(Peer.with(probe, 11, 9));
        assertTrue(answered.await(20, TimeUnit.SECONDS));
    }

    @Test
    void linkLocalAddressThatIsInUseIsRefused() {
        link.script(frame -> frame.u8(54) == 135 ? List.of(Peer.with(frame, 11, 9)) : List.of());
        IpException error = assertThrows(IpException.class, () -> host.linkLocalAddress(SECONDS));
        assertEquals(IpFailure.ADDRESS_IN_USE, error.failure());
        assertTrue(error.getMessage().contains("02:4c:59:00:00:09 has it"), error.getMessage());
    }

    @Test
    void advertisementOfLinuxIsLearned() throws Exception {
        host.linkLocalAddress(SECONDS);
        link.script(frame -> frame.u8(54) == 135 ? List.of(Peer.captured("neighbour-advertisement.hex")) : List.of());
        assertEquals(MacAddress.parse("aa:c6:de:dd:a7:b6"),
                host.resolve(Inet6Address.ofLiteral("fe80::a8c6:deff:fedd:a7b6"), SECONDS));
    }

    @Test
    void lossOfTheLinkEndsWaitingAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        link.script(frame -> {
            asked.countDown();
            return List.of();
        });
        Thread.startVirtualThread(() -> {
            try {
                asked.await();
                link.detach("the accessory was unplugged");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        PingResult.Failed failed = assertTimeoutPreemptively(SECONDS, () -> failedPing(0, Duration.ofMinutes(5)));
        assertEquals(IpFailure.DETACHED, failed.reason());
        assertTrue(failed.message().contains("the accessory was unplugged"), failed.message());
        assertEquals("the accessory was unplugged", host.detached().get());
        assertEquals(IpFailure.DETACHED, assertThrows(IpException.class, () -> host.open(0)).failure());
    }

    @Test
    void closingTheHostEndsItsThreadAndSockets() throws Exception {
        UdpSocket socket = host.open(0);
        host.close();
        assertEquals(IpFailure.CLOSED, assertThrows(IpException.class, () -> socket.receive(SECONDS)).failure());
        assertFalse(host.detached().isDone());
        int before = link.sent().size();
        link.receive(ARP_REQUEST);
        assertEquals(before, link.sent().size());
    }

    @Test
    void linkThatRefusesIsAnErrorWithItsReason() throws InterruptedException {
        link.refuse("alternate 0 is selected");
        PingResult.Failed failed = failedPing(0, SECONDS);
        assertEquals(IpFailure.LINK, failed.reason());
        assertTrue(failed.message().contains("alternate 0 is selected"), failed.message());
    }

    @Test
    void aWriteThatFailsBecauseTheDeviceIsGoneSaysSoBeforeTheLinkDoes() throws InterruptedException {
        link.refuse(new IOException("cannot send: it is gone", new UsbException(UsbError.DETACHED, "write", "gone")));
        PingResult.Failed failed = failedPing(0, SECONDS);
        assertEquals(IpFailure.DETACHED, failed.reason());
        assertTrue(failed.message().contains("it is gone"), failed.message());
    }

    @Test
    void floodDoesNotHoldUpTheDriverEvenWhenNothingCanBeSent() {
        CountDownLatch stuck = new CountDownLatch(1);
        link.script(frame -> {
            awaitQuietly(stuck);
            return List.of();
        });
        Bytes request = Bytes.hex("ffffffffffff aac6dedda7b6 0806 0001 0800 06 04 0001"
                + "aac6dedda7b6 c0a84d01 000000000000 c0a84d02");
        byte[] octets = request.toArray();
        assertTimeoutPreemptively(SECONDS, () -> {
            for (int i = 0; i < 5000; i++) {
                link.listener().frame(octets, 0, octets.length);
            }
        });
        assertTrue(host.counters().dispatchDrops() > 3000, host.counters().toString());
        stuck.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void neighboursAreForgottenWhenTheLinkFalls() throws InterruptedException {
        link.script(Peer.withArp(frame -> List.of(Peer.echoReply(frame))));
        host.ping(Peer.ADDRESS, 0, SECONDS);
        link.listener().linkState(false);
        link.listener().linkState(true);
        host.ping(Peer.ADDRESS, 0, SECONDS);
        assertEquals(2, link.sent().stream().filter(Peer::isArp).count());
    }

    @Test
    void portsAreGivenOnce() throws Exception {
        UdpSocket socket = host.open(4711);
        assertEquals(IpFailure.PORT_IN_USE, assertThrows(IpException.class, () -> host.open(4711)).failure());
        socket.close();
        host.open(4711).close();
        assertEquals(IpFailure.CLOSED, assertThrows(IpException.class,
                () -> socket.send(new InetSocketAddress("255.255.255.255", 9), Bytes.EMPTY)).failure());
    }
}
