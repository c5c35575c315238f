package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class MainTest {

    /** So that the one that is asked for is found without looking at all. */
    @Test
    void everyCommandIsNamedAsItsClassIs() {
        for (Class<?> command : Main.COMMANDS) {
            assertEquals(command.getAnnotation(Command.class).name(), Main.name(command));
        }
    }

    @Test
    void helpShowsThemAll() {
        CommandLineRun help = CommandLineRun.of("--help");
        assertEquals(0, help.exitCode());
        for (Class<?> command : Main.COMMANDS) {
            if (!command.getAnnotation(Command.class).hidden()) {
                assertTrue(help.output().contains("\n  " + Main.name(command) + " "),
                        () -> Main.name(command) + " is not in " + help.output());
            }
        }
        assertTrue(CommandLineRun.of("help", "lint").output().contains("CAPTURE"));
    }

    @Test
    void aMistypedCommandIsAnsweredWithTheNearest() {
        CommandLineRun mistyped = CommandLineRun.of("lnt", "x.pcapng");
        assertNotEquals(0, mistyped.exitCode());
        assertTrue(mistyped.errors().contains("lint"), mistyped::errors);
    }
}
