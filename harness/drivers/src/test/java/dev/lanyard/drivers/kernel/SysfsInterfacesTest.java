package dev.lanyard.drivers.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.cdc.CdcDriver;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sysfs as Linux shows it: two accessories that are alike but for their serial numbers, and a card on PCI. */
class SysfsInterfacesTest {

    @TempDir
    private Path sys;

    private SysfsInterfaces interfaces;

    @BeforeEach
    void build() throws IOException {
        accessory("1-1", "1d6b", "4e43", "A-1", "eth7", "02:4c:4e:43:4d:01", "cdc_ncm", 7);
        accessory("1-2.3", "1d6b", "4e43", "A-2", "enx0", "02:4c:4e:43:4d:11", "cdc_ncm", 9);
        Path card = Files.createDirectories(sys.resolve("devices/pci0000:00/0000:00:03.0"));
        network(card, "usb0", "02:fc:00:00:00:01", 2);
        interfaces = new SysfsInterfaces(sys);
    }

    private void accessory(String path, String vendor, String product, String serial, String name, String mac,
                           String driver, int index) throws IOException {
        Path device = Files.createDirectories(sys.resolve("devices/pci0000:00/usb1/" + path));
        Files.writeString(device.resolve("idVendor"), vendor + "\n");
        Files.writeString(device.resolve("idProduct"), product + "\n");
        Files.writeString(device.resolve("bcdDevice"), "0100\n");
        Files.writeString(device.resolve("speed"), "480\n");
        Files.writeString(device.resolve("serial"), serial + "\n");
        Path drivers = Files.createDirectories(sys.resolve("bus/usb/drivers/" + driver));
        for (int number = 0; number < 2; number++) {
            Path function = Files.createDirectories(device.resolve(path + ":1." + number));
            Files.createSymbolicLink(function.resolve("driver"), drivers);
            Files.writeString(function.resolve("bAlternateSetting"), number == 1 ? " 1\n" : " 0\n");
        }
        network(device.resolve(path + ":1.0"), name, mac, index);
        Path byPath = Files.createDirectories(sys.resolve("bus/usb/devices"));
        Files.createSymbolicLink(byPath.resolve(path), device);
    }

    private void network(Path device, String name, String mac, int index) throws IOException {
        Path folder = Files.createDirectories(device.resolve("net/" + name));
        Files.writeString(folder.resolve("address"), mac + "\n");
        Files.writeString(folder.resolve("ifindex"), index + "\n");
        Files.writeString(folder.resolve("mtu"), "1500\n");
        Files.writeString(folder.resolve("carrier"), "1\n");
        Files.writeString(folder.resolve("carrier_changes"), "3\n");
        Files.createSymbolicLink(folder.resolve("device"), device);
        Path all = Files.createDirectories(sys.resolve("class/net"));
        Files.createSymbolicLink(all.resolve(name), folder);
    }

    private KernelInterface choose(String spec) throws UsbException {
        return KernelSelector.parse(spec).choose(interfaces);
    }

    @Test
    void anInterfaceIsFoundByItsDeviceWhateverItIsCalled() throws UsbException {
        KernelInterface found = choose("usb:1-2.3");

        assertEquals("enx0", found.name());
        assertEquals(9, found.index());
        assertEquals(Optional.of(CdcDriver.Kind.NCM), found.kind());
        assertEquals("1d6b:4e43", found.device().orElseThrow().vidPid());
        assertEquals(UsbSpeed.HIGH, found.device().orElseThrow().speed());
    }

    @Test
    void twoThatAreAlikeAreToldApartBySerialNumberPortAndAddress() throws UsbException {
        assertEquals("eth7", choose("usb:1d6b:4e43/A-1").name());
        assertEquals("enx0", choose("usb:1d6b:4e43/A-2").name());
        assertEquals("enx0", choose("mac:02:4c:4e:43:4d:11").name());

        UsbException both = assertThrows(UsbException.class, () -> choose("usb:1d6b:4e43"));
        assertEquals(UsbError.BUSY, both.error());
        assertTrue(both.getMessage().contains("A-1") && both.getMessage().contains("A-2"), both.getMessage());
    }

    @Test
    void whatIsNotThereIsToldWithWhatIs() {
        UsbException none = assertThrows(UsbException.class, () -> choose("usb:2-1"));

        assertEquals(UsbError.NOT_FOUND, none.error());
        assertTrue(none.getMessage().contains("2-1 is not attached") && none.getMessage().contains("eth7 ("),
                none.getMessage());
    }

    @Test
    void aDeviceWithoutAnInterfaceIsToldWithTheDriversOfItsInterfaces() throws IOException {
        Path link = sys.resolve("class/net/eth7");
        Files.delete(link);

        UsbException none = assertThrows(UsbException.class, () -> choose("usb:1-1"));

        assertTrue(none.getMessage().contains("1-1:1.0 is with cdc_ncm, 1-1:1.1 is with cdc_ncm"), none.getMessage());
    }

    @Test
    void whatTheDriverSelectedAndHearsIsTold() {
        assertEquals(Optional.of(1), interfaces.selectedAlternate("eth7"));
        assertEquals(Optional.empty(), interfaces.selectedAlternate("gone"));
        assertEquals(Optional.of(true), interfaces.carrier("eth7"));
        assertEquals(3, interfaces.carrierChanges("eth7"));
        assertTrue(interfaces.isThere("eth7", 7));
        assertFalse(interfaces.isThere("eth7", 8), "another one under the same name");
    }

    @Test
    void nonsenseIsNoInterface() throws IOException {
        Path odd = Files.createDirectories(sys.resolve("class/net/odd"));
        Files.writeString(odd.resolve("address"), "00:00\n");

        assertEquals(List.of("enx0", "eth7", "usb0"), interfaces.list().stream().map(KernelInterface::name).toList());
        assertEquals(List.of(), new SysfsInterfaces(sys.resolve("none")).list());
    }

    @ParameterizedTest
    @ValueSource(strings = {"usb0", "usb:", "usb:usb0", "mac:02:4c", "usb:../1-1"})
    void anythingElseIsToldTheForms(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> KernelSelector.parse(text)).getMessage();
        assertTrue(message.contains("net:" + text) && message.contains("net:mac:ADDRESS"), message);
    }
}
