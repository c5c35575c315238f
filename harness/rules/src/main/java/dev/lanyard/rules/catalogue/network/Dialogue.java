package dev.lanyard.rules.catalogue.network;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.catalogue.Each;
import dev.lanyard.rules.observation.ArpPacket;
import dev.lanyard.rules.observation.Icmpv6Message;
import dev.lanyard.rules.observation.NetworkTraffic;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.SeenFrame;
import dev.lanyard.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** What the harness asked on the link, what the accessory answered, and which addresses are the accessory's. */
final class Dialogue {

    static final long SECOND = 1_000_000_000L;
    /** An answer that comes this late would not help a host. */
    static final long ANSWER = SECOND;

    private final Observation seen;
    private final NetworkTraffic traffic;

    Dialogue(Observation seen) {
        this.seen = seen;
        this.traffic = NetworkTraffic.of(seen);
    }

    /** That a rule does not concern the accessory; which only an accessory that speaks can show. */
    Finding notConcerned(String why) {
        return seen.receivedFrames().count() == 0 ? Finding.unseen("no frame came from the accessory")
                : Finding.notApplicable(why);
    }

    NetworkTraffic traffic() {
        return traffic;
    }

    /** For how long after {@code nanos} the link was there to answer; -1 when it was not there then. */
    long listened(long nanos) {
        if (seen.dataPaths().isEmpty()) {
            return seen.lastNanos() - nanos;
        }
        return seen.dataPaths().stream().filter(path -> path.requestedNanos() <= nanos && nanos <= path.endNanos())
                .mapToLong(path -> path.endNanos() - nanos).max().orElse(-1);
    }

    /** When the data path in which something happened was asked for; the beginning of time where none is known. */
    long began(long nanos) {
        return seen.dataPaths().stream().filter(path -> path.requestedNanos() <= nanos && nanos <= path.endNanos())
                .mapToLong(path -> path.requestedNanos()).max().orElse(Long.MIN_VALUE / 4);
    }

    /** The first of {@code candidates} that comes within {@code limit} after {@code question} and answers it. */
    static <Q, A> Optional<Seen<A>> answer(Seen<Q> question, List<Seen<A>> candidates, long limit,
                                           BiPredicate<Q, A> answers) {
        return candidates.stream().filter(answer -> answer.nanos() >= question.nanos()
                && answer.nanos() - question.nanos() <= limit
                && answers.test(question.what(), answer.what())).findFirst();
    }

    /**
     * Judges every question: answered in time, or not though somebody listened. Questions whose time was cut short
     * prove nothing.
     */
    <Q, A> Finding answered(String what, List<Seen<Q>> questions, List<Seen<A>> candidates, BiPredicate<Q, A> answers,
                            Function<Q, String> question, String unseen) {
        Each each = new Each(what);
        for (Seen<Q> asked : questions) {
            boolean answered = answer(asked, candidates, ANSWER, answers).isPresent();
            if (answered || listened(asked.nanos()) >= ANSWER) {
                each.add(asked.sequence(), answered ? Optional.empty()
                        : Optional.of(question.apply(asked.what()) + " got no answer within 1 s"));
            }
        }
        return each.count() == 0 ? Finding.unseen(unseen) : each.broken().orElseGet(() -> Finding.kept(
                each.count() + " of " + each.count() + " " + what + " were answered", List.of(each.first())));
    }

    /** The accessory's IPv4 addresses, each with the event that shows it: what it sends from, and what it announces. */
    Map<Bytes, Long> ownIpv4() {
        Map<Bytes, Long> own = new LinkedHashMap<>();
        traffic.sources().forEach((address, sequence) -> {
            if (address.length() == 4 && isUnicast(address) && !traffic.hosts().contains(address)) {
                own.put(address, sequence);
            }
        });
        for (Seen<ArpPacket> arp : received(traffic.arp())) {
            if (arp.what().isAnnouncement()) {
                own.putIfAbsent(arp.what().sender(), arp.sequence());
            }
        }
        return own;
    }

    /** The accessory's IPv6 addresses: what it sends from, and what it probes for. */
    Map<Bytes, Long> ownIpv6() {
        Map<Bytes, Long> own = new LinkedHashMap<>();
        traffic.sources().forEach((address, sequence) -> {
            if (address.length() == 16 && address.u8(0) != 0xFF && !address.equals(Icmpv6Message.UNSPECIFIED)
                    && !traffic.hosts().contains(address)) {
                own.put(address, sequence);
            }
        });
        for (Seen<Icmpv6Message> message : received(traffic.icmpv6())) {
            if (message.what().isDuplicateDetection()) {
                message.what().target().ifPresent(target -> own.putIfAbsent(target, message.sequence()));
            }
        }
        return own;
    }

    private static boolean isUnicast(Bytes address) {
        return !address.equals(ArpPacket.NOBODY) && address.u8(0) < 224;
    }

    static boolean isLinkLocal(Bytes address) {
        return address.length() == 4 && address.u16be(0) == 0xA9FE;
    }

    static <T> List<Seen<T>> received(List<Seen<SeenFrame<T>>> all) {
        return NetworkTraffic.part(all, true);
    }

    static <T> List<Seen<T>> sent(List<Seen<SeenFrame<T>>> all) {
        return NetworkTraffic.part(all, false);
    }

    /** {@code 192.168.7.1}, or an IPv6 address in full. */
    static String show(Bytes address) {
        if (address.length() == 4) {
            return "%d.%d.%d.%d".formatted(address.u8(0), address.u8(1), address.u8(2), address.u8(3));
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at + 1 < address.length(); at += 2) {
            text.append(at == 0 ? "" : ":").append(Integer.toHexString(address.u16be(at)));
        }
        return text.toString();
    }
}
