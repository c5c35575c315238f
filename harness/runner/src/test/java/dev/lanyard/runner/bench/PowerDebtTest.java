package dev.lanyard.runner.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerDebtTest {

    private static final Duration WITHIN = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Path notes() {
        return folder.resolve("notes");
    }

    private Path bench(String power) throws IOException {
        return Files.writeString(folder.resolve("bench.yaml"), "bench: b\npower:\n" + power);
    }

    private Path hook(String on) throws IOException {
        return bench("  left: {command: {on: %s, off: [touch, %s]}}\n".formatted(on, folder.resolve("off")));
    }

    /** What a process of this test's number that ended long ago would owe. */
    private PowerDebt ofAnotherProcess(Path bench) throws IOException {
        PowerDebt.note(notes(), bench, "left");
        assertEquals(List.of(), PowerDebt.leftOver(notes()), "the debtor lives");
        for (Path file : files()) {
            Files.writeString(file, Files.readString(file).replaceFirst("(?m)^started=.*$", "started=long ago"));
        }
        return PowerDebt.leftOver(notes()).getFirst();
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(notes())) {
            return files.toList();
        }
    }

    @Test
    void whatAKilledRunSwitchedOffIsSwitchedOnByItsBenchFile() throws Exception {
        Path on = folder.resolve("on");
        PowerDebt debt = ofAnotherProcess(hook("[touch, " + on + "]"));
        assertEquals("power switch left of " + folder.resolve("bench.yaml"), debt.toString());

        debt.repay(WITHIN);

        assertTrue(Files.exists(on));
        assertEquals(List.of(), files());
    }

    @Test
    void aSwitchThatRefusesIsStillOwed() throws Exception {
        PowerDebt debt = ofAnotherProcess(hook("[\"false\"]"));

        assertTrue(assertThrows(IOException.class, () -> debt.repay(WITHIN)).getMessage().contains("exit code 1"));
        assertEquals(1, PowerDebt.leftOver(notes()).size());
    }

    @Test
    void aSwitchThatIsInNoBenchFileAnyMoreIsStillOwedAndSaysSo() throws Exception {
        PowerDebt debt = ofAnotherProcess(hook("[\"true\"]"));
        bench("  right: {usb-reset: true}\n");

        assertEquals("power switch left is not to be found: " + folder.resolve("bench.yaml")
                + " names no such switch any more", assertThrows(IOException.class, () -> debt.repay(WITHIN)).getMessage());

        Files.delete(folder.resolve("bench.yaml"));
        assertTrue(assertThrows(IOException.class, () -> debt.repay(WITHIN)).getMessage()
                .startsWith("power switch left is not to be found: "));
        assertEquals(1, PowerDebt.leftOver(notes()).size());
    }

    @Test
    void twoThatAreOffAreTwoNotes() throws Exception {
        PowerDebt.note(notes(), folder.resolve("bench.yaml"), "left");
        PowerDebt.note(notes(), folder.resolve("bench.yaml"), "left").settled();
        assertEquals(1, files().size());
    }

    @Test
    void aNoteThatNamesNoFileIsNone() throws Exception {
        ofAnotherProcess(hook("[\"true\"]"));
        Path file = files().getFirst();
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^bench=.*$", "bench=\\\\u0000"));
        assertEquals(List.of(), PowerDebt.leftOver(notes()));
    }
}
