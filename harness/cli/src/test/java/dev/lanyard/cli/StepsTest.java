package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StepsTest {

    @Test
    void everyVerbIsListedWithWhatItDoes() {
        CommandLineRun run = CommandLineRun.of("steps");

        assertEquals(0, run.exitCode(), run.errors());
        assertTrue(run.output().lines().anyMatch(line -> line.matches(
                "udp\\.echo +Sends numbered datagrams to a UDP echo .*\\.")), run.output());
    }

    @Test
    void aVerbIsExplainedWithKeysUnitsDefaultsResultsAndExample() {
        String output = CommandLineRun.of("steps", "usb.set-interface").output();

        assertTrue(output.contains("which interface: data"), output);
        assertTrue(output.contains("a whole number (12 or 0x0c), 0 to 255; required"), output);
        assertTrue(output.contains("a duration (500ms, 2s or 1h); default 5s"), output);
        assertTrue(output.contains("  - id: alt1-again\n    usb.set-interface: {interface: data"), output);
        assertTrue(CommandLineRun.of("steps", "dhcp.lease").output().contains("the address granted"));
    }

    @Test
    void anUnknownVerbNamesTheNearest() {
        CommandLineRun run = CommandLineRun.of("steps", "udp.ecko");

        assertEquals(2, run.exitCode());
        assertEquals("lanyard: unknown verb \"udp.ecko\"; did you mean udp.echo?", run.errors().strip());
    }
}
