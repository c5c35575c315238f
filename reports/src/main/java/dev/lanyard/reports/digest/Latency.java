package dev.lanyard.reports.digest;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.rules.observation.UdpDatagram;
import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Round-trip times of UDP datagrams that came back as they were sent (RFC 862), from the frames of an attempt. The
 * first {@value #SAMPLES} count.
 */
public final class Latency {

    private static final int SAMPLES = 20_000;
    private static final int PENDING = 4_096;

    private final LinkedHashMap<Key, Long> pending = new LinkedHashMap<>();
    private final List<Sample> samples = new ArrayList<>();

    private record Key(int port, int peer, Bytes payload) {

        private static final int TELLING = 12;

        /** Echo payloads are numbered at their beginning: the rest is compared only where that is the same. */
        @Override
        public int hashCode() {
            return 31 * (31 * port + peer) + 31 * payload.length() + payload.truncate(TELLING).hashCode();
        }
    }

    /** A datagram's way there and back; times in nanoseconds since the attempt began. */
    public record Sample(long sentNanos, long rttNanos) {}

    void see(Recorded recorded) {
        if (!(recorded.event() instanceof Event.Frame frame) || samples.size() >= SAMPLES) {
            return;
        }
        UdpDatagram datagram = UdpDatagram.of(frame.data()).orElse(null);
        if (datagram == null) {
            return;
        }
        if (!frame.received()) {
            pending.put(new Key(datagram.sourcePort(), datagram.destinationPort(), datagram.payload()),
                    recorded.nanos());
            if (pending.size() > PENDING) {
                pending.pollFirstEntry();
            }
            return;
        }
        Long sent = pending.remove(new Key(datagram.destinationPort(), datagram.sourcePort(), datagram.payload()));
        if (sent != null) {
            samples.add(new Sample(sent, Math.max(0, recorded.nanos() - sent)));
        }
    }

    /** In the order of their answers. */
    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** The round-trip time that {@code share} (0 to 1) of the datagrams keep, in nanoseconds; 0 without samples. */
    public long quantile(double share) {
        long[] sorted = samples.stream().mapToLong(Sample::rttNanos).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }
}
