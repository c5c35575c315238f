package dev.lanyard.rules.air;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.rules.Catalogue;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.CaptureReader;
import dev.lanyard.wire.capture.LinkType;
import dev.lanyard.wire.capture.RadioHeader;
import dev.lanyard.wire.nan.dialogue.BusyAir;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Typical;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether frames that are sent again are remembered or decoded and judged anew: what is found is the same. */
class FastPathTest {

    private static final Path CAPTURES = Path.of("../../fixtures/wifi-aware/captures");

    private record Taken(AirFrame.Reception reception, Bytes octets) {}

    static Stream<Path> captures() throws Exception {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(CAPTURES)) {
            all.filter(file -> file.toString().matches(".*\\.pcap(ng)?(\\.gz)?")).sorted().forEach(files::add);
        }
        assertTrue(files.size() > 10, () -> "only " + files);
        return files.stream();
    }

    /** Three times over, so that everything is heard again. */
    @ParameterizedTest
    @MethodSource("captures")
    void aFixtureHeardThriceGivesTheSameFindings(Path file) throws Exception {
        List<Taken> frames = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            try (InputStream in = Files.newInputStream(file)) {
                CaptureReader reader = CaptureReader.open(in);
                for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                    CapturePacket packet = next.get();
                    RadioHeader header = reader.interfaceOf(packet).linkType() == LinkType.IEEE802_11_RADIOTAP
                            ? RadioHeader.ofRadiotap(packet.data()) : RadioHeader.none(packet.data());
                    frames.add(new Taken(new AirFrame.Reception(frames.size() + 1, packet.epochNanos()
                            + round * 60_000_000_000L, header.frequencyMhz()), header.frame()));
                }
            }
        }
        compare(frames);
    }

    @Test
    void aBusyClusterGivesTheSameFindings() {
        compare(busy(60_000));
    }

    /** Damaged ones too: an octet of every 50th frame is another one. */
    @Test
    void aBusyClusterWithDefectsGivesTheSameFindings() {
        Random random = new Random(5);
        List<Taken> frames = busy(30_000);
        for (int i = 0; i < frames.size(); i += 50) {
            byte[] octets = frames.get(i).octets().toArray();
            octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
            frames.set(i, new Taken(frames.get(i).reception(), Bytes.wrap(octets)));
            // What is damaged is sent again, now and then.
            for (int again = i + 7; again < Math.min(i + 40, frames.size()); again += 11) {
                frames.set(again, new Taken(frames.get(again).reception(), frames.get(i).octets()));
            }
        }
        Map<String, Object> found = compare(frames);
        assertTrue(found.toString().contains("NAN-ATTR-01"), "the damage is found");
    }

    @Test
    void mostFramesOfABusyClusterAreRemembered() {
        Hearing hearing = Hearing.remembering();
        // Each that was decoded has one of its own, or none.
        List<Hearing.Heard> heard = busy(60_000).stream()
                .map(taken -> hearing.hear(taken.reception(), taken.octets()).orElseThrow()).toList();
        List<Repeated> shared = heard.stream().map(one -> one instanceof AirFrame frame ? frame.repeated() : null)
                .toList();
        long decoded = shared.stream().filter(Objects::nonNull).distinct().count()
                + shared.stream().filter(Objects::isNull).count();
        assertTrue(decoded < 6_000, () -> decoded + " of 60000 frames were decoded");
    }

    private static List<Taken> busy(int count) {
        BusyAir air = new BusyAir();
        List<Taken> frames = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Dialogue.Frame frame = air.next();
            frames.add(new Taken(new AirFrame.Reception(i, 1_700_000_000_000_000_000L + frame.tsf() * 1000,
                    OptionalInt.of(frame.frequency())), frame.octets()));
        }
        return frames;
    }

    private static Map<String, Object> compare(List<Taken> frames) {
        Map<String, Object> plain = found(frames, Hearing.plain());
        assertEquals(plain, found(frames, Hearing.remembering()));
        return plain;
    }

    private static Map<String, Object> found(List<Taken> frames, Hearing hearing) {
        AirMonitor monitor = new AirMonitor(Catalogue.air().rules(), Played.KEYS,
                AirDeclarations.ofNames(Map.of(Typical.SERVICE, Typical.SERVICE_NAME)));
        frames.forEach(taken -> hearing.hear(taken.reception(), taken.octets()).ifPresent(monitor::add));
        Air air = monitor.end();
        Map<String, Object> found = new TreeMap<>();
        found.put("frames", monitor.awareFrames());
        found.put("undecrypted", monitor.undecrypted());
        found.put("failures", monitor.failures());
        for (Device device : air.devices()) {
            found.put(device.nmi() + " breaches", device.breaches().stream().map(FastPathTest::text).sorted().toList());
            found.put(device.nmi() + " facts", List.of(device.frames(), device.firstFrame(), device.lastFrame(),
                    device.discoveryFrames(), List.copyOf(device.services()), device.discoveryDcea(),
                    device.capability(), device.cluster(), device.advertisedMethods(), List.copyOf(device.suites()),
                    device.isApple(), device.isPaired()));
            found.put(device.nmi() + " keeps", Catalogue.air().rules().stream().map(rule -> rule.id())
                    .filter(device::keeps).toList());
        }
        return found;
    }

    private static String text(Breach breach) {
        return breach.toString() + breach.places().stream().map(place -> place.octets().toHex()).toList();
    }
}
