package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;

/**
 * Timeout Interval, element 56 (§9.4.2.48): type 1, value 4 LE.
 *
 * @param type 1 reassociation deadline in TU, 2 key lifetime in seconds, 3 association comeback in TU
 */
public record TimeoutIntervalElement(int type, long value) implements Element {

    @Override
    public int id() {
        return TIMEOUT_INTERVAL;
    }

    @Override
    public Bytes body() {
        return new BytesWriter().u8(type).u32(value).toBytes();
    }
}
