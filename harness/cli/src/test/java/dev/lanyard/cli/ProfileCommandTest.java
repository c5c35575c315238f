package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.yaml.Defects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ProfileCommandTest {

    @TempDir
    private Path folder;

    @Test
    void aNewProfileIsValidAndSaysWhatTheAccessoryDeclaresAndAnswers() {
        Path file = folder.resolve("new.yaml");
        CommandLineRun run = CommandLineRun.of("profile", "new", "emulated:ncm", "--out", file.toString());
        assertEquals(0, run.exitCode(), run.errors());
        assertTrue(run.output().contains("Wrote " + file), run.output());
        Defects defects = new Defects();
        Profile profile = Profiles.load(file, defects).orElseThrow(() -> new AssertionError(defects.list()));
        assertEquals("lanyard-emulated-ncm", profile.profile());
        assertEquals(Optional.of("LY-NCM-0000"), profile.identity().orElseThrow().serial());
        assertEquals("00:00:5e:00:53:02", profile.link().hostMac().orElseThrow().toString());
        assertTrue(profile.claims().contains(Claim.DHCP_SERVER), profile.claims().toString());
        CommandLineRun again = CommandLineRun.of("profile", "new", "emulated:ncm", "--no-probe", "-o", file.toString());
        assertEquals(2, again.exitCode());
        assertTrue(again.errors().contains("is there already"), again.errors());
        assertEquals(0, CommandLineRun.of("profile", "diff", file.toString(), "emulated:ncm").exitCode());
    }

    @Test
    void theShippedProfileIsAsItsAccessoryIs() {
        CommandLineRun run = CommandLineRun.of("profile", "diff", "../../device-profiles/emulated-ncm.yaml",
                "emulated:ncm");
        assertEquals(0, run.exitCode(), run.output() + run.errors());
        assertTrue(run.output().contains("same      identity.serial          LY-NCM-0000"), run.output());
        assertTrue(run.output().contains("as the profile says"), run.output());
    }

    @Test
    void differencesAreNamedAndFail() throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), """
                profile: p
                transport: usb
                function: ecm
                claims: [ping]
                identity: {vendor-id: 0x1209, product-id: 0x0002, serial: OTHER}
                console: {}
                """);
        CommandLineRun run = CommandLineRun.of("profile", "diff", file.toString(), "emulated:ncm", "--no-probe");
        assertEquals(1, run.exitCode(), run.errors());
        for (String line : new String[] {"differs   function                 declared ecm, seen ncm",
            "same      identity.vendor-id       4617",
            "differs   identity.serial          declared OTHER, seen LY-NCM-0000",
            "unseen    claims                   declared ping; this comparison cannot see it",
            "missing   console                  declared a serial port of the same device, not seen", "3 differences"}) {
            assertTrue(run.output().contains(line), () -> line + " is not in\n" + run.output());
        }
    }

    @Test
    void stringsOfADeviceCannotBreakOutOfTheirPlace() {
        assertEquals("\"a\\\"\\\\ \\u000A- b: \\u202E \\U0001F600 \\uFFFD\"",
                ProfileText.quoted("a\"\\ \n- b: \u202e \uD83D\uDE00 \uD800"));
    }

    @Test
    void whatCannotBeReachedIsSaidInOneLine() {
        CommandLineRun run = CommandLineRun.of("profile", "new", "usbip:127.0.0.1:1/1-1");
        assertEquals(3, run.exitCode());
        assertEquals(1, run.errors().lines().count(), run.errors());
        assertFalse(run.errors().contains("\tat "), run.errors());
        assertEquals(2, CommandLineRun.of("profile", "diff", "no-such.yaml", "emulated:ncm").exitCode());
    }
}
