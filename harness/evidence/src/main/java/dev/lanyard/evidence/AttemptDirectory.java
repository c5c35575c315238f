package dev.lanyard.evidence;

import java.nio.file.Path;

/**
 * Where the evidence of one attempt stands: the timeline and, beside it, the capture with the octets of bulk transfers
 * and frames. Written by {@link FileRecorder}, read by {@link Evidence}.
 */
public record AttemptDirectory(Path path) {

    /** The timeline: a header line, then one JSON object per event. */
    public Path events() {
        return path.resolve("events.jsonl");
    }

    /** The capture: pcapng with a USB interface (link type 220) and an Ethernet interface (link type 1). */
    public Path capture() {
        return path.resolve("capture.pcapng");
    }
}
