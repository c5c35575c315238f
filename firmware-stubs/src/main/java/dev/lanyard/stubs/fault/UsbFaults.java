package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.ConfigurationEdit.configuration;
import static dev.lanyard.stubs.fault.ConfigurationEdit.device;
import static dev.lanyard.stubs.fault.ConfigurationEdit.endpoint;
import static dev.lanyard.stubs.fault.ConfigurationEdit.head;
import static dev.lanyard.stubs.fault.ConfigurationEdit.type;
import static dev.lanyard.stubs.fault.ControlDefects.answer;
import static dev.lanyard.stubs.fault.Fault.fault;

import dev.lanyard.stubs.cdc.FunctionSettings;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.StringDescriptor;
import java.util.List;
import java.util.function.Predicate;

/** Faults of what every USB device has: device, configuration, endpoints, strings. */
final class UsbFaults {

    private static final int NUM_INTERFACES = 4;
    private static final int MAX_POWER = 8;
    private static final int PACKET_SIZE = 4;
    private static final int INTERVAL = 6;
    private static final int DEVICE_CLASS = 4;
    private static final int SERIAL_NUMBER = 16;
    private static final int QUALIFIER_CONFIGURATIONS = 8;
    private static final int GERMAN = 0x0407;

    static final List<Fault> ALL = List.of(
            fault("USB-CFG-01", "The last endpoint descriptor has a bLength of one more than its octets.")
                    .does(configuration(edit -> edit.put(endpoint(FunctionSettings.BULK_OUT), 0, 8))),
            fault("USB-CFG-02", "bNumInterfaces is 1, though there are two interfaces.")
                    .does(configuration(edit -> edit.put(head(), NUM_INTERFACES, 1))),
            fault("USB-CFG-03", "A read of the configuration's first nine octets says another bMaxPower than longer "
                    + "reads.")
                    .does(answer(reads(DescriptorType.CONFIGURATION).and(setup -> setup.wLength() == 9),
                            honest -> Octets.with(honest, MAX_POWER, honest.u8(MAX_POWER) + 1))),
            fault("USB-CFG-04", "wMaxPacketSize of the bulk IN endpoint is 64 at high speed.")
                    .does(configuration(edit -> edit.put(endpoint(FunctionSettings.BULK_IN), PACKET_SIZE, 64, 0))),
            fault("USB-CFG-05", "bInterval of the notification endpoint is 0.")
                    .does(configuration(edit -> edit.put(endpoint(FunctionSettings.NOTIFICATION_IN), INTERVAL, 0))),
            fault("USB-CFG-06", "The bulk IN endpoint has the address of the notification endpoint.")
                    .does(configuration(edit -> edit.put(endpoint(FunctionSettings.BULK_IN), 2,
                            FunctionSettings.NOTIFICATION_IN))),
            fault("USB-CFG-07", "The device is of class 00, though it has an interface association.")
                    .does(device(honest -> Octets.with(honest, DEVICE_CLASS, 0, 0, 0))),
            fault("USB-CFG-08", "bFirstInterface of the interface association is 1, one too much.")
                    .does(configuration(edit -> edit.put(type(DescriptorType.INTERFACE_ASSOCIATION), 2, 1))),
            fault("USB-CFG-09", "bMaxPower asks for 510 mA.")
                    .does(configuration(edit -> edit.put(head(), MAX_POWER, 0xFF))),
            fault("USB-CFG-11", "String 0 names German alone.")
                    .does(answer(reads(DescriptorType.STRING).and(setup -> (setup.wValue() & 0xFF) == 0),
                            _ -> StringDescriptor.ofLanguages(GERMAN).raw())),
            fault("USB-CFG-12", "The device qualifier says that there are no configurations.")
                    .does(answer(reads(DescriptorType.DEVICE_QUALIFIER),
                            honest -> Octets.with(honest, QUALIFIER_CONFIGURATIONS, 0))),
            fault("USB-CFG-14", "iSerialNumber is 0.")
                    .does(device(honest -> Octets.with(honest, SERIAL_NUMBER, 0))));

    private UsbFaults() {}

    /** Reads of descriptors of a type. */
    private static Predicate<SetupPacket> reads(int bDescriptorType) {
        return ControlDefects.standard(StandardRequests.GET_DESCRIPTOR)
                .and(setup -> setup.wValue() >> 8 == bDescriptorType);
    }
}
