package dev.lanyard.drivers.cdc;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Remarks of a driver on the timeline. Those that an accessory can cause without end are bounded by their kind. */
final class Notes {

    /** Remarks of one kind before the rest is only counted. */
    private static final int LIMIT = 50;

    private final Recorder recorder;
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    Notes(Recorder recorder) {
        this.recorder = recorder;
    }

    /** Now, on the timeline. */
    long nanos() {
        return recorder.nanos();
    }

    void info(String text) {
        recorder.record(CdcDrivers.SOURCE, new Event.Note(Event.Severity.INFO, text));
    }

    void warning(String text) {
        recorder.record(CdcDrivers.SOURCE, new Event.Note(Event.Severity.WARNING, text));
    }

    void blind(String text) {
        recorder.record(CdcDrivers.SOURCE, new Event.Note(Event.Severity.BLIND, text));
    }

    /** A warning of which there may be many. */
    void repeated(String kind, String text) {
        int count = counts.computeIfAbsent(kind, k -> new AtomicInteger()).incrementAndGet();
        if (count <= LIMIT) {
            warning(text);
        } else if (count == LIMIT + 1) {
            warning("further remarks of the kind \"" + kind + "\" are only counted");
        }
    }
}
