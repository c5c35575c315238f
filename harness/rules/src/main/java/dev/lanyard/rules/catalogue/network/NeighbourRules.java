package dev.lanyard.rules.catalogue.network;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.catalogue.Each;
import dev.lanyard.rules.observation.ArpPacket;
import dev.lanyard.rules.observation.EchoMessage;
import dev.lanyard.rules.observation.Icmpv6Message;
import dev.lanyard.rules.observation.IpPacket;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.UdpDatagram;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** The accessory as a neighbour on the link: address resolution of both IP versions. */
public final class NeighbourRules {

    /** How long an address may be tentative and its questions unanswered: one RetransTimer and some (RFC 4862 §5.4). */
    private static final long TENTATIVE = 1_600_000_000L;

    /** Rules NET-LINK-*. */
    public static final List<Rule> RULES = List.of(
            rule("NET-LINK-01", "The accessory answers an ARP request for its address within a second, to the asker "
                    + "alone and with the right addresses.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 826", "Packet Reception"))
                    .remediation("Answer requests for your own address by turning the packet around: operation 2, both "
                            + "pairs of addresses swapped, the frame sent to the asker's hardware address.")
                    .judgedBy(NeighbourRules::answersArp),
            rule("NET-LINK-02", "The accessory does not answer ARP requests for addresses that are not its own.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 826", "Packet Reception"))
                    .remediation("Compare the target protocol address with your own before you answer; do no proxy "
                            + "ARP on this link.")
                    .judgedBy(NeighbourRules::answersForItselfOnly),
            rule("NET-LINK-03", "The accessory answers an ARP probe for its address: one from 0.0.0.0.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 5227", "§2.1.1 and §2.4"))
                    .tolerated(HostPlatform.LINUX, "Linux probes for addresses that it is about to take, which the "
                            + "accessory's is not.")
                    .remediation("Answer also where the sender's protocol address is 0.0.0.0: a host that gets no "
                            + "answer takes the accessory's address for free.")
                    .judgedBy(seen -> {
                        Dialogue dialogue = new Dialogue(seen);
                        return arp(dialogue, "ARP probes", ArpPacket::isProbe, "no ARP probe for an address of the "
                                + "accessory was sent");
                    }),
            rule("NET-LINK-04", "The accessory answers IPv6 neighbour solicitations for its address: multicast ones, "
                    + "unicast ones, and those of duplicate address detection.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 4861", "§7.2.4; RFC 4862 §5.4.3"))
                    .remediation("Join the solicited-node group of each address and answer there and at the address "
                            + "itself; where the source is the unspecified address, answer to ff02::1.")
                    .judgedBy(NeighbourRules::answersSolicitations),
            rule("NET-LINK-05", "Broadcast and multicast frames of the host reach the accessory's network.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§6.2.4"))
                    .remediation("Pass all frames of the host on to the IP stack: the packet filter of the host limits "
                            + "what the accessory sends, never what it receives.")
                    .judgedBy(NeighbourRules::hearsGroups));

    private NeighbourRules() {}

    private static Finding answersArp(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Finding answered = arp(dialogue, "ARP requests", ArpPacket::isQuestion,
                "no ARP request for an address of the accessory was sent");
        if (answered.kind() != Finding.Kind.KEPT) {
            return answered;
        }
        List<Seen<ArpPacket>> questions = Dialogue.sent(dialogue.traffic().arp()).stream()
                .filter(arp -> arp.what().isQuestion()).toList();
        Each each = new Each("ARP replies");
        for (Seen<ArpPacket> reply : Dialogue.received(dialogue.traffic().arp())) {
            questions.stream().filter(asked -> asked.nanos() <= reply.nanos()
                            && isAnswer(asked.what(), reply.what())).reduce((_, later) -> later)
                    .ifPresent(asked -> each.add(reply.sequence(), wrongReply(asked.what(), reply.what())));
        }
        return each.broken().orElse(answered);
    }

    private static boolean isAnswer(ArpPacket asked, ArpPacket reply) {
        return !reply.request() && reply.sender().equals(asked.target()) && reply.target().equals(asked.sender());
    }

    private static Optional<String> wrongReply(ArpPacket asked, ArpPacket reply) {
        if (!reply.to().equals(asked.senderMac())) {
            return Optional.of("the reply goes to " + reply.to() + ", the asker is " + asked.senderMac());
        }
        if (!reply.senderMac().equals(reply.from())) {
            return Optional.of("the reply says " + reply.senderMac() + " and comes from " + reply.from());
        }
        return reply.targetMac().equals(asked.senderMac()) ? Optional.empty()
                : Optional.of("the reply is for " + reply.targetMac() + ", the asker is " + asked.senderMac());
    }

    private static Finding arp(Dialogue dialogue, String what, Predicate<ArpPacket> kind, String unseen) {
        Set<Bytes> own = dialogue.ownIpv4().keySet();
        List<Seen<ArpPacket>> sent = Dialogue.sent(dialogue.traffic().arp());
        List<Seen<ArpPacket>> questions = sent.stream().filter(asked -> kind.test(asked.what())
                && own.contains(asked.what().target()) && !isContested(sent, asked)).toList();
        return dialogue.answered(what, questions, Dialogue.received(dialogue.traffic().arp()),
                NeighbourRules::isAnswer, asked -> "that for " + Dialogue.show(asked.target()), unseen);
    }

    /** Whether the harness had claimed the address for somebody else before: then it may have been given up. */
    private static boolean isContested(List<Seen<ArpPacket>> sent, Seen<ArpPacket> question) {
        return sent.stream().anyMatch(arp -> arp.nanos() <= question.nanos()
                && arp.what().sender().equals(question.what().target()));
    }

    private static Finding answersForItselfOnly(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Set<Bytes> own = dialogue.ownIpv4().keySet();
        if (own.isEmpty()) {
            return Finding.unseen("no address of the accessory is known");
        }
        List<Seen<ArpPacket>> replies = Dialogue.received(dialogue.traffic().arp());
        Each each = new Each("ARP requests for other addresses");
        for (Seen<ArpPacket> asked : Dialogue.sent(dialogue.traffic().arp())) {
            if (!asked.what().isQuestion() || own.contains(asked.what().target())) {
                continue;
            }
            Optional<Seen<ArpPacket>> reply = Dialogue.answer(asked, replies, 2 * Dialogue.SECOND,
                    (question, answer) -> !answer.request() && answer.sender().equals(question.target()));
            if (reply.isPresent()) {
                each.add(reply.get().sequence(), Optional.of("the accessory answers for "
                        + Dialogue.show(asked.what().target()) + ", its own address is "
                        + Dialogue.show(own.iterator().next())));
            } else if (dialogue.listened(asked.nanos()) >= Dialogue.ANSWER / 2) {
                each.add(asked.sequence(), Optional.empty());
            }
        }
        return each.count() == 0 ? Finding.unseen("no ARP request for another address was sent")
                : each.broken().orElseGet(() -> Finding.kept(each.count() + " requests for other addresses were not "
                        + "answered", List.of(each.first())));
    }

    private static Finding answersSolicitations(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        List<Seen<Icmpv6Message>> questions = solicitations(dialogue);
        List<String> untried = new ArrayList<>();
        if (questions.stream().noneMatch(asked -> asked.what().isDuplicateDetection())) {
            untried.add("one of duplicate address detection");
        }
        if (questions.stream().noneMatch(asked -> isMulticast(asked.what()))) {
            untried.add("a multicast one");
        }
        if (questions.stream().noneMatch(asked -> isUnicast(asked.what()))) {
            untried.add("a unicast one");
        }
        Finding finding = dialogue.answered("neighbour solicitations", questions,
                Dialogue.received(dialogue.traffic().icmpv6()), NeighbourRules::answers,
                asked -> (asked.isDuplicateDetection() ? "that of duplicate address detection"
                        : isUnicast(asked) ? "the unicast one" : "the multicast one") + " for "
                        + Dialogue.show(asked.target().orElse(Bytes.EMPTY)),
                "no neighbour solicitation for an address of the accessory was sent");
        return finding.kind() == Finding.Kind.KEPT && !untried.isEmpty()
                ? Finding.unseen("not all kinds of neighbour solicitations were tried: "
                        + String.join(", ", untried)) : finding;
    }

    private static boolean isMulticast(Icmpv6Message asked) {
        return asked.packet().isToMany() && !asked.isDuplicateDetection();
    }

    private static boolean isUnicast(Icmpv6Message asked) {
        return !asked.packet().isToMany();
    }

    private static boolean answers(Icmpv6Message asked, Icmpv6Message answer) {
        return answer.type() == Icmpv6Message.NEIGHBOUR_ADVERTISEMENT && asked.target().isPresent()
                && asked.target().equals(answer.target());
    }

    /** Those of the harness for addresses that the accessory has and no longer tests itself. */
    private static List<Seen<Icmpv6Message>> solicitations(Dialogue dialogue) {
        Set<Bytes> own = dialogue.ownIpv6().keySet();
        List<Seen<Icmpv6Message>> tests = Dialogue.received(dialogue.traffic().icmpv6()).stream()
                .filter(message -> message.what().isDuplicateDetection()).toList();
        return Dialogue.sent(dialogue.traffic().icmpv6()).stream()
                .filter(asked -> asked.what().type() == Icmpv6Message.NEIGHBOUR_SOLICITATION
                        && asked.what().target().filter(own::contains).isPresent())
                .filter(asked -> tests.stream().noneMatch(test -> test.what().target().equals(asked.what().target())
                        && test.nanos() > asked.nanos() - TENTATIVE
                        && dialogue.began(test.nanos()) == dialogue.began(asked.nanos()))).toList();
    }

    private static Finding hearsGroups(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Tally broadcast = new Tally(dialogue, "broadcast");
        Set<Bytes> own = dialogue.ownIpv4().keySet();
        List<Seen<ArpPacket>> sent = Dialogue.sent(dialogue.traffic().arp());
        broadcast.add(sent.stream().filter(arp -> arp.what().isQuestion() && own.contains(arp.what().target())
                        && !isContested(sent, arp)).toList(), Dialogue.received(dialogue.traffic().arp()),
                NeighbourRules::isAnswer);
        broadcast.addAnswered(Dialogue.sent(dialogue.traffic().dhcp()).stream().filter(message -> message.what().message()
                        .type().filter(DhcpMessageType.DISCOVER::equals).isPresent()).toList(),
                Dialogue.received(dialogue.traffic().dhcp()),
                (_, _) -> true);
        Tally multicast = new Tally(dialogue, "multicast");
        multicast.add(solicitations(dialogue).stream().filter(asked -> isMulticast(asked.what())).toList(),
                Dialogue.received(dialogue.traffic().icmpv6()), NeighbourRules::answers);
        multicast.add(Dialogue.sent(dialogue.traffic().echoes()).stream().filter(echo -> echo.what().request()
                        && isAllNodes(echo.what().packet())).toList(),
                Dialogue.received(dialogue.traffic().echoes()), EchoMessage::isAnsweredBy);
        multicast.addAnswered(Dialogue.sent(dialogue.traffic().mdns()).stream().filter(query -> isQuery(query.what())).toList(),
                Dialogue.received(dialogue.traffic().mdns()), (_, answer) -> !isQuery(answer));
        return broadcast.broken().or(multicast::broken).orElseGet(() -> broadcast.answered >= 0
                && multicast.answered >= 0 ? Finding.kept("broadcast and multicast frames were answered",
                        List.of(broadcast.answered, multicast.answered))
                : Finding.unseen("no " + (broadcast.answered < 0 ? "broadcast" : "multicast")
                        + " frame was sent that asks for an answer"));
    }

    private static boolean isAllNodes(IpPacket packet) {
        return packet.destination().equals(Bytes.hex("ff02 0000 0000 0000 0000 0000 0000 0001"));
    }

    private static boolean isQuery(UdpDatagram datagram) {
        return datagram.payload().has(0, 12) && (datagram.payload().u8(2) & 0x80) == 0
                && datagram.packet().isToMany();
    }

    /** How frames of one kind fared: one answer to any of them is enough. */
    private static final class Tally {

        private final Dialogue dialogue;
        private final String kind;
        private final List<Long> unanswered = new ArrayList<>();
        private long answered = -1;

        Tally(Dialogue dialogue, String kind) {
            this.dialogue = dialogue;
            this.kind = kind;
        }

        <Q, A> void add(List<Seen<Q>> questions, List<Seen<A>> answers,
                        BiPredicate<Q, A> matches) {
            for (Seen<Q> asked : questions) {
                if (Dialogue.answer(asked, answers, 2 * Dialogue.ANSWER, matches).isPresent()) {
                    answered = asked.sequence();
                } else if (dialogue.listened(asked.nanos()) >= Dialogue.ANSWER) {
                    unanswered.add(asked.sequence());
                }
            }
        }

        /** As {@link #add}, of a service that may be silent for reasons of its own. */
        <Q, A> void addAnswered(List<Seen<Q>> questions, List<Seen<A>> answers, BiPredicate<Q, A> matches) {
            add(questions.stream().filter(asked -> Dialogue.answer(asked, answers, 2 * Dialogue.ANSWER, matches)
                    .isPresent()).toList(), answers, matches);
        }

        Optional<Finding> broken() {
            return answered >= 0 || unanswered.isEmpty() ? Optional.empty()
                    : Optional.of(Finding.broken("none of " + unanswered.size() + " " + kind
                            + " frames that ask for an answer got one", unanswered.stream().limit(10).toList()));
        }
    }
}
