package dev.lanyard.reports.digest;

import dev.lanyard.wire.capture.CaptureException;
import dev.lanyard.wire.capture.CaptureInterface;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.PcapngReader;
import dev.lanyard.wire.capture.PcapngWriter;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Cuts pieces out of a capture: for each piece the packets of some events, and those around them. */
final class CaptureSlice {

    private static final int AROUND = 6;
    /** What the format adds to a packet. */
    private static final int OVERHEAD = 44;

    private CaptureSlice() {}

    /**
     * Cuts all {@code pieces} in one pass.
     *
     * @param pieces  by their names, the ranges of packet numbers that matter
     * @param comment is put at these, with the name of the piece
     * @param most    about how many octets a piece may have
     * @return the pieces that have packets, as pcapng files
     */
    static Map<String, byte[]> of(Path capture, Map<String, SortedMap<Long, Long>> pieces, String comment, int most)
            throws IOException {
        Map<String, List<CapturePacket>> found = new HashMap<>();
        Map<String, Integer> octets = new HashMap<>();
        long end = pieces.values().stream().flatMap(ranges -> ranges.values().stream()).mapToLong(l -> l).max()
                .orElse(0) + AROUND;
        List<CaptureInterface> interfaces;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(capture), 1 << 16)) {
            PcapngReader reader = new PcapngReader(in);
            try {
                Optional<CapturePacket> packet = reader.next();
                for (long number = 1; packet.isPresent() && number <= end; number++, packet = reader.next()) {
                    CapturePacket one = packet.get();
                    long at = number;
                    pieces.forEach((name, ranges) -> {
                        boolean own = lies(ranges, at, 0);
                        int size = octets.getOrDefault(name, 0) + one.data().length() + OVERHEAD;
                        if (own || lies(ranges, at, AROUND) && size <= most / 2) {
                            if (size <= most) {
                                octets.put(name, size);
                                found.computeIfAbsent(name, _ -> new ArrayList<>()).add(own && !name.startsWith("step ")
                                        ? commented(one, comment + name) : one);
                            }
                        }
                    });
                }
            } catch (CaptureException e) {
                // A cut end is no reason to withhold what is there.
            }
            interfaces = reader.interfaces();
        }
        Map<String, byte[]> files = new TreeMap<>();
        for (Map.Entry<String, List<CapturePacket>> piece : found.entrySet()) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PcapngWriter writer = new PcapngWriter(out, "Lanyard (slice)");
            for (CaptureInterface description : interfaces) {
                writer.addInterface(description);
            }
            for (CapturePacket packet : piece.getValue()) {
                writer.write(packet);
            }
            files.put(piece.getKey(), out.toByteArray());
        }
        return files;
    }

    private static boolean lies(SortedMap<Long, Long> ranges, long number, int around) {
        return ranges.entrySet().stream()
                .anyMatch(range -> number >= range.getKey() - around && number <= range.getValue() + around);
    }

    private static CapturePacket commented(CapturePacket packet, String comment) {
        List<String> comments = new ArrayList<>(packet.comments());
        comments.add(comment);
        return new CapturePacket(packet.interfaceId(), packet.epochNanos(), packet.data(), packet.originalLength(),
                packet.direction(), comments);
    }
}
