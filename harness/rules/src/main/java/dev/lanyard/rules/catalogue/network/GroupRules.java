package dev.lanyard.rules.catalogue.network;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.catalogue.Each;
import dev.lanyard.rules.observation.EchoMessage;
import dev.lanyard.rules.observation.Icmpv6Message;
import dev.lanyard.rules.observation.IpPacket;
import dev.lanyard.rules.observation.MdnsTraffic;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.UdpDatagram;
import dev.lanyard.wire.Bytes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The accessory as a member of groups, and packets to everybody. */
public final class GroupRules {

    private static final Bytes MDNS = Bytes.of(224, 0, 0, 251);
    private static final long SETTLED = 3 * Dialogue.SECOND;
    /** Groups that need no report: all hosts and routers (RFC 3376 §6, RFC 3810 §6). */
    private static final Set<Bytes> UNREPORTED = Set.of(Bytes.of(224, 0, 0, 1), Bytes.of(224, 0, 0, 2),
            Bytes.hex("ff01 0000 0000 0000 0000 0000 0000 0001"), Bytes.hex("ff02 0000 0000 0000 0000 0000 0000 0001"),
            Bytes.hex("ff02 0000 0000 0000 0000 0000 0000 0002"));

    /** Rules NET-MCAST-*. */
    public static final List<Rule> RULES = List.of(
            rule("NET-MCAST-01", "The accessory reports the IPv4 groups that it has joined.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 3376", "§5.1"))
                    .tolerated(HostPlatform.LINUX, "On a link of two nobody looks at reports; a bridge that snoops "
                            + "them does.")
                    .remediation("Send an IGMP report, version 3 or 2, when a group is joined and when a router asks; "
                            + "switches that listen to IGMP else send the accessory nothing.")
                    .judgedBy(GroupRules::reportsGroups),
            rule("NET-MCAST-02", "The accessory hears the groups that it has joined, and no others.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 1112", "§7.2"))
                    .tolerated(HostPlatform.LINUX, "Answers to groups that nobody joined are answers to questions "
                            + "that Linux does not ask.")
                    .remediation("Compare the IP destination with the groups that were joined: the address filter of "
                            + "the Ethernet port lets others pass.")
                    .judgedBy(GroupRules::hearsItsGroups),
            rule("NET-MCAST-03", "An echo request to the directed broadcast address gets one reply or none.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("RFC 1122", "§3.2.2.6"))
                    .remediation("Drop echo requests to broadcast addresses, or answer each once.")
                    .judgedBy(GroupRules::staysCalm));

    private GroupRules() {}

    private static Finding reportsGroups(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        List<Seen<Bytes>> reports = dialogue.traffic().igmpReports();
        Optional<Seen<UdpDatagram>> member = Dialogue.received(dialogue.traffic().mdns()).stream()
                .filter(datagram -> datagram.what().destination().equals(MDNS)).findFirst();
        if (member.isEmpty()) {
            return reports.isEmpty() ? Finding.unseen("nothing shows an IPv4 group that the accessory has joined")
                    : Finding.kept(reports.size() + " groups were reported", List.of(reports.getFirst().sequence()));
        }
        Optional<Seen<Bytes>> reported = reports.stream().filter(report -> report.what().equals(MDNS)).findFirst();
        if (reported.isPresent()) {
            return Finding.kept("224.0.0.251 was reported", List.of(reported.get().sequence()));
        }
        boolean due = dialogue.traffic().igmpSent().stream().anyMatch(sent -> sent.what().payload().has(0, 8)
                        && sent.what().payload().u8(0) == 0x11 && dialogue.listened(sent.nanos()) >= SETTLED);
        return due ? Finding.broken("the accessory speaks multicast DNS at 224.0.0.251 and has not reported that "
                + "group", List.of(member.get().sequence()))
                : Finding.unseen("no report was seen, and no router asked for one: it may have come before the link");
    }

    private static Finding hearsItsGroups(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Set<Bytes> joined = new HashSet<>(UNREPORTED);
        dialogue.traffic().igmpReports().forEach(report -> joined.add(report.what()));
        Dialogue.received(dialogue.traffic().icmpv6())
                .forEach(message -> joined.addAll(message.what().reportedGroups()));
        List<Seen<EchoMessage>> replies = Dialogue.received(dialogue.traffic().echoes());
        Each each = new Each("echo requests to groups that it has not joined");
        for (Seen<EchoMessage> asked : Dialogue.sent(dialogue.traffic().echoes())) {
            IpPacket packet = asked.what().packet();
            if (!asked.what().request() || !isGroup(packet) || joined.contains(packet.destination())) {
                continue;
            }
            boolean answered = Dialogue.answer(asked, replies, 2 * Dialogue.SECOND, EchoMessage::isAnsweredBy)
                    .isPresent();
            if (answered || dialogue.listened(asked.nanos()) >= Dialogue.ANSWER / 2) {
                each.add(asked.sequence(), answered ? Optional.of("that to " + Dialogue.show(packet.destination())
                        + " was answered") : Optional.empty());
            }
        }
        if (each.broken().isPresent()) {
            return each.broken().get();
        }
        if (each.count() == 0) {
            return Finding.unseen("nothing was sent to a group that the accessory has not joined");
        }
        Optional<Boolean> hears = hears(dialogue, MdnsTraffic.of(seen));
        return hears.isEmpty() ? Finding.unseen("nothing that the accessory has to answer was sent to one of its groups")
                : hears.get() ? Finding.kept("the accessory answers in its groups, and not in " + each.count()
                        + " others", List.of(each.first()))
                : Finding.broken("the accessory answers nothing that goes to its groups", List.of(each.first()));
    }

    private static boolean isGroup(IpPacket packet) {
        int first = packet.destination().u8(0);
        return packet.isIpv4() ? first >= 224 && first < 240 : first == 0xFF;
    }

    /**
     * Whether anything that went to a group of the accessory was answered; empty when nothing went there that it has to
     * answer. A question for a name that it has not shown may be for one that it gave up (RFC 6762 §9).
     */
    private static Optional<Boolean> hears(Dialogue dialogue, MdnsTraffic traffic) {
        Set<Long> known = traffic.queries().stream().filter(query -> query.what().questions().stream()
                        .anyMatch(question -> MdnsAnswerJudges.isKnown(traffic, query, question, false)))
                .map(Seen::sequence).collect(Collectors.toSet());
        List<Seen<UdpDatagram>> queries = Dialogue.sent(dialogue.traffic().mdns()).stream()
                .filter(query -> isQuery(query.what()) && query.what().packet().isToMany()).toList();
        List<Seen<Icmpv6Message>> solicitations = Dialogue.sent(dialogue.traffic().icmpv6()).stream()
                .filter(message -> message.what().type() == Icmpv6Message.NEIGHBOUR_SOLICITATION
                        && message.what().packet().isToMany()
                        && message.what().target().filter(dialogue.ownIpv6()::containsKey).isPresent()).toList();
        boolean answered = queries.stream().anyMatch(query -> Dialogue.answer(query,
                        Dialogue.received(dialogue.traffic().mdns()), 2 * Dialogue.SECOND,
                        (_, answer) -> !isQuery(answer)).isPresent())
                || solicitations.stream().anyMatch(asked -> Dialogue.answer(asked,
                        Dialogue.received(dialogue.traffic().icmpv6()), 2 * Dialogue.SECOND,
                        (question, answer) -> answer.type() == Icmpv6Message.NEIGHBOUR_ADVERTISEMENT
                                && answer.target().equals(question.target())).isPresent());
        boolean due = !solicitations.isEmpty() || queries.stream().anyMatch(query -> known.contains(query.sequence()));
        return answered || due ? Optional.of(answered) : Optional.empty();
    }

    private static boolean isQuery(UdpDatagram datagram) {
        return datagram.payload().has(0, 12) && (datagram.payload().u8(2) & 0x80) == 0;
    }

    private static Finding staysCalm(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Set<Bytes> own = dialogue.ownIpv4().keySet();
        List<Seen<EchoMessage>> replies = Dialogue.received(dialogue.traffic().echoes());
        Each each = new Each("echo requests to everybody");
        for (Seen<EchoMessage> asked : Dialogue.sent(dialogue.traffic().echoes())) {
            IpPacket packet = asked.what().packet();
            if (!asked.what().request() || !packet.isIpv4() || !isDirectedBroadcast(packet, own)
                    || dialogue.listened(asked.nanos()) < Dialogue.ANSWER / 2) {
                continue;
            }
            long answers = replies.stream().filter(reply -> asked.what().isAnsweredBy(reply.what())
                    && reply.nanos() >= asked.nanos()).count();
            each.add(asked.sequence(), answers <= 1 ? Optional.empty()
                    : Optional.of("that to " + Dialogue.show(packet.destination()) + " got " + answers + " replies"));
        }
        return each.count() == 0 ? Finding.unseen("no echo request was sent to the directed broadcast address")
                : each.broken().orElseGet(() -> Finding.kept("none of " + each.count()
                        + " echo requests to everybody got more than one reply", List.of(each.first())));
    }

    /** In a broadcast frame to the last address of a subnet; which, the accessory's prefix is not known to tell. */
    private static boolean isDirectedBroadcast(IpPacket packet, Set<Bytes> own) {
        Bytes destination = packet.destination();
        return packet.to().value() == 0xFFFF_FFFF_FFFFL && destination.u8(3) == 255 && destination.u8(0) < 224
                && own.stream().anyMatch(address -> address.u8(0) == destination.u8(0));
    }
}
