package dev.lanyard.rules.catalogue.network;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.catalogue.Each;
import dev.lanyard.rules.observation.IpPacket;
import dev.lanyard.rules.observation.MdnsMessage;
import dev.lanyard.rules.observation.MdnsTraffic;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** How questions are answered (RFC 6762 §5-7, §10, §11). */
final class MdnsAnswerJudges {

    static final String SILENT = "no multicast DNS response of the accessory was seen";

    private static final long MILLI = 1_000_000;
    /** Within this an answer comes: responders may wait 0.5 s (RFC 6762 §6), and the link takes its time. */
    static final long ANSWER_NANOS = 1500 * MILLI;
    /** A record that was multicast within a quarter of its TTL need not be again (RFC 6762 §5.4). */
    private static final int FRESH_DIVISOR = 4;
    /**
     * The third within a second is one too many, and not the second: avahi, seen with Linux' gadgets, answers soon after
     * it announced. Less than a second, because messages may arrive closer together than they left.
     */
    private static final long RATE_NANOS = 800 * MILLI;
    private static final long PROBE_RATE_NANOS = 300 * MILLI;
    private static final long FLOOD_NANOS = 1000 * MILLI;
    private static final int FLOOD = 3;
    private static final long NEVER = Long.MIN_VALUE;
    private static final int HOST_TTL = 120;
    private static final int LEGACY_TTL = 10;
    private static final Bytes GROUP_4 = Bytes.of(224, 0, 0, 251);
    private static final Bytes GROUP_6 = Bytes.hex("ff0200000000000000000000000000fb");

    private MdnsAnswerJudges() {}

    static Finding addressRecords(Observation seen) {
        List<Seen<Record>> records = MdnsTraffic.of(seen).responses().stream()
                .filter(response -> !response.what().isLegacy())
                .flatMap(response -> response.what().records().stream()
                        .filter(record -> isAddress(record) && record.getTTL() > 0).map(response::as)).toList();
        return Each.of("address records", records, "no address record came by multicast DNS", record -> {
            List<String> faults = new ArrayList<>();
            if (record.getTTL() != HOST_TTL) {
                faults.add("its TTL is " + record.getTTL() + " s, not 120");
            }
            if ((record.getDClass() & MdnsMessage.TOP_BIT) == 0) {
                faults.add("it has no cache-flush bit");
            }
            return faults.isEmpty() ? Optional.empty() : Optional.of(MdnsText.name(record.getName()) + " "
                    + Type.string(record.getType()) + ": " + String.join(", ", faults));
        });
    }

    static boolean isAddress(Record record) {
        return record.getType() == Type.A || record.getType() == Type.AAAA;
    }

    static Finding carriage(Observation seen) {
        return Each.of("multicast DNS responses", MdnsTraffic.of(seen).responses(), SILENT, response -> {
            IpPacket packet = response.datagram().packet();
            List<String> faults = new ArrayList<>();
            if (response.datagram().sourcePort() != MdnsMessage.PORT) {
                faults.add("it comes from port " + response.datagram().sourcePort());
            }
            if (packet.hopLimit() != 255) {
                faults.add("its " + (packet.isIpv4() ? "TTL" : "hop limit") + " is " + packet.hopLimit());
            }
            if (packet.isToMany() && !packet.destination().equals(packet.isIpv4() ? GROUP_4 : GROUP_6)) {
                faults.add("it goes to the group " + packet.destination().toHex());
            }
            return faults.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", faults));
        });
    }

    static Finding unicast(Observation seen) {
        MdnsTraffic traffic = MdnsTraffic.of(seen);
        Each direct = new Each("QU questions");
        Each legacy = new Each("questions from other ports");
        for (Seen<MdnsMessage> query : traffic.queries()) {
            MdnsMessage asked = query.what();
            if (!asked.isMulticast() || asked.questions().size() != 1
                    || !traffic.isWatched(query.nanos(), ANSWER_NANOS)) {
                continue;
            }
            Record question = asked.questions().getFirst();
            List<Seen<MdnsMessage>> answers = traffic.responses().stream().filter(response -> isTo(query, response)
                    && response.what().answers().stream().anyMatch(r -> MdnsTraffic.answers(r, question))).toList();
            if (asked.isLegacy()) {
                if (!answers.isEmpty() || isKnown(traffic, query, question, false)) {
                    legacy.add(query.sequence(), legacyFault(asked, answers));
                }
            } else if ((question.getDClass() & MdnsMessage.TOP_BIT) != 0
                    && isKnown(traffic, query, question, true)) {
                // avahi, seen with Linux' gadgets, answers to everybody, which the asker hears as well.
                direct.add(query.sequence(), !answers.isEmpty() ? Optional.empty()
                        : Optional.of("the question for " + MdnsText.name(question.getName())
                                + " was answered to nobody"));
            }
        }
        return direct.broken().or(legacy::broken).orElseGet(() -> direct.count() == 0 || legacy.count() == 0
                ? Finding.unseen((direct.count() == 0 ? "no QU question" : "no question from another port than 5353")
                        + " was asked for a record that the accessory has just shown, and its answer awaited"
                        + otherName(traffic))
                : Finding.kept(direct.count() + " QU questions and " + legacy.count()
                        + " from other ports were answered", List.of(direct.first(), legacy.first())));
    }

    /** Where the questions were for a host name that the accessory does not have: it may have yielded it (RFC 6762 §9). */
    private static String otherName(MdnsTraffic traffic) {
        Set<String> asked = traffic.queries().stream().flatMap(query -> query.what().questions().stream())
                .filter(MdnsAnswerJudges::isAddress).map(question -> MdnsText.name(question.getName()))
                .collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
        Set<String> shown = traffic.records(Type.A).stream().map(record -> MdnsText.name(record.what().getName()))
                .collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
        return asked.isEmpty() || shown.isEmpty() || asked.stream().anyMatch(shown::contains) ? ""
                : "; " + asked.iterator().next() + " was asked for, and the accessory calls itself "
                        + shown.iterator().next() + ", perhaps since somebody else claimed that name: a power cycle may "
                        + "bring it back";
    }

    /** Whether {@code response} comes in time for {@code query}, over the same protocol. */
    private static boolean isTo(Seen<MdnsMessage> query, Seen<MdnsMessage> response) {
        long after = response.nanos() - query.nanos();
        return response.sequence() > query.sequence() && after <= ANSWER_NANOS
                && response.what().isIpv4() == query.what().isIpv4();
    }

    /** Whether the accessory has multicast an answer before, {@code fresh}: so lately that it need not again. */
    static boolean isKnown(MdnsTraffic traffic, Seen<MdnsMessage> query, Record question, boolean fresh) {
        return traffic.responses().stream().filter(response -> response.what().isMulticast()
                        && response.sequence() < query.sequence()
                        && response.what().isIpv4() == query.what().isIpv4())
                .anyMatch(response -> response.what().records().stream().anyMatch(record ->
                        MdnsTraffic.answers(record, question) && record.getTTL() > 0 && (!fresh || query.nanos()
                                - response.nanos() < record.getTTL() * 1000 * MILLI / FRESH_DIVISOR)));
    }

    private static Optional<String> legacyFault(MdnsMessage asked, List<Seen<MdnsMessage>> answers) {
        Optional<MdnsMessage> direct = answers.stream().map(Seen::what).filter(answer -> !answer.isMulticast()
                && answer.datagram().destinationPort() == asked.datagram().sourcePort()).findFirst();
        String question = "the question for " + MdnsText.name(asked.questions().getFirst().getName());
        if (direct.isEmpty()) {
            return Optional.of(question + " from port " + asked.datagram().sourcePort() + " was answered "
                    + (answers.isEmpty() ? "to nobody" : "to everybody only"));
        }
        List<String> faults = new ArrayList<>();
        int id = direct.get().message().getHeader().getID();
        if (id != asked.message().getHeader().getID()) {
            faults.add("has the id " + id + ", not " + asked.message().getHeader().getID());
        }
        direct.get().records().stream().filter(record -> record.getType() != Type.OPT).forEach(record -> {
            if (record.getTTL() > LEGACY_TTL) {
                faults.add("has a TTL of " + record.getTTL() + " s");
            }
            if ((record.getDClass() & MdnsMessage.TOP_BIT) != 0) {
                faults.add("has a cache-flush bit");
            }
        });
        return faults.isEmpty() ? Optional.empty()
                : Optional.of("the answer to " + question + " " + String.join(", ", faults.stream().distinct().toList()));
    }

    static Finding knownAnswers(Observation seen) {
        MdnsTraffic traffic = MdnsTraffic.of(seen);
        Each each = new Each("questions with known answers");
        for (Seen<MdnsMessage> query : traffic.queries()) {
            MdnsMessage asked = query.what();
            if (asked.answers().isEmpty() || asked.isLegacy() || asked.questions().size() != 1
                    || !traffic.isWatched(query.nanos(), ANSWER_NANOS)
                    || !knowsAll(traffic, query, asked.questions().getFirst())) {
                continue;
            }
            Record question = asked.questions().getFirst();
            // An announcement says more than what was asked.
            Optional<Seen<MdnsMessage>> needless = traffic.responses().stream().filter(response ->
                    isTo(query, response) && !response.what().answers().isEmpty()
                    && response.what().answers().stream().allMatch(record -> MdnsTraffic.answers(record, question)
                            && asked.answers().stream().anyMatch(known -> MdnsTraffic.isSame(known, record))))
                    .findFirst();
            each.add(needless.map(Seen::sequence).orElse(query.sequence()), needless.map(response ->
                    MdnsText.name(question.getName()) + " was answered although the question named the answer"));
        }
        return each.broken().orElseGet(() -> each.count() == 0
                ? Finding.unseen("no question named all the answers that the accessory has")
                : Finding.kept(each.count() + " questions that named their answers were not answered",
                        List.of(each.first())));
    }

    /** Whether the question names, with enough life left, every answer that the accessory gave before. */
    private static boolean knowsAll(MdnsTraffic traffic, Seen<MdnsMessage> query, Record question) {
        List<Record> given = traffic.responses().stream().filter(r -> r.sequence() < query.sequence())
                .flatMap(r -> r.what().records().stream()).filter(r -> MdnsTraffic.answers(r, question)
                        && r.getTTL() > 0).toList();
        return !given.isEmpty() && given.stream().allMatch(record -> query.what().answers().stream()
                .anyMatch(known -> MdnsTraffic.isSame(known, record) && known.getTTL() * 2 >= record.getTTL()));
    }

    /** What limits how often a record is multicast. */
    private record Key(boolean ipv4, Object name, int type, Bytes data) {

        static Key of(MdnsMessage message, Record record) {
            return new Key(message.isIpv4(), record.getName(), record.getType(),
                    Bytes.wrap(record.rdataToWireCanonical()));
        }
    }

    static Finding rate(Observation seen) {
        MdnsTraffic traffic = MdnsTraffic.of(seen);
        Map<Key, long[]> last = new HashMap<>();
        Each each = new Each("multicast answers");
        for (Seen<MdnsMessage> response : traffic.responses()) {
            if (!response.what().isMulticast()) {
                continue;
            }
            long limit = defends(traffic, response) ? PROBE_RATE_NANOS : RATE_NANOS;
            for (Record record : response.what().answers()) {
                if (record.getTTL() == 0) {
                    continue;
                }
                long[] before = last.computeIfAbsent(Key.of(response.what(), record), _ -> new long[] {NEVER, NEVER});
                long apart = before[0] == NEVER ? limit : response.nanos() - before[0];
                each.add(response.sequence(), apart >= limit || apart < 0 ? Optional.empty()
                        : Optional.of(MdnsText.name(record.getName()) + " " + Type.string(record.getType())
                                + " came three times within " + apart / MILLI + " ms"));
                before[0] = before[1];
                before[1] = response.nanos();
            }
        }
        if (each.broken().isPresent()) {
            return each.broken().get();
        }
        Optional<Seen<MdnsMessage>> flood = flood(traffic);
        return flood.map(query -> Finding.kept("of " + each.count() + " multicast answers none came again within a "
                + "second, though asked for more often", List.of(query.sequence())))
                .orElseGet(() -> Finding.unseen("no question that the accessory answers was asked " + FLOOD
                        + " times within a second"));
    }

    /** Whether somebody probed just before: defending a name may be faster (RFC 6762 §6). */
    private static boolean defends(MdnsTraffic traffic, Seen<MdnsMessage> response) {
        return traffic.messages().stream().anyMatch(message -> !message.what().received() && message.what().isProbe()
                && Math.abs(response.nanos() - message.nanos()) < FLOOD_NANOS);
    }

    /** The last of several questions within a second that the accessory has an answer to. */
    private static Optional<Seen<MdnsMessage>> flood(MdnsTraffic traffic) {
        List<Seen<MdnsMessage>> queries = traffic.queries().stream().filter(query -> !query.what().isLegacy()
                && query.what().questions().size() == 1
                && (query.what().questions().getFirst().getDClass() & MdnsMessage.TOP_BIT) == 0).toList();
        return queries.stream().filter(query -> {
            Record question = query.what().questions().getFirst();
            Stream<Seen<MdnsMessage>> same = queries.stream().filter(other -> other.what().isIpv4()
                    == query.what().isIpv4() && MdnsTraffic.answers(other.what().questions().getFirst(), question)
                    && query.nanos() - other.nanos() >= 0 && query.nanos() - other.nanos() < FLOOD_NANOS);
            return same.count() >= FLOOD && traffic.responses().stream()
                    .flatMap(response -> response.what().answers().stream())
                    .anyMatch(record -> MdnsTraffic.answers(record, question));
        }).findFirst();
    }
}
