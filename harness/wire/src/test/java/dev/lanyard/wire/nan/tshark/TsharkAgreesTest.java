package dev.lanyard.wire.nan.tshark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CaptureInterface;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.PcapngWriter;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.Radiotap;
import dev.lanyard.wire.nan.AwareFixtures;
import dev.lanyard.wire.nan.frame.FrameView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every field that tshark shows of every frame of the fixtures, against our JSON of the frame: same values, in the same
 * order, none that only one side has.
 */
class TsharkAgreesTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int RADIOTAP = 127;

    /** Fields of tshark that are not compared, each with its reason. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "nan.expert.unknown_attr_id", "a remark: tshark 4.0 does not know attributes 2A to 2C",
            "nan.expert.unknown_beacon_type", "a remark: it is made for PASN frames and right beacons too");

    /** Where tshark 4.0 is wrong: a field, when it is not compared, and why. */
    private record Mistake(String field, BiPredicate<List<String>, List<String>> applies, String reason) {}

    private static final List<Mistake> MISTAKES = List.of(
            new Mistake("nan.shared_key.rsna_key_descriptor", (theirs, ours) -> theirs.size() == ours.size()
                    && theirs.getFirst().startsWith(ours.getFirst()),
                    "it lets the descriptor reach to the end of the frame"),
            new Mistake("nan.ndp.responder.ndi", (theirs, ours) -> ours.isEmpty() && theirs.size() == 1,
                    "it takes six octets of what follows a refusing response, whose control field announces no NDI"));

    @TempDir
    Path folder;

    @BeforeEach
    void require() throws Exception {
        TsharkFrames.require(folder);
    }

    @Test
    void agreesOnEveryFieldOfEveryFrame() throws Exception {
        Map<String, Long> masks = TsharkFrames.masks(folder);
        Path all = folder.resolve("all.pcapng");
        List<String> names = new ArrayList<>();
        List<Map<String, List<String>>> ours = new ArrayList<>();
        // Sections one after another are one capture: tshark starts once.
        try (OutputStream out = Files.newOutputStream(all)) {
            for (Path capture : captures()) {
                out.write(Files.readAllBytes(capture));
                int number = 0;
                for (CapturePacket packet : Packets.of(capture)) {
                    names.add(capture.getFileName() + " frame " + ++number);
                    ours.add(fields(packet, masks));
                }
            }
        }
        List<Map<String, List<String>>> theirs = TsharkFrames.read(all, folder);
        assertEquals(ours.size(), theirs.size(), "frames");

        List<String> differences = new ArrayList<>();
        TreeSet<String> compared = new TreeSet<>();
        for (int i = 0; i < ours.size(); i++) {
            differences.addAll(differences(names.get(i), canonical(theirs.get(i)), canonical(ours.get(i)), compared));
        }
        assertEquals("", String.join("\n", differences));
        assertTrue(compared.size() > 400, () -> "only " + compared.size() + " fields were compared: " + compared);
    }

    /** The comparison looks at every octet: whichever is another, it says so. */
    @Test
    void noticesAChangeOfAnyOctet() throws Exception {
        Map<String, Long> masks = TsharkFrames.masks(folder);
        Path capture = AwareFixtures.FOLDER.resolve("captures/schedule.pcapng");
        List<Map<String, List<String>>> theirs = TsharkFrames.read(capture, folder);
        List<CapturePacket> packets = Packets.of(capture);
        int last = packets.size() - 1;
        byte[] octets = packets.get(last).data().toArray();
        // 17: padding of the radiotap header. 91: a bit of a channel bitmap to which the class has no channel, and
        // tshark shows channels only.
        assertEquals(Set.of(17, 91), changesUnnoticed(octets, canonical(theirs.get(last)), masks));
    }

    private static Set<Integer> changesUnnoticed(byte[] octets, Map<String, List<String>> theirs,
                                                 Map<String, Long> masks) {
        Set<Integer> unnoticed = new TreeSet<>();
        int extension = new String(octets, StandardCharsets.ISO_8859_1).indexOf("\u002a\u0002\u0000\u0000\u0003");
        for (int at = 0; at < octets.length; at++) {
            byte[] changed = octets.clone();
            changed[at] ^= 1;
            boolean unknownToTshark = at >= extension + 3 && at < extension + 5;
            try {
                Map<String, List<String>> ours = canonical(fields(new CapturePacket(0, 0, Bytes.wrap(changed),
                        CapturePacket.Direction.INBOUND), masks));
                if (!unknownToTshark && differences("", theirs, ours, new TreeSet<>()).isEmpty()) {
                    unnoticed.add(at);
                }
            } catch (RuntimeException e) {
                // Lengths contradict each other now: our JSON has not the fields that tshark read.
            }
        }
        return unnoticed;
    }

    private static List<String> differences(String frame, Map<String, List<String>> theirs,
                                            Map<String, List<String>> ours, TreeSet<String> compared) {
        TreeSet<String> names = new TreeSet<>(theirs.keySet());
        names.addAll(ours.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            List<String> a = theirs.getOrDefault(name, List.of());
            List<String> b = ours.getOrDefault(name, List.of());
            if (!a.equals(b) && MISTAKES.stream().noneMatch(mistake -> mistake.field().equals(name)
                    && mistake.applies().test(a, b))) {
                differences.add(frame + " " + name + ": tshark " + a + ", we " + b);
            }
        }
        compared.addAll(names);
        return differences;
    }

    /** The captures of the repository, and one of hostap's frames. */
    private List<Path> captures() throws IOException {
        List<Path> captures = new ArrayList<>();
        try (Stream<Path> files = Files.list(AwareFixtures.FOLDER.resolve("captures"))) {
            files.filter(file -> file.toString().endsWith(".pcapng")).sorted().forEach(captures::add);
        }
        Path hostap = folder.resolve("hostap.pcapng");
        try (OutputStream out = Files.newOutputStream(hostap)) {
            PcapngWriter writer = new PcapngWriter(out, "Lanyard test");
            int air = writer.addInterface(new CaptureInterface(RADIOTAP, "air"));
            Bytes header = Radiotap.received(1, 5745, -40).encode();
            for (Bytes frame : AwareFixtures.hostapFrames().values()) {
                writer.write(new CapturePacket(air, 0, header.concat(frame), CapturePacket.Direction.INBOUND));
            }
        }
        captures.add(hostap);
        return captures;
    }

    private static Map<String, List<String>> fields(CapturePacket packet, Map<String, Long> masks) {
        Radiotap radiotap = Radiotap.decode(packet.data());
        Dot11Frame frame = Dot11Frame.decode(packet.data().from(radiotap.length()), radiotap.frameHasFcs());
        JsonNode json = JSON.readTree(JSON.writeValueAsString(FrameView.of(frame)));
        OurFields fields = new OurFields(masks);
        FrameFields.add(radiotap, json, fields);
        return fields.values();
    }

    /** Without labels, and with the name resolution and remarks that are tshark's own. */
    private static Map<String, List<String>> canonical(Map<String, List<String>> fields) {
        Map<String, List<String>> canonical = new TreeMap<>();
        fields.forEach((name, values) -> {
            boolean own = name.endsWith("_resolved") || name.startsWith("_ws.") || EXCEPTIONS.containsKey(name);
            List<String> kept = values.stream().filter(value -> !value.isEmpty()).map(OurFields::canonical).toList();
            if (!own && !kept.isEmpty()) {
                canonical.put(name, kept);
            }
        });
        return new LinkedHashMap<>(canonical);
    }
}
