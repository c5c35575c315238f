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
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The accessory as an IPv6 node. */
public final class Ipv6Rules {

    private static final long SECOND = Dialogue.SECOND;
    /** How long an accessory may take to report its groups when a router asks. */
    private static final long SETTLED = 3 * SECOND;
    /** MAX_RA_DELAY_TIME is 0.5 s (RFC 4861 §10). */
    private static final long ADVERTISED = 2 * SECOND;
    /** Long enough for a router that nobody asked (RFC 4861 §6.2.4: MAX_INITIAL_RTR_ADVERT_INTERVAL). */
    private static final long WATCHED = 30 * SECOND;
    private static final Bytes LINK_LOCAL = Bytes.hex("fe80 0000 0000 0000");
    private static final String NO_IPV6 = "the accessory shows no IPv6 address";

    /** Rules NET-V6-*. */
    public static final List<Rule> RULES = List.of(
            rule("NET-V6-01", "The accessory tests its IPv6 link-local address for duplicates before it uses it, and "
                    + "has the same one every time.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 4862", "§5.3 and §5.4"))
                    .tolerated(HostPlatform.LINUX, "Linux does not look whether others test their addresses.")
                    .remediation("Send a neighbour solicitation for the address from :: to its solicited-node group "
                            + "each time the link comes up, and derive the address from the MAC address (EUI-64) or a "
                            + "stored secret (RFC 7217).")
                    .judgedBy(Ipv6Rules::detectsDuplicates),
            rule("NET-V6-02", "The accessory reports the IPv6 groups that it has joined.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 3810", "§5.2 and §6.1"))
                    .tolerated(HostPlatform.LINUX, "On a link of two nobody looks at reports; a bridge that snoops "
                            + "them does.")
                    .remediation("Send an MLDv2 report with a router alert when a group is joined, the solicited-node "
                            + "group of each address included, and answer queries.")
                    .judgedBy(Ipv6Rules::reportsGroups),
            rule("NET-V6-03", "The accessory advertises itself as a default router only where it is one.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("RFC 4861", "§6.2.3"))
                    .remediation("Send no router advertisements, or such with a router lifetime of 0: a host may else "
                            + "send its Internet traffic to the accessory.")
                    .judgedBy(Ipv6Rules::isNoRouter),
            rule("NET-V6-04", "The accessory answers ICMPv6 echo at its link-local address.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 4443", "§4.1"))
                    .remediation("Answer type 128 with type 129, the same identifier, sequence number and data.")
                    .judgedBy(Ipv6Rules::answersEcho),
            rule("NET-V6-05", "Router advertisements of the accessory are sound: hop limit 255, a link-local source, "
                    + "and prefixes that a host can use.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 4861", "§4.6.2 and §6.1.2"))
                    .remediation("Announce a /64 that is not link-local, with a preferred lifetime not above the "
                            + "valid one.")
                    .judgedBy(Ipv6Rules::advertisesSoundly));

    private Ipv6Rules() {}

    private static Finding detectsDuplicates(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Map<Bytes, Long> own = linkLocal(dialogue);
        if (own.isEmpty()) {
            return dialogue.notConcerned(NO_IPV6);
        }
        if (own.size() > 1) {
            return Finding.broken("link-local addresses are " + String.join(", ", own.keySet().stream()
                    .map(Dialogue::show).toList()), own.values().stream().limit(10).toList());
        }
        Bytes address = own.keySet().iterator().next();
        if (!address.slice(0, 8).equals(LINK_LOCAL)) {
            return Finding.broken(Dialogue.show(address) + " is not of fe80::/64", List.copyOf(own.values()));
        }
        Optional<Seen<Icmpv6Message>> test = Dialogue.received(dialogue.traffic().icmpv6()).stream()
                .filter(message -> message.what().isDuplicateDetection()
                        && message.what().target().equals(Optional.of(address))).findFirst();
        if (test.isEmpty() && !startsWithTheLink(dialogue)) {
            return Finding.unseen("no duplicate address detection was seen; it may have been before the link came up");
        }
        return test.map(seenTest -> Finding.kept(Dialogue.show(address) + " was tested before it was used",
                        List.of(seenTest.sequence())))
                .orElseGet(() -> Finding.broken(Dialogue.show(address) + " is used without duplicate address "
                        + "detection", List.copyOf(own.values())));
    }

    /** Whether its interface comes up with the link, as an announcement of its IPv4 address shows. */
    private static boolean startsWithTheLink(Dialogue dialogue) {
        return Dialogue.received(dialogue.traffic().arp()).stream()
                .anyMatch(arp -> arp.what().isAnnouncement() || arp.what().isProbe());
    }

    private static Map<Bytes, Long> linkLocal(Dialogue dialogue) {
        Map<Bytes, Long> own = new LinkedHashMap<>(dialogue.ownIpv6());
        own.keySet().removeIf(address -> (address.u16be(0) & 0xFFC0) != 0xFE80);
        return own;
    }

    private static Finding reportsGroups(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Map<Bytes, Long> own = linkLocal(dialogue);
        if (own.isEmpty()) {
            return dialogue.notConcerned(NO_IPV6);
        }
        List<Seen<Icmpv6Message>> reports = Dialogue.received(dialogue.traffic().icmpv6()).stream()
                .filter(message -> !message.what().reportedGroups().isEmpty()).toList();
        Each each = new Each("addresses");
        own.forEach((address, sequence) -> {
            Bytes group = solicitedNode(address);
            boolean reported = reports.stream().anyMatch(report -> report.what().reportedGroups().contains(group));
            if (reported || areDue(dialogue)) {
                each.add(sequence, reported ? Optional.empty() : Optional.of("the solicited-node group of "
                        + Dialogue.show(address) + " was not reported; " + reports.size() + " reports came"));
            }
        });
        return each.count() == 0 ? Finding.unseen("no report was seen, and no router asked for one")
                : each.broken().orElseGet(() -> Finding.kept("the solicited-node group was reported",
                        List.of(reports.getFirst().sequence())));
    }

    /** Whether reports must have come by now; those of a link that came up may have been lost before it was there. */
    private static boolean areDue(Dialogue dialogue) {
        return Dialogue.sent(dialogue.traffic().icmpv6()).stream().anyMatch(query -> query.what().type()
                == Icmpv6Message.MLD_QUERY && dialogue.listened(query.nanos()) >= SETTLED);
    }

    private static Bytes solicitedNode(Bytes address) {
        return Bytes.hex("ff02 0000 0000 0000 0000 0001 ff").concat(address.slice(13, 3));
    }

    private static List<Seen<Icmpv6Message>> advertisements(Dialogue dialogue) {
        return Dialogue.received(dialogue.traffic().icmpv6()).stream().filter(message -> message.what().type()
                == Icmpv6Message.ROUTER_ADVERTISEMENT && message.what().body().has(0, 16)).toList();
    }

    private static Finding isNoRouter(Observation seen) {
        if (seen.declared().gateway()) {
            return Finding.notApplicable("the profile declares a gateway");
        }
        Dialogue dialogue = new Dialogue(seen);
        List<Seen<Icmpv6Message>> advertisements = advertisements(dialogue);
        if (!advertisements.isEmpty()) {
            return Each.watched("router advertisements", advertisements, "", message ->
                    message.body().u16be(6) == 0 ? Optional.empty()
                            : Optional.of("the router lifetime is " + message.body().u16be(6) + " s"));
        }
        Optional<Seen<Icmpv6Message>> asked = Dialogue.sent(dialogue.traffic().icmpv6()).stream()
                .filter(message -> message.what().type() == Icmpv6Message.ROUTER_SOLICITATION
                        && dialogue.listened(message.nanos()) >= ADVERTISED).findFirst();
        if (asked.isPresent()) {
            return Finding.neverBroken("a router solicitation got no answer", List.of(asked.get().sequence()));
        }
        return seen.dataPaths().stream().filter(path -> path.endNanos() - path.openedNanos() >= WATCHED).findFirst()
                .map(path -> Finding.neverBroken("no router advertisement came in 30 s", List.of(path.selection())))
                .orElseGet(() -> Finding.unseen("nobody asked for routers, or watched for 30 s"));
    }

    private static Finding answersEcho(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Set<Bytes> own = linkLocal(dialogue).keySet();
        if (own.isEmpty()) {
            return dialogue.notConcerned(NO_IPV6);
        }
        List<Seen<EchoMessage>> requests = Dialogue.sent(dialogue.traffic().echoes()).stream()
                .filter(echo -> echo.what().request() && own.contains(echo.what().packet().destination())).toList();
        List<Seen<EchoMessage>> replies = Dialogue.received(dialogue.traffic().echoes());
        for (Seen<EchoMessage> request : requests) {
            Optional<Seen<EchoMessage>> reply =
                    Dialogue.answer(request, replies, Dialogue.ANSWER, EchoMessage::isAnsweredBy);
            if (reply.isPresent()) {
                return Finding.kept("an echo request to " + Dialogue.show(request.what().packet().destination())
                        + " was answered", List.of(reply.get().sequence()));
            }
        }
        List<Seen<Icmpv6Message>> solicitations = Dialogue.sent(dialogue.traffic().icmpv6()).stream()
                .filter(message -> message.what().type() == Icmpv6Message.NEIGHBOUR_SOLICITATION
                        && message.what().target().filter(own::contains).isPresent()).toList();
        List<Long> unanswered = requests.stream().filter(asked -> dialogue.listened(asked.nanos()) >= SECOND / 2)
                .<Long>map(Seen::sequence).limit(10).toList();
        if (!unanswered.isEmpty()) {
            return Finding.broken("none of " + unanswered.size() + " echo requests was answered", unanswered);
        }
        boolean resolved = Dialogue.received(dialogue.traffic().icmpv6()).stream().anyMatch(message ->
                message.what().type() == Icmpv6Message.NEIGHBOUR_ADVERTISEMENT);
        boolean tried = seen.steps("ip.ping").stream().anyMatch(step -> own.stream().map(Dialogue::show)
                .anyMatch(address -> same(step.what().arguments().get("to"), address)));
        return tried && !resolved && !solicitations.isEmpty()
                ? Finding.broken("the address could not even be resolved: no neighbour solicitation was answered",
                        List.of(solicitations.getFirst().sequence()))
                : Finding.unseen("no echo request was sent to the accessory's link-local address");
    }

    /** Whether a step's argument is this address, both written in full. */
    private static boolean same(String argument, String address) {
        return address.equals(argument);
    }

    private static Finding advertisesSoundly(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        List<Seen<Icmpv6Message>> advertisements = advertisements(dialogue);
        return advertisements.isEmpty() ? dialogue.notConcerned("the accessory sent no router advertisement")
                : Each.of("router advertisements", advertisements, "", Ipv6Rules::unsound);
    }

    private static Optional<String> unsound(Icmpv6Message message) {
        if (message.packet().hopLimit() != 255) {
            return Optional.of("the hop limit is " + message.packet().hopLimit());
        }
        if ((message.packet().source().u16be(0) & 0xFFC0) != 0xFE80) {
            return Optional.of("its source " + Dialogue.show(message.packet().source()) + " is not link-local");
        }
        for (Bytes option : message.prefixOptions()) {
            if (option.length() != 32) {
                return Optional.of("a prefix information option has " + option.length() + " octets, not 32");
            }
            Bytes prefix = option.slice(16, 16);
            boolean autonomous = (option.u8(3) & 0x40) != 0;
            if (option.u8(2) == 0 || option.u8(2) > 128 || autonomous && option.u8(2) != 64) {
                return Optional.of("the prefix " + Dialogue.show(prefix) + " has a length of " + option.u8(2)
                        + (autonomous ? ", and hosts are to make addresses of it" : ""));
            }
            if ((prefix.u16be(0) & 0xFFC0) == 0xFE80) {
                return Optional.of("the prefix " + Dialogue.show(prefix) + " is link-local");
            }
            if (option.u32be(8) > option.u32be(4)) {
                return Optional.of("the preferred lifetime " + option.u32be(8) + " s is above the valid one, "
                        + option.u32be(4) + " s");
            }
        }
        return Optional.empty();
    }
}
