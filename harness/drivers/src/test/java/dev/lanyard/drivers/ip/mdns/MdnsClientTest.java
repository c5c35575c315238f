package dev.lanyard.drivers.ip.mdns;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.ip.Datagram;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.MemoryLink;
import dev.lanyard.drivers.ip.Peer;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers are those of avahi. */
class MdnsClientTest {

    private static final Bytes PTR = Peer.captured("mdns-ptr.hex");
    private static final Bytes SERVICE = Peer.captured("mdns-service.hex");
    private static final int UDP = 34;
    private static final int DNS = 42;
    private static final Duration SECONDS = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(700);

    private final MemoryLink link = new MemoryLink();
    private final IpHost host = new IpHost(link, MonotonicClock.system(), Recorder.none());
    private MdnsClient client;

    @BeforeEach
    void open() throws IpException, InterruptedException {
        host.addAddress(Peer.HOST, 24);
        client = new MdnsClient(host, Set.of(MdnsFamily.IPV4));
        link.sent().clear();
    }

    @AfterEach
    void close() {
        client.close();
        host.close();
        link.close();
    }

    /** {@code frame} with another octet and no UDP checksum. */
    private static Bytes changed(Bytes frame, int at, int value) {
        return Peer.with(Peer.with(Peer.with(frame, at, value), UDP + 6, 0), UDP + 7, 0);
    }

    private void answerQueries(Function<Integer, List<Bytes>> answers) {
        link.script(frame -> Peer.isUdp(frame) ? answers.apply((int) queries()) : List.of());
    }

    private long queries() {
        return link.sent().stream().filter(Peer::isUdp).count();
    }

    private IpException failure(String type) {
        return assertThrows(IpException.class, () -> client.resolve(type, Optional.empty(), SHORT));
    }

    @Test
    void serviceIsResolvedInTwoQuestions() throws Exception {
        answerQueries(query -> List.of(query == 1 ? PTR : SERVICE));
        MdnsService service = client.resolve("_echo._udp", Optional.empty(), SECONDS);
        assertEquals("Lanyard \"test\" é", service.instance());
        assertEquals("lanyard-peer.local.", service.host());
        assertEquals(7007, service.port());
        assertEquals(Set.of(Peer.ADDRESS, Inet6Address.ofLiteral("fe80::a8c6:deff:fedd:a7b6")),
                Set.copyOf(service.addresses()));
        assertEquals(List.of("version", "flag"), List.copyOf(service.txt().keySet()));
        assertEquals(Optional.of(Bytes.wrap("1.0".getBytes(StandardCharsets.UTF_8))), service.txt().get("version"));
        assertEquals(Optional.empty(), service.txt().get("flag"));
        assertEquals(new InetSocketAddress(Peer.ADDRESS, 5353), service.responder());
        assertEquals(2, service.queries());
        assertEquals(List.of(12, 33, 16), service.records().stream().map(MdnsRecord::type).limit(3).toList());
        assertEquals(List.of(false, true, true), service.records().stream().map(MdnsRecord::cacheFlush).limit(3)
                .toList());
        assertTrue(service.records().stream().allMatch(r -> r.hopLimit() == 255));
    }

    @Test
    void firstQuestionHasTheOctetsOfRfc6762() {
        failure("_echo._udp");
        Bytes query = link.sent().getFirst();
        assertEquals("01005e0000fb024c59000002", query.slice(0, 12).toHex());
        assertEquals(255, query.u8(22));
        assertEquals("e00000fb14e914e9", query.slice(30, 8).toHex());
        assertEquals("0000 0000 0001 0000 0000 0000 055f6563686f 045f756470 056c6f63616c 00 000c 0001".replace(" ", ""),
                query.from(DNS).toHex());
    }

    @Test
    void questionIsRepeatedAfterASecond() throws Exception {
        answerQueries(query -> query == 1 ? List.of() : List.of(PTR, SERVICE));
        MdnsService service = client.resolve("_echo._udp", Optional.empty(), SECONDS);
        assertTrue(service.queries() >= 2);
        assertTrue(service.nanos() >= Duration.ofSeconds(1).toNanos());
    }

    @Test
    void announcementsBeforeTheQuestionCount() throws Exception {
        link.receive(PTR);
        link.receive(SERVICE);
        await().atMost(SECONDS).until(() -> host.counters().udpIn() == 2);
        assertEquals(0, client.resolve("_echo._udp", Optional.empty(), SHORT).nanos());
    }

    @Test
    void wantedInstanceIsComparedWithoutRegardToCase() throws Exception {
        answerQueries(query -> List.of(PTR, SERVICE));
        assertEquals(7007, client.resolve("_echo._udp", Optional.of("LANYARD \"Test\" é"), SECONDS).port());
        IpException error = assertThrows(IpException.class,
                () -> client.resolve("_echo._udp", Optional.of("Other"), SHORT));
        assertEquals(IpFailure.NO_REPLY, error.failure());
        assertTrue(error.getMessage().contains("heard instead: the instance \"Lanyard \\\"test\\\" é\""),
                error.getMessage());
    }

    @Test
    void silenceIsAFailureThatSaysSo() {
        IpException error = failure("_echo._udp");
        assertEquals(IpFailure.NO_REPLY, error.failure());
        assertEquals("mDNS resolution of _echo._udp: no reply (1 queries in 700 ms; no mDNS response was heard)",
                error.getMessage());
    }

    @Test
    void otherServicesAreNamedAsNear() {
        answerQueries(query -> List.of(PTR));
        IpException error = failure("_other._tcp");
        assertTrue(error.getMessage().contains("the service \"_echo._udp.local.\""), error.getMessage());
    }

    @Test
    void whatLacksIsNamed() {
        answerQueries(query -> List.of(PTR));
        IpException error = failure("_echo._udp");
        assertEquals(IpFailure.INCOMPLETE, error.failure());
        assertTrue(error.getMessage().contains("answered, but lacks SRV, TXT, an address"), error.getMessage());
    }

    @Test
    void responseFromAnotherPortIsPassedOverButNamed() {
        answerQueries(query -> List.of(changed(PTR, UDP + 1, 0xEA)));
        assertTrue(failure("_echo._udp").getMessage().contains("port 5354, not 5353"));
    }

    @Test
    void goodbyeTakesTheInstanceAway() throws Exception {
        Bytes goodbye = PTR;
        int ttl = DNS + 12 + 18 + 4;
        for (int i = 0; i < 4; i++) {
            goodbye = changed(goodbye, ttl + i, 0);
        }
        Bytes last = goodbye;
        answerQueries(query -> List.of(PTR, last));
        assertEquals(List.of(), client.browse("_echo._udp", SHORT));
        answerQueries(query -> List.of(last, PTR));
        assertEquals(List.of("Lanyard \"test\" é"), client.browse("_echo._udp", SHORT));
    }

    @Test
    void mutatedResponsesNeverDoHarm() throws Exception {
        SplittableRandom random = new SplittableRandom(6762);
        MdnsSearch search = new MdnsSearch("_echo._udp", Optional.empty());
        for (int i = 0; i < 50_000; i++) {
            byte[] octets = (random.nextBoolean() ? PTR : SERVICE).from(DNS).toArray();
            for (int changes = random.nextInt(6); changes > 0; changes--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            search.take(new Datagram(i, new InetSocketAddress(Peer.ADDRESS, 5353),
                    Inet4Address.ofLiteral("224.0.0.251"), 5353, 255,
                    Bytes.copyOf(octets, 0, random.nextInt(octets.length + 1))));
            if (i % 500 == 0) {
                search.resolveQuestions();
                search.instances();
                String message = search.failure("resolution", 1, SHORT).getMessage();
                assertTrue(message.chars().noneMatch(Character::isISOControl), message);
                assertTrue(message.length() < 8000, message);
                if (search.isResolved()) {
                    search.result(0, 1);
                }
            }
        }
    }
}
