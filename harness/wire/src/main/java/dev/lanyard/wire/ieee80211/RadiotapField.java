package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;

/**
 * A field of a radiotap header.
 *
 * @param namespace counts the runs of present bits: 0 the first, later ones are those of further antennas
 * @param bit       its number in the default namespace: 0 TSFT, 3 channel, 5 signal…; -1 the data of a vendor namespace
 * @param offset    from the start of the radiotap header
 */
public record RadiotapField(int namespace, int bit, int offset, Bytes value) {

    public static final int TSFT = 0;
    public static final int FLAGS = 1;
    public static final int RATE = 2;
    public static final int CHANNEL = 3;
    public static final int ANTENNA_SIGNAL = 5;
    public static final int ANTENNA_NOISE = 6;
    public static final int ANTENNA = 11;
    public static final int RX_FLAGS = 14;
    public static final int TX_FLAGS = 15;
    public static final int MCS = 19;
    public static final int TIMESTAMP = 22;
    /** The data of a vendor namespace. */
    public static final int VENDOR = -1;
}
