package dev.lanyard.wire.cdc;

import java.util.Optional;

/** What GetEthernetStatistic can be asked for, in the order of the selectors 1 to 29 (ECM 1.20 table 8, unchecked). */
public enum EthernetStatistic {
    XMIT_OK, RCV_OK, XMIT_ERROR, RCV_ERROR, RCV_NO_BUFFER,
    DIRECTED_BYTES_XMIT, DIRECTED_FRAMES_XMIT, MULTICAST_BYTES_XMIT, MULTICAST_FRAMES_XMIT,
    BROADCAST_BYTES_XMIT, BROADCAST_FRAMES_XMIT,
    DIRECTED_BYTES_RCV, DIRECTED_FRAMES_RCV, MULTICAST_BYTES_RCV, MULTICAST_FRAMES_RCV,
    BROADCAST_BYTES_RCV, BROADCAST_FRAMES_RCV,
    RCV_CRC_ERROR, TRANSMIT_QUEUE_LENGTH, RCV_ERROR_ALIGNMENT, XMIT_ONE_COLLISION, XMIT_MORE_COLLISIONS,
    XMIT_DEFERRED, XMIT_MAX_COLLISIONS, RCV_OVERRUN, XMIT_UNDERRUN, XMIT_HEARTBEAT_FAILURE, XMIT_TIMES_CRS_LOST,
    XMIT_LATE_COLLISIONS;

    /** The feature selector, wValue of the request. */
    public int selector() {
        return ordinal() + 1;
    }

    /** The bit of bmEthernetStatistics that advertises it. */
    public long bit() {
        return 1L << ordinal();
    }

    public static Optional<EthernetStatistic> ofSelector(int selector) {
        return selector < 1 || selector > values().length ? Optional.empty() : Optional.of(values()[selector - 1]);
    }
}
