package dev.lanyard.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.cli.CommandLineRun;
import dev.lanyard.cli.doctor.Diagnosis.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A machine made of files for each thing that can be missing. */
class DoctorTest {

    @TempDir
    private Path root;

    /** Files that this user may not use. */
    private final Set<String> closed = new HashSet<>();

    private Machine linux() {
        return new Machine(root, "Linux", "ada", file -> !closed.contains(root.relativize(file).toString()));
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void aKernelWithoutUsbIsAProblemThatNamesTheWayOut() {
        Diagnosis found = UsbChecks.kernel(linux());

        assertEquals(State.PROBLEM, found.state());
        assertTrue(found.fix().contains("usbip:HOST:PORT/BUSID"), found.fix());
    }

    @Test
    void aContainerWithoutDeviceNodesIsTold() throws IOException {
        Files.createDirectories(root.resolve("sys/bus/usb"));

        Diagnosis found = UsbChecks.nodes(linux());

        assertEquals(State.PROBLEM, found.state());
        assertTrue(found.fix().contains("--device=/dev/bus/usb"), found.fix());
    }

    @Test
    void nodesThatMayBeWrittenAreFine() throws IOException {
        file("dev/bus/usb/001/002", "");

        assertEquals(Diagnosis.fine("usbfs", "all 1 device nodes may be written"), UsbChecks.nodes(linux()));
    }

    private void attached(String path, int address, String subclass) throws IOException {
        file("sys/bus/usb/devices/" + path + "/busnum", "1\n");
        file("sys/bus/usb/devices/" + path + "/devnum", address + "\n");
        file("sys/bus/usb/devices/" + path + ":1.0/bInterfaceClass", "02\n");
        file("sys/bus/usb/devices/" + path + ":1.0/bInterfaceSubClass", subclass + "\n");
        file("dev/bus/usb/001/%03d".formatted(address), "");
    }

    @Test
    void anAccessoryWhoseNodeIsClosedComesWithTheRuleThatOpensIt() throws IOException {
        attached("1-1", 3, "06");
        attached("1-2", 4, "0d");
        closed.add("dev/bus/usb/001/004");

        Diagnosis found = UsbChecks.nodes(linux());

        assertEquals(State.WARNING, found.state());
        assertEquals("1 of 2 device nodes of accessories may not be written by ada, such as "
                + root.resolve("dev/bus/usb/001/004"), found.sentence());
        assertTrue(found.fix().startsWith("./lanyard doctor --udev-rule | sudo tee /etc/udev/rules.d/"), found.fix());
    }

    @Test
    void nodesOfKeyboardsAndHubsMayBeClosed() throws IOException {
        attached("1-1", 3, "06");
        file("dev/bus/usb/001/001", "");
        closed.add("dev/bus/usb/001/001");

        assertEquals(Diagnosis.fine("usbfs", "the device nodes of all 1 accessories that are attached may be written"),
                UsbChecks.nodes(linux()));
    }

    @Test
    void beforeAnAccessoryIsAttachedTheRuleIsLookedFor() throws IOException {
        file("dev/bus/usb/001/001", "");
        closed.add("dev/bus/usb/001/001");
        assertEquals(State.WARNING, UsbChecks.nodes(linux()).state());

        file("etc/udev/rules.d/70-lanyard.rules", "");
        assertEquals(State.FINE, UsbChecks.nodes(linux()).state());
    }

    @Test
    void serialPortsThatAreClosedComeWithTheGroupThatOpensThem() throws IOException {
        file("dev/ttyACM0", "");
        file("dev/ttyUSB1", "");
        assertEquals("all 2 USB serial ports may be opened", MachineChecks.serialPorts(linux()).sentence());
        closed.add("dev/ttyACM0");

        Diagnosis found = MachineChecks.serialPorts(linux());

        assertEquals("ada may not open " + root.resolve("dev/ttyACM0"), found.sentence());
        assertEquals("sudo usermod -aG dialout ada, then log in again", found.fix());
    }

    @Test
    void littleSpaceIsTold() {
        assertEquals(State.WARNING, MachineChecks.disk(root, 1L << 29).state());
        assertEquals(State.FINE, MachineChecks.disk(root, 1L << 31).state());
    }

    @Test
    void aPortThatAnotherProgramHasIsTold() throws IOException {
        file("dev/ttyUSB0", "");
        file("proc/71/comm", "minicom\n");
        Files.createDirectories(root.resolve("proc/71/fd"));
        Files.createSymbolicLink(root.resolve("proc/71/fd/4"), root.resolve("dev/ttyUSB0").toRealPath());

        Diagnosis found = BenchChecks.portsInUse(linux());

        assertEquals(State.WARNING, found.state());
        assertTrue(found.sentence().endsWith("by minicom (process 71)"), found.sentence());
    }

    @Test
    void aBenchFileThatIsWrongOrNamesWhatIsNotThereIsTold() throws Exception {
        Path bench = Files.writeString(root.resolve("bench.yaml"), "bench: b\nconsoles: {c: {prt: x}}\n");
        assertEquals(List.of(State.PROBLEM), BenchChecks.bench(linux(), Optional.of(bench)).stream()
                .map(Diagnosis::state).toList());

        Files.writeString(bench, "bench: b\nconsoles: {c: {port: /dev/ttyUSB9}}\n");
        List<Diagnosis> found = BenchChecks.bench(linux(), Optional.of(bench));
        assertEquals(State.WARNING, found.getFirst().state());
        assertEquals("./lanyard bench", found.getFirst().fix());
        assertEquals(State.NOT_APPLICABLE, found.getLast().state(), "it names no power switch");
    }

    @Test
    void whateverIsAmissOnThisMachineComesWithAFixAndDecidesTheExitCode() {
        CommandLineRun run = CommandLineRun.of("doctor", "--format", "json");

        List<JsonNode> found = new ArrayList<>();
        JsonMapper.shared().readTree(run.output()).forEach(found::add);
        Set<String> areas = found.stream().map(one -> one.get("area").asString()).collect(Collectors.toSet());
        assertTrue(areas.containsAll(Set.of("usb", "usbfs", "taken interfaces", "drivers", "libpcap", "capabilities",
                "other services", "serial ports", "monitor radio", "wpa_supplicant", "android", "esp32", "ports in use",
                "clock", "disk", "bench")), areas::toString);
        found.stream().filter(one -> Set.of("PROBLEM", "WARNING").contains(one.get("state").asString())).forEach(one ->
                assertFalse(one.get("fix").asString().isBlank(), one::toString));
        boolean problem = found.stream().anyMatch(one -> one.get("state").asString().equals("PROBLEM"));
        assertEquals(problem ? 3 : 0, run.exitCode(), run.errors());
        assertEquals("", run.errors());
    }

    @Test
    void theUdevRuleCanBePrintedAlone() {
        CommandLineRun run = CommandLineRun.of("doctor", "--udev-rule");
        assertEquals(0, run.exitCode());
        assertEquals(UsbChecks.UDEV_RULE, run.output());
    }

    @Test
    void theUdevRuleNamesBothFunctions() {
        assertTrue(UsbChecks.UDEV_RULE.contains(":0206") && UsbChecks.UDEV_RULE.contains(":020d"));
        assertTrue(UsbChecks.UDEV_RULE.lines().noneMatch(String::isBlank), "tee writes it as it is");
    }

    @Test
    void missingCapabilitiesComeWithTheCommandThatGivesThem() throws IOException {
        file("proc/self/status", "Name:\tjava\nCapEff:\t0000000000001000\n");

        Diagnosis found = NetworkChecks.capabilities(linux());

        assertEquals(State.WARNING, found.state());
        assertTrue(found.sentence().contains("CAP_NET_RAW"), found.sentence());
        assertFalse(found.sentence().contains("CAP_NET_ADMIN"), found.sentence());
        assertTrue(found.fix().startsWith("sudo setpriv --reuid=$(id -u) ")
                && found.fix().contains("--ambient-caps=+net_raw,+net_admin ./lanyard"), found.fix());
    }

    @Test
    void bothCapabilitiesAreFine() throws IOException {
        file("proc/self/status", "CapEff:\t000001ffffffffff\n");

        assertEquals(State.FINE, NetworkChecks.capabilities(linux()).state());
    }

    @Test
    void aStatusThatTellsNothingIsNoStackTrace() throws IOException {
        file("proc/self/status", "CapEff:\tnonsense\n");

        assertEquals(State.WARNING, NetworkChecks.capabilities(linux()).state());
    }

    @Test
    void servicesThatMeddleAreNamed() throws IOException {
        file("proc/1/comm", "systemd\n");
        file("proc/70/comm", "ModemManager\n");
        file("proc/71/comm", "NetworkManager\n");

        List<Diagnosis> found = NetworkChecks.meddlers(linux());

        assertEquals(2, found.size());
        assertTrue(found.getFirst().sentence().contains("ModemManager"));
        assertTrue(found.getLast().fix().startsWith("nmcli"));
    }

    @Test
    void quietMachinesAreFine() throws IOException {
        file("proc/1/comm", "systemd\n");

        assertEquals(State.FINE, NetworkChecks.meddlers(linux()).getFirst().state());
    }

    @Test
    void driversMayBeLoadedOrWaiting() throws IOException {
        file("proc/sys/kernel/osrelease", "6.1.0\n");
        file("lib/modules/6.1.0/modules.dep", "kernel/drivers/net/usb/cdc_ether.ko.xz: kernel/drivers/net/usbnet.ko\n"
                + "kernel/drivers/net/usb/cdc_ncm.ko:\n");
        Files.createDirectories(root.resolve("sys/module/cdc_acm"));

        assertEquals(State.FINE, MachineChecks.drivers(linux()).state());
    }

    @Test
    void missingDriversAreNamed() throws IOException {
        file("proc/sys/kernel/osrelease", "6.1.0\n");

        assertTrue(MachineChecks.drivers(linux()).sentence().contains("cdc_ether, cdc_ncm, cdc_acm"));
    }

    @Test
    void aClockThatWasNeverSetIsTold() {
        assertEquals(State.WARNING, MachineChecks.clock(Instant.EPOCH).state());
        assertEquals(State.FINE, MachineChecks.clock(Instant.parse("2027-01-01T00:00:00Z")).state());
    }

    @Test
    void aFolderThatIsNotThereYetHasADiskAllTheSame() {
        assertTrue(MachineChecks.disk(root.resolve("runs/later")).sentence().contains("MiB are free"));
    }

    @Test
    void otherSystemsAreNotMeasuredByLinux() {
        Machine mac = new Machine(root, "Mac OS X", "ada", file -> true);

        assertEquals(State.NOT_APPLICABLE, UsbChecks.kernel(mac).state());
        assertEquals(State.NOT_APPLICABLE, UsbChecks.nodes(mac).state());
        assertEquals(State.NOT_APPLICABLE, NetworkChecks.capabilities(mac).state());
        assertEquals(State.NOT_APPLICABLE, MachineChecks.serialPorts(mac).state());
    }

    @Test
    void thisMachineIsExaminedWithoutAnException() {
        assertTrue(DoctorCommand.examine(Machine.here()).size() >= 10);
    }
}
