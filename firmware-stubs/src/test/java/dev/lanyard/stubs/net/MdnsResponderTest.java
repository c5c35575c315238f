package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.NetworkBench.HOST;
import static dev.lanyard.stubs.net.NetworkBench.HOST6;
import static dev.lanyard.stubs.net.NetworkBench.OWN;
import static dev.lanyard.stubs.net.NetworkBench.OWN6;
import static dev.lanyard.stubs.net.NetworkBench.ip;
import static dev.lanyard.stubs.net.NetworkBench.ipv4;
import static dev.lanyard.stubs.net.NetworkBench.ipv6;
import static dev.lanyard.stubs.net.NetworkBench.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.namednumber.IpNumber;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

class MdnsResponderTest {

    private static final InetAddress GROUP = ipv4("224.0.0.251");
    private static final InetAddress GROUP6 = ipv6("ff02::fb");
    private static final int FLUSH = 0x8001;

    /** A message with what carried it. */
    private record Heard(InetAddress destination, int destinationPort, int timeToLive, Message message) {

        List<Record> answers() {
            return message.getSection(Section.ANSWER);
        }
    }

    private NetworkBench bench = NetworkBench.settled();

    private List<Heard> heard() {
        List<Heard> messages = new ArrayList<>();
        for (EthernetPacket packet : bench.packets()) {
            UdpPacket datagram = packet.get(UdpPacket.class);
            if (datagram == null || datagram.getHeader().getSrcPort().valueAsInt() != 5353) {
                continue;
            }
            IpV4Packet v4 = packet.get(IpV4Packet.class);
            IpV6Packet v6 = packet.get(IpV6Packet.class);
            try {
                messages.add(new Heard(v4 != null ? v4.getHeader().getDstAddr() : v6.getHeader().getDstAddr(),
                        datagram.getHeader().getDstPort().valueAsInt(),
                        v4 != null ? v4.getHeader().getTtlAsInt() : v6.getHeader().getHopLimitAsInt(),
                        new Message(datagram.getPayload().getRawData())));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return messages;
    }

    private static Name name(String text) {
        return Name.fromConstantString(text);
    }

    private static Message query(Record... questions) {
        Message message = new Message(0);
        message.getHeader().unsetFlag(Flags.RD);
        for (Record question : questions) {
            message.addRecord(question, Section.QUESTION);
        }
        return message;
    }

    private static Record question(String name, int type) {
        return Record.newRecord(name(name), type, DClass.IN);
    }

    private void ask(Message message) {
        ask(message, 5353);
    }

    private void ask(Message message, int sourcePort) {
        bench.give(ip(HOST, GROUP, IpNumber.UDP, udp(HOST, sourcePort, GROUP, 5353, message.toWire())));
    }

    private Heard onlyHeardWithin(Duration bound) {
        bench.timers.advance(bound);
        List<Heard> all = heard();
        assertEquals(1, all.size(), all.toString());
        return all.getFirst();
    }

    @Test
    void probesThreeTimesThenAnnouncesTwice() {
        bench = new NetworkBench();
        bench.network.linkUp();
        bench.timers.advance(Duration.ofMillis(999));
        List<Heard> probes = heard();
        assertEquals(3, probes.stream().filter(p -> !p.message().getHeader().getFlag(Flags.QR)).count());
        Message probe = probes.getFirst().message();
        assertEquals(List.of(Type.ANY, Type.ANY),
                probe.getSection(Section.QUESTION).stream().map(Record::getType).toList());
        assertTrue(probe.getSection(Section.QUESTION).stream().allMatch(q -> q.getDClass() == FLUSH));
        assertTrue(probe.getSection(Section.AUTHORITY).stream().anyMatch(ARecord.class::isInstance));
        assertTrue(probe.getSection(Section.AUTHORITY).stream().anyMatch(SRVRecord.class::isInstance));
        bench.timers.advance(Duration.ofSeconds(4));
        // The first may have come with the probes.
        List<Heard> announcements = Stream.concat(probes.stream(), heard().stream())
                .filter(h -> h.destination().equals(GROUP) && h.message().getHeader().getFlag(Flags.QR)).toList();
        for (Heard heard : announcements) {
            assertEquals(255, heard.timeToLive());
        }
        // One in between may hold only what is new: the IPv6 address, once it is known to be unique.
        assertEquals(2, announcements.stream().filter(heard -> heard.answers().stream()
                .anyMatch(r -> r instanceof ARecord && r.getDClass() == FLUSH)).count());
    }

    @Test
    void theAddressIsAnsweredWithCacheFlushAndItsTimeToLive() {
        bench.timers.advance(Duration.ofSeconds(2));
        ask(query(question("gadget.local.", Type.A)));
        Heard heard = onlyHeardWithin(Duration.ZERO);
        assertEquals(GROUP, heard.destination());
        assertEquals(5353, heard.destinationPort());
        assertEquals(255, heard.timeToLive());
        assertEquals(0, heard.message().getHeader().getID());
        assertTrue(heard.message().getHeader().getFlag(Flags.AA));
        Record answer = heard.answers().getFirst();
        assertEquals(OWN, ((ARecord) answer).getAddress());
        assertEquals(120, answer.getTTL());
        assertEquals(FLUSH, answer.getDClass());
    }

    @Test
    void namesAreComparedWithoutCase() {
        ask(query(question("GADGET.local.", Type.AAAA)));
        assertEquals(OWN6, ((AAAARecord) onlyHeardWithin(Duration.ZERO).answers().getFirst()).getAddress());
    }

    @Test
    void theServiceIsFoundAndResolvedInOneAnswer() {
        ask(query(question("_echo._udp.local.", Type.PTR)));
        Heard heard = onlyHeardWithin(Duration.ofMillis(130));
        Record pointer = heard.answers().getFirst();
        assertEquals(DClass.IN, pointer.getDClass());
        assertEquals(4500, pointer.getTTL());
        assertEquals("My\\.\\032Gadget._echo._udp.local.", pointer.rdataToString().replace(" ", "\\032"));
        List<Record> additional = heard.message().getSection(Section.ADDITIONAL);
        SRVRecord service = (SRVRecord) additional.stream().filter(SRVRecord.class::isInstance).findFirst()
                .orElseThrow();
        assertEquals(7, service.getPort());
        assertEquals(name("gadget.local."), service.getTarget());
        assertEquals(List.of("a=b"), ((TXTRecord) additional.stream().filter(TXTRecord.class::isInstance)
                .findFirst().orElseThrow()).getStrings());
        assertTrue(additional.stream().anyMatch(ARecord.class::isInstance));
        assertTrue(additional.stream().anyMatch(AAAARecord.class::isInstance));
    }

    @Test
    void serviceTypesAreEnumerated() {
        ask(query(question("_services._dns-sd._udp.local.", Type.PTR)));
        assertEquals("_echo._udp.local.", onlyHeardWithin(Duration.ofMillis(130)).answers().getFirst()
                .rdataToString());
    }

    @Test
    void aQuestionThatWelcomesUnicastGetsIt() {
        ask(query(Record.newRecord(name("gadget.local."), Type.A, FLUSH)));
        Heard heard = onlyHeardWithin(Duration.ZERO);
        assertEquals(HOST, heard.destination());
        assertEquals(5353, heard.destinationPort());
        assertEquals(FLUSH, heard.answers().getFirst().getDClass());
    }

    @Test
    void aPlainDnsClientGetsAPlainAnswer() {
        Message query = query(question("gadget.local.", Type.A));
        query.getHeader().setID(4711);
        ask(query, 40_000);
        Heard heard = onlyHeardWithin(Duration.ZERO);
        assertEquals(HOST, heard.destination());
        assertEquals(40_000, heard.destinationPort());
        assertEquals(4711, heard.message().getHeader().getID());
        assertEquals(query.getQuestion(), heard.message().getQuestion());
        assertEquals(DClass.IN, heard.answers().getFirst().getDClass());
        assertTrue(heard.answers().getFirst().getTTL() <= 10);
    }

    @Test
    void aKnownAnswerIsNotRepeatedUnlessItIsAboutToExpire() {
        Message query = query(question("gadget.local.", Type.A));
        query.addRecord(new ARecord(name("gadget.local."), DClass.IN, 60, OWN), Section.ANSWER);
        ask(query);
        bench.timers.advance(Duration.ofSeconds(2));
        assertEquals(0, heard().size());
        Message later = query(question("gadget.local.", Type.A));
        later.addRecord(new ARecord(name("gadget.local."), DClass.IN, 59, OWN), Section.ANSWER);
        ask(later);
        assertEquals(1, onlyHeardWithin(Duration.ZERO).answers().size());
    }

    @Test
    void oneRecordIsMulticastOnceASecondHoweverOftenItIsAskedFor() {
        for (int i = 0; i < 50; i++) {
            ask(query(question("gadget.local.", Type.A)));
            bench.timers.advance(Duration.ofMillis(40));
        }
        bench.timers.advance(Duration.ofSeconds(2));
        int answers = heard().size();
        assertTrue(answers >= 2 && answers <= 3, answers + " answers in two seconds");
    }

    @Test
    void whatIsAskedOverIpv6IsAnsweredOverIpv6() {
        byte[] query = query(question("gadget.local.", Type.A)).toWire();
        bench.give(ip(HOST6, GROUP6, IpNumber.UDP, udp(HOST6, 5353, GROUP6, 5353, query)));
        assertEquals(GROUP6, onlyHeardWithin(Duration.ZERO).destination());
    }

    @Test
    void aTypeThatANameDoesNotHaveIsDenied() {
        ask(query(question("gadget.local.", Type.MX)));
        Record denial = onlyHeardWithin(Duration.ZERO).answers().getFirst();
        assertEquals(name("gadget.local."), denial.getName());
        assertTrue(((NSECRecord) denial).hasType(Type.A));
        assertTrue(((NSECRecord) denial).hasType(Type.AAAA));
        assertFalse(((NSECRecord) denial).hasType(Type.MX));
        assertEquals(FLUSH, denial.getDClass());
    }

    @Test
    void questionsForOthersAndBrokenMessagesAreNotAnswered() {
        ask(query(question("other.local.", Type.A), question("other.local.", Type.MX)));
        bench.give(ip(HOST, GROUP, IpNumber.UDP, udp(HOST, 5353, GROUP, 5353, new byte[11])));
        bench.timers.advance(Duration.ofSeconds(2));
        assertEquals(0, heard().size());
    }

    @Test
    void takesAnotherNameWhenItsOwnIsTaken() {
        bench = new NetworkBench();
        bench.network.linkUp();
        bench.timers.advance(Duration.ofMillis(300));
        Message theirs = new Message(0);
        theirs.getHeader().setFlag(Flags.QR);
        theirs.addRecord(new ARecord(name("gadget.local."), FLUSH, 120, HOST), Section.ANSWER);
        ask(theirs);
        bench.timers.advance(Duration.ofSeconds(4));
        List<Heard> announcements = heard().stream().filter(h -> !h.answers().isEmpty()).toList();
        assertTrue(announcements.stream().flatMap(h -> h.answers().stream())
                .anyMatch(r -> r.getName().equals(name("gadget-2.local."))));
        assertFalse(announcements.stream().flatMap(h -> h.answers().stream())
                .anyMatch(r -> r.getName().equals(name("gadget.local."))));
    }

    @Test
    void givesWayToAProbeThatIsGreater() {
        bench = new NetworkBench();
        bench.network.linkUp();
        bench.timers.advance(Duration.ofMillis(300));
        heard();
        Message probe = query(Record.newRecord(name("gadget.local."), Type.ANY, FLUSH));
        probe.addRecord(new ARecord(name("gadget.local."), DClass.IN, 120, ipv4("223.0.0.1")), Section.AUTHORITY);
        ask(probe);
        bench.timers.advance(Duration.ofMillis(900));
        assertEquals(0, heard().size());
        bench.timers.advance(Duration.ofMillis(500));
        assertTrue(heard().size() > 0);
    }

    @Test
    void saysGoodbyeWhenItLeaves() {
        bench.network.leave();
        List<Heard> goodbyes = heard();
        assertEquals(2, goodbyes.size());
        assertTrue(goodbyes.getFirst().answers().stream().allMatch(r -> r.getTTL() == 0));
    }
}
