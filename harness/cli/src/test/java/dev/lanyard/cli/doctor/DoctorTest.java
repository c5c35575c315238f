package dev.lanyard.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.cli.doctor.Diagnosis.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine made of files for each thing that can be missing. */
class DoctorTest {

    @TempDir
    private Path root;

    private Machine linux() {
        return new Machine(root, "Linux", "ada", Path.of("/opt/jdk"));
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
        assertTrue(found.fix().contains("setcap") && found.fix().contains("/opt/jdk/bin/java"), found.fix());
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
        Machine mac = new Machine(root, "Mac OS X", "ada", Path.of("/opt/jdk"));

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
