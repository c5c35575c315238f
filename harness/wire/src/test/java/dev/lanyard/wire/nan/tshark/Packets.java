package dev.lanyard.wire.nan.tshark;

import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.CaptureReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The packets of a small capture. */
final class Packets {

    private Packets() {}

    static List<CapturePacket> of(Path capture) throws IOException {
        List<CapturePacket> packets = new ArrayList<>();
        try (InputStream in = Files.newInputStream(capture)) {
            CaptureReader reader = CaptureReader.open(in);
            for (Optional<CapturePacket> next = reader.next(); next.isPresent(); next = reader.next()) {
                packets.add(next.get());
            }
        }
        return packets;
    }
}
