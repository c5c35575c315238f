package dev.lanyard.rules.observation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Every multicast DNS message of an attempt, as far as they fit. */
public final class MdnsTraffic {

    private static final int MOST = 5000;

    private final List<Seen<MdnsMessage>> messages = new ArrayList<>();
    private final List<Seen<UdpDatagram>> unreadable = new ArrayList<>();
    private final List<Seen<MdnsMessage>> responses;
    private final List<Seen<MdnsMessage>> queries;
    private final long lastNanos;

    private MdnsTraffic(Observation seen) {
        seen.forEachUdpDatagram(datagram -> {
            if (MdnsMessage.isOn(datagram.what().what()) && messages.size() < MOST) {
                Optional<MdnsMessage> message =
                        MdnsMessage.of(datagram.what().received(), datagram.what().what());
                message.ifPresentOrElse(read -> messages.add(datagram.as(read)), () -> {
                    if (datagram.what().received() && unreadable.size() < MOST) {
                        unreadable.add(datagram.as(datagram.what().what()));
                    }
                });
            }
        });
        responses = messages.stream().filter(one -> one.what().received() && one.what().isResponse()).toList();
        queries = messages.stream().filter(one -> !one.what().received() && !one.what().isResponse()
                && !one.what().isProbe()).toList();
        lastNanos = seen.lastNanos();
    }

    /** That of {@code seen}. */
    public static MdnsTraffic of(Observation seen) {
        return seen.once(MdnsTraffic.class, MdnsTraffic::new);
    }

    public List<Seen<MdnsMessage>> messages() {
        return messages;
    }

    /** Datagrams of the accessory to or from port 5353 that no message can be read from. */
    public List<Seen<UdpDatagram>> unreadable() {
        return unreadable;
    }

    /** Responses of the accessory, announcements included. */
    public List<Seen<MdnsMessage>> responses() {
        return responses;
    }

    /** Probes of the accessory. */
    public List<Seen<MdnsMessage>> probes() {
        return messages.stream().filter(seen -> seen.what().received() && seen.what().isProbe()).toList();
    }

    /** Questions of the harness; its own probes are none. */
    public List<Seen<MdnsMessage>> queries() {
        return queries;
    }

    /** What the harness claimed to have. */
    public List<Seen<MdnsMessage>> claims() {
        return messages.stream().filter(seen -> !seen.what().received() && seen.what().isResponse()).toList();
    }

    /** Whether the evidence goes on for {@code nanos} after {@code moment}, so that silence means something. */
    public boolean isWatched(long moment, long nanos) {
        return lastNanos - moment >= nanos;
    }

    /** Living records of this type that the accessory sent, each with its message. */
    public List<Seen<Record>> records(int type) {
        return responses().stream().flatMap(seen -> seen.what().records().stream()
                .filter(record -> record.getType() == type && record.getTTL() > 0).map(seen::as)).toList();
    }

    /** Living records of this name and type. */
    public List<Seen<Record>> records(Name name, int type) {
        return records(type).stream().filter(seen -> seen.what().getName().equals(name)).toList();
    }

    /** Same name, type and data; class and time to live do not count. */
    public static boolean isSame(Record one, Record other) {
        return one.getType() == other.getType() && one.getName().equals(other.getName())
                && Arrays.equals(one.rdataToWireCanonical(), other.rdataToWireCanonical());
    }

    /** Whether {@code record} answers {@code question}. */
    public static boolean answers(Record record, Record question) {
        return record.getName().equals(question.getName())
                && (question.getType() == Type.ANY || question.getType() == record.getType());
    }
}
