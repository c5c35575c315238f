package dev.lanyard.drivers.ip.mdns;

import dev.lanyard.drivers.ip.Datagram;
import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * An mDNS message that came in (RFC 6762 §18).
 *
 * @param nanos       when, on the host's clock
 * @param destination where it was sent: a group, or an address of the host
 * @param hopLimit    TTL or hop limit
 * @param response    else it is a query
 * @param authority   of a probe: what the prober wants to claim
 */
public record MdnsMessage(long nanos, InetSocketAddress source, InetAddress destination, int hopLimit, int id,
                          boolean response, List<Question> questions, List<MdnsRecord> answers,
                          List<MdnsRecord> authority, List<MdnsRecord> additional) {

    static final int TOP_BIT = 0x8000;
    private static final int LONGEST_TEXT = 512;
    /** Type, class, TTL and length (RFC 1035 §3.2.1). */
    private static final int RECORD_HEADER = 10;

    /** A question; {@code unicast} is the QU bit (RFC 6762 §5.4). */
    public record Question(String name, int type, boolean unicast) {}

    /** What kind of message it is. */
    public enum Kind {
        /** A query with proposed records (RFC 6762 §8.1). */
        PROBE,
        /** Any other query. */
        QUERY,
        /** A response that withdraws records, and says nothing else (RFC 6762 §10.1). */
        GOODBYE,
        /** A response to the group. */
        ANNOUNCEMENT,
        /** A response to the host alone. */
        ANSWER
    }

    /** The message in {@code datagram}; empty when none can be read from it. */
    public static Optional<MdnsMessage> read(Datagram datagram) {
        Message message;
        try {
            message = new Message(datagram.payload().toArray());
            if (message.getHeader().getOpcode() != Opcode.QUERY || message.getHeader().getRcode() != 0) {
                return Optional.empty();
            }
            return Optional.of(new MdnsMessage(datagram.nanos(), datagram.source(), datagram.destination(),
                    datagram.ttl(), message.getHeader().getID(), message.getHeader().getFlag(Flags.QR),
                    message.getSection(Section.QUESTION).stream().map(question -> new Question(
                            question.getName().toString(), question.getType(),
                            (question.getDClass() & TOP_BIT) != 0)).toList(),
                    records(message, Section.ANSWER, datagram), records(message, Section.AUTHORITY, datagram),
                    records(message, Section.ADDITIONAL, datagram)));
        } catch (IOException | RuntimeException e) {
            // dnsjava refuses some malformed records with unchecked exceptions.
            return Optional.empty();
        }
    }

    private static List<MdnsRecord> records(Message message, int section, Datagram datagram) {
        return message.getSection(section).stream()
                .map(record -> shown(record, datagram.source(), datagram.ttl())).toList();
    }

    static MdnsRecord shown(Record record, InetSocketAddress source, int hopLimit) {
        String text = record.toString();
        // What dnsjava calls canonical has its names in lower case.
        Bytes wire = Bytes.wrap(record.toWire(Section.ANSWER));
        return new MdnsRecord(record.getName().toString(), record.getType(), (record.getDClass() & TOP_BIT) != 0,
                record.getTTL(), wire.from(record.getName().length() + RECORD_HEADER),
                text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text, source, hopLimit);
    }

    public Kind kind() {
        if (!response) {
            return authority.isEmpty() ? Kind.QUERY : Kind.PROBE;
        }
        if (!answers.isEmpty() && answers.stream().allMatch(record -> record.ttl() == 0)) {
            return Kind.GOODBYE;
        }
        return destination.isMulticastAddress() ? Kind.ANNOUNCEMENT : Kind.ANSWER;
    }

    /** Every record of a response, and what a probe proposes. */
    public Stream<MdnsRecord> records() {
        return Stream.of(answers, authority, additional).flatMap(List::stream);
    }

    /** Whether it speaks of this name, in whatever case. */
    public boolean isAbout(String name) {
        String wanted = withDot(name);
        return records().map(MdnsRecord::name).anyMatch(wanted::equalsIgnoreCase)
                || questions.stream().map(Question::name).anyMatch(wanted::equalsIgnoreCase);
    }

    /** Names are written with their final dot. */
    static String withDot(String name) {
        return (name.endsWith(".") ? name : name + ".").toLowerCase(Locale.ROOT);
    }
}
