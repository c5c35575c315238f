package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.ConfigurationEdit.alternate;
import static dev.lanyard.stubs.fault.ConfigurationEdit.configuration;
import static dev.lanyard.stubs.fault.ConfigurationEdit.endpoint;
import static dev.lanyard.stubs.fault.ConfigurationEdit.head;
import static dev.lanyard.stubs.fault.Fault.fault;

import dev.lanyard.stubs.cdc.FunctionSettings;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.usb.DescriptorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Faults of the interfaces, their alternate settings and their endpoints. */
final class InterfaceFaults {

    private static final int CONTROL = 0;
    private static final int DATA = 1;
    private static final int NUM_INTERFACES = 4;
    private static final int NUM_ENDPOINTS = 4;
    private static final int CLASS = 5;
    private static final int SUBCLASS = 6;
    private static final int PROTOCOL = 7;
    private static final int PACKET_SIZE = 4;
    private static final int SMALL_PACKET = 8;
    private static final int SPARE_IN = 0x83;

    static final List<Fault> ALL = List.of(
            fault("ECM-DESC-01", "bInterfaceProtocol of the control interface is 01.")
                    .does(configuration(edit -> edit.put(alternate(CONTROL, 0), PROTOCOL, 1))),
            fault("ECM-DESC-16", "The control interface has a second interrupt endpoint.")
                    .breaks("HOST-WIN-01", Model.NCM, HostReasons.CODE_10)
                    .does(configuration(edit -> addEndpoint(edit, CONTROL, 0,
                            endpoint(FunctionSettings.NOTIFICATION_IN)))),
            fault("ECM-DESC-17", "The notification endpoint takes packets of 8 octets, so that the longer notification "
                    + "comes in two.")
                    .does(configuration(edit -> edit.put(endpoint(FunctionSettings.NOTIFICATION_IN), PACKET_SIZE,
                            SMALL_PACKET, 0)), LinkDefects.notifications(InterfaceFaults::inSmallPackets)),
            fault("ECM-DESC-18", "Alternate setting 1 of the data interface is of class 00.")
                    .does(configuration(edit -> edit.put(alternate(DATA, 1), CLASS, 0))),
            fault("ECM-DESC-19", "Alternate setting 1 of the data interface is of subclass 06.")
                    .does(configuration(edit -> edit.put(alternate(DATA, 1), SUBCLASS, 6))),
            fault("ECM-DESC-20", "Alternate setting 0 of the data interface has the bulk endpoints too.")
                    .breaks("HOST-WIN-01", Model.NCM, HostReasons.CODE_10)
                    .does(configuration(edit -> edit.put(alternate(DATA, 0), NUM_ENDPOINTS, 2)
                            .insertAfter(alternate(DATA, 0), edit.first(endpoint(FunctionSettings.BULK_IN)),
                                    edit.first(endpoint(FunctionSettings.BULK_OUT))))),
            fault("ECM-DESC-21", "Alternate setting 1 of the data interface has a second bulk IN endpoint.")
                    .breaks("HOST-WIN-01", Model.NCM, HostReasons.CODE_10)
                    .does(configuration(edit -> addEndpoint(edit, DATA, 1, endpoint(FunctionSettings.BULK_IN)))),
            fault("ECM-DESC-22", "The data interface has an alternate setting 2.")
                    .breaks("HOST-WIN-01", Model.NCM, HostReasons.CODE_10)
                    .does(configuration(InterfaceFaults::addAlternate)),
            fault("HOST-APPLE-05", "The only function is RNDIS, by its interface codes.")
                    .does(configuration(edit -> edit.put(alternate(CONTROL, 0), CLASS, 0x02, 0x02, 0xFF))),
            fault("HOST-APPLE-06", "There is a vendor-specific interface beside the ECM function.")
                    .of(Model.ECM)
                    .does(configuration(edit -> edit.put(head(), NUM_INTERFACES, 3)
                            .insertAfter(endpoint(FunctionSettings.BULK_OUT),
                                    Bytes.of(9, DescriptorType.INTERFACE, 2, 0, 0, 0xFF, 0, 0, 0)))),
            fault("HOST-WIN-01", "The data interface has one alternate setting too many for Windows.")
                    .of(Model.NCM)
                    .breaks("ECM-DESC-22", HostReasons.PART)
                    .does(configuration(InterfaceFaults::addAlternate)));

    private InterfaceFaults() {}

    private static void addEndpoint(ConfigurationEdit edit, int bInterfaceNumber, int alternate,
                                    Predicate<Bytes> like) {
        Bytes interfaceDescriptor = edit.first(alternate(bInterfaceNumber, alternate));
        edit.put(alternate(bInterfaceNumber, alternate), NUM_ENDPOINTS, interfaceDescriptor.u8(NUM_ENDPOINTS) + 1)
                .insertAfter(like, Octets.with(edit.first(like), 2, SPARE_IN));
    }

    private static void addAlternate(ConfigurationEdit edit) {
        edit.insertAfter(endpoint(FunctionSettings.BULK_OUT),
                Octets.with(edit.first(alternate(DATA, 0)), 3, 2));
    }

    private static List<Bytes> inSmallPackets(List<Bytes> notifications) {
        List<Bytes> packets = new ArrayList<>();
        for (Bytes notification : notifications) {
            for (int at = 0; at < notification.length(); at += SMALL_PACKET) {
                packets.add(notification.from(at).truncate(SMALL_PACKET));
            }
        }
        return packets;
    }
}
