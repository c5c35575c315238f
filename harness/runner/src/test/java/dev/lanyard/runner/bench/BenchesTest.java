package dev.lanyard.runner.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchesTest {

    private static final Path EXAMPLE = Path.of("../../fixtures/bench/bench.yaml");

    @TempDir
    private Path folder;

    private String defects(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("bench.yaml"), yaml);
        return assertThrows(InvalidInputException.class, () -> Benches.find(Optional.of(file))).getMessage()
                .replace(folder + "/", "");
    }

    @Test
    void theShippedExampleIsRight() {
        Defects defects = new Defects();
        Bench bench = Benches.load(EXAMPLE, defects).orElseThrow(() -> new AssertionError(defects.list()));
        assertEquals(Set.of("left", "right", "far", "emulated", "publisher"), bench.ports().keySet());
        Benches.Filed filed = new Benches.Filed(EXAMPLE, bench);
        assertEquals("usb:1-2.1", filed.accessory("left").toString());
        assertEquals("usbip:h/1-1", filed.accessory("usbip:h/1-1").toString());
        assertTrue(Files.exists(filed.profileOf(AccessorySpec.parse("emulated:ncm+CDC-NOTIF-01")).orElseThrow()));
        assertEquals(List.of("port 1 of USB hub 1-2", "relay right on /dev/serial/by-id/usb-relay-board",
                "power switch outlet"), List.of("left", "right", "outlet").stream()
                .map(name -> Switches.of(name, bench.power().get(name)).orElseThrow().name()).toList());
    }

    @Test
    void aRadioReachesAWifiAwareDeviceByItsOwnNameOrByThatOfAPort() throws Exception {
        Path file = Files.writeString(folder.resolve("b.yaml"), """
                bench: b
                ports:
                  publisher: {radio: phone, profile: p.yaml}
                radios:
                  phone: {kind: android, serial: R5CT}
                  sniffer: {kind: monitor, netdev: mon0}
                  board: {kind: esp32, port: /dev/ttyUSB0}
                  hostap: {kind: wpa-supplicant, netdev: nan0}
                  other: {kind: wpa-supplicant, netdev: nan1, data-netdev: ndi1}
                """);
        Benches.Filed filed = Benches.find(Optional.of(file)).orElseThrow();
        assertEquals(List.of("android:R5CT", "android:R5CT", "monitor:mon0", "esp32:/dev/ttyUSB0",
                "wpa_supplicant:/run/wpa_supplicant/nan0,nan_data0", "wpa_supplicant:/run/wpa_supplicant/nan1,ndi1"),
                List.of("publisher", "phone", "sniffer", "board", "hostap", "other").stream()
                        .map(name -> filed.accessory(name).toString()).toList());
        assertEquals(Optional.of(folder.resolve("p.yaml")), filed.profileOf(AccessorySpec.parse("android:R5CT")));
    }

    @Test
    void aPortHasAnAccessoryOrARadioThatThereIs() throws IOException {
        String said = defects("""
                bench: b
                ports:
                  none: {profile: p.yaml}
                  both: {accessory: "usb:1-1", radio: phone}
                  wrong: {radio: phne}
                radios: {phone: {kind: android, serial: R5CT}}
                """);
        for (String part : List.of("bench.yaml:3:9: ports.none: a port has an accessory, or a radio",
                "bench.yaml:4:9: ports.both: a port has an accessory, or a radio",
                "\"phne\" is not the name of a radio of this bench; did you mean phone?")) {
            assertTrue(said.contains(part), () -> part + " is not in\n" + said);
        }
    }

    @Test
    void everyMistakeIsNamedWithItsPlaceAndWhatComesNear() throws IOException {
        String said = defects("""
                bench: lab
                ports:
                  left: {accessory: usb:1-2, console: uat, power: relay}
                  right: {accessory: nonsense}
                consoles:
                  uart: {port: /dev/ttyUSB0, buad: 9600}
                power:
                  relay: {hub-port: usb1}
                  two: {hub-port: 1-2, usb-reset: true}
                """);
        for (String part : List.of(
                "bench.yaml:3:39: ports.left.console: \"uat\" is not the name of a console of this bench; did you mean uart?",
                "bench.yaml:4:10: ports.right: an accessory is named SCHEME:WHICH",
                "bench.yaml:6:30: consoles.uart: \"buad\" is not one of its keys; did you mean baud?",
                "bench.yaml:8:10: power.relay: hub-port: \"usb1\" is no bus path such as 1-2.3",
                "bench.yaml:9:8: power.two: a power switch is one of hub-port, relay, command, usb-reset")) {
            assertTrue(said.contains(part), () -> part + " is not in\n" + said);
        }
    }

    @Test
    void twoPortsAreNotOneAccessory() throws IOException {
        assertTrue(defects("bench: b\nports:\n  a: {accessory: \"usb:1209:0001\"}\n  b: {accessory: \"usb:1209:0001\"}\n")
                .contains("ports.b and ports.a are the same accessory, usb:1209:0001; two that are alike are told apart "
                        + "by bus path"));
    }

    @Test
    void aNameThatThereIsNotSaysWhatComesNear() throws Exception {
        Path file = Files.writeString(folder.resolve("b.yaml"), "bench: lab\nports:\n  left: {accessory: usb:1-2}\n");
        Benches.Filed filed = Benches.find(Optional.of(file)).orElseThrow();
        assertEquals("bench lab (" + file + ") has no port or radio called \"lft\"; did you mean left?",
                assertThrows(IllegalArgumentException.class, () -> filed.accessory("lft")).getMessage());
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        assertTrue(assertThrows(InvalidInputException.class, () -> Benches.find(Optional.of(folder.resolve("no.yaml"))))
                .getMessage().contains("no.yaml"));
    }
}
