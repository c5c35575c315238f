package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;

/**
 * NDL QoS, 0x15: minimum time slots 1, maximum latency 2.
 *
 * @param minTimeSlots of 16 TU in every 512 TU; 0 none demanded
 * @param maxLatency   in slots between two of them; 0xFFFF no limit
 */
public record NdlQos(int minTimeSlots, int maxLatency) implements NanAttribute {

    /** No limit of latency. */
    public static final int NO_LIMIT = 0xFFFF;

    @Override
    public int id() {
        return AttributeId.NDL_QOS;
    }

    @Override
    public Bytes body() {
        return Bytes.of(minTimeSlots, maxLatency, maxLatency >> 8);
    }
}
