package dev.lanyard.wire.nan;

import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;

/** Numbers that hold everywhere in Wi-Fi Aware. */
public final class Nan {

    /** The OUI of the Wi-Fi Alliance. */
    public static final int OUI = 0x506F9A;
    /** OUI type of beacons' elements, service discovery frames and PASN frames' elements. */
    public static final int TYPE_DISCOVERY = 0x13;
    /** OUI type of NAN action frames. */
    public static final int TYPE_ACTION = 0x18;

    /** NAN Network ID: the receiver of multicast service discovery frames. */
    public static final MacAddress NETWORK_ID = MacAddress.parse("51:6f:9a:01:00:00");
    /** The receiver of unsynchronised service discovery in the way of Wi-Fi Direct. */
    public static final MacAddress P2P_NETWORK_ID = MacAddress.parse("51:6f:9a:02:00:00");
    /** The lowest cluster id; the last two octets are free. */
    public static final MacAddress CLUSTER_BASE = MacAddress.parse("50:6f:9a:01:00:00");

    /** Microseconds of a time unit. */
    public static final long TU_MICROS = 1024;
    /** Between two discovery windows, in TU. */
    public static final int DW_PERIOD = 512;
    /** Length of a discovery window and of an availability slot, in TU. */
    public static final int SLOT = 16;
    /** Discovery windows of a cycle; DW0 begins when the low 23 bits of the TSF are zero. */
    public static final int DW_CYCLE = 16;
    /** Start of the 5 GHz discovery window after that of 2.4 GHz, in TU. */
    public static final int DW_5GHZ_OFFSET = 128;

    /** MHz of the channels of discovery windows: 6, 44, 149. */
    public static final int CHANNEL_2_4GHZ = 2437;
    public static final int CHANNEL_5GHZ_LOW = 5220;
    public static final int CHANNEL_5GHZ_HIGH = 5745;

    private Nan() {}

    /** Whether {@code address} is a cluster id: 50:6f:9a:01 and two octets more. */
    public static boolean isClusterId(MacAddress address) {
        return address.value() >>> 16 == CLUSTER_BASE.value() >>> 16;
    }

    /** {@code tu} as a duration. */
    public static Duration tu(long tu) {
        return Duration.ofNanos(tu * TU_MICROS * 1000);
    }
}
