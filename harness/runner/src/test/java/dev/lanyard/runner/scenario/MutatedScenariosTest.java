package dev.lanyard.runner.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.runner.yaml.Defect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files end in errors that say where, never in an exception and never in silence about what was not read. */
class MutatedScenariosTest {

    private static final int FILES = 400;
    private static final String[] SPLINTERS = {"\t", "{", "}", "[", "]", ": ", "- ", "&a ", "*a ", "!!int ", "|\n", ">",
            "'", "\"", "#", "${", "${profile.", "\u0000", "\uFEFF", "---\n", "...\n", "? ", "%YAML 9.9\n", "null", "~",
            "9999999999999999999", "-1", "1e400", "\u202E", "\n\n", "<<: *a\n"};

    @TempDir
    private Path folder;

    @Test
    @Timeout(60)
    void everyDefectHasItsPlaceAndNothingIsThrown() throws IOException {
        byte[] sound = Files.readAllBytes(Path.of("../../scenarios/smoke/attach-to-echo.scenario.yaml"));
        ScenarioLoader loader = ScenarioLoader.standard();
        List<String> unplaced = new ArrayList<>();
        int refused = 0;
        for (int seed = 0; seed < FILES; seed++) {
            Path file = folder.resolve("mutant" + Scenario.SUFFIX);
            Files.write(file, mutate(sound, new Random(seed)));
            List<Defect> defects = loader.validate(List.of(file));
            refused += defects.isEmpty() ? 0 : 1;
            defects.stream().filter(d -> d.position().isEmpty() && !d.message().endsWith("not UTF-8 text"))
                    .map(Defect::toString).forEach(unplaced::add);
        }
        assertTrue(unplaced.isEmpty(), unplaced::toString);
        // Some damage hits a comment or makes another valid file; most of it must be seen.
        assertTrue(refused > FILES / 2, "only " + refused + " of " + FILES + " damaged files were refused");
    }

    private static byte[] mutate(byte[] sound, Random random) {
        String text = new String(sound, StandardCharsets.UTF_8);
        int at = random.nextInt(text.length());
        int length = Math.min(random.nextInt(40), text.length() - at);
        String splinter = SPLINTERS[random.nextInt(SPLINTERS.length)];
        String mutant = switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + text.substring(at + length);
            case 1 -> text.substring(0, at) + splinter + text.substring(at);
            case 2 -> text.substring(0, at) + splinter + text.substring(at + length);
            case 3 -> text.substring(0, at) + text.substring(at, at + length).repeat(3) + text.substring(at + length);
            default -> text.substring(0, at);
        };
        byte[] octets = mutant.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0 && octets.length > 0) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        return octets;
    }
}
