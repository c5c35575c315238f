package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.SetupPacket;
import java.util.List;

/**
 * A class request ready to be sent: its setup packet, and the data stage where it goes to the device. The factories
 * make every request of ECM and NCM (ECM 1.20 §6.2, NCM 1.0 §6.2; unchecked); {@code controlInterface} is the
 * bInterfaceNumber of the communications interface. They do not judge values, so that wrong ones can be sent too.
 *
 * @param data empty when the data stage goes to the host, or there is none
 */
public record ClassRequest(SetupPacket setup, Bytes data) {

    /** wLength of GetNtbParameters. */
    private static final int NTB_PARAMETERS_LENGTH = 28;

    public static ClassRequest sendEncapsulatedCommand(int controlInterface, Bytes command) {
        return write(CdcRequest.SEND_ENCAPSULATED_COMMAND, controlInterface, 0, command);
    }

    public static ClassRequest getEncapsulatedResponse(int controlInterface, int wLength) {
        return read(CdcRequest.GET_ENCAPSULATED_RESPONSE, controlInterface, 0, wLength);
    }

    /** Replaces the whole list of multicast addresses to pass. */
    public static ClassRequest setEthernetMulticastFilters(int controlInterface, List<MacAddress> addresses) {
        Bytes data = Bytes.EMPTY;
        for (MacAddress address : addresses) {
            data = data.concat(address.bytes());
        }
        return write(CdcRequest.SET_ETHERNET_MULTICAST_FILTERS, controlInterface, addresses.size(), data);
    }

    /** Sets a wake-up pattern; bit n of {@code mask} says whether octet n of {@code pattern} counts. */
    public static ClassRequest setEthernetPowerManagementPatternFilter(int controlInterface, int filter, Bytes mask,
                                                                       Bytes pattern) {
        Bytes data = Bytes.of(mask.length(), mask.length() >> 8).concat(mask).concat(pattern);
        return write(CdcRequest.SET_ETHERNET_POWER_MANAGEMENT_PATTERN_FILTER, controlInterface, filter, data);
    }

    public static ClassRequest clearEthernetPowerManagementPatternFilter(int controlInterface, int filter) {
        return write(CdcRequest.SET_ETHERNET_POWER_MANAGEMENT_PATTERN_FILTER, controlInterface, filter, Bytes.EMPTY);
    }

    /** Answered with a two-octet boolean: whether the filter is active. */
    public static ClassRequest getEthernetPowerManagementPatternFilter(int controlInterface, int filter) {
        return read(CdcRequest.GET_ETHERNET_POWER_MANAGEMENT_PATTERN_FILTER, controlInterface, filter, 2);
    }

    /** @param bitmap bits of {@link PacketFilter} */
    public static ClassRequest setEthernetPacketFilter(int controlInterface, int bitmap) {
        return write(CdcRequest.SET_ETHERNET_PACKET_FILTER, controlInterface, bitmap, Bytes.EMPTY);
    }

    /** Answered with four octets. */
    public static ClassRequest getEthernetStatistic(int controlInterface, EthernetStatistic statistic) {
        return read(CdcRequest.GET_ETHERNET_STATISTIC, controlInterface, statistic.selector(), 4);
    }

    /** Answered with {@link NtbParameters}. */
    public static ClassRequest getNtbParameters(int controlInterface) {
        return read(CdcRequest.GET_NTB_PARAMETERS, controlInterface, 0, NTB_PARAMETERS_LENGTH);
    }

    /** Answered with six octets in transmission order. */
    public static ClassRequest getNetAddress(int controlInterface) {
        return read(CdcRequest.GET_NET_ADDRESS, controlInterface, 0, 6);
    }

    public static ClassRequest setNetAddress(int controlInterface, MacAddress address) {
        return write(CdcRequest.SET_NET_ADDRESS, controlInterface, 0, address.bytes());
    }

    /** Answered with two octets: 0 for NTB16, 1 for NTB32. */
    public static ClassRequest getNtbFormat(int controlInterface) {
        return read(CdcRequest.GET_NTB_FORMAT, controlInterface, 0, 2);
    }

    /** @param format 0 for NTB16, 1 for NTB32 */
    public static ClassRequest setNtbFormat(int controlInterface, int format) {
        return write(CdcRequest.SET_NTB_FORMAT, controlInterface, format, Bytes.EMPTY);
    }

    /** The four-octet form. Answered with {@link NtbInputSize}. */
    public static ClassRequest getNtbInputSize(int controlInterface) {
        return read(CdcRequest.GET_NTB_INPUT_SIZE, controlInterface, 0, NtbInputSize.LENGTH);
    }

    /** The eight-octet form, for functions with capability D5. */
    public static ClassRequest getNtbInputSizeExtended(int controlInterface) {
        return read(CdcRequest.GET_NTB_INPUT_SIZE, controlInterface, 0, NtbInputSize.EXTENDED_LENGTH);
    }

    /** The four-octet form. */
    public static ClassRequest setNtbInputSize(int controlInterface, NtbInputSize size) {
        return write(CdcRequest.SET_NTB_INPUT_SIZE, controlInterface, 0, size.encode());
    }

    /** The eight-octet form, for functions with capability D5. */
    public static ClassRequest setNtbInputSizeExtended(int controlInterface, NtbInputSize size) {
        return write(CdcRequest.SET_NTB_INPUT_SIZE, controlInterface, 0, size.encodeExtended());
    }

    /** Answered with two octets. */
    public static ClassRequest getMaxDatagramSize(int controlInterface) {
        return read(CdcRequest.GET_MAX_DATAGRAM_SIZE, controlInterface, 0, 2);
    }

    /** @param octets of a datagram with its Ethernet header, without CRC */
    public static ClassRequest setMaxDatagramSize(int controlInterface, int octets) {
        return write(CdcRequest.SET_MAX_DATAGRAM_SIZE, controlInterface, 0, Bytes.of(octets, octets >> 8));
    }

    /** Answered with two octets: 0 off, 1 on. */
    public static ClassRequest getCrcMode(int controlInterface) {
        return read(CdcRequest.GET_CRC_MODE, controlInterface, 0, 2);
    }

    /** @param mode 0 off, 1 on */
    public static ClassRequest setCrcMode(int controlInterface, int mode) {
        return write(CdcRequest.SET_CRC_MODE, controlInterface, mode, Bytes.EMPTY);
    }

    private static ClassRequest read(CdcRequest request, int controlInterface, int wValue, int wLength) {
        return new ClassRequest(request.setup(controlInterface, wValue, wLength), Bytes.EMPTY);
    }

    private static ClassRequest write(CdcRequest request, int controlInterface, int wValue, Bytes data) {
        return new ClassRequest(request.setup(controlInterface, wValue, data.length()), data);
    }
}
