package dev.lanyard.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.cli.bench.Finding.State;
import dev.lanyard.runner.bench.Bench;
import dev.lanyard.runner.bench.Benches;
import dev.lanyard.runner.yaml.Defects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCheckTest {

    @TempDir
    private Path root;

    @BeforeEach
    void machine() throws IOException {
        Files.createDirectories(root.resolve("dev/serial/by-id"));
        Files.createFile(root.resolve("dev/ttyUSB0"));
        Files.createFile(root.resolve("dev/ttyUSB1"));
        Files.createSymbolicLink(root.resolve("dev/serial/by-id/board"), root.resolve("dev/ttyUSB0"));
        Files.createDirectories(root.resolve("proc/4711/fd"));
        Files.writeString(root.resolve("proc/4711/comm"), "minicom\n");
        Files.createSymbolicLink(root.resolve("proc/4711/fd/5"), root.resolve("dev/ttyUSB1").toRealPath());
        Files.createDirectories(root.resolve("sys/class/net/wlan0"));
        Files.writeString(root.resolve("sys/class/net/wlan0/type"), "1\n");
        Files.createDirectories(root.resolve("sys/class/net/mon0"));
        Files.writeString(root.resolve("sys/class/net/mon0/type"), "803\n");
    }

    private Map<String, Finding> found(String yaml) throws Exception {
        Defects defects = new Defects();
        Bench bench = Benches.load(Files.writeString(root.resolve("bench.yaml"), "bench: b\n" + yaml), defects)
                .orElseThrow(() -> new AssertionError(defects.list()));
        return new BenchCheck(root).of(bench).stream().collect(Collectors.toMap(Finding::name, Function.identity()));
    }

    @Test
    void serialPortsAreThereOrMissingOrInUseWithoutBeingOpened() throws Exception {
        Map<String, Finding> found = found("""
                consoles:
                  board: {port: /dev/serial/by-id/board}
                  busy: {port: /dev/ttyUSB1}
                  gone: {port: /dev/ttyUSB7}
                  unplugged: {port: "usb:0403:6001"}
                  own: {}
                """);
        assertEquals(State.PRESENT, found.get("board").state());
        assertEquals(State.IN_USE, found.get("busy").state());
        assertEquals("minicom (process 4711) has " + root.resolve("dev/ttyUSB1"), found.get("busy").said());
        assertEquals(State.MISSING, found.get("gone").state());
        assertTrue(found.get("gone").fix().contains("/dev/serial/by-id"));
        assertEquals(State.MISSING, found.get("unplugged").state());
        assertEquals(State.NOT_LOOKED_AT, found.get("own").state());
    }

    @Test
    void accessoriesAreThereOrNot() throws Exception {
        Map<String, Finding> found = found("""
                ports:
                  soft: {accessory: emulated:ncm}
                  wrong: {accessory: emulated:xyz}
                """);
        assertEquals(State.PRESENT, found.get("soft").state());
        assertEquals("1209:0002 at 1-1", found.get("soft").said().replaceFirst("1209:....", "1209:0002"));
        assertEquals(State.MISSING, found.get("wrong").state());
    }

    @Test
    void switchesAreAskedAndNotSwitched() throws Exception {
        Map<String, Finding> found = found("""
                power:
                  hook: {command: {on: ["false"], off: ["false"], status: [echo, "off"]}}
                  mute: {command: {on: ["true"], off: ["true"]}}
                  nowhere: {command: {on: [/no/such/program], off: ["true"]}}
                  reset: {usb-reset: true}
                  relay: {relay: {port: /dev/ttyUSB7, on: {send: "01"}, off: {send: "00"}}}
                """);
        assertEquals("off: its status command says off", found.get("hook").said());
        assertEquals(State.PRESENT, found.get("mute").state());
        assertTrue(found.get("mute").said().contains("tells nothing"));
        assertEquals("there is no program /no/such/program that may be run", found.get("nowhere").said());
        assertEquals(State.NOT_LOOKED_AT, found.get("reset").state());
        assertEquals(State.MISSING, found.get("relay").state());
    }

    @Test
    void aPortThatIsReachedByARadioNeedsThatRadio() throws Exception {
        Finding board = found("""
                ports: {device: {radio: board}}
                radios: {board: {kind: esp32, port: /dev/ttyNONE7}}
                """).get("device");
        assertEquals(State.MISSING, board.state());
        assertEquals("/dev/ttyNONE7 is not there", board.said());
    }

    @Test
    void radiosHaveTheRightKindOfInterface() throws Exception {
        Map<String, Finding> found = found("""
                radios:
                  good: {kind: monitor, netdev: mon0}
                  managed: {kind: monitor, netdev: wlan0}
                  gone: {kind: wpa-supplicant, netdev: wlan9}
                  mute: {kind: wpa-supplicant, netdev: wlan0}
                  phone: {kind: android, serial: NOSUCH}
                """);
        assertEquals(List.of(State.PRESENT, State.MISSING, State.MISSING, State.MISSING, State.MISSING),
                Stream.of("good", "managed", "gone", "mute", "phone").map(name -> found.get(name).state()).toList());
        assertTrue(found.get("mute").said().startsWith("there is no control interface "), found.get("mute").said());
        assertTrue(found.get("phone").said().startsWith("adb "), found.get("phone").said());
        assertTrue(found.get("managed").said().contains("no monitor interface"));
    }
}
