package dev.lanyard.stubs.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.EthernetStatistic;
import java.util.Arrays;

/** The counters of GetEthernetStatistic (ECM 1.20 §6.2.5). XMIT counts frames from the host, RCV frames to it. */
final class FrameStatistics {

    private final long[] counters = new long[EthernetStatistic.values().length];

    void reset() {
        Arrays.fill(counters, 0);
    }

    void fromHost(byte[] frame) {
        count(EthernetStatistic.XMIT_OK, 1);
        count(frame, EthernetStatistic.DIRECTED_BYTES_XMIT);
    }

    void toHost(byte[] frame) {
        count(EthernetStatistic.RCV_OK, 1);
        count(frame, EthernetStatistic.DIRECTED_BYTES_RCV);
    }

    void count(EthernetStatistic statistic, long amount) {
        counters[statistic.ordinal()] += amount;
    }

    /** The low 32 bits: counters wrap. */
    Bytes read(EthernetStatistic statistic) {
        int value = (int) counters[statistic.ordinal()];
        return Bytes.of(value, value >> 8, value >> 16, value >> 24);
    }

    /** Octets and frames of the three casts follow one another from {@code firstOfDirection} on. */
    private void count(byte[] frame, EthernetStatistic firstOfDirection) {
        int cast = (frame[0] & 1) == 0 ? 0 : isBroadcast(frame) ? 2 : 1;
        int at = firstOfDirection.ordinal() + 2 * cast;
        counters[at] += frame.length;
        counters[at + 1]++;
    }

    private static boolean isBroadcast(byte[] frame) {
        for (int i = 0; i < 6; i++) {
            if (frame[i] != -1) {
                return false;
            }
        }
        return true;
    }
}
