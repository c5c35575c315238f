package dev.lanyard.stubs.usbip;

import dev.lanyard.stubs.usb.EmulatedDevice;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usbip.ExportedDevice;
import dev.lanyard.wire.usbip.ExportedDevice.InterfaceClass;
import dev.lanyard.wire.usbip.SpeedCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A device under the bus id by which clients import it, one client at a time. */
final class Export {

    private static final int INTERFACE_DESCRIPTOR = 4;
    private static final int INTERFACE_DESCRIPTOR_LENGTH = 9;
    /** USB addresses of a bus. More would not fit the octet that usbip(8) has for a device's number. */
    private static final int DEVICES_OF_A_BUS = 127;

    private final EmulatedDevice device;
    private final ExportedDevice description;
    private final AtomicReference<ImportSession> session = new AtomicReference<>();

    /** @param number counts the devices of a server from 1 */
    Export(String busId, EmulatedDevice device, int number) {
        this.device = device;
        description = describe(busId, device, number);
    }

    EmulatedDevice device() {
        return device;
    }

    /** Gives the device to {@code client} unless another has it. */
    boolean take(ImportSession client) {
        return session.compareAndSet(null, client);
    }

    /** To be called when the device was detached, so that the next client's calls come after. */
    void release(ImportSession client) {
        session.compareAndSet(client, null);
    }

    /** The client that has the device, null when none has. */
    ImportSession session() {
        return session.get();
    }

    /** What lists and import replies say; taken once, so that a device in use is not asked by every client's thread. */
    ExportedDevice description() {
        return description;
    }

    /** A deliberately broken descriptor gives zeros where nothing can be read. */
    private static ExportedDevice describe(String busId, EmulatedDevice device, int number) {
        Bytes descriptor = device.deviceDescriptor();
        Bytes d = descriptor.has(0, 18) ? descriptor : descriptor.concat(Bytes.wrap(new byte[18]));
        Bytes configuration = device.configurationDescriptor();
        int value = configuration.has(5, 1) ? configuration.u8(5) : 0;
        List<InterfaceClass> interfaces = interfaces(configuration);
        int busnum = 1 + (number - 1) / DEVICES_OF_A_BUS;
        int devnum = 1 + (number - 1) % DEVICES_OF_A_BUS;
        return new ExportedDevice("/lanyard/emulated/" + busId, busId, busnum, devnum, SpeedCode.of(device.speed()),
                d.u16le(8), d.u16le(10), d.u16le(12), d.u8(4), d.u8(5), d.u8(6), value, d.u8(17), interfaces.size(),
                interfaces);
    }

    /** The class triples of the interfaces in their first alternate setting. */
    private static List<InterfaceClass> interfaces(Bytes configuration) {
        List<InterfaceClass> interfaces = new ArrayList<>();
        int at = 0;
        while (configuration.has(at, 2) && configuration.u8(at) >= 2 && interfaces.size() < 255) {
            boolean whole = configuration.has(at, INTERFACE_DESCRIPTOR_LENGTH);
            if (whole && configuration.u8(at + 1) == INTERFACE_DESCRIPTOR && configuration.u8(at + 3) == 0) {
                interfaces.add(new InterfaceClass(configuration.u8(at + 5), configuration.u8(at + 6),
                        configuration.u8(at + 7)));
            }
            at += configuration.u8(at);
        }
        return interfaces;
    }
}
