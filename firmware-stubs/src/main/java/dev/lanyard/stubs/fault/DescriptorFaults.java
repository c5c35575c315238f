package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.ConfigurationEdit.configuration;
import static dev.lanyard.stubs.fault.ConfigurationEdit.functional;
import static dev.lanyard.stubs.fault.ConfigurationEdit.hostAddress;
import static dev.lanyard.stubs.fault.ConfigurationEdit.hostAddressString;
import static dev.lanyard.stubs.fault.Fault.fault;

import dev.lanyard.stubs.cdc.FunctionSettings;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcCodes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.usb.DescriptorType;
import java.util.List;
import java.util.Locale;

/** Faults of functional descriptors and of the address that the accessory gives the host. */
final class DescriptorFaults {

    private static final int MAC_STRING = 3;
    private static final int STATISTICS = 4;
    private static final int MAX_SEGMENT_SIZE = 8;
    private static final int NETWORK_CAPABILITIES = 5;
    private static final int VERSION = 3;
    private static final long GROUP = 1L << 40;
    private static final long LOCAL = 2L << 40;

    static final List<Fault> ALL = List.of(
            fault("ECM-DESC-02", "There is no header functional descriptor.")
                    .breaks("HOST-LINUX-01", Model.ECM, HostReasons.CDC_ETHER)
                    .does(configuration(edit -> edit.remove(functional(CdcCodes.HEADER)))),
            fault("ECM-DESC-03", "bcdCDC is 10.01.")
                    .does(configuration(edit -> edit.put(functional(CdcCodes.HEADER), VERSION, 0x01, 0x10))),
            fault("ECM-DESC-04", "There are two union functional descriptors.")
                    .breaks("HOST-LINUX-01", Model.ECM, HostReasons.CDC_ETHER)
                    .does(configuration(edit -> edit.insertAfter(functional(CdcCodes.UNION),
                            edit.first(functional(CdcCodes.UNION))))),
            fault("ECM-DESC-05", "The union names the data interface as the control interface, and the other way round.")
                    .does(configuration(edit -> edit.put(functional(CdcCodes.UNION), 3, 1, 0))),
            fault("ECM-DESC-06", "The Ethernet Networking functional descriptor has 12 octets.")
                    .breaks("HOST-LINUX-01", Model.ECM, HostReasons.CDC_ETHER)
                    .breaks("HOST-LINUX-02", Model.NCM, HostReasons.CDC_NCM)
                    .breaks("HOST-WIN-02", Model.NCM, HostReasons.LENGTHS)
                    .does(configuration(edit -> edit.resize(functional(CdcCodes.ETHERNET_NETWORKING), 12))),
            fault("ECM-DESC-07", "iMACAddress is 0.")
                    .breaks("HOST-LINUX-01", Model.ECM, HostReasons.CDC_ETHER)
                    .breaks("HOST-LINUX-02", Model.NCM, HostReasons.CDC_NCM)
                    .does(configuration(edit -> edit.put(functional(CdcCodes.ETHERNET_NETWORKING), MAC_STRING, 0))),
            fault("ECM-DESC-08", "The string of the host's MAC address has colons between its octets.")
                    .breaks("HOST-LINUX-01", Model.ECM, HostReasons.CDC_ETHER)
                    .breaks("HOST-LINUX-02", Model.NCM, HostReasons.CDC_NCM)
                    .does(hostAddressString(text -> text.replaceAll("(..)(?=.)", "$1:"))),
            fault("ECM-DESC-09", "The string of the host's MAC address is in lower case.")
                    .does(hostAddressString(text -> text.toLowerCase(Locale.ROOT))),
            fault("ECM-DESC-10", "The host's MAC address is a group address.")
                    .does(hostAddress(honest -> honest | GROUP)),
            fault("ECM-DESC-11", "The host's MAC address is the accessory's own.")
                    .breaks("HOST-APPLE-07", HostReasons.ADDRESS)
                    .does(hostAddress(honest -> honest + 1)),
            fault("ECM-DESC-13", "The host's MAC address is locally administered.")
                    .breaks("HOST-ANDROID-01", "HOST-ANDROID-01 asks for the same on behalf of Android")
                    .does(hostAddress(honest -> honest | LOCAL)),
            fault("ECM-DESC-14", "wMaxSegmentSize is 576.")
                    .does(configuration(edit -> edit.put(functional(CdcCodes.ETHERNET_NETWORKING), MAX_SEGMENT_SIZE,
                            0x40, 0x02))),
            fault("ECM-DESC-15", "All bits of bmEthernetStatistics are set, the reserved ones too.")
                    .does(configuration(edit -> edit.put(functional(CdcCodes.ETHERNET_NETWORKING), STATISTICS,
                            0xFF, 0xFF, 0xFF, 0xFF))),
            fault("ECM-DESC-23", "The Ethernet Networking functional descriptor stands behind the notification "
                    + "endpoint.")
                    .does(configuration(edit -> edit.moveAfter(functional(CdcCodes.ETHERNET_NETWORKING),
                            ConfigurationEdit.endpoint(FunctionSettings.NOTIFICATION_IN)))),
            fault("ECM-DESC-24", "There is a class-specific interface descriptor of two octets.")
                    .does(configuration(edit -> edit.insertAfter(functional(CdcCodes.ETHERNET_NETWORKING),
                            Bytes.of(2, DescriptorType.CS_INTERFACE)))),
            fault("NCM-DESC-01", "The NCM functional descriptor has five octets.")
                    .of(Model.NCM)
                    .breaks("HOST-WIN-02", HostReasons.LENGTHS)
                    .does(configuration(edit -> edit.resize(functional(CdcCodes.NCM), 5))),
            fault("NCM-DESC-02", "bcdNcmVersion is 0.10.")
                    .of(Model.NCM)
                    .does(configuration(edit -> edit.put(functional(CdcCodes.NCM), VERSION, 0x10, 0x00))),
            fault("NCM-DESC-03", "bmNetworkCapabilities D7 and D6 are set.")
                    .of(Model.NCM)
                    .does(capabilities(0xC0, 0)),
            fault("HOST-APPLE-02", "bmNetworkCapabilities D0 is clear and SetEthernetPacketFilter is stalled.")
                    .of(Model.NCM)
                    .does(capabilities(0, NcmDescriptor.PACKET_FILTER),
                            ControlDefects.stall(ControlDefects.request(CdcRequest.SET_ETHERNET_PACKET_FILTER))),
            fault("HOST-APPLE-07", "The accessory gives the host the address that it sends from itself.")
                    .breaks("ECM-DESC-11", HostReasons.PART)
                    .does(hostAddress(honest -> honest + 1)),
            fault("HOST-LINUX-01", "There is no header functional descriptor, so cdc_ether does not bind.")
                    .of(Model.ECM)
                    .breaks("ECM-DESC-02", HostReasons.PART)
                    .does(configuration(edit -> edit.remove(functional(CdcCodes.HEADER)))),
            fault("HOST-WIN-02", "The Ethernet Networking functional descriptor has 14 octets.")
                    .of(Model.NCM)
                    .breaks("ECM-DESC-06", HostReasons.PART)
                    .breaks("HOST-LINUX-02", HostReasons.CDC_NCM)
                    .does(configuration(edit -> edit.resize(functional(CdcCodes.ETHERNET_NETWORKING), 14))),
            fault("HOST-ANDROID-01", "The host's MAC address is locally administered, so Android does not take it.")
                    .breaks("ECM-DESC-13", HostReasons.PART)
                    .does(hostAddress(honest -> honest | LOCAL)));

    private DescriptorFaults() {}

    private static Defect capabilities(int set, int clear) {
        return configuration(edit -> edit.change(functional(CdcCodes.NCM), descriptor -> Octets.with(descriptor,
                NETWORK_CAPABILITIES, descriptor.u8(NETWORK_CAPABILITIES) & ~clear | set)));
    }
}
