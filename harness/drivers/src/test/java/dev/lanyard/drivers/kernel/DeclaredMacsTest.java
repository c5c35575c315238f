package dev.lanyard.drivers.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.cdc.DeviceReport.Configuration;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.DescriptorParser;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.StringDescriptor;
import dev.lanyard.wire.usb.UsbSpeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Interfaces as macOS shows them, without devices, and what the attached devices declare. */
class DeclaredMacsTest {

    /** Of Linux' f_ecm gadget, with iMACAddress 4. */
    private static final Bytes ECM = Bytes.hex("""
            090258000201048001 080b000202060008 090400000102060005 0524001001 0524060001
            0d240f0400000000ea05000000 07058203100009
            09040100000a000000 09040101020a000007 07058102000200 07050102000200""".replaceAll("\\s", ""));

    private final List<DeviceReport> declared = new ArrayList<>();
    private final KernelInterfaces mac = new DeclaredMacs(new KernelInterfaces() {
        @Override
        public List<KernelInterface> list() {
            return List.of(bare("en0", 4, "3c:22:fb:00:00:01"), bare("en7", 11, "02:4c:4e:43:4d:01"),
                    bare("en8", 12, "02:4c:4e:43:4d:02"));
        }

        @Override
        public boolean isThere(String name, int index) {
            return true;
        }

        @Override
        public Optional<Boolean> carrier(String name) {
            return Optional.of(name.equals("en7"));
        }
    }, () -> declared);

    private static KernelInterface bare(String name, int index, String address) {
        return new KernelInterface(name, index, MacAddress.parse(address), 1500, "", Optional.empty(), Optional.empty());
    }

    private void plugIn(String path, String address, String serial) {
        SortedMap<Integer, StringDescriptor> strings = new TreeMap<>();
        strings.put(3, StringDescriptor.of(serial));
        strings.put(4, StringDescriptor.of(address));
        declared.add(new DeviceReport(new UsbDeviceInfo(path, 0x1209, 1, 0x100, UsbSpeed.HIGH),
                DescriptorParser.single(Bytes.hex("12010002ef020140091201000001010203 01".replace(" ", "")),
                        DescriptorType.DEVICE), Optional.empty(), Optional.empty(),
                List.of(Configuration.of(0, ECM.truncate(9), ECM, text -> { })), List.of(), 0x409, strings,
                Optional.empty(), List.of()));
    }

    private String choose(String spec) throws UsbException {
        return KernelSelector.parse(spec).choose(mac).name();
    }

    @Test
    void anInterfaceIsThatOfTheDeviceThatGivesItsAddress() throws UsbException {
        plugIn("20-1", "024C4E434D01", "A-1");
        plugIn("20-2", "024c4e434d02", "A-2");

        assertEquals("en7", choose("usb:20-1"));
        assertEquals("en8", choose("usb:20-2"));
        assertEquals("en8", choose("usb:1209:0001/A-2"));
        assertEquals("en7", choose("mac:02:4c:4e:43:4d:01"));
        assertEquals("20-1", mac.describe(mac.list().get(1)).orElseThrow().info().id());
        assertTrue(mac.list().getFirst().device().isEmpty(), "the machine's own");
        assertEquals(Optional.of(true), mac.carrier("en7"));
    }

    @Test
    void twoDevicesWithOneAddressAreNotToldApartByIt() {
        plugIn("20-1", "024C4E434D01", "A-1");
        plugIn("20-2", "024C4E434D01", "A-2");

        UsbException e = assertThrows(UsbException.class, () -> choose("usb:20-1"));
        assertEquals(UsbError.NOT_FOUND, e.error());
        assertTrue(e.getMessage().contains("20-1 (1209:0001) is attached, but no interface, or not that alone, has its "
                + "address 02:4c:4e:43:4d:01"), e.getMessage());
    }

    @Test
    void aDeviceWithoutAnAddressSaysSo() {
        plugIn("20-1", "none of your business", "A-1");

        assertTrue(assertThrows(UsbException.class, () -> choose("usb:20-1")).getMessage()
                .contains("but gives the host no address (iMACAddress)"));
    }

    @Test
    void withoutUsbInterfacesAreFoundByTheirAddressAlone() throws UsbException {
        KernelInterfaces without = new DeclaredMacs(mac, () -> {
            throw new UsbException(UsbError.UNSUPPORTED, "start of libusb", "");
        });
        assertEquals("en8", KernelSelector.parse("mac:02:4c:4e:43:4d:02").choose(without).name());
        assertTrue(assertThrows(UsbException.class, () -> KernelSelector.parse("usb:20-1").choose(without)).getMessage()
                .contains("20-1 is not attached, or cannot be asked"));
    }
}
