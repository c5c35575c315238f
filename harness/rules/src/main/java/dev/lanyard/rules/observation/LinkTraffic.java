package dev.lanyard.rules.observation;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When frames passed the link, and to whom they went. Of very long attempts it knows the beginning. */
public final class LinkTraffic {

    private static final int MAX = 200_000;
    private static final int HEADER = 14;
    private static final int ARP = 0x0806;

    private final List<Seen<Passed>> frames = new ArrayList<>();

    /** Whom a frame went to, or whether the harness sent it. */
    public enum Way {
        /** From the harness, to one address or to all: somebody may answer. */
        ASKING,
        /** From the harness, to a group. */
        SENT_TO_GROUP,
        /** From the accessory to one address. */
        DIRECTED,
        /** From the accessory to all. */
        BROADCAST,
        /** From the accessory to a group. */
        MULTICAST;

        /** Whether the accessory sent it. */
        public boolean isReceived() {
            return this == DIRECTED || this == BROADCAST || this == MULTICAST;
        }
    }

    /**
     * A frame.
     *
     * @param arp     whether it is of ARP
     * @param content equal for equal frames
     */
    public record Passed(Way way, boolean arp, int content) {}

    void add(Recorded recorded) {
        if (recorded.event() instanceof Event.Frame frame && frame.data().has(0, HEADER) && frames.size() < MAX) {
            Bytes data = frame.data();
            frames.add(Seen.at(recorded, new Passed(way(frame.received(), MacAddress.at(data, 0)),
                    data.u16be(HEADER - 2) == ARP, data.hashCode())));
        }
    }

    private static Way way(boolean received, MacAddress destination) {
        boolean broadcast = destination.equals(MacAddress.BROADCAST);
        boolean group = destination.isGroup() && !broadcast;
        if (!received) {
            return group ? Way.SENT_TO_GROUP : Way.ASKING;
        }
        return broadcast ? Way.BROADCAST : group ? Way.MULTICAST : Way.DIRECTED;
    }

    /** All frames, in order. */
    public List<Seen<Passed>> frames() {
        return List.copyOf(frames);
    }

    /** Those from {@code from} to {@code until}. */
    public List<Seen<Passed>> between(long from, long until) {
        return frames.stream().filter(frame -> frame.nanos() >= from && frame.nanos() <= until).toList();
    }

    /** The first that went this way from {@code from} to {@code until}. */
    public Optional<Seen<Passed>> first(Way way, long from, long until) {
        return frames.stream().filter(frame -> frame.what().way() == way && frame.nanos() >= from
                && frame.nanos() <= until).findFirst();
    }
}
