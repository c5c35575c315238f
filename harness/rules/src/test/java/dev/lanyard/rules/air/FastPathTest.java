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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Every way in which a frame may differ from one before, many of them among frames that are the same. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void mutatedFramesGiveTheSameFindings(long seed) {
        Random random = new Random(seed);
        List<Taken> frames = busy(4_000);
        for (int i = 0; i < 1_500; i++) {
            int at = random.nextInt(frames.size());
            Taken old = frames.get(at);
            // What was cut short before is whole again at least to the end of its header.
            byte[] octets = Arrays.copyOf(old.octets().toArray(), Math.max(old.octets().length(), 24));
            OptionalInt mhz = old.reception().frequencyMhz();
            switch (random.nextInt(7)) {
                // Retry, power management and more data; duration; sequence control.
                case 0 -> octets[1] ^= (byte) (random.nextInt(8) << 3);
                case 1 -> octets[2 + random.nextInt(2)] = (byte) random.nextInt();
                case 2 -> octets[22 + random.nextInt(2)] = (byte) random.nextInt();
                case 3 -> octets = Arrays.copyOf(octets, random.nextInt(octets.length + 1));
                case 4 -> octets = frames.get(random.nextInt(frames.size())).octets().toArray();
                case 5 -> mhz = random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(5745);
                default -> octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            Bytes mutated = Bytes.wrap(octets);
            frames.set(at, new Taken(new AirFrame.Reception(old.reception().number(), old.reception().epochNanos(),
                    mhz), mutated));
            // And once more, later.
            int later = at + 1 + random.nextInt(50);
            if (later < frames.size()) {
                Taken replaced = frames.get(later);
                frames.set(later, new Taken(new AirFrame.Reception(replaced.reception().number(),
                        replaced.reception().epochNanos(), mhz), mutated));
            }
        }
        compare(frames);
    }

    /** Only what differs is kept of a frame that was heard before; what is made of it is as it was received. */
    @Test
    void aFrameHeardAgainIsAsItWasReceived() {
        Hearing remembering = Hearing.remembering();
        Hearing plain = Hearing.plain();
        for (Taken taken : busy(20_000)) {
            Optional<Hearing.Heard> heard = remembering.hear(taken.reception(), taken.octets());
            if (heard.isPresent() && heard.get() instanceof AirFrame frame) {
                AirFrame whole = (AirFrame) plain.hear(taken.reception(), taken.octets()).orElseThrow();
                assertEquals(taken.octets(), frame.octets());
                assertEquals(List.of(whole.header(), whole.attributes(), whole.elements(), whole.offers(),
                        whole.defects(), whole.timestamp(), whole.anchorBeaconTime(), whole.sequenceNumber(),
                        whole.bodyHash() & (whole.kind() == FrameKind.BEACON ? 0 : -1)),
                        List.of(frame.header(), frame.attributes(), frame.elements(), frame.offers(),
                        frame.defects(), frame.timestamp(), frame.anchorBeaconTime(), frame.sequenceNumber(),
                        frame.bodyHash() & (frame.kind() == FrameKind.BEACON ? 0 : -1)));
            }
        }
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
