package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FaultOptionTest {

    @TempDir
    private Path folder;

    @Test
    void theFaultIsOnTheAccessoryThatItConcernsAndItsRuleFails() {
        CommandLineRun run = CommandLineRun.of("run", "--fault", "HOST-WIN-04", "--out",
                folder.resolve("run").toString(), Examples.SMOKE);

        assertEquals(1, run.exitCode(), run.errors());
        assertTrue(run.output().contains("emulated:ncm+HOST-WIN-04"), run.output());
        assertTrue(run.output().contains("wNdpOutDivisor is 1"), run.output());
    }

    @ParameterizedTest
    @CsvSource({"describe,emulated:ncm+HOST-WIN-4", "serve,emulated:ncm+HOST-WIN-4", "run,-aemulated:ncm+HOST-WIN-4",
        "run,--fault=HOST-WIN-4"})
    void anUnknownFaultIsWrongUsageAndTheNearestIsNamed(String command, String argument) {
        CommandLineRun run = CommandLineRun.of(command, argument);

        assertEquals(2, run.exitCode(), run.errors());
        assertTrue(run.errors().contains("near it: HOST-WIN-04"), run.errors());
    }

    @Test
    void aRealAccessoryHasNoFaultOption() {
        CommandLineRun run = CommandLineRun.of("run", "-a", "usbip:127.0.0.1:3240/1-1", "--fault", "HOST-WIN-04");

        assertEquals(2, run.exitCode(), run.errors());
        assertTrue(run.errors().contains("--fault is for emulated accessories"), run.errors());
    }
}
