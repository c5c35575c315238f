package dev.lanyard.stubs.cdc;

import dev.lanyard.wire.cdc.PacketFilter;
import dev.lanyard.wire.net.MacAddress;
import java.util.Set;

/** Which frames go to the host: SetEthernetPacketFilter and SetEthernetMulticastFilters (ECM 1.20 §6.2.1, §6.2.4). */
final class FrameFilter {

    /** Before a host says anything, everything that is meant for it: many hosts never set a filter. */
    private static final int DEFAULT =
            PacketFilter.DIRECTED.bit() | PacketFilter.BROADCAST.bit() | PacketFilter.ALL_MULTICAST.bit();

    private final MacAddress permanentAddress;
    private MacAddress hostAddress;
    private int bitmap;
    private Set<Long> multicast = Set.of();

    FrameFilter(MacAddress hostAddress) {
        this.permanentAddress = hostAddress;
        reset();
    }

    void reset() {
        hostAddress = permanentAddress;
        bitmap = DEFAULT;
        multicast = Set.of();
    }

    MacAddress hostAddress() {
        return hostAddress;
    }

    void setHostAddress(MacAddress address) {
        hostAddress = address;
    }

    void setBitmap(int filters) {
        bitmap = filters;
    }

    void setMulticast(Set<Long> addresses) {
        multicast = Set.copyOf(addresses);
    }

    boolean passes(byte[] frame) {
        if (isSet(PacketFilter.PROMISCUOUS)) {
            return true;
        }
        long destination = destination(frame);
        if ((frame[0] & 1) == 0) {
            return isSet(PacketFilter.DIRECTED) && destination == hostAddress.value();
        }
        if (destination == MacAddress.BROADCAST.value()) {
            return isSet(PacketFilter.BROADCAST);
        }
        return isSet(PacketFilter.ALL_MULTICAST)
                || isSet(PacketFilter.MULTICAST) && multicast.contains(destination);
    }

    private boolean isSet(PacketFilter filter) {
        return (bitmap & filter.bit()) != 0;
    }

    private static long destination(byte[] frame) {
        long address = 0;
        for (int i = 0; i < 6; i++) {
            address = address << 8 | frame[i] & 0xFF;
        }
        return address;
    }
}
