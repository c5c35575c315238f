package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.yaml.Defects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Wi-Fi Aware devices described, written down as profiles and compared with them, by what they show over the air. */
@Timeout(120)
class SeenOnAirTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void home() {
        System.setProperty("lanyard.home", Examples.PROJECT.toString());
    }

    @Test
    void aDeviceIsDescribedByItsAttributesAndItsServices() {
        CommandLineRun run = CommandLineRun.of("describe", "emulated:aware-pin");

        assertEquals(0, run.exitCode(), run::errors);
        for (String shown : List.of("1 Wi-Fi Aware device heard in 17 s", "publishes daf63a7d5942 (_lanyard._udp)",
                "bands                      [ghz-2-4, ghz-5]", "bootstrapping (NPBA)       0x0002 [pin-display]",
                "pairing (DCEA)             set-up enabled, keeps pairings",
                "cipher suites (CSIA)       1 (ncs-sk-128), 7 (ncs-pk-pasn-128)",
                "role                       publish, both", "data path                  secured")) {
            assertTrue(run.output().contains(shown), () -> "lacks " + shown + ": " + run.output());
        }
        assertFalse(run.output().contains("What is odd"), run::output);
    }

    @Test
    void whatIsOddIsNamedByItsRule() {
        CommandLineRun run = CommandLineRun.of("describe", "emulated:aware-pin+NAN-DCEA-01", "--format", "json");

        assertEquals(0, run.exitCode(), run::errors);
        JsonNode device = JsonMapper.shared().readTree(run.output()).at("/devices/0");
        assertEquals("NAN-DCEA-01", device.at("/findings/0/rule").asString());
        assertEquals("_lanyard._udp", device.at("/services/0/name").asString());
        assertEquals("NO", device.at("/abilities/0/answer").asString());
        assertTrue(device.at("/deviceCapability").asString().startsWith("0f0900"), device::toString);
    }

    @Test
    void aProfileIsWrittenThatLoadsAndNamesItsSecretWithoutKnowingIt() throws IOException {
        Path file = folder.resolve("seen.yaml");
        CommandLineRun run = CommandLineRun.of("profile", "new", "emulated:aware-keypad", "--out", file.toString());

        assertEquals(0, run.exitCode(), run::errors);
        Defects defects = new Defects();
        Profile profile = Profiles.load(file, defects).orElseThrow(() -> new AssertionError("" + defects.list()));
        assertEquals("_lanyard._udp", profile.aware().orElseThrow().services().getFirst().name());
        assertEquals("pin", profile.aware().orElseThrow().pairing().orElseThrow().secret().orElseThrow());
        assertEquals(0, CommandLineRun.of("profile", "diff", file.toString(), "emulated:aware-keypad").exitCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscriber", "strong", "usd", "open"})
    void emulatedDevicesAreAsTheirProfilesSay(String model) {
        CommandLineRun run = CommandLineRun.of("profile", "diff", "emulated-aware-" + model, "emulated:aware-" + model);

        assertEquals(0, run.exitCode(), () -> run.output() + run.errors());
    }

    @Test
    void anotherDeviceThanTheProfileSaysDiffers() {
        CommandLineRun run = CommandLineRun.of("profile", "diff", "emulated-aware-pin", "emulated:aware-open");

        assertEquals(1, run.exitCode(), run::errors);
        assertTrue(run.output().contains("declared [pin-display], not seen"), run::output);
        assertTrue(run.output().contains("declared publish, secured data path, seen publish, open data path"),
                run::output);
    }

    @Test
    void whatCannotBeComparedIsSaidInOneLine() {
        CommandLineRun usb = CommandLineRun.of("profile", "diff", "emulated-ncm", "emulated:aware-pin");
        assertEquals(2, usb.exitCode(), usb::errors);
        assertTrue(usb.errors().startsWith("lanyard: profile emulated-ncm is of an accessory on USB"), usb::errors);
        CommandLineRun service = CommandLineRun.of("describe", "emulated:ncm", "--service", "_x._udp");
        assertEquals(2, service.exitCode(), service::errors);
        assertEquals(1, service.errors().lines().count(), service::errors);
    }
}
