package dev.lanyard.wire.nan.tshark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What tshark says of the frames of a capture: per frame its fields by name, each with its values in their order. */
final class TsharkFrames {

    /** Layers that are read: the others are tshark's own remarks, or what data frames carry. */
    private static final List<String> LAYERS = List.of("radiotap", "wlan", "wlan.mgt");
    /** packet, _source, layers. */
    private static final int LAYERS_DEPTH = 3;

    private TsharkFrames() {}

    /** Skips the test where there is no tshark, or one of another release: names and mistakes of fields change. */
    static void require(Path folder) throws Exception {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "tshark")));
        assumeTrue(found, "tshark is not installed (apt-get install tshark): our reading was not compared with it");
        String version = Files.readString(run(folder, List.of("tshark", "--version"))).lines().findFirst().orElse("");
        assumeTrue(version.contains(" 4.0."), "the comparison of Wi-Fi Aware frames knows tshark 4.0; here is "
                + version);
    }

    static List<Map<String, List<String>>> read(Path capture, Path folder) throws Exception {
        Path output = run(folder, List.of("tshark", "-n", "-r", capture.toString(), "-T", "json"));
        List<Map<String, List<String>>> frames = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), output.toFile())) {
            int depth = 0;
            String layer = null;
            String name = null;
            while (true) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return frames;
                }
                switch (token) {
                    case START_OBJECT -> {
                        depth++;
                        if (depth == LAYERS_DEPTH) {
                            frames.add(new LinkedHashMap<>());
                        }
                    }
                    case END_OBJECT -> depth--;
                    case PROPERTY_NAME -> {
                        name = parser.currentName();
                        if (depth == LAYERS_DEPTH) {
                            layer = name;
                        }
                    }
                    case VALUE_STRING -> {
                        if (depth > LAYERS_DEPTH && LAYERS.contains(layer)) {
                            frames.getLast().computeIfAbsent(name, n -> new ArrayList<>()).add(parser.getString());
                        }
                    }
                    default -> { }
                }
            }
        }
    }

    /** The masks of tshark's fields that are bits of something, by name. */
    static Map<String, Long> masks(Path folder) throws Exception {
        Map<String, Long> masks = new HashMap<>();
        for (String line : Files.readAllLines(run(folder, List.of("tshark", "-G", "fields")))) {
            String[] columns = line.split("\t");
            if (columns.length > 6 && columns[0].equals("F") && columns[6].startsWith("0x")) {
                long mask = Long.parseUnsignedLong(columns[6].substring(2), 16);
                if (mask != 0) {
                    masks.put(columns[2], mask);
                }
            }
        }
        return masks;
    }

    private static Path run(Path folder, List<String> command) throws Exception {
        Path output = Files.createTempFile(folder, "tshark", ".out");
        Path errors = Files.createTempFile(folder, "tshark", ".err");
        Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile())
                .start();
        try {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), "tshark did not end within 120 s");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), () -> String.join(" ", command) + ": see " + errors);
        return output;
    }
}
