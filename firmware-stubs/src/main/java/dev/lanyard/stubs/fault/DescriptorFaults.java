package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.ConfigurationEdit.configuration;
import static dev.lanyard.stubs.fault.ConfigurationEdit.endpoint;
import static dev.lanyard.stubs.fault.ConfigurationEdit.functional;
import static dev.lanyard.stubs.fault.ConfigurationEdit.head;
import static dev.lanyard.stubs.fault.Fault.fault;

import dev.lanyard.stubs.cdc.FunctionSettings;
import dev.lanyard.wire.cdc.CdcCodes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.NcmDescriptor;
import java.util.List;

/** Faults of what an accessory says of itself before anything moves. */
final class DescriptorFaults {

    private static final int NUM_INTERFACES = 4;
    private static final int NETWORK_CAPABILITIES = 5;

    static final List<Fault> ALL = List.of(
            fault("USB-CFG-01", "The last endpoint descriptor has a bLength of one more than its octets.")
                    .does(configuration(edit -> edit.put(endpoint(FunctionSettings.BULK_OUT), 0, 8))),
            fault("USB-CFG-02", "bNumInterfaces is 1, though there are two interfaces.")
                    .does(configuration(edit -> edit.put(head(), NUM_INTERFACES, 1))),
            fault("ECM-DESC-06", "The Ethernet Networking functional descriptor has 12 octets.")
                    .does(configuration(edit -> edit.resize(functional(CdcCodes.ETHERNET_NETWORKING), 12))),
            fault("ECM-DESC-08", "The string of the host's MAC address has colons between its octets.")
                    .does(ConfigurationEdit.hostAddress(text -> text.replaceAll("(..)(?=.)", "$1:"))),
            fault("HOST-APPLE-02", "bmNetworkCapabilities D0 is clear and SetEthernetPacketFilter is stalled.")
                    .of(Model.NCM)
                    .does(configuration(edit -> edit.change(functional(CdcCodes.NCM), descriptor ->
                            Octets.with(descriptor, NETWORK_CAPABILITIES,
                                    descriptor.u8(NETWORK_CAPABILITIES) & ~NcmDescriptor.PACKET_FILTER))),
                            ControlDefects.stall(ControlDefects.request(CdcRequest.SET_ETHERNET_PACKET_FILTER))));

    private DescriptorFaults() {}
}
