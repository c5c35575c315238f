package dev.lanyard.rules.observation;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Picks the bulk IN reads that began while every interface was in alternate setting 0. */
final class IdleReads {

    private static final int MAX = 1000;

    private final List<Seen<Event.Transfer>> reads = new ArrayList<>();
    private final TreeMap<Integer, Integer> alternates = new TreeMap<>();
    private long sinceNanos;

    void select(int bInterfaceNumber, int bAlternateSetting, long nanos) {
        alternates.put(bInterfaceNumber, bAlternateSetting);
        sinceNanos = nanos;
    }

    /** The device was configured, came or went: every interface is in alternate setting 0. */
    void reset(long nanos) {
        alternates.clear();
        sinceNanos = nanos;
    }

    void add(Recorded recorded, Event.Transfer read) {
        boolean idle = alternates.values().stream().allMatch(alternate -> alternate == 0);
        // What began before the selection may have been filled before it.
        if (idle && read.submittedNanos() >= sinceNanos && reads.size() < MAX) {
            reads.add(Seen.at(recorded, read));
        }
    }

    List<Seen<Event.Transfer>> of(int bEndpointAddress) {
        return reads.stream().filter(read -> read.what().endpointAddress() == bEndpointAddress).toList();
    }
}
