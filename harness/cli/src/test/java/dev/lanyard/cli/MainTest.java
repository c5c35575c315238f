package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
        assertTrue(mistyped.errors().contains("did you mean lint?"), mistyped::errors);
        CommandLineRun part = CommandLineRun.of("profile", "nwe");
        assertEquals(2, part.exitCode());
        assertTrue(part.errors().contains("lanyard profile has no command \"nwe\"; did you mean new?"), part::errors);
    }

    @Test
    void wrongUsageIsAnsweredInAFewLines() {
        for (List<String> wrong : List.of(List.of("run", "--accesory", "x"), List.of("explain"),
                List.of("rules", "--format", "yaml"), List.of("runs", "--keep", "x"), List.of("chekc"))) {
            CommandLineRun run = CommandLineRun.of(wrong.toArray(String[]::new));
            assertEquals(2, run.exitCode(), run::errors);
            assertTrue(run.errors().startsWith("lanyard: ") && run.errors().lines().count() <= 5, run::errors);
            assertTrue(run.errors().contains(" --help"), run::errors);
        }
        CommandLineRun format = CommandLineRun.of("rules", "--format", "yaml");
        assertTrue(format.errors().contains("expected one of text, json, markdown but was 'yaml'"), format::errors);
        assertTrue(CommandLineRun.of("run", "--accesory", "x").errors().contains("--accessory"));
    }
}
