package dev.lanyard.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.cli.doctor.Diagnosis.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What killed runs owe, and what pays it. */
@Timeout(300)
class DebtsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path root;

    private Debts debts() {
        return new Debts(root.resolve("state/lanyard/taken"));
    }

    private void note(String name, String... facts) throws Exception {
        Properties lines = new Properties();
        for (int i = 0; i < facts.length; i += 2) {
            lines.setProperty(facts[i], facts[i + 1]);
        }
        // No process has that number (proc(5): pid_max is 4194304 at most).
        lines.setProperty("process", "4194305");
        lines.setProperty("started", "2026-01-01T00:00:00Z");
        Files.createDirectories(debts().folder());
        try (var out = Files.newBufferedWriter(debts().folder().resolve(name))) {
            lines.store(out, null);
        }
    }

    @Test
    void nothingIsOwed() {
        assertEquals(List.of(Diagnosis.fine("taken interfaces",
                "no run that was killed owes an interface to its driver")), debts().owed());
    }

    @Test
    void everyKindOfDebtIsNamedWithTheCommandThatPaysIt() throws Exception {
        note("1-1-2-0.taken", "device", "1-2", "interface", "0");
        note("1-usb0.interface", "name", "usb0", "index", "99", "up", "false", "address", "true");
        note("1-left-1.power", "bench", root.resolve("bench.yaml").toString(), "power", "left");

        List<Diagnosis> owed = debts().owed();

        assertEquals(List.of(State.PROBLEM, State.PROBLEM), owed.stream().map(Diagnosis::state).toList());
        assertEquals("a run that was killed took interface 0 of 1-2 from the operating system's driver and changed "
                + "network interface usb0", owed.getFirst().sentence());
        assertEquals("a run that was killed switched off, and not on again: power switch left of "
                + root.resolve("bench.yaml"), owed.getLast().sentence());
        assertTrue(owed.stream().allMatch(one -> one.fix().equals("./lanyard doctor --repair")));
    }

    @Test
    void whatCannotBePaidStaysOwedAndSaysWhatToDoByHand() throws Exception {
        note("1-left-1.power", "bench", root.resolve("bench.yaml").toString(), "power", "left");

        Diagnosis failed = debts().repay().getFirst();

        assertEquals(State.PROBLEM, failed.state());
        assertTrue(failed.fix().startsWith("switch it on by hand, then rm " + debts().folder()), failed.fix());
        assertEquals(2, debts().owed().size());
    }

    @Test
    void anInterfaceThatIsGoneOwesNothing() throws Exception {
        note("1-lynone.interface", "name", "lynone", "index", "999999", "up", "false", "address", "true");

        assertEquals(List.of(Diagnosis.fine("repair",
                "network interface lynone is as it was, or is gone; nothing is owed any more")), debts().repay());
        assertEquals(State.FINE, debts().owed().getFirst().state());
    }

    @Test
    void powerThatARunLeftOffWhenItWasKilledIsSwitchedOnAgain() throws Exception {
        Path on = root.resolve("on");
        Path off = root.resolve("off");
        Path bench = Files.writeString(root.resolve("bench.yaml"), """
                bench: b
                ports: {one: {accessory: emulated:ncm, power: hook}}
                power: {hook: {command: {on: [touch, %s], off: [touch, %s]}}}
                """.formatted(on, off));
        Path scenario = Files.writeString(root.resolve("dark.scenario.yaml"), """
                scenario: dark
                steps:
                  - power.off: {}
                  - bench.wait: {for: 1h}
                """);
        ProcessBuilder command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                "-Dlanyard.home=" + Path.of("../..").toAbsolutePath().normalize(), "-cp",
                System.getProperty("java.class.path"), "dev.lanyard.cli.Main", "run", scenario.toString(), "-a", "one",
                "--bench", bench.toString(), "-o", root.resolve("run").toString());
        command.environment().put("XDG_STATE_HOME", root.resolve("state").toString());
        Process run = command.redirectErrorStream(true).redirectOutput(root.resolve("printed.txt").toFile()).start();
        try {
            Awaitility.await("the power to be off").atMost(PATIENCE).until(() -> {
                assertTrue(run.isAlive(), () -> "the run ended with " + run.exitValue());
                return Files.exists(off);
            });
            assertEquals(1, debts().owed().size(), "what a run that lives has switched off is its own affair");
        } finally {
            run.destroyForcibly();
            assertTrue(run.waitFor(30, TimeUnit.SECONDS), "the run outlived SIGKILL");
        }
        assertEquals("power left off", debts().owed().getLast().area());
        assertFalse(Files.exists(on));

        assertEquals(List.of(State.FINE), debts().repay().stream().map(Diagnosis::state).toList());

        assertTrue(Files.exists(on));
        assertEquals(1, debts().owed().size());
    }
}
