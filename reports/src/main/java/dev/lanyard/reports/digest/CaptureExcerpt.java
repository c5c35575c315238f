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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * As much of a capture as fits into a report.
 *
 * @param pcapng  the capture, or its first and last packets
 * @param packets how many packets the file has, and {@code kept} how many of them are here; equal when all are
 */
public record CaptureExcerpt(byte[] pcapng, long packets, long kept) {

    /** What the format adds to a packet. */
    private static final int OVERHEAD = 44;

    public boolean isWhole() {
        return packets == kept;
    }

    /** A capture that fits is taken as it is; of a longer one the first quarter of the room and the last half. */
    public static CaptureExcerpt of(Path capture, Room room) throws IOException {
        if (Files.size(capture) <= room.capture()) {
            return new CaptureExcerpt(Files.readAllBytes(capture), 0, 0);
        }
        Ends ends = new Ends(room.capture() / 4, room.capture() / 2);
        List<CaptureInterface> interfaces = List.of();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(capture), 1 << 16)) {
            PcapngReader reader = new PcapngReader(in);
            try {
                for (Optional<CapturePacket> packet = reader.next(); packet.isPresent(); packet = reader.next()) {
                    ends.add(packet.get());
                }
            } catch (CaptureException e) {
                // A cut end is no reason to withhold what is there.
                ends.damaged = true;
            }
            interfaces = reader.interfaces();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PcapngWriter writer = new PcapngWriter(out, "Lanyard (excerpt)");
        for (CaptureInterface description : interfaces) {
            writer.addInterface(description);
        }
        for (CapturePacket packet : ends.packets()) {
            writer.write(packet);
        }
        return new CaptureExcerpt(out.toByteArray(), ends.count + (ends.damaged ? 1 : 0), ends.packets().size());
    }

    private static final class Ends {
        private final List<CapturePacket> first = new ArrayList<>();
        private final ArrayDeque<CapturePacket> last = new ArrayDeque<>();
        private long count;
        private long headOctets;
        private long tailOctets;
        private final long head;
        private final long tail;
        private boolean damaged;

        Ends(long head, long tail) {
            this.head = head;
            this.tail = tail;
        }

        void add(CapturePacket packet) {
            count++;
            if (last.isEmpty() && headOctets + octets(packet) <= head) {
                headOctets += octets(packet);
                first.add(packet);
                return;
            }
            last.add(packet);
            tailOctets += octets(packet);
            while (tailOctets > tail && last.size() > 1) {
                tailOctets -= octets(last.removeFirst());
            }
        }

        List<CapturePacket> packets() {
            List<CapturePacket> all = new ArrayList<>(first);
            all.addAll(last);
            return all;
        }

        private static long octets(CapturePacket packet) {
            return packet.data().length() + OVERHEAD;
        }
    }
}
