package dev.lanyard.wire.cdc;

import dev.lanyard.wire.usb.SetupPacket;
import java.util.Arrays;
import java.util.Optional;

/** The class requests of ECM and NCM (ECM 1.20 §6.2, NCM 1.0 §6.2 tables 6-1 and 6-2; unchecked). */
public enum CdcRequest {
    SEND_ENCAPSULATED_COMMAND(0x00, "SendEncapsulatedCommand", false, true, true),
    GET_ENCAPSULATED_RESPONSE(0x01, "GetEncapsulatedResponse", true, true, true),
    SET_ETHERNET_MULTICAST_FILTERS(0x40, "SetEthernetMulticastFilters", false, true, true),
    SET_ETHERNET_POWER_MANAGEMENT_PATTERN_FILTER(0x41, "SetEthernetPowerManagementPatternFilter", false, true, true),
    GET_ETHERNET_POWER_MANAGEMENT_PATTERN_FILTER(0x42, "GetEthernetPowerManagementPatternFilter", true, true, true),
    SET_ETHERNET_PACKET_FILTER(0x43, "SetEthernetPacketFilter", false, true, true),
    GET_ETHERNET_STATISTIC(0x44, "GetEthernetStatistic", true, true, true),
    GET_NTB_PARAMETERS(0x80, "GetNtbParameters", true, false, true),
    GET_NET_ADDRESS(0x81, "GetNetAddress", true, false, true),
    SET_NET_ADDRESS(0x82, "SetNetAddress", false, false, true),
    GET_NTB_FORMAT(0x83, "GetNtbFormat", true, false, true),
    SET_NTB_FORMAT(0x84, "SetNtbFormat", false, false, true),
    GET_NTB_INPUT_SIZE(0x85, "GetNtbInputSize", true, false, true),
    SET_NTB_INPUT_SIZE(0x86, "SetNtbInputSize", false, false, true),
    GET_MAX_DATAGRAM_SIZE(0x87, "GetMaxDatagramSize", true, false, true),
    SET_MAX_DATAGRAM_SIZE(0x88, "SetMaxDatagramSize", false, false, true),
    GET_CRC_MODE(0x89, "GetCrcMode", true, false, true),
    SET_CRC_MODE(0x8A, "SetCrcMode", false, false, true);

    /** bmRequestType: class request to an interface, data (if any) to the device. */
    public static final int HOST_TO_DEVICE = 0x21;
    /** bmRequestType: class request to an interface, data to the host. */
    public static final int DEVICE_TO_HOST = 0xA1;

    private final int code;
    private final String title;
    private final boolean deviceToHost;
    private final boolean ecm;
    private final boolean ncm;

    CdcRequest(int code, String title, boolean deviceToHost, boolean ecm, boolean ncm) {
        this.code = code;
        this.title = title;
        this.deviceToHost = deviceToHost;
        this.ecm = ecm;
        this.ncm = ncm;
    }

    /** bRequest. */
    public int code() {
        return code;
    }

    /** The name in the specification: {@code SetEthernetPacketFilter}. */
    public String title() {
        return title;
    }

    public boolean isDeviceToHost() {
        return deviceToHost;
    }

    public boolean isOfEcm() {
        return ecm;
    }

    public boolean isOfNcm() {
        return ncm;
    }

    /** The setup packet of this request to the control interface. */
    public SetupPacket setup(int controlInterface, int wValue, int wLength) {
        return new SetupPacket(deviceToHost ? DEVICE_TO_HOST : HOST_TO_DEVICE, code, wValue, controlInterface,
                wLength);
    }

    /** The request that {@code setup} makes, when it is a class request to an interface in the right direction. */
    public static Optional<CdcRequest> of(SetupPacket setup) {
        return Arrays.stream(values()).filter(r -> r.code == setup.bRequest()
                && setup.bmRequestType() == (r.deviceToHost ? DEVICE_TO_HOST : HOST_TO_DEVICE)).findFirst();
    }
}
