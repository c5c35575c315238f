package dev.lanyard.drivers.ip.mdns;

import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A question, and how it is asked.
 *
 * @param name      in presentation form, with or without the final dot
 * @param type      of record: {@link Type}
 * @param known     answers that the asker says it has (RFC 6762 §7.1)
 * @param times     how often it is asked
 * @param every     how long after one the next is asked
 * @param listening for how long after the last
 */
public record MdnsQuery(String name, int type, Reply reply, List<MdnsRecord> known, int times, Duration every,
                        Duration listening) {

    /** Which answer is asked for. */
    public enum Reply {
        /** To the group. */
        MULTICAST,
        /** To the asker, by the QU bit (RFC 6762 §5.4). */
        UNICAST,
        /** As a resolver that knows nothing of mDNS asks, from another port than 5353 (RFC 6762 §6.7). */
        LEGACY
    }

    public MdnsQuery {
        known = List.copyOf(known);
        if (times < 1) {
            throw new IllegalArgumentException("a question is asked at least once, not " + times + " times");
        }
        parsed(name);
    }

    /** Asked once, knowing nothing. */
    public static MdnsQuery once(String name, int type, Reply reply, Duration listening) {
        return new MdnsQuery(name, type, reply, List.of(), 1, Duration.ZERO, listening);
    }

    private static Name parsed(String name) {
        try {
            return Name.fromString(name.endsWith(".") ? name : name + ".");
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a domain name: " + name, e);
        }
    }

    Bytes encode(int id) {
        Message message = new Message(id);
        int dclass = reply == Reply.UNICAST ? DClass.IN | MdnsMessage.TOP_BIT : DClass.IN;
        message.addRecord(Record.newRecord(parsed(name), type, dclass), Section.QUESTION);
        known.forEach(answer -> message.addRecord(record(answer, DClass.IN, answer.ttl()), Section.ANSWER));
        return Bytes.wrap(message.toWire());
    }

    static Record record(MdnsRecord shown, int dclass, long ttl) {
        return Record.newRecord(parsed(shown.name()), shown.type(), dclass, ttl, shown.rdata().toArray());
    }

    /** Whether {@code message} holds an answer to it that lives. */
    boolean isAnsweredBy(MdnsMessage message) {
        String wanted = MdnsMessage.withDot(name);
        return message.response() && message.answers().stream().anyMatch(record -> record.ttl() > 0
                && record.name().equalsIgnoreCase(wanted) && (type == Type.ANY || record.type() == type));
    }
}
