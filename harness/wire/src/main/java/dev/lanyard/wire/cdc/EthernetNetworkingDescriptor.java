package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.DescriptorField;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.FieldLayout;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Ethernet networking functional descriptor (ECM 1.20 §5.4 table 3, unchecked), 13 octets. */
public record EthernetNetworkingDescriptor(Bytes raw, int offset) implements FunctionalDescriptor {

    private static final FieldLayout LAYOUT = FieldLayout.of("bFunctionLength", "bDescriptorType",
            "bDescriptorSubtype", "iMACAddress", "bmEthernetStatistics:4", "wMaxSegmentSize", "wNumberMCFilters",
            "bNumberPowerFilters");

    /** Octets of the descriptor. */
    public static final int LENGTH = 13;

    /** A descriptor to send. */
    public static EthernetNetworkingDescriptor of(int iMACAddress, long bmEthernetStatistics, int wMaxSegmentSize,
                                                  int wNumberMCFilters, int bNumberPowerFilters) {
        int statistics = (int) bmEthernetStatistics;
        return new EthernetNetworkingDescriptor(Bytes.of(LENGTH, DescriptorType.CS_INTERFACE,
                CdcCodes.ETHERNET_NETWORKING, iMACAddress, statistics, statistics >> 8, statistics >> 16,
                statistics >> 24, wMaxSegmentSize, wMaxSegmentSize >> 8, wNumberMCFilters, wNumberMCFilters >> 8,
                bNumberPowerFilters), 0);
    }

    /** Index of the string that holds the host's address as twelve hexadecimal digits. */
    public int iMACAddress() {
        return raw.u8(3);
    }

    public long bmEthernetStatistics() {
        return raw.u32le(4);
    }

    /** The statistics that bmEthernetStatistics advertises. */
    public Set<EthernetStatistic> statistics() {
        Set<EthernetStatistic> advertised = EnumSet.noneOf(EthernetStatistic.class);
        for (EthernetStatistic statistic : EthernetStatistic.values()) {
            if ((bmEthernetStatistics() & statistic.bit()) != 0) {
                advertised.add(statistic);
            }
        }
        return advertised;
    }

    /** The longest Ethernet frame without FCS, in octets. */
    public int wMaxSegmentSize() {
        return raw.u16le(8);
    }

    /** Bits 14..0 count multicast filters; bit 15 says that they are imperfect (hashes). */
    public int wNumberMCFilters() {
        return raw.u16le(10);
    }

    public int bNumberPowerFilters() {
        return raw.u8(12);
    }

    @Override
    public String title() {
        return "Ethernet Networking Functional";
    }

    @Override
    public List<DescriptorField> fields() {
        return LAYOUT.read(raw);
    }
}
