package dev.lanyard.rules;

import dev.lanyard.evidence.Event;
import dev.lanyard.wire.Bytes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** IP packets between the host 192.168.7.2 and the accessory 192.168.7.1 (and fe80::1) in a session, one by one. */
final class Talk {

    static final int FLUSH = 0x8001;
    static final int UNICAST = 0x8000;
    static final Bytes ACCESSORY_4 = Bytes.of(192, 168, 7, 1);
    static final Bytes HOST_4 = Bytes.of(192, 168, 7, 2);
    static final Bytes ACCESSORY_6 = Bytes.hex("fe80000000000000020000fffe000001");
    static final Bytes HOST_6 = Bytes.hex("fe80000000000000020000fffe000002");
    private static final Bytes GROUP_4 = Bytes.of(224, 0, 0, 251);
    private static final Bytes GROUP_6 = Bytes.hex("ff0200000000000000000000000000fb");
    static final Name HOST_NAME = name("gadget.local.");
    static final Name TYPE = name("_echo._udp.local.");
    static final Name INSTANCE = name("Gadget._echo._udp.local.");
    static final Name ENUMERATION = name("_services._dns-sd._udp.local.");

    private final Session session;
    private int hopLimit = 255;
    private boolean ipv6;

    private Talk(Session session) {
        this.session = session;
    }

    /** Lets a session hold this talk. */
    static Consumer<Session> talk(Consumer<Talk> talk) {
        return session -> session.traffic = s -> talk.accept(new Talk(s));
    }

    static Name name(String text) {
        try {
            return Name.fromString(text);
        } catch (TextParseException e) {
            throw new AssertionError(e);
        }
    }

    Talk pause(long millis) {
        session.advance(millis);
        return this;
    }

    Talk hopLimit(int value) {
        hopLimit = value;
        return this;
    }

    Talk over6(boolean value) {
        ipv6 = value;
        return this;
    }

    Talk step(String verb, Map<String, String> arguments) {
        session.event(new Event.StepStarted(verb, verb, arguments));
        return this;
    }

    static Record a(int... octets) {
        return new ARecord(HOST_NAME, FLUSH, 120, Session.address(octets));
    }

    static Record a(int dclass, long ttl) {
        return new ARecord(HOST_NAME, dclass, ttl, Session.address(192, 168, 7, 1));
    }

    static Record aaaa() {
        try {
            return new AAAARecord(HOST_NAME, FLUSH, 120, InetAddress.getByAddress(ACCESSORY_6.toArray()));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static Record pointer() {
        return new PTRRecord(TYPE, DClass.IN, 4500, INSTANCE);
    }

    static Record pointer(String type, String instance) {
        return new PTRRecord(name(type), DClass.IN, 4500, name(instance));
    }

    static Record service() {
        return new SRVRecord(INSTANCE, FLUSH, 120, 0, 0, 7, HOST_NAME);
    }

    static Record text(String... strings) {
        return new TXTRecord(INSTANCE, FLUSH, 4500, List.of(strings));
    }

    static Record listed(String type) {
        return new PTRRecord(ENUMERATION, DClass.IN, 4500, name(type));
    }

    static Record question(Name name, int type) {
        return Record.newRecord(name, type, DClass.IN);
    }

    static Record direct(Name name, int type) {
        return Record.newRecord(name, type, DClass.IN | UNICAST);
    }

    static Record with(Record record, long ttl) {
        return Record.newRecord(record.getName(), record.getType(), record.getDClass(), ttl,
                record.rdataToWireCanonical());
    }

    private static Message response(int id, Record... answers) {
        Message message = new Message(id);
        message.getHeader().setFlag(Flags.QR);
        for (Record answer : answers) {
            message.addRecord(answer, Section.ANSWER);
        }
        return message;
    }

    /** The accessory speaks to the group. */
    Talk says(Record... answers) {
        return mdns(true, true, 5353, response(0, answers));
    }

    /** It answers the host alone. */
    Talk saysTo(int port, int id, Record... answers) {
        return mdns(true, false, port, response(id, answers));
    }

    Talk probes() {
        Message message = new Message(0);
        message.addRecord(Record.newRecord(HOST_NAME, Type.ANY, DClass.IN | UNICAST), Section.QUESTION);
        message.addRecord(a(DClass.IN, 120), Section.AUTHORITY);
        message.addRecord(service(), Section.AUTHORITY);
        return mdns(true, true, 5353, message);
    }

    /** The harness asks everybody. */
    Talk asks(Record question, Record... known) {
        return asksFrom(5353, 0, question, known);
    }

    Talk asksFrom(int port, int id, Record question, Record... known) {
        Message message = new Message(id);
        message.addRecord(question, Section.QUESTION);
        for (Record one : known) {
            message.addRecord(one, Section.ANSWER);
        }
        return mdns(false, true, port, message);
    }

    /** The harness says that something is its own. */
    Talk claims(Record... answers) {
        return mdns(false, true, 5353, response(0, answers));
    }

    Talk octets(String hex) {
        return udp(true, true, 5353, 5353, Bytes.hex(hex));
    }

    private Talk mdns(boolean received, boolean multicast, int otherPort, Message message) {
        boolean query = !message.getHeader().getFlag(Flags.QR);
        return udp(received, multicast, query ? otherPort : 5353, query ? 5353 : otherPort,
                Bytes.wrap(message.toWire()));
    }

    Talk udp(boolean received, boolean multicast, int source, int destination, Bytes payload) {
        Bytes group = ipv6 ? GROUP_6 : GROUP_4;
        Bytes from = ipv6 ? received ? ACCESSORY_6 : HOST_6 : received ? ACCESSORY_4 : HOST_4;
        Bytes to = multicast ? group : ipv6 ? received ? HOST_6 : ACCESSORY_6 : received ? HOST_4 : ACCESSORY_4;
        return packet(received, from, to, 17, hopLimit, udpOctets(from, to, source, destination, payload));
    }

    static Bytes udpOctets(Bytes from, Bytes to, int source, int destination, Bytes payload) {
        int length = 8 + payload.length();
        Bytes udp = Bytes.of(source >> 8, source, destination >> 8, destination, length >> 8, length, 0, 0)
                .concat(payload);
        int sum = checksum(from.concat(to).concat(Bytes.of(0, 17, length >> 8, length)).concat(udp));
        byte[] summed = udp.toArray();
        ByteBuffer.wrap(summed).putShort(6, (short) (sum == 0 ? 0xFFFF : sum));
        return Bytes.wrap(summed);
    }

    Talk ping(int number, Bytes data) {
        return packet(false, HOST_4, ACCESSORY_4, 1, 64, icmp(8, number, data));
    }

    Talk pong(int number, Bytes data) {
        return packet(true, ACCESSORY_4, HOST_4, 1, hopLimit, icmp(0, number, data));
    }

    Talk pongFrom(Bytes source, int number, Bytes data) {
        return packet(true, source, HOST_4, 1, hopLimit, icmp(0, number, data));
    }

    static Bytes icmp(int type, int number, Bytes data) {
        byte[] icmp = Bytes.of(type, 0, 0, 0, 0x12, 0x34, number >> 8, number).concat(data).toArray();
        ByteBuffer.wrap(icmp).putShort(2, (short) checksum(Bytes.wrap(icmp)));
        return Bytes.wrap(icmp);
    }

    /** A first fragment of something large to the accessory. */
    Talk fragment() {
        Bytes whole = frame(false, HOST_4, ACCESSORY_4, 17, 64, Bytes.wrap(new byte[64]));
        byte[] octets = whole.toArray();
        octets[20] = 0x20;
        session.event(new Event.Frame(false, Bytes.wrap(octets)));
        return this;
    }

    Talk packet(boolean received, Bytes from, Bytes to, int protocol, int hops, Bytes payload) {
        session.event(new Event.Frame(received, frame(received, from, to, protocol, hops, payload)));
        return this;
    }

    private Bytes frame(boolean received, Bytes from, Bytes to, int protocol, int hops, Bytes payload) {
        boolean many = from.length() == 16 ? to.u8(0) == 0xFF : to.u8(0) >= 224;
        Bytes there = many ? from.length() == 16 ? Bytes.hex("3333000000fb") : Bytes.hex("01005e0000fb")
                : received ? Session.HOST.bytes() : Session.ACCESSORY.bytes();
        Bytes macs = there.concat(received ? session.source.bytes() : Session.HOST.bytes());
        int length = payload.length();
        if (from.length() == 16) {
            return macs.concat(Bytes.of(0x86, 0xDD, 0x60, 0, 0, 0, length >> 8, length, protocol, hops))
                    .concat(from).concat(to).concat(payload);
        }
        int total = 20 + length;
        byte[] header = Bytes.of(0x45, 0, total >> 8, total, 0, 0, 0, 0, hops, protocol, 0, 0).concat(from).concat(to)
                .toArray();
        ByteBuffer.wrap(header).putShort(10, (short) checksum(Bytes.wrap(header)));
        return macs.concat(Bytes.of(0x08, 0x00)).concat(Bytes.wrap(header)).concat(payload);
    }

    private static int checksum(Bytes octets) {
        long sum = 0;
        for (int i = 0; i < octets.length(); i++) {
            sum += (long) octets.u8(i) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) ~sum & 0xFFFF;
    }
}
