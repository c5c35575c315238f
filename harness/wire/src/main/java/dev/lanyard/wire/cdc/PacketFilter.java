package dev.lanyard.wire.cdc;

import java.util.EnumSet;
import java.util.Set;

/** Bits of SetEthernetPacketFilter's wValue, D0 first (ECM 1.20 table 8, unchecked). */
public enum PacketFilter {
    PROMISCUOUS,
    ALL_MULTICAST,
    DIRECTED,
    BROADCAST,
    MULTICAST;

    /** What Linux asks for when an interface comes up: directed, broadcast and all multicast. */
    public static final int HOST_DEFAULT = DIRECTED.bit() | BROADCAST.bit() | ALL_MULTICAST.bit();

    public int bit() {
        return 1 << ordinal();
    }

    /** The filters that {@code bitmap} selects; reserved bits are passed over. */
    public static Set<PacketFilter> of(int bitmap) {
        Set<PacketFilter> selected = EnumSet.noneOf(PacketFilter.class);
        for (PacketFilter filter : values()) {
            if ((bitmap & filter.bit()) != 0) {
                selected.add(filter);
            }
        }
        return selected;
    }
}
