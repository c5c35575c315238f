package dev.lanyard.rules.catalogue.network;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.catalogue.Each;
import dev.lanyard.rules.observation.ArpPacket;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** How the accessory comes by an IPv4 link-local address, and how it keeps it (RFC 3927). */
public final class LinkLocalRules {

    private static final long SECOND = Dialogue.SECOND;
    /** PROBE_MIN and PROBE_MAX of RFC 3927 §9 are 1 and 2 s; a busy machine stamps a little early or late. */
    private static final long LEAST_GAP = 800_000_000L;
    private static final long LARGEST_GAP = 2_500_000_000L;
    private static final int PROBES = 3;
    private static final int ANNOUNCEMENTS = 2;
    /** ANNOUNCE_INTERVAL is 2 s. */
    private static final long ANNOUNCED_AFTER = 3 * SECOND;
    /** A defence is immediate; another claim begins within PROBE_WAIT, 1 s. */
    private static final long REACTION = 2 * SECOND;
    private static final long DEFEND_INTERVAL = 10 * SECOND;
    private static final String NONE = "the accessory claims no IPv4 link-local address";

    /** Rules NET-ADDR-03 to -05. */
    public static final List<Rule> RULES = List.of(
            rule("NET-ADDR-03", "The accessory probes three times for a link-local address, one to two seconds apart, "
                    + "announces it twice, and takes it from 169.254.1.0 to 169.254.254.255.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 3927", "§2.1, §2.2.1 and §2.4"))
                    .remediation("Send three ARP probes before the first use and two announcements after it, with the "
                            + "times of RFC 3927 §9, each time the link comes up.")
                    .judgedBy(LinkLocalRules::claims),
            rule("NET-ADDR-04", "When another host has the accessory's link-local address, the accessory defends it "
                    + "once or takes another; at the second conflict within ten seconds it takes another.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 3927", "§2.5"))
                    .remediation("Compare the sender's protocol address of every ARP packet with your own: at a "
                            + "conflict announce your address once, and at the next one claim another.")
                    .judgedBy(LinkLocalRules::defends),
            rule("NET-ADDR-05", "The accessory claims the same link-local address every time, as long as it is free.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 3927", "§2.1"))
                    .remediation("Seed the choice with the MAC address, or store the last address and try it first.")
                    .judgedBy(LinkLocalRules::staysTheSame));

    private LinkLocalRules() {}

    private static List<Seen<ArpPacket>> received(Dialogue dialogue, Predicate<ArpPacket> kind) {
        return Dialogue.received(dialogue.traffic().arp()).stream().filter(arp -> kind.test(arp.what())).toList();
    }

    private static boolean isProbe(ArpPacket arp) {
        return arp.isProbe() && Dialogue.isLinkLocal(arp.target());
    }

    private static boolean isUse(ArpPacket arp) {
        return Dialogue.isLinkLocal(arp.sender());
    }

    private static Finding claims(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        List<Seen<ArpPacket>> probes = received(dialogue, LinkLocalRules::isProbe);
        Map<Bytes, Seen<ArpPacket>> uses = new LinkedHashMap<>();
        received(dialogue, LinkLocalRules::isUse).forEach(use -> uses.putIfAbsent(use.what().sender()
                .concat(Bytes.hex("%016x".formatted(dialogue.began(use.nanos())))), use));
        if (uses.isEmpty()) {
            return dialogue.ownIpv4().entrySet().stream().filter(own -> Dialogue.isLinkLocal(own.getKey())).findFirst()
                    .map(own -> Finding.broken(Dialogue.show(own.getKey()) + " is used without ARP probe or "
                            + "announcement", List.of(own.getValue())))
                    .orElseGet(() -> probes.isEmpty() ? dialogue.notConcerned(NONE)
                            : Finding.unseen("the claim of " + Dialogue.show(probes.getFirst().what().target())
                                    + " did not come to its end"));
        }
        Each each = new Each("claims of a link-local address");
        for (Seen<ArpPacket> use : uses.values()) {
            each.add(use.sequence(), wrongClaim(dialogue, use, probes));
        }
        return each.broken().orElseGet(() -> Finding.kept(each.count() + " claims of "
                + Dialogue.show(uses.values().iterator().next().what().sender())
                + " with three probes before and two announcements after it", List.of(each.first())));
    }

    private static Optional<String> wrongClaim(Dialogue dialogue, Seen<ArpPacket> use, List<Seen<ArpPacket>> probes) {
        Bytes address = use.what().sender();
        if (address.u8(2) == 0 || address.u8(2) == 255) {
            return Optional.of(Dialogue.show(address) + " is outside 169.254.1.0 to 169.254.254.255");
        }
        long began = dialogue.began(use.nanos());
        List<Seen<ArpPacket>> own = probes.stream().filter(probe -> probe.what().target().equals(address)
                && probe.nanos() < use.nanos() && dialogue.began(probe.nanos()) == began).toList();
        if (own.size() < PROBES) {
            return Optional.of(Dialogue.show(address) + " is used after " + own.size() + " probes");
        }
        for (int i = own.size() - PROBES + 1; i < own.size(); i++) {
            long gap = own.get(i).nanos() - own.get(i - 1).nanos();
            if (gap < LEAST_GAP || gap > LARGEST_GAP) {
                return Optional.of("two probes for " + Dialogue.show(address) + " are " + gap / 1_000_000
                        + " ms apart");
            }
        }
        long announced = received(dialogue, ArpPacket::isAnnouncement).stream()
                .filter(arp -> arp.what().sender().equals(address) && arp.nanos() >= use.nanos()
                        && dialogue.began(arp.nanos()) == began).count();
        boolean contested = conflicts(dialogue).stream().anyMatch(arp -> arp.what().sender().equals(address)
                && arp.nanos() < use.nanos() + ANNOUNCED_AFTER);
        return announced < ANNOUNCEMENTS && !contested && dialogue.listened(use.nanos()) >= ANNOUNCED_AFTER
                ? Optional.of(Dialogue.show(address) + " was announced " + announced + " times in "
                        + ANNOUNCED_AFTER / SECOND + " s") : Optional.empty();
    }

    /** ARP packets with which the harness claimed an address that the accessory had begun to use. */
    private static List<Seen<ArpPacket>> conflicts(Dialogue dialogue) {
        List<Seen<ArpPacket>> uses = received(dialogue, LinkLocalRules::isUse);
        return Dialogue.sent(dialogue.traffic().arp()).stream().filter(arp -> isUse(arp.what())
                && uses.stream().anyMatch(use -> use.nanos() < arp.nanos()
                        && use.what().sender().equals(arp.what().sender())
                        && !use.what().senderMac().equals(arp.what().senderMac()))).toList();
    }

    private static Finding defends(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        List<Seen<ArpPacket>> conflicts = conflicts(dialogue);
        if (conflicts.isEmpty()) {
            return received(dialogue, arp -> isUse(arp) || isProbe(arp)).isEmpty() ? dialogue.notConcerned(NONE)
                    : Finding.unseen("nobody else claimed the accessory's link-local address");
        }
        Each each = new Each("conflicts");
        for (int i = 0; i < conflicts.size(); i++) {
            Seen<ArpPacket> conflict = conflicts.get(i);
            Bytes address = conflict.what().sender();
            boolean again = i > 0 && conflicts.get(i - 1).what().sender().equals(address)
                    && conflict.nanos() - conflicts.get(i - 1).nanos() < DEFEND_INTERVAL;
            boolean moves = reacts(dialogue, conflict, arp -> isProbe(arp) && !arp.target().equals(address));
            boolean stays = reacts(dialogue, conflict, arp -> arp.isAnnouncement() && arp.sender().equals(address));
            if (moves || stays && !again) {
                each.add(conflict.sequence(), Optional.empty());
            } else if (stays) {
                each.add(conflict.sequence(), Optional.of(Dialogue.show(address)
                        + " was defended once more at the second conflict within ten seconds"));
            } else if (!again && dialogue.listened(conflict.nanos()) >= REACTION) {
                each.add(conflict.sequence(), Optional.of(Dialogue.show(address) + " was neither defended nor given "
                        + "up within " + REACTION / SECOND + " s"));
            }
        }
        return each.count() == 0 ? Finding.unseen("nobody listened long enough after the conflict")
                : each.broken().orElseGet(() -> Finding.kept(each.count() + " conflicts were answered by defence or "
                        + "another claim", List.of(each.first())));
    }

    private static boolean reacts(Dialogue dialogue, Seen<ArpPacket> conflict, Predicate<ArpPacket> how) {
        return received(dialogue, how).stream().anyMatch(arp -> arp.nanos() > conflict.nanos()
                && arp.nanos() - conflict.nanos() <= REACTION);
    }

    private static Finding staysTheSame(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Map<Long, Seen<ArpPacket>> first = new LinkedHashMap<>();
        received(dialogue, arp -> isProbe(arp) || isUse(arp))
                .forEach(arp -> first.putIfAbsent(dialogue.began(arp.nanos()), arp));
        if (first.isEmpty()) {
            return dialogue.notConcerned(NONE);
        }
        List<Seen<ArpPacket>> conflicts = conflicts(dialogue);
        List<Seen<ArpPacket>> claims = new ArrayList<>();
        for (Seen<ArpPacket> claim : first.values()) {
            claims.add(claim);
            if (conflicts.stream().anyMatch(conflict -> dialogue.began(conflict.nanos())
                    == dialogue.began(claim.nanos()))) {
                // What comes after a conflict may be another address for good.
                break;
            }
        }
        if (claims.size() < 2) {
            return Finding.unseen("the link came up only once");
        }
        List<Long> proof = claims.stream().<Long>map(Seen::sequence).limit(10).toList();
        List<String> addresses = claims.stream().map(claim -> Dialogue.show(claim.what().isProbe()
                ? claim.what().target() : claim.what().sender())).distinct().toList();
        return addresses.size() == 1 ? Finding.kept(addresses.getFirst() + " was claimed " + claims.size() + " times",
                proof) : Finding.broken("claimed were " + String.join(", then ", addresses), proof);
    }
}
