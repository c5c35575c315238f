package dev.lanyard.rules.catalogue.network;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.catalogue.Each;
import dev.lanyard.rules.observation.IpPacket;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.SeenFrame;
import dev.lanyard.rules.observation.UdpDatagram;
import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What becomes of IPv4 echo requests. */
public final class IcmpRules {

    private static final int REQUEST = 8;
    private static final int REPLY = 0;
    private static final int HEADER = 8;
    private static final int MAX_SIZE = 1472;
    private static final Set<Integer> REQUIRED_SIZES = Set.of(0, 1, 56, 470, 471, 472, 1472);
    private static final int LEAST_TTL = 64;
    private static final int FLOOD = 1000;
    private static final long GRACE_NANOS = 1_000_000_000L;
    private static final int MOST = 100_000;

    /** Rules NET-ICMP-*. */
    public static final List<Rule> RULES = List.of(
            rule("NET-ICMP-01", "It replies to IPv4 echo requests of every size from 0 to 1472 octets with the same "
                    + "data, identifier and sequence number.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 792", "Echo Reply"))
                    .fieldFailures("raspberrypi/rpi-usb-gadget#27")
                    .remediation("Send back all that the request's IP header counts, and look for sizes handled apart: "
                            + "those that fill a USB packet or need a zero-length packet.")
                    .judgedBy(seen -> seen.once(Pings.class, Pings::new).sizes()),
            rule("NET-ICMP-02", "Its echo replies have a TTL of 64 or more and come from the address that was asked.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 1122", "§3.2.1.7, §3.2.2.6"))
                    .remediation("Give every packet a fresh TTL instead of the request's, and swap the addresses of the "
                            + "request.")
                    .judgedBy(seen -> seen.once(Pings.class, Pings::new).headers()),
            rule("NET-ICMP-03", "A flood of 1000 echo requests does not stop its UDP service.")
                    .obligation(Obligation.QUALITY, Source.of("Lanyard", "echo after a flood"))
                    .remediation("Give the buffers of requests that cannot be answered at once back.")
                    .judgedBy(seen -> seen.once(Pings.class, Pings::new).flood()));

    private IcmpRules() {}

    private record Ping(long sequence, long nanos, Bytes destination, Bytes data) {}

    /** Echo requests by identifier and sequence number, with what came back; gathered in one pass. */
    private static final class Pings {

        private final Map<Long, Ping> underWay = new HashMap<>();
        private final Set<Bytes> answering = new TreeSet<>((a, b) -> a.toHex().compareTo(b.toHex()));
        private final Map<Integer, Long> returned = new TreeMap<>();
        private final List<Ping> open = new ArrayList<>();
        private final Each replies = new Each("echo replies");
        private final Each headers = new Each("echo replies");
        private final Set<Integer> services = new TreeSet<>();
        private final Map<Long, Boolean> udpAfterFlood = new HashMap<>();
        private final List<Long> interruptions;
        private final long judgedUntil;
        private final long lastNanos;
        private long requests;
        private long floodEnd = -1;
        private long firstAfter = -1;

        Pings(Observation seen) {
            seen.forEachIpPacket(this::add);
            open.addAll(underWay.values());
            interruptions = new ArrayList<>(seen.interruptions());
            seen.dataPaths().forEach(path -> interruptions.add(path.endNanos()));
            lastNanos = seen.lastNanos();
            judgedUntil = seen.cut().isPresent() ? lastNanos - GRACE_NANOS : Long.MAX_VALUE;
        }

        private void add(Seen<SeenFrame<IpPacket>> seen) {
            IpPacket packet = seen.what().what();
            if (packet.isIpv4() && packet.protocol() == IpPacket.ICMP && !packet.fragment()
                    && packet.payload().has(0, HEADER)) {
                int type = packet.payload().u8(0);
                if (type == REQUEST && !seen.what().received() && !packet.isToMany()) {
                    request(seen, packet);
                } else if (type == REPLY && seen.what().received()) {
                    reply(seen, packet);
                }
            } else if (packet.protocol() == IpPacket.UDP && !packet.isToMany()) {
                UdpDatagram.of(packet).ifPresent(udp -> udp(seen, udp));
            }
        }

        private static long key(Bytes icmp) {
            return icmp.u32be(4);
        }

        private void request(Seen<?> seen, IpPacket packet) {
            requests++;
            if (requests == FLOOD) {
                floodEnd = seen.sequence();
            }
            if (packet.payload().length() - HEADER <= MAX_SIZE && open.size() < MOST) {
                Ping old = underWay.put(key(packet.payload()), new Ping(seen.sequence(), seen.nanos(),
                        packet.destination(), packet.payload().from(HEADER)));
                if (old != null) {
                    open.add(old);
                }
            }
        }

        private void reply(Seen<?> seen, IpPacket packet) {
            Ping ping = underWay.get(key(packet.payload()));
            if (ping == null) {
                boolean sameData = underWay.values().stream().limit(100)
                        .anyMatch(one -> one.data().length() > HEADER
                                && one.data().equals(packet.payload().from(HEADER)));
                if (sameData) {
                    replies.add(seen.sequence(), Optional.of("a reply has another identifier or sequence number than "
                            + "the request whose data it carries"));
                }
                return;
            }
            answering.add(ping.destination());
            int size = ping.data().length();
            boolean same = ping.data().equals(packet.payload().from(HEADER)) && packet.isSound();
            replies.add(seen.sequence(), same ? Optional.empty() : Optional.of("the reply to " + size
                    + " octets carries " + (packet.payload().length() - HEADER) + " octets"
                    + (packet.payload().length() - HEADER == size ? ", others or with a wrong checksum" : "")));
            List<String> faults = new ArrayList<>();
            if (packet.hopLimit() < LEAST_TTL) {
                faults.add("its TTL is " + packet.hopLimit());
            }
            if (!packet.source().equals(ping.destination())) {
                faults.add("it comes from " + MdnsText.address(packet.source()) + ", not "
                        + MdnsText.address(ping.destination()));
            }
            headers.add(seen.sequence(), faults.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", faults)));
            if (same) {
                returned.putIfAbsent(size, seen.sequence());
            }
            underWay.remove(key(packet.payload()));
        }

        /** Which local ports asked a service after the flood that answered before it, and whether it answered them. */
        private void udp(Seen<SeenFrame<IpPacket>> seen, UdpDatagram datagram) {
            if (seen.what().received() && floodEnd < 0) {
                services.add(datagram.sourcePort());
            } else if (seen.what().received()) {
                udpAfterFlood.computeIfPresent((long) datagram.destinationPort(), (port, before) -> true);
            } else if (floodEnd >= 0 && services.contains(datagram.destinationPort()) && udpAfterFlood.size() < MOST) {
                firstAfter = firstAfter < 0 ? seen.sequence() : firstAfter;
                udpAfterFlood.putIfAbsent((long) datagram.sourcePort(), false);
            }
        }

        Finding sizes() {
            Set<Integer> lost = open.stream().filter(ping -> answering.contains(ping.destination())
                    && !returned.containsKey(ping.data().length()) && ping.nanos() <= judgedUntil
                    && lastNanos - ping.nanos() > GRACE_NANOS / 10
                    && interruptions.stream().noneMatch(at -> at >= ping.nanos()
                            && at < ping.nanos() + 2 * GRACE_NANOS))
                    .map(ping -> ping.data().length()).collect(Collectors.toCollection(TreeSet::new));
            Set<Integer> missing = new TreeSet<>(REQUIRED_SIZES);
            missing.removeAll(returned.keySet());
            return replies.broken().or(() -> lost.isEmpty() ? Optional.empty() : Optional.of(Finding.broken(
                    "echo requests of " + listed(lost) + " octets were never answered; those of " + returned.size()
                            + " other sizes were", open.stream().filter(p -> lost.contains(p.data().length()))
                            .map(Ping::sequence).limit(10).toList())))
                    .orElseGet(() -> replies.count() == 0 ? Finding.unseen("no IPv4 echo request was answered")
                            : missing.isEmpty() ? Finding.kept(replies.count() + " echo replies of " + returned.size()
                                    + " sizes, the critical ones among them, are right", List.of(replies.first()))
                            : Finding.unseen("echo requests of " + listed(missing) + " octets were not tried"));
        }

        private static String listed(Set<Integer> sizes) {
            return sizes.stream().limit(10).map(String::valueOf).collect(Collectors.joining(", "))
                    + (sizes.size() > 10 ? " …" : "");
        }

        Finding headers() {
            return headers.broken().orElseGet(() -> headers.count() == 0
                    ? Finding.unseen("no IPv4 echo request was answered")
                    : Finding.kept(headers.count() + " echo replies have a fresh TTL and the right source",
                            List.of(headers.first())));
        }

        Finding flood() {
            if (floodEnd < 0 || udpAfterFlood.isEmpty()) {
                return Finding.unseen(floodEnd < 0 ? "only " + requests + " echo requests were sent, not " + FLOOD
                        : "nothing was sent by UDP after " + FLOOD + " echo requests");
            }
            return udpAfterFlood.containsValue(true)
                    ? Finding.kept("UDP was answered after " + FLOOD + " echo requests", List.of(floodEnd, firstAfter))
                    : Finding.broken("nothing that was sent by UDP after " + FLOOD + " echo requests was answered",
                            List.of(floodEnd, firstAfter));
        }
    }
}
