package dev.lanyard.rules.observation;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/** What the frames from the accessory have in common: sums, so that their number costs no memory. */
public final class ReceivedFrames {

    private static final int ETHERNET_HEADER = 14;
    private static final int FCS = 4;
    /** An accessory with more addresses than this is as wrong as one with this many. */
    private static final int MAX_ADDRESSES = 64;

    private final Map<MacAddress, Long> sources = new LinkedHashMap<>();
    private final Map<MacAddress, Long> destinations = new LinkedHashMap<>();
    private long count;
    private long firstSequence;
    private Longest longest;
    private long checkSummed;
    private long firstCheckSummed;

    /** The longest frame: its octets, and the event that shows it. */
    public record Longest(int octets, long sequence) {}

    void add(long sequence, Bytes frame) {
        firstSequence = count++ == 0 ? sequence : firstSequence;
        if (longest == null || frame.length() > longest.octets()) {
            longest = new Longest(frame.length(), sequence);
        }
        if (frame.length() < ETHERNET_HEADER) {
            return;
        }
        keep(destinations, MacAddress.at(frame, 0), sequence);
        keep(sources, MacAddress.at(frame, 6), sequence);
        if (frame.length() >= ETHERNET_HEADER + FCS && endsInFcs(frame)) {
            firstCheckSummed = checkSummed++ == 0 ? sequence : firstCheckSummed;
        }
    }

    private static void keep(Map<MacAddress, Long> addresses, MacAddress address, long sequence) {
        if (addresses.size() < MAX_ADDRESSES) {
            addresses.putIfAbsent(address, sequence);
        }
    }

    /** A frame that ends in its own CRC-32 by chance is one in 2³². */
    private static boolean endsInFcs(Bytes frame) {
        int length = frame.length() - FCS;
        CRC32 crc = new CRC32();
        crc.update(frame.truncate(length).toArray());
        return frame.u32le(length) == crc.getValue();
    }

    public long count() {
        return count;
    }

    /** The event of the first frame; meaningless when there is none. */
    public long firstSequence() {
        return firstSequence;
    }

    public Optional<Longest> longest() {
        return Optional.ofNullable(longest);
    }

    /** Source addresses in the order of appearance, each with the first event that shows it. */
    public Map<MacAddress, Long> sources() {
        return Collections.unmodifiableMap(sources);
    }

    /** Destination addresses in the order of appearance, each with the first event that shows it. */
    public Map<MacAddress, Long> destinations() {
        return Collections.unmodifiableMap(destinations);
    }

    /** How many frames end in four octets that are the CRC-32 of what is before them. */
    public long checkSummed() {
        return checkSummed;
    }

    /** The event of the first such frame; meaningless when there is none. */
    public long firstCheckSummed() {
        return firstCheckSummed;
    }
}
