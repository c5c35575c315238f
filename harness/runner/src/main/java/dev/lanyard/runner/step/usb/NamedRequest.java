package dev.lanyard.runner.step.usb;

import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;

/** Control requests by the names that specifications give them. */
public enum NamedRequest {
    GET_STATUS(StandardRequests.GET_STATUS, true, 2),
    CLEAR_FEATURE(StandardRequests.CLEAR_FEATURE, false, 0),
    SET_FEATURE(StandardRequests.SET_FEATURE, false, 0),
    GET_DESCRIPTOR(StandardRequests.GET_DESCRIPTOR, true, 18),
    GET_CONFIGURATION(StandardRequests.GET_CONFIGURATION, true, 1),
    GET_INTERFACE(StandardRequests.GET_INTERFACE, true, 1),
    SET_INTERFACE(StandardRequests.SET_INTERFACE, false, 0),
    SEND_ENCAPSULATED_COMMAND(CdcRequest.SEND_ENCAPSULATED_COMMAND, 0),
    GET_ENCAPSULATED_RESPONSE(CdcRequest.GET_ENCAPSULATED_RESPONSE, 64),
    SET_ETHERNET_MULTICAST_FILTERS(CdcRequest.SET_ETHERNET_MULTICAST_FILTERS, 0),
    GET_ETHERNET_POWER_MANAGEMENT_PATTERN_FILTER(CdcRequest.GET_ETHERNET_POWER_MANAGEMENT_PATTERN_FILTER, 2),
    SET_ETHERNET_PACKET_FILTER(CdcRequest.SET_ETHERNET_PACKET_FILTER, 0),
    GET_ETHERNET_STATISTIC(CdcRequest.GET_ETHERNET_STATISTIC, 4),
    GET_NTB_PARAMETERS(CdcRequest.GET_NTB_PARAMETERS, 28),
    GET_NET_ADDRESS(CdcRequest.GET_NET_ADDRESS, 6),
    SET_NET_ADDRESS(CdcRequest.SET_NET_ADDRESS, 0),
    GET_NTB_FORMAT(CdcRequest.GET_NTB_FORMAT, 2),
    SET_NTB_FORMAT(CdcRequest.SET_NTB_FORMAT, 0),
    GET_NTB_INPUT_SIZE(CdcRequest.GET_NTB_INPUT_SIZE, 4),
    SET_NTB_INPUT_SIZE(CdcRequest.SET_NTB_INPUT_SIZE, 0),
    GET_MAX_DATAGRAM_SIZE(CdcRequest.GET_MAX_DATAGRAM_SIZE, 2),
    SET_MAX_DATAGRAM_SIZE(CdcRequest.SET_MAX_DATAGRAM_SIZE, 0),
    GET_CRC_MODE(CdcRequest.GET_CRC_MODE, 2),
    SET_CRC_MODE(CdcRequest.SET_CRC_MODE, 0),
    /** A class request that neither CDC nor ECM nor NCM defines. */
    UNDEFINED(0x5F, true, 4);

    private static final int CLASS = 0x20;

    private final int bRequest;
    private final boolean deviceToHost;
    private final int usualLength;
    private final boolean ofClass;

    NamedRequest(int bRequest, boolean deviceToHost, int usualLength) {
        this.bRequest = bRequest;
        this.deviceToHost = deviceToHost;
        this.usualLength = usualLength;
        this.ofClass = bRequest > StandardRequests.SYNCH_FRAME;
    }

    NamedRequest(CdcRequest request, int usualLength) {
        this.bRequest = request.code();
        this.deviceToHost = request.isDeviceToHost();
        this.usualLength = usualLength;
        this.ofClass = true;
    }

    boolean isDeviceToHost() {
        return deviceToHost;
    }

    /** The wLength of a request that asks for everything there is, when data goes to the host. */
    int usualLength() {
        return usualLength;
    }

    /** Whom it concerns where nothing else is said. */
    Target usualTarget() {
        return ofClass ? Target.CONTROL
                : this == GET_INTERFACE || this == SET_INTERFACE ? Target.DATA : Target.DEVICE;
    }

    /** @param recipient bmRequestType bits 4..0 */
    SetupPacket setup(int recipient, int wValue, int wIndex, int wLength) {
        return new SetupPacket((deviceToHost ? SetupPacket.DEVICE_TO_HOST : 0) | (ofClass ? CLASS : 0) | recipient,
                bRequest, wValue, wIndex, wLength);
    }
}
