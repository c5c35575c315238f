package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Judge;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirTalk;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** IPv6 and UDP over a data path. */
public final class AwareTrafficRules {

    private static final int IPV6 = 0x86DD;
    private static final int HEADERS = 14 + 40;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int NEIGHBOUR_SOLICITATION = 135;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;
    private static final int PORT_UNREACHABLE = 4;
    private static final long LOSS_AFTER = Duration.ofSeconds(2).toNanos();
    private static final int SILENCE = 3;
    private static final double LOSS = 0.01;
    private static final long MEDIAN = Duration.ofMillis(600).toNanos();

    /** Rules NAN-IP-* and NAN-APP-*. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-IP-01", "The device's link-local address ends in the interface identifier that it announced, or "
                    + "in the modified EUI-64 of its data interface.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Make the address of the NDI, or send its identifier in the NDPE.")
                    .judgedBy(on(AwareTrafficRules::address)),
            rule("NAN-IP-02", "Neighbour solicitations are answered within 2 s.")
                    .obligation(Obligation.MUST, Aware.ios("(connectedhomeip#43680)")).hosts(Aware.ALL)
                    .fieldFailures("project-chip/connectedhomeip#43680")
                    .remediation("Let nothing that the radio has to do hold up IPv6.")
                    .judgedBy(on(AwareTrafficRules::neighbours)),
            rule("NAN-IP-03", "At the port that the device announces somebody listens.")
                    .obligation(Obligation.MUST, Aware.INFERRED).hosts(Aware.ALL)
                    .remediation("Announce the port of the socket that is bound.")
                    .judgedBy(on(AwareTrafficRules::port)),
            rule("NAN-APP-01", "Datagrams are echoed, of any size up to 1400 octets, with a loss of 1 % at most.")
                    .obligation(Obligation.MUST, Aware.INFERRED).hosts(Aware.ALL)
                    .remediation("Look at queue lengths and at the time slots of the NDL.")
                    .judgedBy(on(AwareTrafficRules::echo)),
            rule("NAN-APP-02", "Half of all echoes come back within 600 ms.")
                    .obligation(Obligation.RECOMMENDED, Aware.ESP).hosts(Aware.ALL)
                    .fieldFailures("espressif/esp-idf#19066")
                    .remediation("Ask for more time slots than one per discovery window interval.")
                    .judgedBy(on(AwareTrafficRules::roundTrips)));

    private AwareTrafficRules() {}

    /** An IPv6 packet that passed the data path. */
    private record Packet(long sequence, long nanos, boolean received, Bytes frame) {

        int next() {
            return frame.u8(14 + 6);
        }

        Bytes source() {
            return frame.slice(14 + 8, 16);
        }

        Bytes target() {
            return frame.slice(14 + 24, 16);
        }

        boolean icmp(int type) {
            return next() == ICMPV6 && frame.has(HEADERS, 8) && frame.u8(HEADERS) == type;
        }

        boolean udp() {
            return next() == UDP && frame.has(HEADERS, 8);
        }
    }

    private static Judge on(Function<List<Packet>, Finding> judge) {
        return (Observation seen) -> {
            if (AirTalk.of(seen).steps("aware.datapath").isEmpty()) {
                return Finding.notApplicable("no data path of Wi-Fi Aware was asked for");
            }
            List<Packet> packets = new ArrayList<>();
            seen.forEachFrame(frame -> {
                Bytes octets = frame.what().what();
                if (octets.has(0, HEADERS) && octets.u16be(12) == IPV6) {
                    packets.add(new Packet(frame.sequence(), frame.nanos(), frame.what().received(), octets));
                }
            });
            return judge.apply(packets);
        };
    }

    private static Finding address(List<Packet> packets) {
        for (Packet packet : packets) {
            Bytes source = packet.source();
            boolean linkLocal = source.u16be(0) == 0xFE80;
            if (packet.received() && linkLocal) {
                Bytes mac = packet.frame().slice(6, 6);
                Bytes expected = Bytes.of(mac.u8(0) ^ 2, mac.u8(1), mac.u8(2), 0xFF, 0xFE, mac.u8(3), mac.u8(4),
                        mac.u8(5));
                return source.from(8).equals(expected)
                        ? Finding.kept("its packets come from the address of its data interface",
                                List.of(packet.sequence()))
                        : Finding.broken("packets of " + mac.toHex() + " come from the interface identifier "
                                + source.from(8).toHex(), List.of(packet.sequence()));
            }
        }
        return Finding.unseen("no packet came from a link-local address");
    }

    private static Finding neighbours(List<Packet> packets) {
        for (Packet asked : packets) {
            boolean question = !asked.received() && asked.icmp(NEIGHBOUR_SOLICITATION)
                    && asked.source().u16be(0) == 0xFE80;
            if (!question) {
                continue;
            }
            Bytes target = asked.frame().has(HEADERS + 8, 16) ? asked.frame().slice(HEADERS + 8, 16) : Bytes.EMPTY;
            boolean answered = packets.stream().anyMatch(one -> one.received() && one.icmp(NEIGHBOUR_ADVERTISEMENT)
                    && one.nanos() >= asked.nanos() && one.nanos() - asked.nanos() <= LOSS_AFTER
                    && one.frame().has(HEADERS + 8, 16) && one.frame().slice(HEADERS + 8, 16).equals(target));
            return answered ? Finding.kept("a neighbour solicitation was answered in time", List.of(asked.sequence()))
                    : Finding.broken("a neighbour solicitation was not answered within 2 s",
                            List.of(asked.sequence()));
        }
        return Finding.unseen("nobody asked for the device's address");
    }

    private static Finding port(List<Packet> packets) {
        for (Packet packet : packets) {
            if (packet.received() && packet.icmp(1) && packet.frame().u8(HEADERS + 1) == PORT_UNREACHABLE) {
                return Finding.broken("the device says that nobody listens at the port", List.of(packet.sequence()));
            }
        }
        List<Long> echoes = rounds(packets).echoes;
        List<Long> lost = rounds(packets).lost;
        if (echoes.isEmpty() && lost.size() >= SILENCE) {
            return Finding.broken("nothing comes back from the port that the device announced", lost.subList(0, 1));
        }
        return echoes.isEmpty() ? Finding.unseen("nothing came back from the port that the device announced")
                : Finding.kept("datagrams to the port come back", echoes.subList(0, 1));
    }

    /** What was sent, and what came back. */
    private static final class Rounds {
        private final List<Long> trips = new ArrayList<>();
        private final List<Long> echoes = new ArrayList<>();
        private final List<Long> lost = new ArrayList<>();
        private int sent;
    }

    /** Matched by ports and payload. */
    private static Rounds rounds(List<Packet> packets) {
        Rounds rounds = new Rounds();
        Map<Bytes, Packet> open = new HashMap<>();
        long end = packets.isEmpty() ? 0 : packets.getLast().nanos();
        for (Packet packet : packets) {
            if (!packet.udp() || packet.target().u8(0) == 0xFF) {
                continue;
            }
            int source = packet.frame().u16be(HEADERS);
            int target = packet.frame().u16be(HEADERS + 2);
            Bytes payload = packet.frame().from(HEADERS + 8);
            if (!packet.received()) {
                open.put(key(source, target, payload), packet);
                rounds.sent++;
            } else {
                Packet asked = open.remove(key(target, source, payload));
                if (asked != null) {
                    rounds.trips.add(packet.nanos() - asked.nanos());
                    rounds.echoes.add(packet.sequence());
                }
            }
        }
        open.values().stream().filter(one -> end - one.nanos() > LOSS_AFTER).map(Packet::sequence)
                .forEach(rounds.lost::add);
        return rounds;
    }

    private static Bytes key(int own, int other, Bytes payload) {
        return Bytes.of(own >> 8, own, other >> 8, other).concat(payload);
    }

    private static Finding echo(List<Packet> packets) {
        Rounds rounds = rounds(packets);
        if (rounds.sent == 0) {
            return Finding.unseen("no datagrams were sent");
        }
        int missing = rounds.sent - rounds.echoes.size();
        if (missing > LOSS * rounds.sent) {
            return Finding.broken(missing + " of " + rounds.sent + " datagrams did not come back",
                    rounds.lost.stream().sorted().limit(3).toList());
        }
        return Finding.kept(rounds.echoes.size() + " of " + rounds.sent + " datagrams came back",
                rounds.echoes.subList(0, 1));
    }

    private static Finding roundTrips(List<Packet> packets) {
        List<Long> trips = rounds(packets).trips.stream().sorted().toList();
        if (trips.isEmpty()) {
            return Finding.unseen("no datagram came back");
        }
        long median = trips.get(trips.size() / 2);
        String text = "half of " + trips.size() + " echoes took " + Duration.ofNanos(median).toMillis() + " ms or less";
        return median <= MEDIAN ? Finding.kept(text, List.of()) : Finding.broken(text, List.of());
    }
}
