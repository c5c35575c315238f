package dev.lanyard.runner.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.runner.yaml.Defect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files end in errors that say where, never in an exception and never in silence about what was not read. The
 * sound ones are the scenarios and profiles that are shipped.
 */
class MutatedScenariosTest {

    private static final int FILES = 600;
    private static final String[] SPLINTERS = {"\t", "{", "}", "[", "]", ": ", "- ", "&a ", "*a ", "!!int ", "|\n", ">",
            "'", "\"", "#", "${", "${profile.", "${secret.", "\u0000", "\uFEFF", "---\n", "...\n", "? ", "%YAML 9.9\n",
            "null", "~", "9999999999999999999", "-1", "1e400", "\u202E", "\n\n", "<<: *a\n", "include: x.steps.yaml\n",
            "matrix: {a: [1, 2]}\n", "never: ", "secrets: {a: ", "known-issues: "};

    @TempDir
    private Path folder;

    private static List<Path> sound() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String root : List.of("../../scenarios", "../../device-profiles", "../../fixtures")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(file -> file.toString().endsWith(".yaml")).filter(file -> !file.toString().contains("target"))
                        .sorted().forEach(all::add);
            }
        }
        return all;
    }

    @Test
    @Timeout(120)
    void everyDefectHasItsPlaceAndNothingIsThrown() throws IOException {
        List<Path> sound = sound();
        assertTrue(sound.size() >= 7, sound::toString);
        ScenarioLoader loader = ScenarioLoader.standard();
        List<String> unplaced = new ArrayList<>();
        List<String> unhelpful = new ArrayList<>();
        int refused = 0;
        for (int seed = 0; seed < FILES; seed++) {
            Path original = sound.get(seed % sound.size());
            Path file = folder.resolve("m" + seed + "-" + original.getFileName());
            Files.write(file, mutate(Files.readString(original), new Random(seed)));
            List<Defect> defects = loader.validate(List.of(file));
            refused += defects.isEmpty() ? 0 : 1;
            defects.stream().filter(d -> d.position().isEmpty() && !d.message().endsWith("not UTF-8 text"))
                    .map(Defect::toString).forEach(unplaced::add);
            defects.stream().map(Defect::render).filter(text -> text.contains("Exception") || text.contains("java.")
                    || text.contains("at dev.") || text.contains("null pointer")).forEach(unhelpful::add);
            Files.delete(file);
        }
        assertEquals(List.of(), unplaced);
        assertEquals(List.of(), unhelpful);
        // Some damage hits a comment or makes another valid file; most of it must be seen.
        assertTrue(refused > FILES / 2, "only " + refused + " of " + FILES + " damaged files were refused");
    }

    private static byte[] mutate(String text, Random random) {
        int at = random.nextInt(text.length());
        int length = Math.min(random.nextInt(40), text.length() - at);
        String splinter = SPLINTERS[random.nextInt(SPLINTERS.length)];
        String mutant = switch (random.nextInt(8)) {
            case 0 -> text.substring(0, at) + text.substring(at + length);
            case 1 -> text.substring(0, at) + splinter + text.substring(at);
            case 2 -> text.substring(0, at) + splinter + text.substring(at + length);
            case 3 -> text.substring(0, at) + text.substring(at, at + length).repeat(3) + text.substring(at + length);
            case 4 -> text.substring(0, at);
            case 5 -> lines(text, random, (lines, line) -> lines.add(random.nextInt(lines.size()), lines.get(line)));
            case 6 -> lines(text, random, (lines, line) -> Collections.swap(lines, line, random.nextInt(lines.size())));
            default -> lines(text, random, (lines, line) -> lines.set(line, "  " + lines.get(line).replace(":", "s:")));
        };
        byte[] octets = mutant.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0 && octets.length > 0) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        return octets;
    }

    @FunctionalInterface
    private interface Damage {
        void to(List<String> lines, int line);
    }

    private static String lines(String text, Random random, Damage damage) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n")));
        damage.to(lines, random.nextInt(lines.size()));
        return String.join("\n", lines) + "\n";
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException {
        Path device = Path.of("/dev/zero");
        if (Files.exists(device)) {
            Path link = Files.createSymbolicLink(folder.resolve("endless" + Scenario.SUFFIX), device);
            assertEquals(List.of(link + ": not a file"), ScenarioLoader.standard().validate(List.of(link)).stream()
                    .map(Defect::toString).toList());
        }
    }

    @Test
    void aScenarioThatIsALinkOutOfTheFolderIsRefused() throws IOException {
        Path outside = Files.createTempDirectory(folder, "outside");
        Path inside = Files.createTempDirectory(folder, "inside");
        String scenario = "scenario: s\nsteps: [{usb.attach: {}}]\n";
        Files.writeString(inside.resolve("a" + Scenario.SUFFIX), scenario);
        Path link = Files.createSymbolicLink(inside.resolve("b" + Scenario.SUFFIX),
                Files.writeString(outside.resolve("b" + Scenario.SUFFIX), scenario.replace("scenario: s", "scenario: t")));
        List<String> defects = ScenarioLoader.standard().validate(List.of(inside)).stream().map(Defect::toString).toList();
        assertEquals(List.of(link + ": a link that leads out of " + inside + "; name the file itself to use it"), defects);
    }
}
