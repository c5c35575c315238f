package dev.lanyard.rules.catalogue.network;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.catalogue.Each;
import dev.lanyard.rules.observation.DhcpPacket;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.dhcp.DhcpOption;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The dialogue with the accessory's DHCP server. What single replies must hold is in {@link NetworkRules}. */
public final class DhcpServerRules {

    private static final long OFFER = Dialogue.SECOND;
    private static final long ACKNOWLEDGEMENT = 2 * Dialogue.SECOND;
    private static final long SHORT_LEASE = 3600;
    private static final int CLIENTS = 10;
    private static final String NO_DISCOVER = "no DHCPDISCOVER was sent";

    /** Rules NET-DHCP-* about servers. */
    public static final List<Rule> RULES = List.of(
            rule("NET-DHCP-01", "Every DHCPDISCOVER is answered by an offer within a second, the first one after the "
                    + "link came up too.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("espressif/esp-idf#18079", ""))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("espressif/esp-idf#18079", "hathach/tinyusb#3505", "raspberrypi/rpi-usb-gadget#6",
                            "zephyrproject-rtos/zephyr#104379")
                    .remediation("Start the DHCP server before NetworkConnection(1) is sent and do not test the "
                            + "address first: iOS asks once after the link comes up.")
                    .judgedBy(DhcpServerRules::offers),
            rule("NET-DHCP-03", "The offered address is of the accessory's subnet and not its own.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 2131", "§4.3.1"))
                    .remediation("Derive pool and mask from the accessory's address and prefix, and leave its own "
                            + "address, the first and the last of the subnet out of the pool.")
                    .judgedBy(DhcpServerRules::offersOfTheSubnet),
            rule("NET-DHCP-04", "Every DHCPREQUEST is answered, and a renewal keeps the address.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 2131", "§4.3.2"))
                    .remediation("Look up requests with ciaddr, without options 50 and 54, by client and address, and "
                            + "acknowledge the address that the client has.")
                    .judgedBy(DhcpServerRules::acknowledges),
            rule("NET-DHCP-05", "A rebooting client that asks for an address of another network is refused, or gets "
                    + "no answer.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 2131", "§4.3.2"))
                    .remediation("Compare option 50 with the client's lease before you acknowledge; send DHCPNAK to a "
                            + "wrong one.")
                    .judgedBy(DhcpServerRules::refusesForeign),
            rule("NET-DHCP-07", "A client that asks again gets the same address, and a lease of less than an hour can "
                    + "be renewed.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("RFC 2131", "§4.3.1"))
                    .remediation("Remember which client had which address, by option 61 or chaddr, and offer it again.")
                    .judgedBy(DhcpServerRules::remembers),
            rule("NET-DHCP-08", "Ten clients one after the other do not use the pool up.")
                    .obligation(Obligation.QUALITY, Source.unchecked("RFC 2131", "§4.3.1"))
                    .remediation("Make the pool larger, the lease shorter, or give the address that was unused "
                            + "longest to a newcomer: hosts change their MAC addresses.")
                    .judgedBy(DhcpServerRules::servesMany),
            rule("NET-DHCP-09", "A client that sets the broadcast flag is answered by broadcast.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 2131", "§4.1"))
                    .tolerated(HostPlatform.LINUX, "Linux' DHCP clients read from packet sockets until they have an "
                            + "address, and ask for broadcasts only when told to.")
                    .remediation("Send the reply to 255.255.255.255 and ff:ff:ff:ff:ff:ff where the flag is set and "
                            + "ciaddr is 0: the client cannot take unicast packets yet.")
                    .judgedBy(DhcpServerRules::honoursBroadcast));

    private DhcpServerRules() {}

    private static boolean isType(DhcpPacket dhcp, DhcpMessageType... types) {
        return dhcp.message().type().filter(Set.of(types)::contains).isPresent();
    }

    private static List<Seen<DhcpPacket>> sent(Dialogue dialogue, DhcpMessageType type) {
        return Dialogue.sent(dialogue.traffic().dhcp()).stream().filter(dhcp -> isType(dhcp.what(), type)
                && dhcp.what().message().op() == DhcpMessage.BOOTREQUEST).toList();
    }

    private static List<Seen<DhcpPacket>> received(Dialogue dialogue, DhcpMessageType... types) {
        return Dialogue.received(dialogue.traffic().dhcp()).stream().filter(dhcp -> isType(dhcp.what(), types))
                .toList();
    }

    private static boolean answers(DhcpPacket request, DhcpPacket reply) {
        return reply.message().xid() == request.message().xid();
    }

    /** A client that is the host itself and not another one played by it. */
    private static boolean isHost(DhcpPacket dhcp) {
        return dhcp.message().clientMac().equals(dhcp.packet().from());
    }

    private static Finding offers(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        List<Seen<DhcpPacket>> offers = received(dialogue, DhcpMessageType.OFFER);
        Each each = new Each("DISCOVER messages");
        for (Seen<DhcpPacket> asked : sent(dialogue, DhcpMessageType.DISCOVER)) {
            boolean answered = Dialogue.answer(asked, offers, OFFER, DhcpServerRules::answers).isPresent();
            if (isHost(asked.what()) && (answered || dialogue.listened(asked.nanos()) >= OFFER)) {
                boolean first = each.count() == 0;
                each.add(asked.sequence(), answered ? Optional.empty() : Optional.of((first ? "the first one" : "one")
                        + Dialogue.answer(asked, offers, Long.MAX_VALUE / 4, DhcpServerRules::answers)
                                .map(late -> " got its offer after " + (late.nanos() - asked.nanos()) / 1_000_000
                                        + " ms").orElse(" got no offer")));
            }
        }
        return each.count() == 0 ? Finding.unseen(NO_DISCOVER) : each.broken().orElseGet(() -> Finding.kept(
                "all of " + each.count() + " DISCOVER messages got an offer within 1 s", List.of(each.first())));
    }

    private static Finding offersOfTheSubnet(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        List<Seen<DhcpPacket>> offers = received(dialogue, DhcpMessageType.OFFER);
        List<Seen<DhcpPacket>> masked = offers.stream().filter(offer -> mask(offer.what().message()).isPresent())
                .toList();
        return Each.of("offers", masked, offers.isEmpty() ? "no offer was received"
                : "no offer has a subnet mask (see NET-DHCP-02)", DhcpServerRules::wrongAddress);
    }

    private static Optional<Integer> mask(DhcpMessage message) {
        return message.option(DhcpOption.SUBNET_MASK).filter(data -> data.length() == 4)
                .map(data -> (int) data.u32be(0));
    }

    private static int number(Inet4Address address) {
        return (int) Bytes.wrap(address.getAddress()).u32be(0);
    }

    private static Optional<String> wrongAddress(DhcpPacket offer) {
        int mask = mask(offer.message()).orElseThrow();
        int offered = number(offer.message().yiaddr());
        int server = offer.message().address(DhcpOption.SERVER_IDENTIFIER).map(DhcpServerRules::number)
                .orElseGet(() -> offer.packet().isIpv4() ? (int) offer.packet().source().u32be(0) : 0);
        String shown = offer.message().yiaddr().getHostAddress();
        if (offered == server) {
            return Optional.of(shown + " is the server's own address");
        }
        if ((offered & mask) != (server & mask)) {
            return Optional.of(shown + " is not in the server's subnet, whose prefix has " + Integer.bitCount(mask)
                    + " bits");
        }
        boolean edge = Integer.bitCount(mask) <= 30 && ((offered & ~mask) == 0 || (offered | mask) == -1);
        return edge ? Optional.of(shown + " is the first or the last address of the subnet") : Optional.empty();
    }

    /** RENEWING and REBINDING: the client has the address already. */
    private static boolean isRenewal(DhcpMessage request) {
        return !request.ciaddr().isAnyLocalAddress() && request.option(DhcpOption.SERVER_IDENTIFIER).isEmpty();
    }

    private static Finding acknowledges(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        List<Seen<DhcpPacket>> replies = received(dialogue, DhcpMessageType.ACK, DhcpMessageType.NAK);
        Each each = new Each("REQUEST messages");
        boolean renewed = false;
        for (Seen<DhcpPacket> asked : sent(dialogue, DhcpMessageType.REQUEST)) {
            DhcpMessage request = asked.what().message();
            boolean selecting = request.option(DhcpOption.SERVER_IDENTIFIER).isPresent();
            if (!selecting && !(isRenewal(request) && isHeld(dialogue, asked))) {
                continue;
            }
            Optional<Seen<DhcpPacket>> reply =
                    Dialogue.answer(asked, replies, ACKNOWLEDGEMENT, DhcpServerRules::answers);
            if (reply.isEmpty() && dialogue.listened(asked.nanos()) < ACKNOWLEDGEMENT) {
                continue;
            }
            renewed |= !selecting;
            each.add(asked.sequence(), reply.isEmpty() ? Optional.of((selecting ? "that for an offered address"
                    : "a renewal") + " got no answer within 2 s")
                    : selecting ? Optional.empty() : notKept(request, reply.get().what().message()));
        }
        if (each.broken().isPresent()) {
            return each.broken().get();
        }
        return each.count() == 0 ? Finding.unseen("no DHCPREQUEST was sent to the accessory")
                : !renewed ? Finding.unseen("no renewal was tried")
                : Finding.kept(each.count() + " REQUEST messages were answered, renewals with the same address",
                        List.of(each.first()));
    }

    private static Optional<String> notKept(DhcpMessage request, DhcpMessage reply) {
        if (reply.type().filter(DhcpMessageType.NAK::equals).isPresent()) {
            return Optional.of("the renewal of " + request.ciaddr().getHostAddress() + " was refused");
        }
        return reply.yiaddr().equals(request.ciaddr()) ? Optional.empty()
                : Optional.of("the renewal of " + request.ciaddr().getHostAddress() + " gave "
                        + reply.yiaddr().getHostAddress());
    }

    /** Whether the accessory had granted the address to this client, and the client not given it back since. */
    private static boolean isHeld(Dialogue dialogue, Seen<DhcpPacket> renewal) {
        DhcpMessage request = renewal.what().message();
        long granted = received(dialogue, DhcpMessageType.ACK).stream().filter(ack -> ack.nanos() < renewal.nanos()
                        && ack.what().message().yiaddr().equals(request.ciaddr())
                        && ack.what().message().clientMac().equals(request.clientMac()))
                .mapToLong(Seen::nanos).max().orElse(-1);
        return granted >= 0 && Dialogue.sent(dialogue.traffic().dhcp()).stream().noneMatch(end ->
                end.nanos() > granted && end.nanos() < renewal.nanos()
                        && isType(end.what(), DhcpMessageType.RELEASE, DhcpMessageType.DECLINE)
                        && end.what().message().clientMac().equals(request.clientMac()));
    }

    private static Finding refusesForeign(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Set<Long> networks = new LinkedHashSet<>();
        for (Seen<DhcpPacket> reply : received(dialogue, DhcpMessageType.OFFER)) {
            mask(reply.what().message()).filter(mask -> !reply.what().message().yiaddr().isAnyLocalAddress())
                    .ifPresent(mask -> networks.add((long) mask << 32
                            | number(reply.what().message().yiaddr()) & mask & 0xFFFF_FFFFL));
        }
        List<Seen<DhcpPacket>> replies = received(dialogue, DhcpMessageType.ACK, DhcpMessageType.NAK);
        Each each = new Each("requests for foreign addresses");
        for (Seen<DhcpPacket> asked : sent(dialogue, DhcpMessageType.REQUEST)) {
            DhcpMessage request = asked.what().message();
            Optional<Inet4Address> wish = request.address(DhcpOption.REQUESTED_IP_ADDRESS);
            if (wish.isEmpty() || request.option(DhcpOption.SERVER_IDENTIFIER).isPresent() || networks.isEmpty()
                    || networks.stream().anyMatch(network -> (number(wish.get()) & (int) (network >> 32))
                            == (int) (long) network)) {
                continue;
            }
            Optional<Seen<DhcpPacket>> reply =
                    Dialogue.answer(asked, replies, ACKNOWLEDGEMENT, DhcpServerRules::answers);
            if (reply.isPresent() || dialogue.listened(asked.nanos()) >= Dialogue.ANSWER / 2) {
                each.add(asked.sequence(), reply.filter(ack -> isType(ack.what(), DhcpMessageType.ACK))
                        .map(_ -> wish.get().getHostAddress() + " was acknowledged"));
            }
        }
        return each.count() == 0 ? Finding.unseen("no rebooting client asked for an address of another network")
                : each.broken().orElseGet(() -> Finding.kept(each.count() + " requests for addresses of other networks "
                        + "were refused or not answered", List.of(each.first())));
    }

    private record Client(MacAddress hardware, Optional<Bytes> identifier) {

        static Client of(DhcpMessage request) {
            return new Client(request.clientMac(), request.option(DhcpOption.CLIENT_IDENTIFIER));
        }
    }

    /** What DISCOVERs led to: the acknowledged addresses of each client, in order. */
    private static Map<Client, List<Seen<DhcpPacket>>> grants(Dialogue dialogue) {
        List<Seen<DhcpPacket>> acks = received(dialogue, DhcpMessageType.ACK);
        Map<Client, List<Seen<DhcpPacket>>> grants = new LinkedHashMap<>();
        for (Seen<DhcpPacket> asked : sent(dialogue, DhcpMessageType.REQUEST)) {
            if (asked.what().message().option(DhcpOption.SERVER_IDENTIFIER).isPresent()) {
                Dialogue.answer(asked, acks, ACKNOWLEDGEMENT, DhcpServerRules::answers).ifPresent(ack ->
                        grants.computeIfAbsent(Client.of(asked.what().message()), _ -> new ArrayList<>())
                                .add(ack));
            }
        }
        return grants;
    }

    private static Finding remembers(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Set<Inet4Address> declined = new LinkedHashSet<>();
        sent(dialogue, DhcpMessageType.DECLINE).forEach(end -> end.what().message()
                .address(DhcpOption.REQUESTED_IP_ADDRESS).ifPresent(declined::add));
        Each each = new Each("repeated leases");
        for (List<Seen<DhcpPacket>> granted : grants(dialogue).values()) {
            for (int i = 1; i < granted.size(); i++) {
                Inet4Address before = granted.get(i - 1).what().message().yiaddr();
                Inet4Address now = granted.get(i).what().message().yiaddr();
                each.add(granted.get(i).sequence(), now.equals(before) || declined.contains(before)
                        ? Optional.empty() : Optional.of("a client had " + before.getHostAddress() + " and then got "
                                + now.getHostAddress()));
            }
            long seconds = granted.getFirst().what().message().u32(DhcpOption.IP_ADDRESS_LEASE_TIME)
                    .orElse(SHORT_LEASE);
            if (seconds < SHORT_LEASE && acknowledges(seen).kind() == Finding.Kind.BROKEN) {
                each.add(granted.getFirst().sequence(),
                        Optional.of("the lease lasts " + seconds + " s and is not renewed"));
            }
        }
        return each.count() == 0 ? Finding.unseen("no client asked twice") : each.broken().orElseGet(() ->
                Finding.kept(each.count() + " repeated leases had the same address", List.of(each.first())));
    }

    private static Finding servesMany(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        List<Seen<DhcpPacket>> offers = received(dialogue, DhcpMessageType.OFFER);
        Map<MacAddress, Boolean> served = new LinkedHashMap<>();
        Map<MacAddress, Long> firstAsked = new LinkedHashMap<>();
        for (Seen<DhcpPacket> asked : sent(dialogue, DhcpMessageType.DISCOVER)) {
            MacAddress client = asked.what().message().clientMac();
            boolean answered = Dialogue.answer(asked, offers, ACKNOWLEDGEMENT, DhcpServerRules::answers).isPresent();
            if (answered || dialogue.listened(asked.nanos()) >= Dialogue.ANSWER) {
                served.merge(client, answered, Boolean::logicalOr);
                firstAsked.putIfAbsent(client, asked.sequence());
            }
        }
        List<Long> unserved = served.entrySet().stream().filter(client -> !client.getValue())
                .map(client -> firstAsked.get(client.getKey())).limit(10).toList();
        if (!unserved.isEmpty() && served.containsValue(true)) {
            return Finding.broken(unserved.size() + " of " + served.size() + " clients got no offer; "
                    + (served.size() - unserved.size()) + " did", unserved);
        }
        return served.size() < CLIENTS ? Finding.unseen("fewer than " + CLIENTS + " clients asked for an address")
                : !served.containsValue(true) ? Finding.unseen("no client at all got an offer (see NET-DHCP-01)")
                : Finding.kept("all of " + served.size() + " clients got an offer",
                        List.of(firstAsked.values().iterator().next()));
    }

    private static Finding honoursBroadcast(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        List<Seen<DhcpPacket>> replies = received(dialogue, DhcpMessageType.OFFER, DhcpMessageType.ACK);
        Each each = new Each("replies to be broadcast");
        for (Seen<DhcpPacket> asked : Dialogue.sent(dialogue.traffic().dhcp())) {
            DhcpMessage request = asked.what().message();
            if (request.op() == DhcpMessage.BOOTREQUEST && request.isBroadcast()
                    && request.ciaddr().isAnyLocalAddress()) {
                Dialogue.answer(asked, replies, ACKNOWLEDGEMENT, DhcpServerRules::answers).ifPresent(reply ->
                        each.add(reply.sequence(), notBroadcast(reply.what())));
            }
        }
        return each.count() == 0 ? Finding.unseen("no client with the broadcast flag was answered")
                : each.broken().orElseGet(() -> Finding.kept(each.count() + " replies were broadcast as asked",
                        List.of(each.first())));
    }

    private static Optional<String> notBroadcast(DhcpPacket reply) {
        boolean broadcast = reply.packet().to().equals(MacAddress.BROADCAST)
                && reply.packet().destination().equals(Bytes.of(255, 255, 255, 255));
        return broadcast ? Optional.empty() : Optional.of("a reply goes to "
                + Dialogue.show(reply.packet().destination()) + " at " + reply.packet().to());
    }
}
