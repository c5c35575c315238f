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
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The accessory's IPv4 address, and hosts whose own address is another one than it expects. */
public final class AddressRules {

    /** Rules NET-ADDR-* other than those of link-local claims. */
    public static final List<Rule> RULES = List.of(
            rule("NET-ADDR-01", "The accessory answers ICMP echo at the static address that its profile declares.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("RFC 1122", "§3.2.2.6"))
                    .remediation("Document the static address and prefix, and make the firmware's and the document's "
                            + "the same.")
                    .judgedBy(AddressRules::declaredAddress),
            rule("NET-ADDR-02", "The static address is a private one, outside 192.168.0.0/24 and 192.168.1.0/24.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("RFC 1918", "§3"))
                    .remediation("Take a subnet of 172.16.0.0/12 or 10.0.0.0/8 that home routers do not use: two "
                            + "interfaces of a host in one subnet make one of them unreachable.")
                    .judgedBy(AddressRules::privateAddress),
            rule("NET-ADDR-06", "The accessory does not forward packets from or to 169.254.0.0/16.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 3927", "§7"))
                    .tolerated(HostPlatform.LINUX, "Linux drops what comes back to it for other addresses.")
                    .remediation("Drop packets whose destination is neither the accessory's own address nor a group "
                            + "it has joined; switch IP forwarding off on this interface.")
                    .judgedBy(AddressRules::doesNotForward),
            rule("NET-ADDR-07", "The accessory answers a host whose address is in 169.254.0.0/16, also where its own "
                    + "is in another subnet.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("raspberrypi/rpi-usb-gadget#27", ""))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("raspberrypi/rpi-usb-gadget#27", "zephyrproject-rtos/zephyr#69209")
                    .remediation("Keep 169.254.0.0/16 on the link: a route to it beside the static subnet, or a "
                            + "link-local address beside the static one. A host that found no DHCP server in time "
                            + "has nothing else.")
                    .judgedBy(AddressRules::answersLinkLocalHosts),
            rule("NET-ADDR-08", "A packet from an address of another subnet does not keep the accessory from answering "
                    + "the host's next one.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("nerves-project-attic/nerves_init_gadget#8", ""))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("nerves-project-attic/nerves_init_gadget#8")
                    .remediation("Answer or drop it and keep no state about its sender: macOS may send its first "
                            + "packets with the address of another interface.")
                    .judgedBy(AddressRules::toleratesForeignHosts));

    private AddressRules() {}

    private static Finding declaredAddress(Observation seen) {
        if (seen.declared().address().isEmpty()) {
            return new Dialogue(seen).notConcerned("the profile declares no static address");
        }
        Bytes declared = Bytes.wrap(seen.declared().address().get().getAddress());
        Dialogue dialogue = new Dialogue(seen);
        List<Seen<EchoMessage>> requests = Dialogue.sent(dialogue.traffic().echoes()).stream()
                .filter(echo -> echo.what().request() && echo.what().packet().destination().equals(declared))
                // What hosts with a link-local address get is for NET-ADDR-07 to judge.
                .filter(echo -> !Dialogue.isLinkLocal(echo.what().packet().source())).toList();
        List<Seen<EchoMessage>> replies = Dialogue.received(dialogue.traffic().echoes());
        for (Seen<EchoMessage> request : requests) {
            Optional<Seen<EchoMessage>> reply =
                    Dialogue.answer(request, replies, Dialogue.ANSWER, EchoMessage::isAnsweredBy);
            if (reply.isPresent()) {
                return Finding.kept(Dialogue.show(declared) + " answered", List.of(reply.get().sequence()));
            }
        }
        List<Seen<ArpPacket>> questions = Dialogue.sent(dialogue.traffic().arp()).stream()
                .filter(arp -> arp.what().isQuestion() && arp.what().target().equals(declared)).toList();
        boolean resolved = Dialogue.received(dialogue.traffic().arp()).stream()
                .anyMatch(arp -> !arp.what().request() && arp.what().sender().equals(declared));
        List<Long> tried = !requests.isEmpty() ? heard(dialogue, requests)
                : resolved ? List.of() : heard(dialogue, questions);
        if (tried.isEmpty()) {
            return Finding.unseen("no echo request was sent to " + Dialogue.show(declared));
        }
        String others = dialogue.ownIpv4().keySet().stream().map(Dialogue::show).collect(Collectors.joining(", "));
        return Finding.broken(Dialogue.show(declared) + ", which the profile declares, did not answer "
                + (requests.isEmpty() ? "ARP" : "echo requests") + (others.isEmpty() ? "" : "; the accessory has "
                + others), tried);
    }

    /** The questions after which somebody listened long enough to hear an answer. */
    private static List<Long> heard(Dialogue dialogue, List<? extends Seen<?>> questions) {
        return questions.stream().filter(asked -> dialogue.listened(asked.nanos()) >= Dialogue.ANSWER / 2)
                .<Long>map(Seen::sequence).limit(10).toList();
    }

    private static Finding privateAddress(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Map<Bytes, Long> own = new LinkedHashMap<>(dialogue.ownIpv4());
        Set<Bytes> leased = Dialogue.sent(dialogue.traffic().dhcp()).stream().map(Seen::what)
                .filter(dhcp -> dhcp.message().type().filter(DhcpMessageType.ACK::equals).isPresent())
                .map(dhcp -> Bytes.wrap(dhcp.message().yiaddr().getAddress())).collect(Collectors.toSet());
        own.keySet().removeIf(address -> Dialogue.isLinkLocal(address) || leased.contains(address));
        if (own.isEmpty()) {
            return dialogue.ownIpv4().isEmpty() ? Finding.unseen("no IPv4 address of the accessory is known")
                    : Finding.notApplicable("the accessory has no static address: it was leased or claimed");
        }
        for (Map.Entry<Bytes, Long> entry : own.entrySet()) {
            Bytes address = entry.getKey();
            if (!isPrivate(address)) {
                return Finding.broken(Dialogue.show(address) + " is not an address for private networks",
                        List.of(entry.getValue()));
            }
            if (address.u16be(0) == 0xC0A8 && address.u8(2) <= 1) {
                return Finding.broken(Dialogue.show(address) + " is of a subnet that home routers use",
                        List.of(entry.getValue()));
            }
        }
        return Finding.kept(own.keySet().stream().map(Dialogue::show).collect(Collectors.joining(", "))
                + " is private and of an unusual subnet", List.copyOf(own.values()));
    }

    private static boolean isPrivate(Bytes address) {
        int first = address.u8(0);
        int second = address.u8(1);
        return first == 10 || first == 172 && second >= 16 && second < 32 || first == 192 && second == 168;
    }

    private static Finding doesNotForward(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Set<Bytes> own = dialogue.ownIpv4().keySet();
        List<Seen<EchoMessage>> received = Dialogue.received(dialogue.traffic().echoes());
        Each each = new Each("packets for others");
        for (Seen<EchoMessage> sent : Dialogue.sent(dialogue.traffic().echoes())) {
            if (!isForAnother(sent.what(), own)) {
                continue;
            }
            Optional<Seen<EchoMessage>> back = Dialogue.answer(sent, received, 2 * Dialogue.SECOND,
                    (one, other) -> other.request() && other.key().equals(one.key())
                            && other.packet().source().equals(one.packet().source())
                            && other.packet().destination().equals(one.packet().destination()));
            if (back.isPresent()) {
                each.add(back.get().sequence(), Optional.of("one to "
                        + Dialogue.show(sent.what().packet().destination()) + " came back with TTL "
                        + back.get().what().packet().hopLimit()));
            } else if (dialogue.listened(sent.nanos()) >= Dialogue.ANSWER / 2) {
                each.add(sent.sequence(), Optional.empty());
            }
        }
        return each.count() == 0 ? Finding.unseen("no packet for another link-local address was given to the accessory")
                : each.broken().orElseGet(() -> Finding.kept("none of " + each.count() + " packets for others came "
                        + "back", List.of(each.first())));
    }

    /** An echo request with a link-local address at one end that is handed to the accessory and not meant for it. */
    private static boolean isForAnother(EchoMessage echo, Set<Bytes> own) {
        Bytes destination = echo.packet().destination();
        return echo.request() && echo.packet().isIpv4() && !echo.packet().to().isGroup()
                && !own.contains(destination) && destination.u8(0) < 224
                && (Dialogue.isLinkLocal(destination) || Dialogue.isLinkLocal(echo.packet().source()));
    }

    private static Finding answersLinkLocalHosts(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        List<Seen<EchoMessage>> requests = toAccessory(dialogue).stream()
                .filter(echo -> Dialogue.isLinkLocal(echo.what().packet().source())).toList();
        List<Seen<EchoMessage>> replies = Dialogue.received(dialogue.traffic().echoes());
        for (Seen<EchoMessage> request : requests) {
            Optional<Seen<EchoMessage>> reply =
                    Dialogue.answer(request, replies, Dialogue.ANSWER, EchoMessage::isAnsweredBy);
            if (reply.isPresent()) {
                return Finding.kept("an echo request from " + Dialogue.show(request.what().packet().source()) + " to "
                        + Dialogue.show(request.what().packet().destination()) + " was answered",
                        List.of(reply.get().sequence()));
            }
        }
        List<Long> tried = heard(dialogue, requests);
        return tried.isEmpty() ? Finding.unseen("no echo request was sent to the accessory from a link-local address")
                : Finding.broken("none of " + tried.size() + " echo requests from "
                        + Dialogue.show(requests.getFirst().what().packet().source()) + " was answered", tried);
    }

    /** Echo requests of the harness to IPv4 addresses of the accessory. */
    private static List<Seen<EchoMessage>> toAccessory(Dialogue dialogue) {
        Set<Bytes> own = dialogue.ownIpv4().keySet();
        return Dialogue.sent(dialogue.traffic().echoes()).stream().filter(echo -> echo.what().request()
                && own.contains(echo.what().packet().destination())).toList();
    }

    private static Finding toleratesForeignHosts(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Set<Bytes> hosts = Dialogue.sent(dialogue.traffic().arp()).stream().map(arp -> arp.what().sender())
                .collect(Collectors.toSet());
        List<Seen<EchoMessage>> requests = toAccessory(dialogue);
        List<Seen<EchoMessage>> replies = Dialogue.received(dialogue.traffic().echoes());
        // Whoever never spoke ARP is no host of this link.
        Optional<Seen<EchoMessage>> foreign = requests.stream()
                .filter(echo -> !hosts.contains(echo.what().packet().source())).findFirst();
        if (foreign.isEmpty()) {
            return Finding.unseen("no echo request was sent from an address of another subnet");
        }
        List<Seen<EchoMessage>> later = requests.stream().filter(echo -> echo.nanos() > foreign.get().nanos()
                && hosts.contains(echo.what().packet().source())
                && dialogue.began(echo.nanos()) == dialogue.began(foreign.get().nanos())).toList();
        for (Seen<EchoMessage> request : later) {
            if (Dialogue.answer(request, replies, Dialogue.ANSWER, EchoMessage::isAnsweredBy).isPresent()) {
                return Finding.kept("after a packet from "
                        + Dialogue.show(foreign.get().what().packet().source()) + " the accessory still answers",
                        List.of(foreign.get().sequence(), request.sequence()));
            }
        }
        List<Long> tried = heard(dialogue, later);
        return tried.isEmpty() ? Finding.unseen("no echo request from the host's own address came after that from "
                + "another subnet") : Finding.broken("after a packet from "
                + Dialogue.show(foreign.get().what().packet().source()) + " none of " + tried.size()
                + " echo requests was answered", tried);
    }
}
