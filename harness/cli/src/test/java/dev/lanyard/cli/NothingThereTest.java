package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is asked for is not there: a port without a device, or a machine without USB. Every command says so in one line,
 * with exit code 3, and never with a stack trace.
 */
@Timeout(120)
class NothingThereTest {

    @TempDir
    private Path folder;

    private static void assertOneLine(CommandLineRun run) {
        assertEquals(3, run.exitCode(), run.output() + run.errors());
        assertEquals(1, run.errors().lines().count(), run.errors());
        assertFalse((run.output() + run.errors()).contains("\tat "), run.errors());
        assertFalse(run.errors().contains("defect of Lanyard"), run.errors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"describe usb:250-9", "check usb:250-9", "run -a usb:250-9", "profile new usb:250-9",
        "profile diff emulated-ncm usb:250-9", "list -a usb:250-9", "describe net:usb:250-9",
        "describe usb:ffff:fffe/NONE", "run -a usbip:127.0.0.1:1/1-1"})
    void aCommandThatNeedsItSaysWhatIsMissing(String command) {
        System.setProperty("lanyard.home", Path.of("../..").toAbsolutePath().normalize().toString());
        assertOneLine(CommandLineRun.of(command.split(" ")));
    }

    @Test
    void aBenchThatIsNotThereIsShownWithWhatToDo() throws Exception {
        Path file = Files.writeString(folder.resolve("bench.yaml"), """
                bench: b
                ports: {a: {accessory: usb:250-9}}
                consoles: {c: {port: /dev/ttyNONE0}}
                """);
        CommandLineRun run = CommandLineRun.of("bench", "--bench", file.toString());
        assertEquals(3, run.exitCode(), run.errors());
        assertTrue(run.output().contains("missing       port     a"), run.output());
        assertTrue(run.output().contains("missing       console  c"), run.output());
        assertTrue(run.output().lines().filter(line -> line.contains("-> ")).count() == 2, run.output());
    }

    @Test
    void listSaysWhyItListsNothing() {
        CommandLineRun run = CommandLineRun.of("list");
        assertEquals(0, run.exitCode(), run.errors());
        String said = run.output().replaceAll("\\s+", " ");
        assertTrue(run.output().lines().anyMatch(line -> line.startsWith("usb:"))
                || said.matches(".* usb:BUS-PORT .*none (here: |is attached here).*"), run.output());
    }
}
