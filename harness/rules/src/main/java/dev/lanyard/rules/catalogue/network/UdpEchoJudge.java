package dev.lanyard.rules.catalogue.network;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.SeenFrame;
import dev.lanyard.rules.observation.UdpDatagram;
import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what was sent to echo services with what came back. A remote port is an echo service when it is port 7, when
 * a step {@code udp.echo} named it, or when it ever returned a payload of at least {@link #TELLING_LENGTH} octets
 * unchanged. A size counts as returned when one of its datagrams was: losing some is another rule's matter.
 */
final class UdpEchoJudge {

    /** Sizes at which accessories break: nothing, one octet, and around whole packets of 64 and 512 octets. */
    static final List<Integer> REQUIRED_SIZES = List.of(0, 1, 17, 18, 470, 471, 472, 1472);

    static final int MAX_SIZE = 1472;
    private static final int ECHO_PORT = 7;
    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})$");
    private static final int TELLING_LENGTH = 8;
    /** Answers to what was sent in the last moment of a cut timeline may be missing from it. */
    private static final long GRACE_NANOS = 1_000_000_000L;
    private static final int MAX_SERVICES = 1000;
    private static final int MAX_NAMED = 10;

    private final Set<Integer> echoPorts = new HashSet<>(Set.of(ECHO_PORT));
    private final Map<Service, Traffic> services = new LinkedHashMap<>();
    private long lastNanos;

    private record Service(Bytes address, int port) {}

    /** How a size fared. */
    private static final class Size {
        private long firstSent = -1;
        private long lastSentNanos;
        private boolean returned;
    }

    private static final class Traffic {
        private final Map<Integer, Size> sizes = new TreeMap<>();
        /** Payloads sent and not returned yet, by their hashes, so that large runs fit. */
        private final Map<Long, Integer> outstanding = new HashMap<>();
        private boolean echoes;
    }

    private UdpEchoJudge() {}

    static Finding judge(Observation seen) {
        UdpEchoJudge judge = new UdpEchoJudge();
        seen.steps("udp.echo").forEach(step -> judge.addPort(step.what().arguments().get("to")));
        seen.forEachUdpDatagram(judge::add);
        return judge.finding(seen.cut().isPresent());
    }

    /** Takes the port of {@code ADDRESS:PORT}. */
    private void addPort(String to) {
        Matcher port = PORT.matcher(to == null ? "" : to);
        if (port.find()) {
            echoPorts.add(Integer.parseInt(port.group(1)));
        }
    }

    private void add(Seen<SeenFrame<UdpDatagram>> seen) {
        lastNanos = Math.max(lastNanos, seen.nanos());
        UdpDatagram datagram = seen.what().what();
        if (seen.what().received()) {
            Traffic traffic = services.get(new Service(datagram.source(), datagram.sourcePort()));
            if (traffic != null) {
                receive(traffic, datagram);
            }
        } else if (datagram.payload().length() <= MAX_SIZE) {
            Service service = new Service(datagram.destination(), datagram.destinationPort());
            if (services.containsKey(service) || services.size() < MAX_SERVICES) {
                send(services.computeIfAbsent(service, _ -> new Traffic()), datagram, seen);
            }
        }
    }

    private void send(Traffic traffic, UdpDatagram datagram, Seen<?> seen) {
        Size size = traffic.sizes.computeIfAbsent(datagram.payload().length(), _ -> new Size());
        size.firstSent = size.firstSent < 0 ? seen.sequence() : size.firstSent;
        size.lastSentNanos = Math.max(size.lastSentNanos, seen.nanos());
        traffic.echoes |= echoPorts.contains(datagram.destinationPort());
        if (!size.returned) {
            traffic.outstanding.merge(key(datagram.sourcePort(), datagram.payload()), 1, Integer::sum);
        }
    }

    private static void receive(Traffic traffic, UdpDatagram datagram) {
        Long key = key(datagram.destinationPort(), datagram.payload());
        if (traffic.outstanding.remove(key) != null) {
            int length = datagram.payload().length();
            traffic.sizes.get(length).returned = true;
            traffic.echoes |= length >= TELLING_LENGTH;
        }
    }

    private static long key(int port, Bytes payload) {
        return (long) payload.hashCode() << 32 | (long) port << 16 | payload.length();
    }

    private Finding finding(boolean cut) {
        List<Traffic> echoing = services.values().stream().filter(traffic -> traffic.echoes).toList();
        if (echoing.isEmpty()) {
            return Finding.unseen("no UDP echo was seen: nothing was sent to port 7, and no payload came back from "
                    + "another port");
        }
        long judgedUntil = cut ? lastNanos - GRACE_NANOS : Long.MAX_VALUE;
        Map<Integer, Long> lost = new TreeMap<>();
        Map<Integer, Long> returned = new TreeMap<>();
        for (Traffic traffic : echoing) {
            traffic.sizes.forEach((length, size) -> {
                if (size.returned) {
                    returned.put(length, size.firstSent);
                } else if (size.lastSentNanos <= judgedUntil) {
                    lost.put(length, size.firstSent);
                }
            });
        }
        if (!lost.isEmpty()) {
            return Finding.broken("payloads of " + sizes(lost.keySet()) + " octets never came back unchanged; "
                    + returned.size() + " other sizes did", first(lost));
        }
        List<Integer> missing = new ArrayList<>(REQUIRED_SIZES);
        missing.removeAll(returned.keySet());
        if (!missing.isEmpty()) {
            return Finding.unseen("payloads of " + sizes(missing) + " octets were not tried; " + returned.size()
                    + " other sizes came back unchanged");
        }
        return Finding.kept("payloads of " + returned.size() + " sizes, the critical ones among them, came back "
                + "unchanged", first(returned));
    }

    private static String sizes(java.util.Collection<Integer> sizes) {
        List<String> named = sizes.stream().limit(MAX_NAMED).map(String::valueOf).toList();
        return String.join(", ", named) + (sizes.size() > MAX_NAMED ? " and " + (sizes.size() - MAX_NAMED)
                + " more sizes of" : "");
    }

    private static List<Long> first(Map<Integer, Long> sequences) {
        return sequences.values().stream().sorted(Comparator.naturalOrder()).limit(MAX_NAMED).toList();
    }
}
