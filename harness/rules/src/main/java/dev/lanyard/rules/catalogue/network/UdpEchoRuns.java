package dev.lanyard.rules.catalogue.network;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.SeenFrame;
import dev.lanyard.rules.observation.UdpDatagram;
import dev.lanyard.wire.Bytes;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of the datagrams that steps {@code udp.echo} sent, step by step. Datagrams of fewer than
 * {@link #NUMBERED} octets do not tell one from another and are left out; so are those around an interruption of the
 * link, and payload sizes that never come back, which are another rule's matter.
 */
final class UdpEchoRuns {

    /** Echo steps number their datagrams in the first octets. */
    static final int NUMBERED = 8;

    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})$");
    private static final long GRACE_NANOS = 1_000_000_000L;
    private static final int MOST_UNDER_WAY = 1 << 20;
    private static final int MOST_ANSWERED = 1 << 16;
    private static final int MOST_TIMES = 1 << 20;
    private static final int MOST_PROOFS = 10;

    /** A datagram under way. */
    private record Sent(long sequence, long nanos, int number, int length) {}

    /** The datagrams of one step. */
    static final class Run {

        private final Seen<Event.StepStarted> step;
        private final int port;
        private final Map<Long, Sent> underWay = new LinkedHashMap<>();
        private final Set<Long> answered = new Recent(MOST_ANSWERED);
        private final Set<Integer> returnedSizes = new HashSet<>();
        private final List<Long> times = new ArrayList<>();
        private final List<Long> duplicates = new ArrayList<>();
        private final List<Long> overtaken = new ArrayList<>();
        private List<Sent> lost = List.of();
        private int sent;
        private int returned;
        private int highest = -1;

        private Run(Seen<Event.StepStarted> step, int port) {
            this.step = step;
            this.port = port;
        }

        /** Datagrams sent. */
        int sent() {
            return sent;
        }

        int returned() {
            return returned;
        }

        /** The events of datagrams that never came back, though others of their size did. */
        List<Long> lost() {
            return lost.stream().map(Sent::sequence).limit(MOST_PROOFS).toList();
        }

        int lostCount() {
            return lost.size();
        }

        /** The events of answers beyond the first. */
        List<Long> duplicates() {
            return duplicates;
        }

        /** The events of answers to datagrams before one that was answered already. */
        List<Long> overtaken() {
            return overtaken;
        }

        /** Round-trip times in nanoseconds. */
        List<Long> times() {
            return times;
        }

        Optional<String> argument(String name) {
            return Optional.ofNullable(step.what().arguments().get(name));
        }

        /** The event at which it began. */
        long sequence() {
            return step.sequence();
        }

        private void send(Seen<?> seen, UdpDatagram datagram) {
            if (underWay.size() < MOST_UNDER_WAY) {
                underWay.put(key(datagram.sourcePort(), datagram.payload()),
                        new Sent(seen.sequence(), seen.nanos(), sent++, datagram.payload().length()));
            }
        }

        private void receive(Seen<?> seen, UdpDatagram datagram) {
            long key = key(datagram.destinationPort(), datagram.payload());
            Sent mine = underWay.remove(key);
            if (mine == null) {
                if (answered.contains(key) && duplicates.size() < MOST_PROOFS) {
                    duplicates.add(seen.sequence());
                }
                return;
            }
            answered.add(key);
            returned++;
            returnedSizes.add(mine.length());
            if (times.size() < MOST_TIMES) {
                times.add(seen.nanos() - mine.nanos());
            }
            if (mine.number() < highest && overtaken.size() < MOST_PROOFS) {
                overtaken.add(seen.sequence());
            }
            highest = Math.max(highest, mine.number());
        }

        private void end(List<Long> interruptions, Set<Integer> sizes, long judgedUntil) {
            lost = underWay.values().stream().filter(one -> sizes.contains(one.length()) && one.nanos() <= judgedUntil
                    && interruptions.stream().noneMatch(at -> at >= one.nanos()
                            && at < one.nanos() + 2 * GRACE_NANOS)).toList();
        }
    }

    /** The last few of many. */
    private static final class Recent extends AbstractSet<Long> {

        private final Map<Long, Boolean> kept;

        Recent(int most) {
            kept = new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                    return size() > most;
                }
            };
        }

        @Override
        public boolean add(Long value) {
            return kept.put(value, true) == null;
        }

        @Override
        public boolean contains(Object value) {
            return kept.containsKey(value);
        }

        @Override
        public Iterator<Long> iterator() {
            return kept.keySet().iterator();
        }

        @Override
        public int size() {
            return kept.size();
        }
    }

    private final List<Run> runs = new ArrayList<>();
    private int current = -1;

    private UdpEchoRuns(Observation seen) {
        for (Seen<Event.StepStarted> step : seen.steps("udp.echo")) {
            Matcher port = PORT.matcher(String.valueOf(step.what().arguments().get("to")));
            runs.add(new Run(step, port.find() ? Integer.parseInt(port.group(1)) : -1));
        }
        runs.sort(Comparator.comparingLong(Run::sequence));
        seen.forEachUdpDatagram(this::add);
        List<Long> interruptions = new ArrayList<>(seen.interruptions());
        seen.dataPaths().forEach(path -> interruptions.add(path.endNanos()));
        seen.notifications().stream().filter(n -> n.what().isNetworkConnection() && !n.what().isConnected())
                .forEach(n -> interruptions.add(n.nanos()));
        Set<Integer> sizes = new HashSet<>();
        runs.forEach(run -> sizes.addAll(run.returnedSizes));
        long until = seen.cut().isPresent() ? seen.lastNanos() - GRACE_NANOS : Long.MAX_VALUE;
        runs.forEach(run -> run.end(interruptions, sizes, until));
    }

    /** Those of {@code seen} to a service that answered at all. */
    static List<Run> of(Observation seen) {
        return seen.once(UdpEchoRuns.class, UdpEchoRuns::new).runs.stream().filter(run -> run.returned > 0).toList();
    }

    private void add(Seen<SeenFrame<UdpDatagram>> seen) {
        while (current + 1 < runs.size() && runs.get(current + 1).sequence() <= seen.sequence()) {
            current++;
        }
        UdpDatagram datagram = seen.what().what();
        if (datagram.payload().length() < NUMBERED) {
            return;
        }
        if (seen.what().received()) {
            // An answer may come after the next step began.
            for (int i = current; i >= 0 && i > current - 2; i--) {
                if (datagram.sourcePort() == runs.get(i).port) {
                    runs.get(i).receive(seen, datagram);
                }
            }
        } else if (current >= 0 && datagram.destinationPort() == runs.get(current).port && datagram.isSound()) {
            runs.get(current).send(seen, datagram);
        }
    }

    private static long key(int port, Bytes payload) {
        return (long) payload.hashCode() << 32 | (long) port << 16 | payload.length();
    }
}
