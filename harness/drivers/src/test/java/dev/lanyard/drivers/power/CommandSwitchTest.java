package dev.lanyard.drivers.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.power.PowerSwitch.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class CommandSwitchTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private String program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }

    private static String error(CommandSwitch power, Duration within) {
        return assertThrows(IOException.class, () -> power.set(false, within)).getMessage();
    }

    @Test
    void argumentsGoToTheProgramAsTheyAre() throws Exception {
        Path state = folder.resolve("state of the relay; $(touch x)");
        String turn = program("turn", "printf '%s' \"$2\" > \"$1\"");
        try (CommandSwitch power = new CommandSwitch("hook", List.of(turn, state.toString(), "on"),
                List.of(turn, state.toString(), "off"), Optional.of(List.of("cat", state.toString())))) {
            assertEquals(new PowerSwitch.Report(State.OFF, "its status command says off"), power.set(false, LONG));
            assertEquals(State.ON, power.set(true, LONG).state());
            assertEquals(State.ON, power.status(LONG).state());
        }
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void withoutAStatusCommandNothingIsProven() throws Exception {
        try (CommandSwitch power = new CommandSwitch("hook", List.of("true"), List.of("true"), Optional.empty())) {
            PowerSwitch.Report report = power.set(false, LONG);
            assertEquals(State.UNKNOWN, report.state());
            assertTrue(report.said().contains("tells nothing"), report.said());
        }
    }

    @Test
    void whatFailsIsToldWithWhatItSaid() throws Exception {
        String fails = program("fails", "echo 'no such\u001b[2J relay'; exit 3");
        try (CommandSwitch power = new CommandSwitch("hook", List.of("true"), List.of(fails), Optional.empty())) {
            assertEquals("hook: " + fails + " ended with exit code 3: \"no such\\u{1b}[2J relay\"", error(power, LONG));
        }
        try (CommandSwitch power = new CommandSwitch("hook", List.of("true"), List.of("/no/such/program"),
                Optional.empty())) {
            assertTrue(error(power, LONG).startsWith("hook: /no/such/program cannot be started: "));
        }
    }

    @Test
    void aProgramThatDoesNotEndIsKilledWithItsChildren() throws Exception {
        Path pid = folder.resolve("pid");
        String hangs = program("hangs", "sleep 3600 & echo $! > " + pid + "; wait");
        try (CommandSwitch power = new CommandSwitch("hook", List.of("true"), List.of(hangs), Optional.empty())) {
            // Long enough for a loaded machine to start the child.
            assertTrue(error(power, Duration.ofSeconds(2)).endsWith("did not end within 2000 ms and was killed"));
        }
        long child = Long.parseLong(Files.readString(pid).strip());
        Awaitility.await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void endlessOutputIsBounded() throws Exception {
        String floods = program("floods", "head -c 10000000 /dev/zero | tr '\\0' x; exit 1");
        try (CommandSwitch power = new CommandSwitch("hook", List.of("true"), List.of(floods), Optional.empty())) {
            assertTrue(error(power, LONG).length() < 500);
        }
    }

    @Test
    void anAnswerThatIsNeitherIsUnknown() throws Exception {
        try (CommandSwitch power = new CommandSwitch("hook", List.of("true"), List.of("true"),
                Optional.of(List.of("echo", "perhaps")))) {
            assertEquals(new PowerSwitch.Report(State.UNKNOWN, "its status command says neither on nor off: \"perhaps\""),
                    power.status(LONG));
        }
    }
}
