package dev.lanyard.rules.catalogue.network;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.catalogue.Each;
import dev.lanyard.rules.observation.IpPacket;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.SeenFrame;
import dev.lanyard.rules.observation.UdpDatagram;
import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What becomes of odd datagrams: too large, with a wrong checksum, for a port that is closed. */
final class DatagramJudges {

    private static final long SECOND = 1_000_000_000L;
    private static final int MOST = 10_000;
    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})$");
    private static final Pattern NONE = Pattern.compile("(==|<=) ?0|< ?1|0");

    private DatagramJudges() {}

    /** An echo that was asked for, and whether it came. */
    private static final class Asked {
        private final long sequence;
        private final long nanos;
        private boolean answered;

        Asked(Seen<?> seen) {
            sequence = seen.sequence();
            nanos = seen.nanos();
        }
    }

    /** Everything below is gathered in one pass. */
    private static final class Odd {
        private final List<Seen<IpPacket>> fragments = new ArrayList<>();
        private final Map<Long, Asked> asked = new LinkedHashMap<>();
        private final List<Asked> all = new ArrayList<>();
        private final Map<Long, Seen<UdpDatagram>> spoilt = new LinkedHashMap<>();
        private final Map<Long, Long> echoedSpoilt = new LinkedHashMap<>();
        private final Each checksums = new Each("datagrams");
        private final Set<Integer> closed;
        private final Map<Integer, Asked> toClosed = new LinkedHashMap<>();
        private final Map<Integer, Long> wrongReplies = new LinkedHashMap<>();
        private final Set<Integer> refused = new HashSet<>();
        private final long lastNanos;

        Odd(Observation seen) {
            closed = closedBySteps(seen);
            seen.forEachIpPacket(this::add);
            lastNanos = seen.lastNanos();
        }

        private static Set<Integer> closedBySteps(Observation seen) {
            Set<Integer> closed = new HashSet<>();
            Set<Integer> open = new HashSet<>();
            for (Seen<Event.StepStarted> step : seen.steps("udp.exchange")) {
                Map<String, String> arguments = step.what().arguments();
                Matcher port = PORT.matcher(String.valueOf(arguments.get("to")));
                if (port.find()) {
                    boolean silent = NONE.matcher(String.valueOf(arguments.get("expect.answered"))).matches()
                            && "correct".equals(arguments.getOrDefault("checksum", "correct"));
                    (silent ? closed : open).add(Integer.parseInt(port.group(1)));
                }
            }
            closed.removeAll(open);
            return closed;
        }

        private void add(Seen<SeenFrame<IpPacket>> seen) {
            IpPacket packet = seen.what().what();
            boolean received = seen.what().received();
            if (packet.fragment() && !received && fragments.size() < MOST) {
                fragments.add(seen.as(packet));
            }
            if (received && packet.protocol() == IpPacket.ICMP && packet.payload().has(0, 2)
                    && packet.payload().u16be(0) == 0x0303) {
                quotedSourcePort(packet.payload()).ifPresent(refused::add);
            }
            Optional<UdpDatagram> datagram = UdpDatagram.of(packet);
            if (datagram.isPresent() && received) {
                receive(seen.as(datagram.get()));
            } else if (datagram.isPresent()) {
                send(seen.as(datagram.get()));
            }
        }

        /** Of the datagram that an ICMP error quotes (RFC 792): its IP header and the eight octets behind that. */
        private static OptionalInt quotedSourcePort(Bytes error) {
            int udp = error.has(8, 1) ? 8 + (error.u8(8) & 0xF) * 4 : 0;
            return error.has(udp, 2) && udp > 8 ? OptionalInt.of(error.u16be(udp)) : OptionalInt.empty();
        }

        private void send(Seen<UdpDatagram> seen) {
            UdpDatagram datagram = seen.what();
            if (datagram.packet().isToMany() || all.size() >= MOST) {
                return;
            }
            if (!datagram.isSound()) {
                spoilt.put(key(datagram.sourcePort(), datagram.payload()), seen);
                return;
            }
            Asked asking = new Asked(seen);
            asked.put(key(datagram.sourcePort(), datagram.payload()), asking);
            all.add(asking);
            if (closed.contains(datagram.destinationPort())) {
                toClosed.put(datagram.sourcePort(), asking);
            }
        }

        private void receive(Seen<UdpDatagram> seen) {
            UdpDatagram datagram = seen.what();
            checksums.add(seen.sequence(), datagram.isSound() ? Optional.empty()
                    : Optional.of("the checksum of a datagram from port " + datagram.sourcePort() + " is wrong"));
            long key = key(datagram.destinationPort(), datagram.payload());
            Optional.ofNullable(asked.get(key)).ifPresent(asking -> asking.answered = true);
            if (spoilt.containsKey(key) && !asked.containsKey(key)) {
                echoedSpoilt.put(key, seen.sequence());
            }
            if (toClosed.containsKey(datagram.destinationPort())) {
                wrongReplies.putIfAbsent(datagram.destinationPort(), seen.sequence());
            }
        }

        private static long key(int port, Bytes payload) {
            return (long) payload.hashCode() << 32 | (long) port << 16 | payload.length();
        }
    }

    static Finding oversize(Observation seen) {
        Odd odd = seen.once(Odd.class, Odd::new);
        if (odd.fragments.isEmpty()) {
            return Finding.unseen("nothing larger than a packet was sent");
        }
        Seen<IpPacket> first = odd.fragments.getFirst();
        boolean before = odd.all.stream().anyMatch(asking -> asking.answered && asking.sequence < first.sequence());
        List<Asked> after = odd.all.stream().filter(asking -> asking.sequence > first.sequence()
                && (asking.answered || odd.lastNanos - asking.nanos > SECOND / 2)).toList();
        if (!before || after.isEmpty()) {
            return Finding.unseen("no echo was asked for before and after what is larger than a packet");
        }
        Optional<Asked> answered = after.stream().filter(asking -> asking.answered).findFirst();
        return answered.map(asking -> Finding.kept("echoes came after " + odd.fragments.size()
                + " fragments were sent", List.of(first.sequence(), asking.sequence)))
                .orElseGet(() -> Finding.broken("none of " + after.size() + " echoes came after " + odd.fragments.size()
                        + " fragments were sent", List.of(first.sequence(), after.getFirst().sequence)));
    }

    static Finding checksums(Observation seen) {
        Odd odd = seen.once(Odd.class, Odd::new);
        if (!odd.echoedSpoilt.isEmpty()) {
            return Finding.broken("a datagram whose checksum is wrong was answered",
                    List.copyOf(odd.echoedSpoilt.values()).subList(0, 1));
        }
        return odd.checksums.broken().orElseGet(() -> {
            Optional<Seen<UdpDatagram>> spoilt = odd.spoilt.values().stream()
                    .filter(sent -> odd.lastNanos - sent.nanos() > SECOND / 10).findFirst();
            return odd.checksums.count() == 0 || spoilt.isEmpty()
                    ? Finding.unseen(odd.checksums.count() == 0 ? "no datagram of the accessory was seen"
                            : "no datagram with a wrong checksum was sent to it")
                    : Finding.kept("the checksums of " + odd.checksums.count() + " datagrams are right, and those that "
                            + "were sent with a wrong one stayed without answer", List.of(spoilt.get().sequence()));
        });
    }

    static Finding closedPorts(Observation seen) {
        Odd odd = seen.once(Odd.class, Odd::new);
        List<Asked> tried = odd.toClosed.entrySet().stream().filter(asking -> odd.refused.contains(asking.getKey())
                || odd.lastNanos - asking.getValue().nanos > SECOND / 10).map(Map.Entry::getValue).toList();
        if (!odd.wrongReplies.isEmpty()) {
            return Finding.broken("a datagram to a port that should be closed was answered by UDP",
                    odd.wrongReplies.values().stream().limit(10).toList());
        }
        boolean refused = odd.toClosed.keySet().stream().anyMatch(odd.refused::contains);
        return tried.isEmpty() ? Finding.unseen("no step udp.exchange expects silence of a port")
                : Finding.kept("ports that should be closed were silent"
                        + (refused ? " or answered port unreachable" : ""), List.of(tried.getFirst().sequence));
    }
}
