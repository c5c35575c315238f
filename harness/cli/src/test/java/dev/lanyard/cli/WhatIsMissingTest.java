package dev.lanyard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command that reaches a device, on a machine that lacks something for it: says what is missing in one line, ends
 * with exit code 3, and prints no stack trace. What {@code doctor} and {@code bench} say of the same stands in their
 * tables.
 */
@Timeout(240)
class WhatIsMissingTest {

    private static final String LOOPBACK = "net:mac:00:00:00:00:00:00";
    private static final String PROFILE = " -p ../../device-profiles/emulated-ncm.yaml";
    private static final String AWARE = " -p ../../device-profiles/emulated-aware-pin.yaml";
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    @TempDir
    private Path folder;

    private static List<String> allCommandsOn(String spec, String profile) {
        return List.of("describe " + spec, "check " + spec, "check " + spec + profile, "run -a " + spec,
                "run ../../scenarios/smoke -a " + spec + profile, "profile new " + spec, "profile diff emulated-ncm " + spec);
    }

    private void assertOneLine(List<String> commands, List<CommandLineRun> runs, String said) {
        for (int i = 0; i < runs.size(); i++) {
            CommandLineRun run = runs.get(i);
            String shown = commands.get(i) + ": exit code " + run.exitCode() + ", output " + run.output() + ", errors "
                    + run.errors();
            assertEquals(3, run.exitCode(), shown);
            assertEquals(1, run.errors().lines().count(), shown);
            assertEquals("", run.output(), shown);
            assertTrue(run.errors().startsWith("lanyard: ") && run.errors().contains(said), shown);
            assertFalse(run.errors().contains("Exception") || run.errors().contains("defect of Lanyard"), shown);
        }
        assertEquals(commands.size(), runs.size());
    }

    private List<CommandLineRun> here(List<String> commands) {
        System.setProperty("lanyard.home", Path.of("../..").toAbsolutePath().normalize().toString());
        return commands.stream().map(command -> CommandLineRun.of(command.split(" "))).toList();
    }

    @Test
    void withoutRightsOnDeviceNodes() {
        List<String> commands = allCommandsOn("denied:1-1", PROFILE);
        assertOneLine(commands, here(commands), "./lanyard doctor prints the udev rule that gives access");
    }

    @Test
    void watchShowsDevicesThatItMayNotOpenAndSaysSoWhenItIsToTestThem() {
        CommandLineRun watch = here(List.of("watch --at denied --for 6s --run ../../scenarios/smoke --out "
                + folder.resolve("runs"))).getFirst();

        assertEquals(3, watch.exitCode(), watch.errors());
        assertEquals(2, watch.output().lines().filter(line -> line.contains("arrived")).count(), watch.output());
        assertTrue(watch.output().contains("not tested: opening of 1-1: access denied"), watch.output());
        assertTrue(watch.output().contains("not tested: opening of 1-2: access denied"), watch.output());
    }

    @Test
    void withoutTheInterfaceThePortTheSocketOrTheServer() {
        List<String> commands = new ArrayList<>(allCommandsOn("net:mac:02:00:00:00:00:99", PROFILE));
        assertOneLine(commands, here(commands), "not found (");
        commands = new ArrayList<>(allCommandsOn("usbip:127.0.0.1:1/1-1", PROFILE));
        commands.addAll(List.of("watch --at usbip:127.0.0.1:1 --for 1s", "list -a usbip:127.0.0.1:1"));
        assertOneLine(commands, here(commands), "127.0.0.1:1");
        for (String radio : List.of("monitor:mon99", "esp32:/dev/ttyNONE9", "wpa_supplicant:/run/none/nan0,nan_data0",
                "air:127.0.0.1:1")) {
            commands = List.of("run ../../scenarios/aware -a " + radio, "run ../../scenarios/aware -a " + radio + AWARE,
                    "check " + radio, "describe " + radio, "profile new " + radio,
                    "profile diff emulated-aware-pin " + radio);
            assertOneLine(commands, here(commands), radio + " cannot be tested: ");
        }
    }

    @Test
    void withoutLibpcap() throws Exception {
        List<String> commands = new ArrayList<>(allCommandsOn(LOOPBACK, PROFILE).stream()
                .filter(command -> !command.startsWith("describe")).toList());
        commands.add("run ../../scenarios/aware -a monitor:lo" + AWARE);

        List<CommandLineRun> runs = CommandTable.run(folder, commands, List.of(),
                List.of("-Dorg.pcap4j.core.pcapLibName=no-such-library"), Map.of());

        assertOneLine(commands, runs, "libpcap is not installed; ./lanyard doctor prints the command that installs it");
    }

    /** As a user without capabilities, to whom a serial port does not belong, and with no program to be found. */
    @Test
    void withoutRightsOnInterfacesAndPortsAndWithoutPrograms() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")) && Files.isExecutable(SETPRIV),
                "taking rights away needs root and setpriv");
        Path port = Files.createFile(folder.resolve("ttyUSB0"));
        Files.setOwner(port, port.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        Files.setPosixFilePermissions(port, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        List<String> interfaces = new ArrayList<>(allCommandsOn(LOOPBACK, PROFILE).stream()
                .filter(command -> !command.startsWith("describe")).toList());
        List<String> monitor = List.of("run ../../scenarios/aware -a monitor:lo" + AWARE, "check monitor:lo");
        List<String> serial = List.of("run ../../scenarios/aware -a esp32:" + port + AWARE, "check esp32:" + port);
        List<String> phone = List.of("run ../../scenarios/aware -a android:any" + AWARE, "check android:any");
        List<String> commands = new ArrayList<>(interfaces);
        List.of(monitor, serial, phone).forEach(commands::addAll);

        List<CommandLineRun> runs = CommandTable.run(folder, commands, List.of(SETPRIV.toString(),
                "--bounding-set=-net_raw,-net_admin,-dac_override,-dac_read_search", "--inh-caps=-all"), List.of(),
                Map.of("PATH", folder.toString()));

        int at = 0;
        for (var part : List.of(Map.entry(interfaces, "; ./lanyard doctor prints the command that gives the right"),
                Map.entry(monitor, "ermi"), Map.entry(serial, port + " cannot be opened: no rights ("),
                Map.entry(phone, "adb cannot be run: install Android's platform tools"))) {
            assertOneLine(part.getKey(), runs.subList(at, at + part.getKey().size()), part.getValue());
            at += part.getKey().size();
        }
    }

    @Test
    void withoutAnAddressToListenOn() {
        List<String> commands = List.of("serve emulated:ncm --bind 203.0.113.9 --port 0",
                "air emulated:aware-open --bind 203.0.113.9 --port 0");
        assertOneLine(commands, here(commands), "cannot listen on 203.0.113.9 port 0: ");
    }

    @Test
    void withoutAFolderThatMayBeWritten() throws Exception {
        Path file = Files.createFile(folder.resolve("no-folder"));
        CommandLineRun run = here(List.of("run ../../scenarios/smoke -a emulated:ecm -o " + file.resolve("run"))).getFirst();
        assertTrue(run.exitCode() == 2 || run.exitCode() == 3, run.errors());
        assertEquals(1, run.errors().lines().count(), run.errors());
        assertTrue(run.errors().contains("no-folder") && run.errors().length() > file.toString().length() + 12,
                run.errors());
    }
}
