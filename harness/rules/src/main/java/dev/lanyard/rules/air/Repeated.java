package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.ieee80211.VendorElement;
import dev.lanyard.wire.nan.attribute.AttributeList;
import dev.lanyard.wire.nan.attribute.ClusterAttribute;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A beacon or plain action frame that may be sent again: it is decoded once, and judges of content see it once. Frames
 * are the same when receiver, sender, address 3, channel and body are; in beacons the timestamp and the anchor's beacon
 * time (AMBTT) may differ.
 *
 * <p>Who decodes reads everything but {@link #verdict}, which belongs to who judges: two threads may share it.
 */
final class Repeated {

    /** Longer frames are no announcements; remembering them would cost memory. */
    static final int LONGEST = 1024;

    private static final int ADDRESSES = 4;
    private static final int SEQUENCE_CONTROL = 22;
    private static final int BODY = FrameHeader.LENGTH;
    private static final int TIMESTAMP = 8;
    /** The retry, power management and more data flags say nothing of the content. */
    private static final int FLAGS_THAT_COUNT = 0xC7;
    /** Within the Cluster attribute: after its header, the anchor master rank and the hop count. */
    private static final int AMBTT = NanAttribute.HEADER + 9;
    private static final int AMBTT_LENGTH = 4;

    private final AirFrame first;
    private final Bytes octets;
    private final OptionalInt mhz;
    private final boolean beacon;
    /** Where the anchor's beacon time is; the frame's length where it has none. */
    private final int anchorTime;
    private final int clusterIndex;
    private final long bodyHash;

    /** What was found out about it when it was judged; null before. */
    Verdict verdict;

    /**
     * @param sender who sent it
     * @param asked  the judges that want to see it each time
     */
    record Verdict(Device sender, AirMonitor.Asked[] asked) {}

    /** Takes the content of a frame that was decoded in full. */
    Repeated(AirFrame first) {
        this.first = first;
        this.octets = first.octets();
        this.mhz = first.frequencyMhz();
        this.beacon = first.kind() == FrameKind.BEACON;
        this.clusterIndex = beacon ? clusterIndex(first) : -1;
        this.anchorTime = clusterIndex < 0 ? octets.length()
                : first.attributes().entries().get(clusterIndex).offset() + AMBTT;
        this.bodyHash = AirFrame.hash(octets);
    }

    /** The frame that was decoded. */
    AirFrame first() {
        return first;
    }

    /** Of frames that are no beacons: all have it. */
    long bodyHash() {
        return bodyHash;
    }

    /** Whether frames like this one are worth remembering: short plain beacons and action frames. */
    static boolean mayBe(Bytes octets) {
        int type = octets.u8(0);
        return (type == 0x80 || type == 0xD0) && octets.has(BODY + TIMESTAMP, 2) && octets.length() <= LONGEST
                && (octets.u8(1) & 0xC0) == 0;
    }

    /** The only Cluster attribute, if it stands whole in one element that is not fragmented; else -1. */
    private static int clusterIndex(AirFrame frame) {
        int found = -1;
        List<Placed<NanAttribute>> entries = frame.attributes().entries();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).value() instanceof ClusterAttribute) {
                boolean only = found < 0 && entries.get(i).trailing().isEmpty();
                found = only ? i : Integer.MAX_VALUE;
            }
        }
        return found < 0 || found == Integer.MAX_VALUE || elementIndex(frame, entries.get(found).offset()) < 0 ? -1
                : found;
    }

    private static int elementIndex(AirFrame frame, int offset) {
        List<Placed<Element>> elements = frame.elements().entries();
        for (int i = 0; i < elements.size(); i++) {
            Placed<Element> entry = elements.get(i);
            boolean holds = entry.offset() <= offset && offset < entry.offset() + entry.octets().length();
            if (holds) {
                return entry.value() instanceof VendorElement && entry.trailing().isEmpty()
                        && entry.octets().length() <= Element.HEADER + Element.MAX_BODY ? i : -1;
            }
        }
        return -1;
    }

    boolean isSameAs(Bytes other, OptionalInt heardOn) {
        int length = octets.length();
        int body = beacon ? BODY + TIMESTAMP : BODY;
        int behind = Math.min(anchorTime + AMBTT_LENGTH, length);
        return other.length() == length && other.u8(0) == octets.u8(0)
                && ((other.u8(1) ^ octets.u8(1)) & FLAGS_THAT_COUNT) == 0
                && octets.matches(other, ADDRESSES, SEQUENCE_CONTROL - ADDRESSES)
                && octets.matches(other, body, anchorTime - body)
                && octets.matches(other, behind, length - behind) && (mhz == heardOn || mhz.equals(heardOn));
    }

    /** The frame as it was received this time; keeps nothing of {@code received}. */
    AirFrame again(long number, long nanos, Bytes received) {
        long ownHeader = received.u8(1) | (long) received.u16le(2) << 8 | (long) received.u16le(SEQUENCE_CONTROL) << 24;
        return new AirFrame(first, this, number, nanos, ownHeader, beacon ? received.u64le(BODY) : 0,
                clusterIndex < 0 ? first.anchorBeaconTime() : received.u32le(anchorTime));
    }

    static int sequenceNumber(long ownHeader) {
        return (int) (ownHeader >> 28) & 0xFFF;
    }

    /** The header of a frame whose first like had {@code one}. */
    static FrameHeader header(FrameHeader one, long ownHeader) {
        return new FrameHeader(one.frameControl() & 0xFF | (int) (ownHeader & 0xFF) << 8,
                (int) (ownHeader >> 8) & 0xFFFF, one.address1(), one.address2(), one.address3(),
                (int) (ownHeader >> 24) & 0xFFFF);
    }

    /** The octets of a frame that is the same, as they were received. */
    Bytes octets(AirFrame frame) {
        byte[] copy = octets.toArray();
        put(copy, 1, 3, frame.ownHeader());
        put(copy, SEQUENCE_CONTROL, 2, frame.ownHeader() >> 24);
        if (beacon) {
            put(copy, BODY, TIMESTAMP, frame.timestamp());
        }
        if (clusterIndex >= 0) {
            put(copy, anchorTime, AMBTT_LENGTH, frame.anchorBeaconTime());
        }
        return Bytes.wrap(copy);
    }

    private static void put(byte[] target, int offset, int count, long value) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = (byte) (value >> 8 * i);
        }
    }

    /** The elements of such a beacon as it was received: {@code ofFirst} are those of the first. */
    Elements elements(Elements ofFirst, AirFrame frame) {
        if (frame.anchorBeaconTime() == first.anchorBeaconTime()) {
            return ofFirst;
        }
        List<Placed<Element>> entries = new ArrayList<>(ofFirst.entries());
        int index = elementIndex(first, anchorTime);
        Placed<Element> old = entries.get(index);
        Bytes now = frame.octets().slice(old.offset(), old.octets().length());
        VendorElement vendor = (VendorElement) old.value();
        entries.set(index, new Placed<>(old.offset(), now, new VendorElement(vendor.oui(),
                now.from(Element.HEADER + 3)), old.trailing()));
        return new Elements(entries, ofFirst.rest());
    }

    AttributeList attributes(AirFrame frame) {
        AttributeList ofFirst = first.attributes();
        if (frame.anchorBeaconTime() == first.anchorBeaconTime()) {
            return ofFirst;
        }
        List<Placed<NanAttribute>> entries = new ArrayList<>(ofFirst.entries());
        Placed<NanAttribute> old = entries.get(clusterIndex);
        ClusterAttribute cluster = (ClusterAttribute) old.value();
        entries.set(clusterIndex, new Placed<>(old.offset(), frame.octets().slice(old.offset(), old.octets().length()),
                new ClusterAttribute(cluster.anchorMasterRank(), cluster.hopCount(), frame.anchorBeaconTime()),
                old.trailing()));
        return new AttributeList(entries, ofFirst.rest());
    }

    /** The frames heard last, in sets that their octets give: a new one takes the place of its set's oldest. */
    static final class Memory {
        private static final int SETS = 1024;
        private static final int WAYS = 4;

        private final Repeated[] frames = new Repeated[SETS * WAYS];

        /** The frame as it was sent before; null when it is not remembered. */
        Repeated find(Bytes octets, OptionalInt mhz) {
            int set = set(octets);
            for (int way = 0; way < WAYS; way++) {
                Repeated one = frames[set + way];
                if (one == null) {
                    return null;
                }
                if (one.isSameAs(octets, mhz)) {
                    moveToFront(set, way, one);
                    return one;
                }
            }
            return null;
        }

        void remember(Repeated frame) {
            moveToFront(set(frame.octets), WAYS - 1, frame);
        }

        private void moveToFront(int set, int way, Repeated one) {
            System.arraycopy(frames, set, frames, set + 1, way);
            frames[set] = one;
        }

        /** Of what all frames have in common that are the same; of a beacon not the octets that may differ. */
        private static int set(Bytes octets) {
            boolean beacon = octets.u8(0) == 0x80;
            long hash = octets.mix(ADDRESSES, SEQUENCE_CONTROL - ADDRESSES) + octets.length() * 31L
                    + (beacon ? octets.u16le(BODY + TIMESTAMP) : octets.mix(BODY, octets.length() - BODY));
            hash *= 0x9E37_79B9_7F4A_7C15L;
            return (int) (hash >>> 54) * WAYS;
        }
    }
}
