package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real run that pairs by PIN: nothing that it leaves tells the PIN. */
@Timeout(240)
class PairingSecretsTest {

    /** What device-profiles/emulated-aware-pin.yaml declares, and the emulated device shows. */
    private static final String PIN = "012345";

    @Test
    void thePinOfAPairingRunStandsNowhere(@TempDir Path root) throws Exception {
        Path run = root.resolve("run");
        CommandLineRun done = CommandLineRun.of("run", Examples.PROJECT.resolve("scenarios/aware").toString(), "-a",
                "emulated:aware-pin", "-o", run.toString(), "-v");
        assertEquals(0, done.exitCode(), () -> done.output() + done.errors());
        SecretSearch search = new SecretSearch().text("the PIN", PIN);
        search.assertNowhereIn(run);
        search.assertTellsNothing("the terminal", (done.output() + done.errors()).getBytes(StandardCharsets.UTF_8));
    }
}
