package dev.lanyard.stubs.cdc;

import dev.lanyard.wire.cdc.CdcCodes;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.cdc.HeaderDescriptor;
import dev.lanyard.wire.cdc.UnionDescriptor;
import dev.lanyard.wire.usb.Descriptor;
import dev.lanyard.wire.usb.EndpointDescriptor;
import dev.lanyard.wire.usb.InterfaceAssociationDescriptor;
import dev.lanyard.wire.usb.InterfaceDescriptor;
import dev.lanyard.wire.usb.TransferType;
import java.util.ArrayList;
import java.util.List;

/** The descriptors of a function: association, control interface, data interface in its two alternates. */
final class FunctionDescriptors {

    private static final int BCD_CDC = 0x0120;

    private FunctionDescriptors() {}

    static List<Descriptor> of(FunctionSettings settings, int subclass, int dataProtocol, List<Descriptor> more) {
        int control = settings.controlInterface();
        int data = settings.dataInterface();
        int packet = settings.bulkPacketSize();
        List<Descriptor> all = new ArrayList<>(List.of(
                InterfaceAssociationDescriptor.of(control, 2, CdcCodes.CLASS_COMMUNICATIONS, subclass, 0,
                        settings.iFunction()),
                InterfaceDescriptor.of(control, 0, 1, CdcCodes.CLASS_COMMUNICATIONS, subclass, 0,
                        settings.iFunction()),
                HeaderDescriptor.of(BCD_CDC),
                UnionDescriptor.of(control, data),
                EthernetNetworkingDescriptor.of(settings.iMACAddress(), FunctionSettings.STATISTICS,
                        FunctionSettings.MAX_SEGMENT_SIZE, FunctionSettings.MULTICAST_FILTERS, 0)));
        all.addAll(more);
        all.addAll(List.of(
                EndpointDescriptor.of(FunctionSettings.NOTIFICATION_IN, TransferType.INTERRUPT,
                        FunctionSettings.NOTIFICATION_PACKET_SIZE, settings.notificationInterval()),
                InterfaceDescriptor.of(data, 0, 0, CdcCodes.CLASS_DATA, 0, dataProtocol, 0),
                InterfaceDescriptor.of(data, 1, 2, CdcCodes.CLASS_DATA, 0, dataProtocol, 0),
                EndpointDescriptor.of(FunctionSettings.BULK_IN, TransferType.BULK, packet, 0),
                EndpointDescriptor.of(FunctionSettings.BULK_OUT, TransferType.BULK, packet, 0)));
        return all;
    }
}
