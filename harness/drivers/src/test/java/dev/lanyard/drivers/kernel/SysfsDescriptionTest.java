package dev.lanyard.drivers.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.DeviceDescriptor;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linux' f_ncm gadget in a sysfs as Linux shows it. */
class SysfsDescriptionTest {

    private static final Bytes DEVICE = Bytes.hex("12010002 ef020140 6b1d434e 0001 010203 01".replace(" ", ""));
    /** Of a gadget of Linux 6.1, at high speed. */
    private static final Bytes CONFIGURATION = Bytes.hex("""
            09025e000201048001 080b0002020d0008 0904000001020d0005 0524001001 0524060001
            0d240f0700000000ea05000000 06241a000111 0705820310000 9 090401000 00a000106 090401010 20a000106
            070581020002 00 070501020002 00""".replaceAll("\\s", ""));

    @TempDir
    private Path sys;

    private Path device;
    private Path network;

    @BeforeEach
    void build() throws IOException {
        device = Files.createDirectories(sys.resolve("bus/usb/devices/1-1"));
        network = Files.createDirectories(sys.resolve("class/net/usb0"));
        Files.write(device.resolve("descriptors"), DEVICE.concat(CONFIGURATION).toArray());
        Files.writeString(device.resolve("manufacturer"), "Lanyard\n");
        Files.writeString(device.resolve("product"), "Gadget \u00e4\n");
        Files.writeString(device.resolve("serial"), "A-1\n");
        Files.writeString(network.resolve("addr_assign_type"), "0\n");
    }

    private void ntb(String... fields) throws IOException {
        Path folder = Files.createDirectories(network.resolve("cdc_ncm"));
        for (int i = 0; i < fields.length; i += 2) {
            Files.writeString(folder.resolve(fields[i]), fields[i + 1] + "\n");
        }
    }

    private DeviceReport read() {
        UsbDeviceInfo info = new UsbDeviceInfo("1-1", 0x1d6b, 0x4e43, 0x0100, UsbSpeed.HIGH);
        KernelInterface known = new KernelInterface("usb0", 7, MacAddress.parse("02:4c:4e:43:4d:01"), 1500, "cdc_ncm",
                Optional.of(info), Optional.of("A-1"));
        return new SysfsInterfaces(sys).describe(known).orElseThrow();
    }

    @Test
    void descriptorsStringsAndNtbParametersAreAsTheDeviceHasThem() throws IOException {
        ntb("bmNtbFormatsSupported", "0x0003", "dwNtbInMaxSize", "16384", "wNdpInDivisor", "4",
                "wNdpInPayloadRemainder", "0", "wNdpInAlignment", "4", "dwNtbOutMaxSize", "16384", "wNdpOutDivisor", "4",
                "wNdpOutPayloadRemainder", "0", "wNdpOutAlignment", "4", "wNtbOutMaxDatagrams", "64");

        DeviceReport report = read();

        assertEquals(0x4e43, report.deviceDescriptor().map(DeviceDescriptor::idProduct).orElseThrow());
        CdcFunction function = report.configurations().getFirst().functions().getFirst();
        assertEquals(CdcFunction.Model.NCM, function.model());
        assertEquals(CONFIGURATION, report.configurations().getFirst().tree().raw());
        assertEquals(List.of("Lanyard", "Gadget \u00e4", "A-1"), List.of(report.string(1).orElseThrow(),
                report.string(2).orElseThrow(), report.string(3).orElseThrow()));
        assertEquals(Optional.of("024C4E434D01"), report.string(function.ethernet().orElseThrow().iMACAddress()));
        assertEquals(16384, report.ntbParameters().orElseThrow().parameters().dwNtbInMaxSize());
        assertEquals(64, report.ntbParameters().orElseThrow().parameters().wNtbOutMaxDatagrams());
        assertEquals(List.of(), report.troubles());
    }

    @Test
    void aWrongDivisorIsOddHereToo() throws IOException {
        ntb("bmNtbFormatsSupported", "0x0001", "dwNtbInMaxSize", "4294967295", "wNdpInDivisor", "4",
                "wNdpInPayloadRemainder", "0", "wNdpInAlignment", "4", "dwNtbOutMaxSize", "16384", "wNdpOutDivisor", "0",
                "wNdpOutPayloadRemainder", "0", "wNdpOutAlignment", "4", "wNtbOutMaxDatagrams", "0");

        assertTrue(read().troubles().stream().anyMatch(text -> text.contains("wNdpOutDivisor is 0")));
        assertEquals(4294967295L, read().ntbParameters().orElseThrow().parameters().dwNtbInMaxSize());
    }

    @Test
    void anAddressThatSomebodyGaveTheInterfaceIsNotTheDevices() throws IOException {
        Files.writeString(network.resolve("addr_assign_type"), "3\n");

        DeviceReport report = read();

        int index = report.configurations().getFirst().functions().getFirst().ethernet().orElseThrow().iMACAddress();
        assertEquals(Optional.empty(), report.string(index).filter("024C4E434D01"::equals));
    }

    @Test
    void aConfigurationThatWasCutIsReadAsFarAsItGoes() throws IOException {
        Files.write(device.resolve("descriptors"), DEVICE.concat(CONFIGURATION.truncate(40)).toArray());

        DeviceReport report = read();

        assertEquals(40, report.configurations().getFirst().tree().raw().length());
        assertFalse(report.troubles().isEmpty());
    }

    @Test
    void whatTheKernelKeptOfAHostileDeviceIsNoException() throws IOException {
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            byte[] octets = DEVICE.concat(CONFIGURATION).truncate(random.nextInt(140)).toArray();
            for (int flips = random.nextInt(6); flips > 0 && octets.length > 0; flips--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            Files.write(device.resolve("descriptors"), octets);
            assertEquals("1-1", read().info().id());
        }
    }

    @Test
    void aDeviceThatHasGoneTellsNothing() throws IOException {
        Files.delete(device.resolve("descriptors"));

        assertTrue(new SysfsInterfaces(sys).describe(new KernelInterface("usb0", 7,
                MacAddress.parse("02:4c:4e:43:4d:01"), 1500, "cdc_ncm", Optional.of(new UsbDeviceInfo("1-1", 0x1d6b,
                        0x4e43, 0x0100, UsbSpeed.HIGH)), Optional.empty())).isEmpty());
    }
}
