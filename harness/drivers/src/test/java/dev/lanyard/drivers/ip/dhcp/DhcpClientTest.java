package dev.lanyard.drivers.ip.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.LocalAddress;
import dev.lanyard.drivers.ip.MemoryLink;
import dev.lanyard.drivers.ip.Peer;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers are those of dnsmasq, with the client's own transaction id put in and the UDP checksum left out. */
class DhcpClientTest {

    private static final int UDP_CHECKSUM = 40;
    private static final int DHCP = 42;
    private static final int XID = DHCP + 4;
    private static final int CHADDR = DHCP + 28;
    private static final int TYPE = DHCP + 242;
    private static final Bytes OFFER = Peer.captured("dhcp-offer.hex");
    private static final Bytes ACK = Peer.captured("dhcp-ack.hex");
    private static final Bytes UNICAST_ACK = Peer.captured("dhcp-ack-unicast.hex");
    private static final Inet4Address OFFERED = Inet4Address.ofLiteral("192.168.77.56");
    private static final Duration SECONDS = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(700);
    /** Fits into {@link #SHORT} a few times, and a busy machine answers within it. */
    private static final Duration RETRY = Duration.ofMillis(200);

    private final MemoryLink link = new MemoryLink();
    private final IpHost host = new IpHost(link, MonotonicClock.system(), Recorder.none());

    @AfterEach
    void close() {
        host.close();
        link.close();
    }

    private static DhcpMessage message(Bytes frame) {
        return DhcpMessage.decode(frame.from(DHCP));
    }

    private static boolean is(Bytes frame, DhcpMessageType type) {
        return message(frame).type().orElseThrow() == type;
    }

    private static Bytes answer(Bytes captured, Bytes request) {
        byte[] octets = captured.toArray();
        request.slice(XID, 4).copyTo(octets, XID);
        octets[UDP_CHECKSUM] = 0;
        octets[UDP_CHECKSUM + 1] = 0;
        return Bytes.wrap(octets);
    }

    private DhcpLease acquire(boolean broadcast, Duration retry, Duration timeout) throws IpException, InterruptedException {
        DhcpSettings settings = DhcpSettings.of(broadcast);
        return new DhcpClient(host, new DhcpSettings(broadcast, settings.requestedOptions(), Optional.empty(),
                Optional.empty(), retry)).acquire(timeout);
    }

    private IpException refused(Duration timeout) {
        return assertThrows(IpException.class, () -> acquire(true, RETRY, timeout));
    }

    @Test
    void fourMessagesMakeALease() throws Exception {
        link.script(frame -> List.of(answer(is(frame, DhcpMessageType.DISCOVER) ? OFFER : ACK, frame)));
        DhcpLease lease = acquire(true, SECONDS, SECONDS);
        assertEquals(OFFERED, lease.address());
        assertEquals(24, lease.prefixLength());
        assertTrue(lease.maskGiven());
        assertEquals(Peer.ADDRESS, lease.serverIdentifier());
        assertEquals(Optional.of(Duration.ofHours(2)), lease.leaseTime());
        assertEquals(Optional.of(Duration.ofHours(1)), lease.t1());
        assertEquals(Optional.of(Duration.ofMinutes(105)), lease.t2());
        assertEquals(List.of(), lease.routers());
        assertEquals(List.of(Inet4Address.ofLiteral("192.168.77.9")), lease.dnsServers());
        assertTrue(lease.offerNanos() > 0 && lease.totalNanos() > lease.offerNanos());
        assertEquals(List.of(new LocalAddress(OFFERED, 24, LocalAddress.Origin.DHCP)), host.addresses());

        DhcpMessage discover = message(link.sent().get(0));
        DhcpMessage request = message(link.sent().get(1));
        assertEquals("ffffffffffff024c5900000208004500", link.sent().get(0).slice(0, 16).toHex());
        assertEquals("00000000ffffffff00440043", link.sent().get(0).slice(26, 12).toHex());
        assertTrue(discover.isBroadcast());
        assertEquals(MemoryLink.MAC, discover.clientMac());
        assertEquals(Optional.of(Bytes.of(1, 3, 6, 15)), discover.option(55));
        assertEquals(discover.xid(), request.xid());
        assertEquals(Optional.of(OFFERED), request.address(50));
        assertEquals(Optional.of(Peer.ADDRESS), request.address(54));
        assertTrue(request.ciaddr().isAnyLocalAddress());
    }

    @Test
    void unicastAnswersReachTheClientBeforeItHasTheAddress() throws Exception {
        // The captured OFFER goes to everybody; the captured ACK to 192.168.77.56 alone.
        link.script(frame -> List.of(answer(is(frame, DhcpMessageType.DISCOVER) ? OFFER : UNICAST_ACK, frame)));
        assertEquals(OFFERED, acquire(false, SECONDS, SECONDS).address());
        assertEquals(0, message(link.sent().getFirst()).flags());
    }

    @Test
    void lostMessagesAreRepeated() throws Exception {
        link.script(frame -> {
            int sent = link.sent().size();
            return sent == 2 || sent == 5 ? List.of(answer(sent == 2 ? OFFER : ACK, frame)) : List.of();
        });
        DhcpLease lease = acquire(true, RETRY, SECONDS);
        assertEquals(2, lease.discovers());
        assertEquals(3, lease.requests());
    }

    @Test
    void nakIsAFailureWithTheServersWords() {
        byte[] nak = ACK.toArray();
        nak[TYPE] = 6;
        // Option 56 in place of the options after the server identifier.
        Bytes.hex("380a 6e6f 1b5b33316d6e6f6f ff").copyTo(nak, DHCP + 249);
        link.script(frame -> List.of(answer(is(frame, DhcpMessageType.DISCOVER) ? OFFER : Bytes.wrap(nak), frame)));
        IpException error = refused(SECONDS);
        assertEquals(IpFailure.NAK, error.failure());
        assertEquals("DHCP REQUEST for 192.168.77.56 from 192.168.77.1: the DHCP server refused "
                + "(it says \"no\\u{1b}[31mnoo\")", error.getMessage());
        assertEquals(List.of(), host.addresses());
    }

    @Test
    void silenceIsAFailureThatSaysSo() {
        IpException error = refused(SHORT);
        assertEquals(IpFailure.NO_REPLY, error.failure());
        assertTrue(error.getMessage().matches("DHCP DISCOVER: no reply \\([2-4] sent, no offer within 700 ms "
                + "of the start; nothing came to port 68 at all\\)"), error.getMessage());
    }

    @Test
    void offersThatAreNotForUsAreNamed() {
        link.script(frame -> List.of(OFFER, Peer.with(answer(OFFER, frame), CHADDR + 5, 9),
                Peer.with(answer(OFFER, frame), TYPE, 5), Peer.with(answer(OFFER, frame), DHCP, 1)));
        IpException error = refused(SHORT);
        assertTrue(error.getMessage().contains("OFFER from 192.168.77.1 has xid 4fbbdb32, not "), error.getMessage());
        assertTrue(error.getMessage().contains("is for the client 02:4c:59:00:00:09 (hlen 6), not 02:4c:59:00:00:02"),
                error.getMessage());
        assertTrue(error.getMessage().contains("ACK from 192.168.77.1 is none of [OFFER]"), error.getMessage());
        assertTrue(error.getMessage().contains("has op 1, not 2"), error.getMessage());
    }

    @Test
    void offerWithoutServerOrAddressIsNotTaken() {
        link.script(frame -> List.of(Peer.with(answer(OFFER, frame), DHCP + 243, 99),
                Peer.with(answer(OFFER, frame), DHCP + 16, 224)));
        IpException error = refused(SHORT);
        assertTrue(error.getMessage().contains("has no server identifier (option 54)"), error.getMessage());
        assertTrue(error.getMessage().contains("offers 224.168.77.56, which no host can have"), error.getMessage());
    }

    @Test
    void serverThatOffersButNeverAcknowledgesIsNamed() {
        link.script(frame -> is(frame, DhcpMessageType.DISCOVER) ? List.of(answer(OFFER, frame)) : List.of());
        IpException error = refused(SHORT);
        assertTrue(error.getMessage().matches("DHCP REQUEST for 192.168.77.56 from 192.168.77.1: no reply "
                + "\\([1-4] sent, no acknowledgement within 700 ms of the start; "
                + "OFFER from 192.168.77.1 came before\\)"),
                error.getMessage());
    }

    @Test
    void lossOfTheLinkEndsTheExchangeAtOnce() {
        link.script(frame -> {
            link.detach("unplugged");
            return List.of();
        });
        assertEquals(IpFailure.DETACHED, refused(Duration.ofMinutes(5)).failure());
    }
}
