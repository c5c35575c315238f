package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.stubs.EmulatedAccessoryProvider;
import dev.lanyard.stubs.usb.EmulatedDevice;
import dev.lanyard.stubs.usbip.UsbIpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

@Timeout(120)
class CheckCommandTest {

    @TempDir
    private Path folder;

    private CommandLineRun check(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "check";
        all[1] = "--out";
        all[2] = folder.resolve("out").toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return CommandLineRun.of(all);
    }

    @Test
    void saysWhichHostAFaultBreaksWithItsFixAndJudgesEveryRule() throws IOException {
        CommandLineRun run = check("emulated:ncm", "--fault", "HOST-WIN-04");

        assertEquals(1, run.exitCode(), run.errors());
        String table = run.output().lines().filter(line -> line.startsWith("emulated:ncm+HOST-WIN-04 ")).findFirst()
                .orElseThrow(() -> new AssertionError(run.output()));
        assertEquals("FAILS", table.split("\\s+")[2], table);
        assertFalse(table.split("\\s+")[1].equals("FAILS"), table);
        assertTrue(run.output().contains("Breaks Windows\n  FAIL HOST-WIN-04 "), run.output());
        assertEquals(1, run.output().split("is 1 \\(maximum", -1).length - 1, "told once: " + run.output());
        assertTrue(run.output().contains("Fix: Report wNdpInDivisor and wNdpOutDivisor 4"), run.output());
        JsonNode verdicts = new ObjectMapper().readTree(Files.readString(folder.resolve("out/verdicts.json")));
        assertTrue(verdicts.at("/accessories/0/rules").size() > 80, run.output());
    }

    @Test
    void aWifiAwareDeviceIsCheckedForIosAndAndroid() throws IOException {
        CommandLineRun run = check("emulated:aware-pin", "--fault", "NAN-DCEA-01");

        assertEquals(1, run.exitCode(), run.errors());
        assertTrue(run.output().lines().anyMatch(line -> line.matches("Accessory +iOS Wi-Fi Aware +Android Wi-Fi Aware")),
                run.output());
        assertTrue(run.output().lines().anyMatch(line -> line.matches("emulated:aware-pin\\+NAN-DCEA-01 +FAILS +.*")),
                run.output());
        assertTrue(run.output().contains("Breaks iOS Wi-Fi Aware\n  FAIL NAN-DCEA-01 "), run.output());
        assertTrue(run.output().contains("Fix: Put 2A 02 00 00 03"), run.output());
        JsonNode hosts = new ObjectMapper().readTree(Files.readString(folder.resolve("out/verdicts.json")))
                .at("/accessories/0/hosts");
        assertEquals("[\"IOS_AWARE\",\"ANDROID_AWARE\"]", hosts.findValues("host").toString().replace(" ", ""));
    }

    @Test
    void anAccessoryOfWhichNothingIsKnownIsTriedAndThenCheckedForWhatItOffers() throws IOException {
        CommandLineRun run = check("emulated:ncm-1");

        assertEquals(0, run.exitCode(), run.output() + run.errors());
        String output = run.output().replaceAll("\\s+", " ");
        assertTrue(output.contains("Profile: derived from what the device declares"), output);
        assertTrue(output.contains("what answered was ping, dhcp-server, mdns, udp-echo"), output);
        assertFalse(output.contains("unknown"), output);
        assertTrue(output.contains("passed compliance/first-contact"), output);
        Path profile = folder.resolve("out/profile.yaml");
        assertTrue(Files.readString(profile).contains("function: ncm"));
        assertEquals(0, CommandLineRun.of("validate", profile.toString()).exitCode());
    }

    @Test
    void aProfileWithTheDevicesIdentityIsTaken() throws Exception {
        try (UsbIpServer server = UsbIpServer.loopback();
                EmulatedDevice device = EmulatedAccessoryProvider.device(AccessorySpec.parse("emulated:ecm"))) {
            server.export("1-1", device);

            CommandLineRun run = check("usbip:127.0.0.1:" + server.port() + "/1-1");

            assertTrue(run.output().contains("Profile: emulated-ecm, whose serial number the device has"), run.output());
            assertTrue(run.output().contains("passed         compliance/first-contact"), run.output());
        }
    }

    @Test
    void whatCannotBeCheckedIsSaid() {
        assertEquals(2, check("emulated:rndis").exitCode());
        assertEquals(2, check("emulated:ncm", "--profile", folder.resolve("none.yaml").toString()).exitCode());
        assertEquals(2, check("nothing").exitCode());
    }
}
