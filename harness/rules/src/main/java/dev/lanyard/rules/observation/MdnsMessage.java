package dev.lanyard.rules.observation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * A multicast DNS message (RFC 6762 §18) that passed the link.
 *
 * @param received seen from the harness
 * @param datagram what carried it
 * @param message  what it says
 */
public record MdnsMessage(boolean received, UdpDatagram datagram, Message message) {

    public static final int PORT = 5353;
    /** Of a question's class: a unicast answer is welcome. Of a record's: forget what was cached. */
    public static final int TOP_BIT = 0x8000;

    /** Whether {@code datagram} is to be read as multicast DNS. */
    static boolean isOn(UdpDatagram datagram) {
        return datagram.sourcePort() == PORT || datagram.destinationPort() == PORT;
    }

    /** Empty when it cannot be read; also when it is another kind of DNS message, which mDNS ignores (RFC 6762 §18). */
    static Optional<MdnsMessage> of(boolean received, UdpDatagram datagram) {
        try {
            Message message = new Message(datagram.payload().toArray());
            boolean ignored = message.getHeader().getOpcode() != Opcode.QUERY || message.getHeader().getRcode() != 0;
            return ignored ? Optional.empty() : Optional.of(new MdnsMessage(received, datagram, message));
        } catch (IOException | RuntimeException e) {
            // dnsjava refuses some malformed records with unchecked exceptions.
            return Optional.empty();
        }
    }

    public boolean isResponse() {
        return message.getHeader().getFlag(Flags.QR);
    }

    /** A query that proposes records (RFC 6762 §8.1). */
    public boolean isProbe() {
        return !isResponse() && !authority().isEmpty();
    }

    public boolean isMulticast() {
        return datagram.packet().isToMany();
    }

    /** From or to a resolver that is not on port 5353 (RFC 6762 §6.7). */
    public boolean isLegacy() {
        return (isResponse() ? datagram.destinationPort() : datagram.sourcePort()) != PORT;
    }

    public boolean isIpv4() {
        return datagram.packet().isIpv4();
    }

    public List<Record> questions() {
        return message.getSection(Section.QUESTION);
    }

    public List<Record> answers() {
        return message.getSection(Section.ANSWER);
    }

    public List<Record> authority() {
        return message.getSection(Section.AUTHORITY);
    }

    /** Answers and what comes with them. */
    public List<Record> records() {
        List<Record> records = new ArrayList<>(answers());
        records.addAll(message.getSection(Section.ADDITIONAL));
        return records;
    }
}
