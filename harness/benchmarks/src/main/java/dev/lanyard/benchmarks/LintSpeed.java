package dev.lanyard.benchmarks;

import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.air.AirKeys;
import dev.lanyard.rules.lint.CaptureLint;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CaptureInterface;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.LinkType;
import dev.lanyard.wire.capture.PcapngWriter;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.Radiotap;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How fast lint judges a capture of mixed Wi-Fi Aware frames, beside tshark with a display filter on the same file.
 * Each is a process of its own, timed from start to end; lint has 100 MiB of heap.
 */
final class LintSpeed {

    private static final int FRAMES = 1_000_000;
    private static final int PAIRS_OF_DEVICES = 16;
    private static final double GOAL = 20;
    private static final int BEACON = 0x80;
    private static final long EPOCH_NANOS = 1_767_225_600_000_000_000L;
    private static final int SIGNAL = -50;

    private LintSpeed() {}

    /** {@code lint [FRAMES]}, or {@code judge FILE} for the process that is timed. */
    static void main(List<String> arguments) throws IOException, InterruptedException {
        if (arguments.getFirst().equals("judge")) {
            CaptureLint lint = CaptureLint.of(Path.of(arguments.get(1)), Catalogue.air().rules(), AirKeys.NONE,
                    Map.of(), (_, _) -> { });
            System.out.printf("%d packets, %d frames of Wi-Fi Aware, %d devices%n", lint.packets(), lint.awareFrames(),
                    lint.air().devices().size());
            return;
        }
        int frames = arguments.size() > 1 ? Integer.parseInt(arguments.get(1)) : FRAMES;
        Path file = Files.createTempFile("lanyard-lint", ".pcapng");
        try {
            write(file, frames);
            System.out.printf(Locale.ROOT, "%,d frames, %,d MiB%n", frames, Files.size(file) >> 20);
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            double lint = seconds(List.of(java, "-Xmx100m", "-cp", System.getProperty("java.class.path"),
                    Benchmarks.class.getName(), "judge", file.toString()));
            System.out.printf(Locale.ROOT, "lint:   %6.1f s, %,.0f frames/s%n", lint, frames / lint);
            double tshark = seconds(List.of("tshark", "-r", file.toString(), "-Y", "nan", "-T", "fields", "-e",
                    "frame.number", "-e", "wlan.ta", "-e", "nan.attribute.type"));
            System.out.printf(Locale.ROOT, "tshark: %6.1f s, %,.0f frames/s%n%n", tshark, frames / tshark);
            System.out.printf(Locale.ROOT, "lint is %.1f times as fast (goal %.0f: %s)%n", tshark / lint, GOAL,
                    tshark / lint >= GOAL ? "met" : "missed");
        } finally {
            Files.delete(file);
        }
    }

    private static double seconds(List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(
                ProcessBuilder.Redirect.DISCARD).start();
        if (process.waitFor() != 0) {
            throw new IOException(command.getFirst() + " ended with " + process.exitValue());
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** All clean dialogues again and again: other times, sequence numbers and, in turn, other devices. */
    private static void write(Path file, int count) throws IOException {
        List<Dialogue.Frame> frames = new ArrayList<>();
        Dialogues.all().values().forEach(dialogue -> frames.addAll(dialogue.frames()));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            PcapngWriter writer = new PcapngWriter(out, "Lanyard");
            int air = writer.addInterface(new CaptureInterface(LinkType.IEEE802_11_RADIOTAP, "air"));
            long tsf = 0;
            for (int i = 0; i < count; i++) {
                Dialogue.Frame frame = frames.get(i % frames.size());
                int round = i / frames.size();
                tsf += 900;
                Bytes packet = Radiotap.received(tsf, frame.frequency(), SIGNAL).encode()
                        .concat(varied(frame.octets(), round, i, tsf));
                writer.write(new CapturePacket(air, EPOCH_NANOS + tsf * 1000, packet, CapturePacket.Direction.INBOUND));
            }
        }
    }

    private static Bytes varied(Bytes octets, int round, int sequence, long tsf) {
        byte[] frame = octets.toArray();
        int device = round % PAIRS_OF_DEVICES;
        frame[14] ^= (byte) device;
        if ((frame[4] & 1) == 0) {
            frame[8] ^= (byte) device;
        }
        frame[22] = (byte) (sequence << 4);
        frame[23] = (byte) (sequence >> 4);
        if ((frame[0] & 0xFF) == BEACON) {
            for (int i = 0; i < 8; i++) {
                frame[FrameHeader.LENGTH + i] = (byte) (tsf >> 8 * i);
            }
        }
        return Bytes.wrap(frame);
    }
}
