package dev.lanyard.wire.usbip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.UsbSpeed;
import dev.lanyard.wire.usbip.ExportedDevice.InterfaceClass;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Octets laid out by hand from the kernel's description of the protocol. */
class OperationTest {

    private static final String PATH = "/sys/devices/pci0000:00/0000:00:1d.1/usb3/3-2";

    /** Path, bus id, busnum 3, devnum 2, high speed, 0525:a4a1 release 6.01, class 02/00/00, configuration 1 of 1. */
    private static final Bytes DEVICE = text(PATH, 256).concat(text("3-2", 32)).concat(Bytes.hex("""
            00000003 00000002 00000003 0525 a4a1 0601 02 00 00 01 01 02"""));

    private static final Bytes INTERFACES = Bytes.hex("02060000 0a000000");

    private static final ExportedDevice IMPORTED = new ExportedDevice(PATH, "3-2", 3, 2, 3, 0x0525, 0xa4a1, 0x0601,
            2, 0, 0, 1, 1, 2, List.of());

    private static final ExportedDevice LISTED = IMPORTED.withInterfaces(
            List.of(new InterfaceClass(2, 6, 0), new InterfaceClass(0x0a, 0, 0)));

    @Test
    void requests() {
        assertEquals(Bytes.hex("0111 8005 00000000"), new OperationRequest.Devlist().encode());
        Bytes importing = Bytes.hex("0111 8003 00000000").concat(text("3-2", 32));
        assertEquals(importing, new OperationRequest.Import("3-2").encode());
        assertEquals(new Decoded.Complete<>(new OperationRequest.Import("3-2"), 40),
                OperationRequest.decode(importing));
        assertEquals(new Decoded.Complete<>(new OperationRequest.Devlist(), 8),
                OperationRequest.decode(Bytes.hex("0111 8005 00000000")));
    }

    @Test
    void aDeviceIs312Octets() {
        assertEquals(0x138, DEVICE.length());
        assertEquals(ExportedDevice.LENGTH, DEVICE.length());
    }

    @Test
    void deviceListWithInterfaces() {
        Bytes octets = Bytes.hex("0111 0005 00000000 00000001").concat(DEVICE).concat(INTERFACES);
        DevlistReply reply = new DevlistReply(0, List.of(LISTED));
        assertEquals(octets, reply.encode());
        assertEquals(new Decoded.Complete<>(reply, octets.length()), DevlistReply.decode(octets));
        assertEquals(UsbSpeed.HIGH, LISTED.speed());
        assertEquals(0x30002, LISTED.devid());
    }

    @Test
    void everyBeginningOfADeviceListAsksForMoreUntilItIsWhole() {
        Bytes octets = Bytes.hex("0111 0005 00000000 00000001").concat(DEVICE).concat(INTERFACES);
        for (int length = 0; length < octets.length(); length++) {
            var incomplete = assertInstanceOf(Decoded.Incomplete.class, DevlistReply.decode(octets.truncate(length)));
            assertTrue(incomplete.required() > length && incomplete.required() <= octets.length());
        }
    }

    @Test
    void importGivesTheDeviceWithoutInterfaces() {
        Bytes octets = Bytes.hex("0111 0003 00000000").concat(DEVICE);
        assertEquals(octets, ImportReply.accepted(LISTED).encode());
        assertEquals(new Decoded.Complete<>(ImportReply.accepted(IMPORTED), 320), ImportReply.decode(octets));
    }

    @Test
    void refusedImportEndsAfterItsStatus() {
        Bytes octets = Bytes.hex("0111 0003 00000004");
        assertEquals(octets, ImportReply.refused(OperationStatus.NODEV).encode());
        var complete = assertInstanceOf(Decoded.Complete.class, ImportReply.decode(octets));
        ImportReply reply = (ImportReply) complete.value();
        assertNull(reply.device());
        assertEquals("status 4 NODEV, no such device", OperationStatus.describe(reply.status()));
    }

    @Test
    void aDeviceOfLinuxVudcHasNoNumbersYet() {
        Bytes octets = Bytes.hex("0111 0003 00000000").concat(text("/sys/devices/platform/usbip-vudc.0", 256))
                .concat(text("usbip-vudc.0", 32))
                .concat(Bytes.hex("00000000 00000000 00000003 1d6b 0104 0100 00 00 00 00 01 00"));
        var complete = assertInstanceOf(Decoded.Complete.class, ImportReply.decode(octets));
        ExportedDevice device = ((ImportReply) complete.value()).device();
        assertEquals(0, device.devid());
        assertEquals("usbip-vudc.0", device.busId());
        assertEquals(0x1d6b, device.idVendor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"485454502f312e3120343030", "0111 0003 00000000 00000000", "0106 0005 00000000 00000000",
        "0111 0005 00000000 00000401", "0111 0005 00000000 ffffffff"})
    void saysWhatIsWrongWithADeviceList(String octets) {
        var invalid = assertInstanceOf(Decoded.Invalid.class, DevlistReply.decode(Bytes.hex(octets)));
        assertTrue(invalid.defect().contains("OP_REP_DEVLIST"), invalid.defect());
    }

    @Test
    void saysWhatIsWrongAtTheFirstTwoOctets() {
        assertInstanceOf(Decoded.Invalid.class, OperationRequest.decode(Bytes.hex("4745")));
        assertInstanceOf(Decoded.Invalid.class, ImportReply.decode(Bytes.hex("4745")));
        assertInstanceOf(Decoded.Invalid.class, OperationRequest.decode(Bytes.hex("0111 8004 00000000")));
    }

    @Test
    void textWithoutEndOrWithControlCharactersIsBoundedAndEscaped() {
        byte[] hostile = DEVICE.toArray();
        java.util.Arrays.fill(hostile, 0, 256, (byte) 'A');
        hostile[256] = 0x1b;
        hostile[257] = (byte) 0xff;
        var complete = assertInstanceOf(Decoded.Complete.class,
                ImportReply.decode(Bytes.hex("0111 0003 00000000").concat(Bytes.wrap(hostile))));
        ExportedDevice device = ((ImportReply) complete.value()).device();
        assertEquals(256, device.path().length());
        assertEquals("\\x1b\\xff2", device.busId());
    }

    @Test
    void speedsOfLinux() {
        for (UsbSpeed speed : UsbSpeed.values()) {
            assertEquals(speed, SpeedCode.toSpeed(SpeedCode.of(speed)));
        }
        assertEquals(UsbSpeed.UNKNOWN, SpeedCode.toSpeed(4));
        assertEquals(UsbSpeed.UNKNOWN, SpeedCode.toSpeed(0x1_0000_0003L));
        assertEquals(5, SpeedCode.of(UsbSpeed.SUPER));
    }

    private static Bytes text(String text, int size) {
        byte[] field = new byte[size];
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octets, 0, field, 0, octets.length);
        return Bytes.wrap(field);
    }
}
