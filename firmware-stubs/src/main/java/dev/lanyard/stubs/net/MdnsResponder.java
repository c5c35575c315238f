package dev.lanyard.stubs.net;

import dev.lanyard.stubs.loop.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A multicast DNS responder (RFC 6762) for the accessory's host name and its service: probes, announces, answers,
 * gives way in conflicts, says goodbye. It asks nothing, so it caches nothing.
 */
final class MdnsResponder implements UdpService {

    static final int PORT = 5353;
    static final int IPV4_GROUP = 0xE000_00FB;
    static final byte[] IPV6_GROUP = Ipv6.address("ff0200000000000000000000000000fb");

    private static final int TIME_TO_LIVE = 255;
    private static final int PROBES = 3;
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(250);
    private static final Duration ANNOUNCE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration DEFERENCE = Duration.ofSeconds(1);

    private enum State { DOWN, PROBING, ANNOUNCED }

    private final MdnsRecords records;
    private final MdnsProbeContest contest;
    private final Ipv4Layer ipv4;
    private final Ipv6Layer ipv6;
    private final Timers timers;
    private final MdnsOutbox ipv4Outbox;
    private final MdnsOutbox ipv6Outbox;
    private State state = State.DOWN;
    private int probesSent;
    private Timers.Timer timer = () -> { };

    MdnsResponder(MdnsRecords records, Ipv4Layer ipv4, Ipv6Layer ipv6, Timers timers) {
        this.records = records;
        this.contest = new MdnsProbeContest(records);
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.timers = timers;
        this.ipv4Outbox = new MdnsOutbox(timers, answers -> multicastIpv4(response(answers)));
        this.ipv6Outbox = new MdnsOutbox(timers, answers -> multicastIpv6(response(answers)));
    }

    /** Begins anew, with the IPv4 address that the accessory has now. */
    void start() {
        stop();
        records.setIpv4Address(DhcpServer.toAddress(ipv4.address()));
        records.setIpv6Address(ipv6.isReady() ? ipv6.address() : null);
        probe(randomDelay(0, PROBE_INTERVAL.toMillis()));
    }

    /** An IPv6 address has become usable. */
    void ipv6Ready() {
        List<Record> before = records.all();
        records.setIpv6Address(ipv6.address());
        if (state == State.ANNOUNCED) {
            // What is new goes where the rest was announced already, all of it where nothing was.
            List<Record> added = records.all().stream().filter(record -> !before.contains(record)).toList();
            ipv4Outbox.sent(added);
            multicastIpv4(MdnsMessages.response(records, added, List.of()));
            ipv6Outbox.sent(records.all());
            multicastIpv6(MdnsMessages.response(records, records.all(), List.of()));
            timer.cancel();
            timer = timers.after(ANNOUNCE_INTERVAL, this::announce);
        }
    }

    /** The link is gone. */
    void stop() {
        timer.cancel();
        state = State.DOWN;
        ipv4Outbox.clear();
        ipv6Outbox.clear();
    }

    /** The link will soon be gone: withdraws the records while that can still be said. */
    void goodbye() {
        if (state == State.ANNOUNCED) {
            multicast(MdnsMessages.goodbye(records));
        }
    }

    private void probe(Duration delay) {
        state = State.PROBING;
        probesSent = 0;
        timer.cancel();
        timer = timers.after(delay, this::nextProbe);
    }

    private void nextProbe() {
        if (probesSent == PROBES) {
            state = State.ANNOUNCED;
            announce();
            timer = timers.after(ANNOUNCE_INTERVAL, this::announce);
            return;
        }
        probesSent++;
        multicast(MdnsMessages.probe(List.of(records.hostName(), records.instanceName()), records.probed()));
        timer = timers.after(PROBE_INTERVAL, this::nextProbe);
    }

    private void announce() {
        List<Record> all = records.all();
        ipv4Outbox.sent(all);
        ipv6Outbox.sent(all);
        multicast(MdnsMessages.response(records, all, List.of()));
    }

    @Override
    public void datagram(UdpDatagram datagram) {
        if (state == State.DOWN) {
            return;
        }
        Message message;
        try {
            message = new Message(datagram.payload().toArray());
        } catch (IOException | RuntimeException e) {
            return;
        }
        if (message.getHeader().getOpcode() != Opcode.QUERY || message.getHeader().getRcode() != 0) {
            return;
        }
        if (message.getHeader().getFlag(Flags.QR)) {
            if (datagram.sourcePort() == PORT) {
                response(message);
            }
        } else {
            query(datagram, message);
        }
    }

    /** Somebody else's records: with our names and other data they are a conflict (RFC 6762 §9). */
    private void response(Message message) {
        List<Record> theirs = new ArrayList<>(message.getSection(Section.ANSWER));
        theirs.addAll(message.getSection(Section.ADDITIONAL));
        if (!contest.isConflict(theirs)) {
            return;
        }
        if (state == State.PROBING) {
            records.rename();
        }
        probe(PROBE_INTERVAL);
    }

    private void query(UdpDatagram datagram, Message query) {
        List<Record> proposed = query.getSection(Section.AUTHORITY);
        if (state == State.PROBING) {
            if (contest.isLost(proposed)) {
                probe(DEFERENCE);
            }
            return;
        }
        boolean legacy = datagram.sourcePort() != PORT;
        List<Record> unicast = new ArrayList<>();
        List<Record> multicast = new ArrayList<>();
        for (Record question : query.getSection(Section.QUESTION)) {
            boolean unicastWelcome = legacy || datagram.unicast()
                    || (question.getDClass() & MdnsMessages.TOP_BIT) != 0;
            for (Record answer : answersTo(question)) {
                List<Record> chosen = unicastWelcome ? unicast : multicast;
                if (!chosen.contains(answer) && (legacy || !isKnown(answer, query))) {
                    chosen.add(answer);
                }
            }
        }
        if (!unicast.isEmpty()) {
            List<Record> additional = records.additionalTo(unicast);
            datagram.layer().sendUdp(datagram.sourceMac(), datagram.source(), PORT, datagram.sourcePort(),
                    legacy ? MdnsMessages.legacyResponse(query, unicast, additional)
                            : MdnsMessages.response(records, unicast, additional), TIME_TO_LIVE);
        }
        if (!multicast.isEmpty()) {
            boolean alone = multicast.stream().allMatch(records::isUnique);
            MdnsOutbox outbox = datagram.layer() == ipv4 ? ipv4Outbox : ipv6Outbox;
            outbox.add(multicast, alone ? Duration.ZERO : randomDelay(20, 120), !proposed.isEmpty());
        }
    }

    private List<Record> answersTo(Record question) {
        int dclass = question.getDClass() & ~MdnsMessages.TOP_BIT;
        if (dclass != DClass.IN && dclass != DClass.ANY) {
            return List.of();
        }
        List<Record> answers = records.all().stream().filter(record -> record.getName().equals(question.getName())
                && (question.getType() == record.getType() || question.getType() == Type.ANY)).toList();
        return answers.isEmpty() ? records.types(question.getName()).stream().toList() : answers;
    }

    /** RFC 6762 §7.1: the querier has it already, with at least half its life left. */
    private static boolean isKnown(Record answer, Message query) {
        return query.getSection(Section.ANSWER).stream()
                .anyMatch(known -> MdnsRecords.isSame(known, answer) && known.getTTL() * 2 >= answer.getTTL());
    }

    private byte[] response(List<Record> answers) {
        return MdnsMessages.response(records, answers, records.additionalTo(answers));
    }

    private void multicast(byte[] message) {
        multicastIpv4(message);
        multicastIpv6(message);
    }

    private void multicastIpv4(byte[] message) {
        byte[] group = new byte[4];
        Octets.put32(group, 0, IPV4_GROUP);
        ipv4.sendUdp(Ipv4Layer.groupMac(IPV4_GROUP), group, PORT, PORT, message, TIME_TO_LIVE);
    }

    private void multicastIpv6(byte[] message) {
        if (ipv6.isReady()) {
            ipv6.sendUdp(Ipv6.groupMac(IPV6_GROUP), IPV6_GROUP, PORT, PORT, message, TIME_TO_LIVE);
        }
    }

    private static Duration randomDelay(long fromMillis, long toMillis) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(fromMillis, toMillis));
    }
}
