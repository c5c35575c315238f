package dev.lanyard.rules;

import static dev.lanyard.rules.LinkTalk.ACCESSORY;
import static dev.lanyard.rules.LinkTalk.HOST;
import static dev.lanyard.rules.LinkTalk.HOST4;
import static dev.lanyard.rules.LinkTalk.LINK_LOCAL;
import static dev.lanyard.rules.LinkTalk.NOBODY;
import static dev.lanyard.rules.LinkTalk.OWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.rules.Verdict.Kind;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of addresses, DHCP, IPv6 and groups with talk that keeps it and talk that breaks it, and nothing else. */
class AddressingRulesTest {

    private static final Predicate<String> CLIENTS = name -> name.startsWith("client ");

    static Stream<RuleCase> cases() {
        return Stream.of(neighbours(), addresses(), linkLocal(), dhcp(), ipv6(), kept()).flatMap(cases -> cases);
    }

    private static RuleCase server(String rule, String name, Kind kind, Consumer<Session> change, String reason,
                                   String... also) {
        return new RuleCase(rule, name, kind, AddressingRulesTest::server, change, reason, Set.of(also));
    }

    private static RuleCase claimant(String rule, String name, Kind kind, Consumer<Session> change, String reason,
                                     String... also) {
        return new RuleCase(rule, name, kind, AddressingRulesTest::claimant, change, reason, Set.of(also));
    }

    private static Session server() {
        Session session = Session.ncm();
        session.lines.addAll(LinkTalk.ofServer());
        return session;
    }

    private static Session claimant() {
        Session session = Session.ncm();
        session.lines.addAll(LinkTalk.ofClaimant());
        return session;
    }

    private static Session client() {
        Session session = Session.ncm();
        session.lines.addAll(LinkTalk.ofClient());
        session.openMillis = 12_000;
        return session;
    }

    /** Without the lines of these names. */
    private static Consumer<Session> without(String... names) {
        return session -> assertTrue(session.lines.removeIf(line -> Set.of(names).contains(line.name())));
    }

    /** With another frame in the place of this line. */
    private static Consumer<Session> instead(String name, Bytes frame) {
        return session -> session.lines.replaceAll(line -> line.name().equals(name)
                ? new LinkTalk.Line(name, line.afterMillis(), line.received(), frame) : line);
    }

    /** With a frame of the accessory more, behind this line. */
    private static Consumer<Session> more(String behind, Bytes frame) {
        return session -> session.lines.add(index(session, behind) + 1, LinkTalk.received("more", frame));
    }

    /** With this line so much later. */
    private static Consumer<Session> late(String name, long millis) {
        return session -> session.lines.replaceAll(line -> line.name().equals(name) ? LinkTalk.after(millis, line) : line);
    }

    private static int index(Session session, String name) {
        return session.lines.stream().map(LinkTalk.Line::name).toList().indexOf(name);
    }

    private static Stream<RuleCase> neighbours() {
        return Stream.of(
                server("NET-LINK-01", "no reply", Kind.FAIL, without("arp reply"), "got no answer within 1 s"),
                server("NET-LINK-01", "reply to everybody", Kind.FAIL,
                        instead("arp reply", LinkTalk.to(MacAddress.BROADCAST, LinkTalk.arp(ACCESSORY, 2, OWN, HOST, HOST4))),
                        "goes to ff:ff:ff:ff:ff:ff"),
                server("NET-LINK-01", "for somebody else", Kind.FAIL, instead("arp reply",
                        LinkTalk.arp(ACCESSORY, 2, OWN, HOST, Bytes.of(192, 168, 7, 3))), "got no answer within 1 s"),
                server("NET-LINK-01", "with another's hardware address", Kind.FAIL, instead("arp reply",
                        LinkTalk.from(ACCESSORY, LinkTalk.arp(LinkTalk.STRANGER, 2, OWN, HOST, HOST4))), "comes from"),
                server("NET-LINK-01", "not asked", Kind.INCONCLUSIVE, without("arp", "arp reply"),
                        "no ARP request for an address of the accessory"),
                server("NET-LINK-02", "answers for another", Kind.FAIL, more("arp for another",
                        LinkTalk.arp(ACCESSORY, 2, Bytes.of(203, 0, 113, 254), HOST, HOST4)),
                        "answers for 203.0.113.254"),
                server("NET-LINK-02", "not tried", Kind.INCONCLUSIVE, without("arp for another"), "was sent"),
                server("NET-LINK-03", "no reply", Kind.FAIL, without("probe reply"), "got no answer within 1 s"),
                server("NET-LINK-03", "not tried", Kind.INCONCLUSIVE, without("probe", "probe reply"), "no ARP probe"),
                server("NET-LINK-04", "silent to duplicate detection", Kind.FAIL, without("probe 6 advertisement"),
                        "that of duplicate address detection for fe80:0:0:0:200:5eff:fe00:5311"),
                server("NET-LINK-04", "silent to unicast", Kind.FAIL, without("unicast advertisement",
                        "probe 6 advertisement", "probe 6"), "the unicast one"),
                server("NET-LINK-04", "not all kinds tried", Kind.INCONCLUSIVE, without("unicast solicitation",
                        "unicast advertisement"), "a unicast one"),
                server("NET-LINK-04", "asked while it tested the address", Kind.INCONCLUSIVE, late("solicitation", 1),
                        "no neighbour solicitation"),
                server("NET-LINK-05", "deaf to multicast", Kind.FAIL, without("advertisement", "mdns response",
                        "unicast solicitation", "unicast advertisement", "probe 6", "probe 6 advertisement"),
                        "none of 1 multicast frames", "NET-LINK-04", "NET-MCAST-02"),
                server("NET-LINK-05", "multicast not tried", Kind.INCONCLUSIVE, without("solicitation", "advertisement",
                        "mdns query", "mdns response"), "no multicast frame was sent"));
    }

    private static Consumer<Session> declaring(int last, Consumer<Session> change) {
        return session -> {
            session.declared = new Declarations(Duration.ofSeconds(1), false, false,
                    Optional.empty(), Optional.of(Session.address(192, 168, 7, last)));
            change.accept(session);
        };
    }

    private static LinkTalk.Line asksFor78() {
        return LinkTalk.sent("who has it", LinkTalk.arp(HOST, 1, HOST4, MacAddress.BROADCAST, Bytes.of(192, 168, 7, 78)));
    }

    private static Stream<RuleCase> addresses() {
        return Stream.of(
                server("NET-ADDR-01", "declared as it is", Kind.PASS, declaring(1, _ -> { }), "192.168.7.1 answered"),
                server("NET-ADDR-01", "declared elsewhere", Kind.WARN, declaring(77, s -> s.lines.add(LinkTalk.sent("odd",
                        LinkTalk.echo(false, HOST4, Bytes.of(192, 168, 7, 77), 9)))), "192.168.7.77, which the profile "
                        + "declares, did not answer echo requests; the accessory has 192.168.7.1"),
                server("NET-ADDR-01", "not tried", Kind.INCONCLUSIVE, declaring(78, _ -> { }), "no echo request"),
                server("NET-ADDR-01", "does not answer ARP", Kind.WARN, declaring(78, s -> s.lines.add(asksFor78())),
                        "did not answer ARP"),
                server("NET-ADDR-01", "answers ARP and was not pinged", Kind.INCONCLUSIVE, declaring(78, s -> {
                    s.lines.add(asksFor78());
                    s.lines.add(LinkTalk.received("it is here",
                            LinkTalk.arp(ACCESSORY, 2, Bytes.of(192, 168, 7, 78), HOST, HOST4)));
                }), "no echo request"),
                server("NET-ADDR-01", "pinged from a link-local address only", Kind.INCONCLUSIVE,
                        declaring(78, s -> s.lines.add(LinkTalk.sent("from afar",
                                LinkTalk.echo(false, LINK_LOCAL, Bytes.of(192, 168, 7, 78), 9)))), "no echo request"),
                server("NET-ADDR-02", "a home router's subnet", Kind.WARN, s -> s.lines.add(LinkTalk.received("other",
                        LinkTalk.ipv4(ACCESSORY, HOST, Bytes.of(192, 168, 1, 1), HOST4, 250, Bytes.EMPTY))),
                        "192.168.1.1 is of a subnet that home routers use"),
                server("NET-ADDR-02", "a public address", Kind.WARN, s -> s.lines.add(LinkTalk.received("other",
                        LinkTalk.ipv4(ACCESSORY, HOST, Bytes.of(198, 51, 100, 1), HOST4, 250, Bytes.EMPTY))),
                        "198.51.100.1 is not an address for private networks"),
                server("NET-ADDR-06", "sent back", Kind.FAIL, more("echo for another", LinkTalk.from(ACCESSORY,
                        LinkTalk.to(HOST, LinkTalk.echo(false, LINK_LOCAL, Bytes.of(169, 254, 77, 77), 3)))), "came back"),
                server("NET-ADDR-06", "not tried", Kind.INCONCLUSIVE, without("echo for another"), "no packet"),
                server("NET-ADDR-07", "silent", Kind.FAIL, without("link-local echo reply"), "from 169.254.9.9"),
                server("NET-ADDR-07", "not tried", Kind.INCONCLUSIVE, without("link-local echo",
                        "link-local echo reply"), "no echo request"),
                server("NET-ADDR-08", "wedged", Kind.FAIL, without("echo after that reply"),
                        "after a packet from 198.18.0.7 none of 1"),
                server("NET-ADDR-08", "not tried again", Kind.INCONCLUSIVE, without("echo after that",
                        "echo after that reply"), "came after"),
                server("NET-MCAST-01", "no report", Kind.FAIL, without("igmp"), "has not reported"),
                server("NET-MCAST-01", "not asked", Kind.INCONCLUSIVE, without("igmp", "queries"), "no router asked"),
                server("NET-MCAST-02", "answers in a strange group", Kind.FAIL, more("echo to a strange group",
                        LinkTalk.echo(true, OWN, HOST4, 4)), "that to 239.255.77.77 was answered"),
                server("NET-MCAST-02", "not tried", Kind.INCONCLUSIVE, without("echo to a strange group"),
                        "has not joined"),
                server("NET-MCAST-02", "asked for a name that it does not show", Kind.INCONCLUSIVE, without("mdns response",
                        "solicitation", "advertisement", "probe 6", "probe 6 advertisement"), "has to answer"),
                server("NET-MCAST-03", "two replies", Kind.WARN, s -> {
                    more("echo to everybody", LinkTalk.echo(true, OWN, HOST4, 5)).accept(s);
                    more("echo to everybody", LinkTalk.echo(true, OWN, HOST4, 5)).accept(s);
                }, "that to 192.168.7.255 got 2 replies", "NET-ICMP-02"),
                server("NET-MCAST-03", "one reply", Kind.PASS, more("echo to everybody", LinkTalk.echo(true, OWN, HOST4, 5)),
                        "none of 1"),
                server("NET-MCAST-03", "not tried", Kind.INCONCLUSIVE, without("echo to everybody"), "no echo request"));
    }

    private static Stream<RuleCase> linkLocal() {
        return Stream.of(
                claimant("NET-ADDR-03", "two probes", Kind.FAIL, without("second probe"), "after 2 probes"),
                claimant("NET-ADDR-03", "in haste", Kind.FAIL, late("second probe", 200), "are 201 ms apart"),
                claimant("NET-ADDR-03", "announced once", Kind.FAIL, s -> {
                    s.lines.removeIf(line -> index(s, line.name()) > 3);
                    s.openMillis = 5000;
                }, "was announced 1 times"),
                claimant("NET-ADDR-03", "out of range", Kind.FAIL, s -> s.lines.replaceAll(line -> new LinkTalk.Line(
                        line.name(), line.afterMillis(), line.received(), replaced(line.frame()))), "is outside"),
                claimant("NET-ADDR-03", "cut short", Kind.INCONCLUSIVE, s -> s.lines.removeIf(line ->
                        index(s, line.name()) > 2), "did not come to its end"),
                claimant("NET-ADDR-04", "ignored", Kind.FAIL, without("defence", "second conflict", "new probe"),
                        "was neither defended nor given up"),
                claimant("NET-ADDR-04", "defended twice", Kind.FAIL, instead("new probe", LinkTalk.claim(LINK_LOCAL)),
                        "was defended once more"),
                claimant("NET-ADDR-04", "gave up at once", Kind.PASS, s -> {
                    without("second conflict", "new probe").accept(s);
                    instead("defence", LinkTalk.arp(ACCESSORY, 1, NOBODY, MacAddress.BROADCAST,
                            Bytes.of(169, 254, 8, 8))).accept(s);
                }, "1 conflicts"),
                claimant("NET-ADDR-04", "nobody else", Kind.INCONCLUSIVE, without("conflict", "defence",
                        "second conflict", "new probe"), "nobody else claimed"),
                claimant("NET-ADDR-05", "once", Kind.INCONCLUSIVE, _ -> { }, "only once"),
                claimant("NET-ADDR-05", "another one", Kind.FAIL, s -> {
                    without("conflict", "defence", "second conflict", "new probe").accept(s);
                    s.linesOfSecondLink.add(LinkTalk.received("probe", LinkTalk.arp(ACCESSORY, 1, NOBODY,
                            MacAddress.BROADCAST, Bytes.of(169, 254, 3, 3))));
                }, "169.254.9.9, then 169.254.3.3"),
                claimant("NET-ADDR-05", "the same one", Kind.PASS, s -> {
                    without("conflict", "defence", "second conflict", "new probe").accept(s);
                    s.linesOfSecondLink.add(LinkTalk.received("probe", LinkTalk.claim(NOBODY)));
                }, "claimed 2 times"),
                new RuleCase("NET-DHCP-10", "nothing", Kind.FAIL, AddressingRulesTest::client, without("fallback"),
                        "has claimed no address", Set.of()),
                new RuleCase("NET-DHCP-10", "watched too shortly", Kind.INCONCLUSIVE, AddressingRulesTest::client,
                        s -> {
                            without("fallback").accept(s);
                            s.openMillis = 3000;
                        }, "nobody watched", Set.of()));
    }

    private static Bytes replaced(Bytes frame) {
        return Bytes.hex(frame.toHex().replace(LINK_LOCAL.toHex(), "a9feff09"));
    }

    private static Stream<RuleCase> dhcp() {
        return Stream.of(
                server("NET-DHCP-01", "no offer", Kind.FAIL, without("offer", "request", "ack"), "got no offer"),
                server("NET-DHCP-01", "a late offer", Kind.FAIL, late("offer", 1500), "got its offer after 1501 ms"),
                server("NET-DHCP-03", "its own address", Kind.FAIL, instead("offer", LinkTalk.reply(0x2001,
                        DhcpMessageType.OFFER, HOST, OWN, false)), "192.168.7.1 is the server's own address"),
                server("NET-DHCP-03", "another subnet", Kind.FAIL, instead("offer", LinkTalk.reply(0x2001,
                        DhcpMessageType.OFFER, HOST, Bytes.of(192, 168, 8, 2), false)), "not in the server's subnet"),
                server("NET-DHCP-03", "the last address", Kind.FAIL, instead("offer", LinkTalk.reply(0x2001,
                        DhcpMessageType.OFFER, HOST, Bytes.of(192, 168, 7, 255), false)), "the first or the last"),
                server("NET-DHCP-04", "refused", Kind.FAIL, instead("renewal ack", LinkTalk.reply(0x2003,
                        DhcpMessageType.NAK, HOST, NOBODY, true)), "the renewal of 192.168.7.2 was refused"),
                server("NET-DHCP-04", "another address", Kind.FAIL, instead("renewal ack", LinkTalk.reply(0x2003,
                        DhcpMessageType.ACK, HOST, Bytes.of(192, 168, 7, 9), false)), "gave 192.168.7.9"),
                server("NET-DHCP-04", "no renewal", Kind.INCONCLUSIVE, without("renewal", "renewal ack"),
                        "no renewal was tried"),
                server("NET-DHCP-05", "granted", Kind.FAIL, instead("reboot nak", LinkTalk.reply(0x2006,
                        DhcpMessageType.ACK, HOST, Bytes.of(203, 0, 113, 77), false)),
                        "203.0.113.77 was acknowledged"),
                server("NET-DHCP-05", "silence", Kind.PASS, without("reboot nak"), "not answered"),
                server("NET-DHCP-05", "not tried", Kind.INCONCLUSIVE, without("reboot", "reboot nak"),
                        "no rebooting client"),
                server("NET-DHCP-07", "another address", Kind.WARN, instead("second ack", LinkTalk.reply(0x2004,
                        DhcpMessageType.ACK, HOST, Bytes.of(192, 168, 7, 9), false)),
                        "had 192.168.7.2 and then got 192.168.7.9"),
                server("NET-DHCP-07", "asked once", Kind.INCONCLUSIVE, without("second discover", "second offer",
                        "second request", "second ack"), "no client asked twice"),
                server("NET-DHCP-08", "three served", Kind.WARN, s -> s.lines.removeIf(line -> CLIENTS.test(line.name())
                        && line.name().charAt(7) > '2' && !line.name().endsWith("discover")), "7 of 11 clients"),
                server("NET-DHCP-08", "three tried", Kind.INCONCLUSIVE, s -> s.lines.removeIf(line ->
                        CLIENTS.test(line.name()) && line.name().charAt(7) > '2'), "fewer than 10 clients"),
                server("NET-DHCP-09", "unicast", Kind.FAIL, instead("client 1 offer", LinkTalk.reply(0x3002,
                        DhcpMessageType.OFFER, new MacAddress(LinkTalk.STRANGER.value() + 1), Bytes.of(192, 168, 7, 102),
                        false)), "a reply goes to 192.168.7.102", "ECM-DATA-07"),
                server("NET-DHCP-09", "not tried", Kind.INCONCLUSIVE, s -> s.lines.removeIf(line ->
                        CLIENTS.test(line.name())), "no client with the broadcast flag"));
    }

    private static Stream<RuleCase> ipv6() {
        return Stream.of(
                server("NET-V6-01", "not tested", Kind.FAIL, without("dad"), "without duplicate address detection"),
                server("NET-V6-01", "up before the link", Kind.INCONCLUSIVE, without("dad", "own announcement"),
                        "before the link came up"),
                server("NET-V6-01", "no IPv6", Kind.NOT_APPLICABLE, s -> s.lines.removeIf(line ->
                        line.frame().u16be(12) == 0x86DD && line.received()), "no IPv6 address"),
                server("NET-V6-02", "no report", Kind.FAIL, without("mld"), "was not reported"),
                server("NET-V6-02", "not asked", Kind.INCONCLUSIVE, without("mld", "queries"), "no router asked"),
                server("NET-V6-02", "another group", Kind.FAIL, instead("mld", LinkTalk.listenerReport(Bytes.hex(
                        "ff02 0000 0000 0000 0000 0000 0000 00fb"))), "was not reported"),
                server("NET-V6-03", "a default router", Kind.WARN, more("router solicitation",
                        LinkTalk.routerAdvertisement(1800, 64)), "the router lifetime is 1800 s"),
                server("NET-V6-03", "no default router", Kind.PASS, more("router solicitation",
                        LinkTalk.routerAdvertisement(0, 64)), "router advertisements keep it"),
                server("NET-V6-03", "not asked", Kind.INCONCLUSIVE, without("router solicitation"), "nobody asked"),
                server("NET-V6-04", "silent", Kind.FAIL, without("echo 6 reply"), "none of 1 echo requests"),
                server("NET-V6-04", "not tried", Kind.INCONCLUSIVE, without("echo 6", "echo 6 reply"), "no echo request"),
                server("NET-V6-05", "prefix of length 0", Kind.FAIL, more("router solicitation",
                        LinkTalk.routerAdvertisement(0, 0)), "has a length of 0"),
                server("NET-V6-05", "a /64", Kind.PASS, more("router solicitation", LinkTalk.routerAdvertisement(0, 64)),
                        "1 of 1"));
    }

    /** What the good talk shows. */
    private static Stream<RuleCase> kept() {
        return Stream.concat(Stream.of("NET-LINK-01", "NET-LINK-02", "NET-LINK-03", "NET-LINK-04", "NET-LINK-05",
                "NET-ADDR-02", "NET-ADDR-06", "NET-ADDR-07", "NET-ADDR-08", "NET-DHCP-01", "NET-DHCP-03",
                "NET-DHCP-04", "NET-DHCP-05", "NET-DHCP-07", "NET-DHCP-08", "NET-DHCP-09", "NET-V6-01", "NET-V6-02",
                "NET-V6-03", "NET-V6-04", "NET-MCAST-01", "NET-MCAST-02", "NET-MCAST-03")
                .map(rule -> server(rule, "good talk", Kind.PASS, _ -> { }, "")), Stream.of(
                claimant("NET-ADDR-03", "good talk", Kind.PASS, _ -> { }, ""),
                claimant("NET-ADDR-04", "good talk", Kind.PASS, _ -> { }, ""),
                new RuleCase("NET-DHCP-10", "good talk", Kind.PASS, AddressingRulesTest::client, _ -> { },
                        "it claims 169.254.9.9 after 200", Set.of())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noticesWhatBreaksIt(RuleCase ruleCase) {
        ruleCase.check();
    }

    @Test
    void aGoodTalkBreaksNothing() {
        for (Session session : new Session[] {server(), claimant(), client()}) {
            assertEquals(Set.of(), RuleCase.judge(session.evidence(), Declarations.NONE).values().stream()
                    .filter(verdict -> verdict.rule().startsWith("NET-") || verdict.rule().startsWith("ECM-DATA"))
                    .filter(verdict -> verdict.kind() == Kind.FAIL || verdict.kind() == Kind.WARN)
                    .map(Verdict::toString).collect(Collectors.toSet()));
        }
    }
}
