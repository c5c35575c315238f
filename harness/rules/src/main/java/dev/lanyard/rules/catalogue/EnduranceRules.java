package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.SeenFrame;
import dev.lanyard.rules.observation.UdpDatagram;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What only hours show. */
public final class EnduranceRules {

    /** Rule LIFE-06. */
    public static final List<Rule> RULES = List.of(
            rule("LIFE-06", "An hour of echoes loses none, and the link stays up.")
                    .obligation(Obligation.QUALITY, Source.of("Lanyard", "a soak of an hour"))
                    .remediation("Look for buffers that are not given back: count them, and log the least that was "
                            + "free.")
                    .judgedBy(seen -> Each.function(seen, _ -> endures(seen))));

    /** Less than this is no soak, and a loss in it is for rules of UDP to tell. */
    private static final long SOAK = Duration.ofMinutes(1).toNanos();
    private static final long WHOLE = Duration.ofHours(1).toNanos();
    /** An answer that is not there so soon will not come. */
    private static final long PATIENCE = Duration.ofSeconds(2).toNanos();
    /** DNS, DHCP and mDNS are no echoes. */
    private static final Set<Integer> OTHERS = Set.of(53, 67, 68, 546, 547, 5353);

    private EnduranceRules() {}

    /** Echo datagrams of one service. */
    private static final class Echo {
        private long first = -1;
        private long firstSequence;
        private long last;
        private long lastSequence;
        private long sent;
        private long settled;
        private long answered;

        void sent(Seen<?> datagram, long end) {
            first = first < 0 ? datagram.nanos() : first;
            firstSequence = firstSequence == 0 ? datagram.sequence() : firstSequence;
            last = datagram.nanos();
            lastSequence = datagram.sequence();
            sent++;
            settled += end - datagram.nanos() >= PATIENCE ? 1 : 0;
        }
    }

    private static Finding endures(Observation seen) {
        Map<Integer, Echo> echoes = new HashMap<>();
        seen.forEachUdpDatagram(one -> count(one, echoes, seen.lastNanos()));
        Echo longest = echoes.values().stream().filter(e -> e.answered > 0 && e.last - e.first >= SOAK)
                .reduce((a, b) -> a.last - a.first >= b.last - b.first ? a : b).orElse(null);
        if (longest == null) {
            return Finding.unseen("there was no traffic for a minute");
        }
        List<Long> proof = List.of(longest.firstSequence, longest.lastSequence);
        String lasted = Duration.ofNanos(longest.last - longest.first).toSeconds() + " s of echoes";
        if (longest.answered < longest.settled) {
            return Finding.broken((longest.settled - longest.answered) + " of " + longest.sent + " datagrams were lost "
                    + "in " + lasted, proof);
        }
        boolean dropped = seen.notifications().stream().anyMatch(n -> n.what().isNetworkConnection()
                && !n.what().isConnected() && n.nanos() > longest.first && n.nanos() < longest.last);
        if (dropped) {
            return Finding.broken("the accessory dropped its link in " + lasted, proof);
        }
        return longest.last - longest.first >= WHOLE
                ? Finding.neverBroken("none of " + longest.sent + " datagrams was lost in " + lasted, proof)
                : Finding.unseen("there were " + lasted + ", not an hour");
    }

    private static void count(Seen<SeenFrame<UdpDatagram>> one, Map<Integer, Echo> echoes, long end) {
        boolean received = one.what().received();
        UdpDatagram datagram = one.what().what();
        int service = received ? datagram.sourcePort() : datagram.destinationPort();
        if (OTHERS.contains(service)) {
            return;
        }
        Echo echo = echoes.computeIfAbsent(service, _ -> new Echo());
        if (received) {
            echo.answered++;
        } else {
            echo.sent(one, end);
        }
    }
}
