package dev.lanyard.rules;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageBuilder;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.dhcp.DhcpOption;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Frames between a host and an accessory that are good neighbours, each with a name by which a test changes it. */
final class LinkTalk {

    static final MacAddress HOST = Session.HOST;
    static final MacAddress ACCESSORY = Session.ACCESSORY;
    static final MacAddress STRANGER = MacAddress.parse("02:00:5e:00:53:99");
    static final Bytes OWN = Bytes.of(192, 168, 7, 1);
    static final Bytes HOST4 = Bytes.of(192, 168, 7, 2);
    static final Bytes NOBODY = Bytes.of(0, 0, 0, 0);
    static final Bytes EVERYBODY = Bytes.of(255, 255, 255, 255);
    static final Bytes LINK_LOCAL = Bytes.of(169, 254, 9, 9);
    static final Bytes OWN6 = Bytes.hex("fe80 0000 0000 0000 0200 5eff fe00 5311");
    static final Bytes HOST6 = Bytes.hex("fe80 0000 0000 0000 0200 5eff fe00 5310");
    static final Bytes ANY6 = Bytes.wrap(new byte[16]);
    static final Bytes ALL_NODES = Bytes.hex("ff02 0000 0000 0000 0000 0000 0000 0001");
    static final Bytes SOLICITED = Bytes.hex("ff02 0000 0000 0000 0000 0001 ff00 5311");
    private static final int ECHO = 8;
    private static final int ECHO_6 = 128;

    private LinkTalk() {}

    /** A frame, and how long after the one before it comes. */
    record Line(String name, long afterMillis, boolean received, Bytes frame) {}

    static Line sent(String name, Bytes frame) {
        return new Line(name, 1, false, frame);
    }

    static Line received(String name, Bytes frame) {
        return new Line(name, 1, true, frame);
    }

    static Line after(long millis, Line line) {
        return new Line(line.name(), millis, line.received(), line.frame());
    }

    /** An accessory with a static address that leases others. */
    static List<Line> ofServer() {
        List<Line> talk = new ArrayList<>();
        talk.add(received("own announcement", arp(ACCESSORY, 1, OWN, MacAddress.BROADCAST, OWN)));
        talk.add(received("dad", solicitation(ACCESSORY, ANY6, SOLICITED, OWN6)));
        talk.add(received("mld", listenerReport(SOLICITED)));
        talk.add(received("igmp", membershipReport(Bytes.of(224, 0, 0, 251))));
        talk.add(received("mdns", mdns(true, true)));
        talk.add(sent("queries", membershipQuery()));
        talk.add(sent("queries", listenerQuery()));
        arp(talk);
        dhcp(talk);
        talk.add(after(1700, sent("solicitation", solicitation(HOST, HOST6, SOLICITED, OWN6))));
        talk.add(received("advertisement", advertisement(HOST6)));
        talk.add(sent("unicast solicitation", solicitation(HOST, HOST6, OWN6, OWN6)));
        talk.add(received("unicast advertisement", advertisement(HOST6)));
        talk.add(sent("probe 6", solicitation(HOST, ANY6, SOLICITED, OWN6)));
        talk.add(received("probe 6 advertisement", advertisement(ALL_NODES)));
        talk.add(sent("echo 6", echo(false, HOST6, OWN6, 6)));
        talk.add(received("echo 6 reply", echo(true, OWN6, HOST6, 6)));
        talk.add(sent("router solicitation", icmpv6(HOST, HOST6,
                Bytes.hex("ff02 0000 0000 0000 0000 0000 0000 0002"), Bytes.of(133, 0, 0, 0, 0, 0, 0, 0))));
        echoes(talk);
        return talk;
    }

    private static void arp(List<Line> talk) {
        talk.add(sent("arp", arp(HOST, 1, HOST4, MacAddress.BROADCAST, OWN)));
        talk.add(received("arp reply", arp(ACCESSORY, 2, OWN, HOST, HOST4)));
        talk.add(sent("probe", arp(HOST, 1, NOBODY, MacAddress.BROADCAST, OWN)));
        talk.add(received("probe reply", arp(ACCESSORY, 2, OWN, HOST, NOBODY)));
        talk.add(sent("arp for another", arp(HOST, 1, HOST4, MacAddress.BROADCAST, Bytes.of(203, 0, 113, 254))));
    }

    private static void dhcp(List<Line> talk) {
        lease(talk, "", 0x2001, HOST, false);
        talk.add(sent("renewal", request(0x2003, HOST, b -> b.ciaddr(address(HOST4)))));
        talk.add(received("renewal ack", reply(0x2003, DhcpMessageType.ACK, HOST, HOST4, false)));
        lease(talk, "second ", 0x2004, HOST, false);
        talk.add(sent("reboot", request(0x2006, HOST, b -> b.option(DhcpOption.REQUESTED_IP_ADDRESS,
                Session.address(203, 0, 113, 77)))));
        talk.add(received("reboot nak", reply(0x2006, DhcpMessageType.NAK, HOST, NOBODY, true)));
        for (int client = 0; client < 10; client++) {
            lease(talk, "client " + client + " ", 0x3000 + 2 * client, new MacAddress(STRANGER.value() + client), true);
        }
    }

    private static void lease(List<Line> talk, String name, int xid, MacAddress client, boolean broadcast) {
        Bytes leased = broadcast ? Bytes.of(192, 168, 7, 100 + xid % 64) : HOST4;
        int flags = broadcast ? DhcpMessage.BROADCAST_FLAG : 0;
        talk.add(sent(name + "discover", dhcp(true, HOST, NOBODY, MacAddress.BROADCAST, EVERYBODY,
                DhcpMessage.build(1, DhcpMessageType.DISCOVER).xid(xid).client(client).flags(flags))));
        talk.add(received(name + "offer", reply(xid, DhcpMessageType.OFFER, client, leased, broadcast)));
        talk.add(sent(name + "request", request(xid, client, b -> b.flags(flags)
                .option(DhcpOption.REQUESTED_IP_ADDRESS, address(leased))
                .option(DhcpOption.SERVER_IDENTIFIER, address(OWN)))));
        talk.add(received(name + "ack", reply(xid, DhcpMessageType.ACK, client, leased, broadcast)));
    }

    private static void echoes(List<Line> talk) {
        talk.add(sent("echo", echo(false, HOST4, OWN, 1)));
        talk.add(received("echo reply", echo(true, OWN, HOST4, 1)));
        talk.add(sent("host's link-local address", arp(HOST, 1, LINK_LOCAL, MacAddress.BROADCAST, LINK_LOCAL)));
        talk.add(sent("link-local echo", echo(false, LINK_LOCAL, OWN, 2)));
        talk.add(received("link-local echo reply", echo(true, OWN, LINK_LOCAL, 2)));
        talk.add(sent("echo for another", to(ACCESSORY, echo(false, LINK_LOCAL, Bytes.of(169, 254, 77, 77), 3))));
        talk.add(sent("mdns query", mdns(false, false)));
        talk.add(received("mdns response", mdns(true, true)));
        talk.add(sent("echo to a strange group", echo(false, HOST4, Bytes.of(239, 255, 77, 77), 4)));
        talk.add(sent("echo to everybody", to(MacAddress.BROADCAST, echo(false, HOST4, Bytes.of(192, 168, 7, 255), 5))));
        talk.add(sent("echo from elsewhere", echo(false, Bytes.of(198, 18, 0, 7), OWN, 7)));
        talk.add(sent("echo after that", echo(false, HOST4, OWN, 8)));
        talk.add(received("echo after that reply", echo(true, OWN, HOST4, 8)));
    }

    /** An accessory that claims a link-local address and meets two conflicts. */
    static List<Line> ofClaimant() {
        return new ArrayList<>(List.of(
                received("first probe", claim(NOBODY)),
                after(1000, received("second probe", claim(NOBODY))),
                after(1000, received("third probe", claim(NOBODY))),
                after(2000, received("announcement", claim(LINK_LOCAL))),
                after(2000, received("second announcement", claim(LINK_LOCAL))),
                after(100, sent("conflict", arp(STRANGER, 1, LINK_LOCAL, MacAddress.BROADCAST, LINK_LOCAL))),
                received("defence", claim(LINK_LOCAL)),
                after(500, sent("second conflict", arp(STRANGER, 1, LINK_LOCAL, MacAddress.BROADCAST, LINK_LOCAL))),
                received("new probe", arp(ACCESSORY, 1, NOBODY, MacAddress.BROADCAST, Bytes.of(169, 254, 8, 8)))));
    }

    /** An accessory that asks for a lease, gets none, and claims an address. */
    static List<Line> ofClient() {
        return new ArrayList<>(List.of(
                received("discover", dhcp(true, ACCESSORY, NOBODY, MacAddress.BROADCAST, EVERYBODY,
                        DhcpMessage.build(1, DhcpMessageType.DISCOVER).xid(0x4000).client(ACCESSORY))),
                after(2000, received("fallback", claim(NOBODY)))));
    }

    /** The accessory's probe for its link-local address, or announcement of it. */
    static Bytes claim(Bytes sender) {
        return arp(ACCESSORY, 1, sender, MacAddress.BROADCAST, LINK_LOCAL);
    }

    static Bytes to(MacAddress mac, Bytes frame) {
        return mac.bytes().concat(frame.from(6));
    }

    static Bytes from(MacAddress mac, Bytes frame) {
        return frame.slice(0, 6).concat(mac.bytes()).concat(frame.from(12));
    }

    static Bytes arp(MacAddress from, int operation, Bytes sender, MacAddress to, Bytes target) {
        Bytes targetMac = operation == 1 ? Bytes.wrap(new byte[6]) : to.bytes();
        return to.bytes().concat(from.bytes()).concat(Bytes.hex("0806 0001 0800 0604 00")).concat(Bytes.of(operation))
                .concat(from.bytes()).concat(sender).concat(targetMac).concat(target);
    }

    static Bytes echo(boolean reply, Bytes source, Bytes destination, int number) {
        boolean four = source.length() == 4;
        int type = four ? reply ? 0 : ECHO : reply ? ECHO_6 + 1 : ECHO_6;
        Bytes message = Bytes.of(type, 0, 0, 0, 0x12, 0x34, 0, number, 1, 2, 3, 4);
        MacAddress from = reply ? ACCESSORY : HOST;
        return four ? ipv4(from, mac(destination, reply), source, destination, 1,
                summed(message, sum(message))) : icmpv6(from, source, destination, message);
    }

    private static MacAddress mac(Bytes destination, boolean toHost) {
        if (destination.equals(EVERYBODY)) {
            return MacAddress.BROADCAST;
        }
        if (destination.length() == 4 && destination.u8(0) >= 224) {
            return MacAddress.at(Bytes.of(1, 0, 0x5E, destination.u8(1) & 0x7F, destination.u8(2), destination.u8(3)),
                    0);
        }
        if (destination.length() == 16 && destination.u8(0) == 0xFF) {
            return MacAddress.at(Bytes.of(0x33, 0x33).concat(destination.slice(12, 4)), 0);
        }
        return toHost ? HOST : ACCESSORY;
    }

    static Bytes ipv4(MacAddress from, MacAddress to, Bytes source, Bytes destination, int protocol, Bytes payload) {
        return ipv4(from, to, source, destination, protocol, 64, payload);
    }

    private static Bytes ipv4(MacAddress from, MacAddress to, Bytes source, Bytes destination, int protocol, int ttl,
                              Bytes payload) {
        int total = 20 + payload.length();
        Bytes header = Bytes.of(0x45, 0, total >> 8, total, 0, 0, 0, 0, ttl, protocol, 0, 0).concat(source)
                .concat(destination);
        int check = ~fold(sum(header)) & 0xFFFF;
        byte[] octets = header.toArray();
        octets[10] = (byte) (check >> 8);
        octets[11] = (byte) check;
        return to.bytes().concat(from.bytes()).concat(Bytes.hex("0800")).concat(Bytes.wrap(octets)).concat(payload);
    }

    static Bytes icmpv6(MacAddress from, Bytes source, Bytes destination, Bytes message) {
        Bytes summed = summed(message, sum(message) + sum(source) + sum(destination) + 58 + message.length());
        return mac(destination, from.equals(ACCESSORY)).bytes().concat(from.bytes()).concat(Bytes.hex("86dd 6000 0000"))
                .concat(Bytes.of(message.length() >> 8, message.length(), 58, 255)).concat(source).concat(destination)
                .concat(summed);
    }

    static Bytes solicitation(MacAddress from, Bytes source, Bytes destination, Bytes target) {
        return icmpv6(from, source, destination, Bytes.of(135, 0, 0, 0, 0, 0, 0, 0).concat(target));
    }

    static Bytes advertisement(Bytes destination) {
        return icmpv6(ACCESSORY, OWN6, destination, Bytes.of(136, 0, 0, 0, 0x60, 0, 0, 0).concat(OWN6)
                .concat(Bytes.of(2, 1)).concat(ACCESSORY.bytes()));
    }

    static Bytes routerAdvertisement(int lifetimeSeconds, int prefixLength) {
        return icmpv6(ACCESSORY, OWN6, ALL_NODES, Bytes.of(134, 0, 0, 0, 64, 0, lifetimeSeconds >> 8, lifetimeSeconds,
                0, 0, 0, 0, 0, 0, 0, 0).concat(Bytes.of(3, 4, prefixLength, 0xC0))
                .concat(Bytes.hex("00015180 00003840 00000000 fd005300 00000000 00000000 00000000")));
    }

    /** MLDv2 with its hop-by-hop header. */
    static Bytes listenerReport(Bytes group) {
        Bytes destination = Bytes.hex("ff02 0000 0000 0000 0000 0000 0000 0016");
        Bytes message = Bytes.of(143, 0, 0, 0, 0, 0, 0, 1, 4, 0, 0, 0).concat(group);
        Bytes summed = summed(message, sum(message) + sum(ANY6) + sum(destination) + 58 + message.length());
        int length = 8 + message.length();
        return mac(destination, true).bytes().concat(ACCESSORY.bytes()).concat(Bytes.hex("86dd 6000 0000"))
                .concat(Bytes.of(length >> 8, length, 0, 1)).concat(ANY6).concat(destination)
                .concat(Bytes.hex("3a00 0502 0000 0100")).concat(summed);
    }

    static Bytes membershipReport(Bytes group) {
        Bytes message = Bytes.of(0x22, 0, 0, 0, 0, 0, 0, 1, 4, 0, 0, 0).concat(group);
        Bytes to = Bytes.of(224, 0, 0, 22);
        return ipv4(ACCESSORY, mac(to, true), OWN, to, 2, summed(message, sum(message)));
    }

    static Bytes membershipQuery() {
        Bytes message = Bytes.of(0x11, 10, 0, 0, 0, 0, 0, 0, 2, 125, 0, 0);
        Bytes to = Bytes.of(224, 0, 0, 1);
        return ipv4(HOST, mac(to, false), HOST4, to, 2, summed(message, sum(message)));
    }

    static Bytes listenerQuery() {
        return icmpv6(HOST, HOST6, ALL_NODES, Bytes.of(130, 0, 0, 0, 3, 232, 0, 0).concat(ANY6)
                .concat(Bytes.of(2, 125, 0, 0)));
    }

    /** Without questions or answers: only who speaks counts here. */
    static Bytes mdns(boolean received, boolean response) {
        Bytes message = Bytes.of(0, 0, response ? 0x84 : 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        Bytes group = Bytes.of(224, 0, 0, 251);
        return ipv4(received ? ACCESSORY : HOST, mac(group, received), received ? OWN : HOST4, group, 17, 255,
                Bytes.hex("14e9 14e9 0014 0000").concat(message));
    }

    static Bytes request(int xid, MacAddress client, UnaryOperator<DhcpMessageBuilder> change) {
        return dhcp(true, HOST, NOBODY, MacAddress.BROADCAST, EVERYBODY,
                change.apply(DhcpMessage.build(1, DhcpMessageType.REQUEST).xid(xid).client(client)));
    }

    static Bytes reply(int xid, DhcpMessageType type, MacAddress client, Bytes leased, boolean broadcast) {
        return reply(xid, type, client, leased, broadcast, UnaryOperator.identity());
    }

    static Bytes reply(int xid, DhcpMessageType type, MacAddress client, Bytes leased, boolean broadcast,
                       UnaryOperator<DhcpMessageBuilder> change) {
        DhcpMessageBuilder builder = DhcpMessage.build(2, type).xid(xid).client(client).yiaddr(address(leased))
                .option(DhcpOption.SERVER_IDENTIFIER, address(OWN))
                .option(DhcpOption.SUBNET_MASK, Session.address(255, 255, 255, 0))
                .optionU32(DhcpOption.IP_ADDRESS_LEASE_TIME, 7200);
        return dhcp(false, ACCESSORY, OWN, broadcast ? MacAddress.BROADCAST : client, broadcast ? EVERYBODY : leased,
                change.apply(builder));
    }

    private static Bytes dhcp(boolean request, MacAddress from, Bytes source, MacAddress to, Bytes destination,
                              DhcpMessageBuilder message) {
        Bytes payload = message.build().raw();
        int length = 8 + payload.length();
        Bytes ports = request ? Bytes.of(0, 68, 0, 67) : Bytes.of(0, 67, 0, 68);
        return ipv4(from, to, source, destination, 17,
                ports.concat(Bytes.of(length >> 8, length, 0, 0)).concat(payload));
    }

    private static Inet4Address address(Bytes octets) {
        return Session.address(octets.u8(0), octets.u8(1), octets.u8(2), octets.u8(3));
    }

    private static Bytes summed(Bytes message, long sum) {
        int check = ~fold(sum) & 0xFFFF;
        byte[] octets = message.toArray();
        octets[2] = (byte) (check >> 8);
        octets[3] = (byte) check;
        return Bytes.wrap(octets);
    }

    private static long sum(Bytes octets) {
        long sum = 0;
        for (int at = 0; at + 1 < octets.length(); at += 2) {
            sum += octets.u16be(at);
        }
        return sum;
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded > 0xFFFF) {
            folded = (folded & 0xFFFF) + (folded >>> 16);
        }
        return (int) folded;
    }
}
