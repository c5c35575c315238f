package dev.lanyard.wire.nan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Global operating classes (IEEE 802.11-2020 table E-4) as far as Wi-Fi Aware uses them. */
public final class OperatingClass {

    /** From here on a channel bitmap holds the first channel's number and how many there are. */
    public static final int FIRST_6GHZ = 131;

    private static final Map<Integer, int[]> CHANNELS = Map.ofEntries(
            Map.entry(81, run(1, 13, 1)), Map.entry(82, new int[] {14}), Map.entry(83, run(1, 9, 1)),
            Map.entry(84, run(5, 13, 1)), Map.entry(115, run(36, 48, 4)), Map.entry(116, new int[] {36, 44}),
            Map.entry(117, new int[] {40, 48}), Map.entry(118, run(52, 64, 4)),
            Map.entry(119, new int[] {52, 60}), Map.entry(120, new int[] {56, 64}),
            Map.entry(121, run(100, 144, 4)), Map.entry(122, run(100, 140, 8)), Map.entry(123, run(104, 144, 8)),
            Map.entry(124, run(149, 161, 4)), Map.entry(125, run(149, 177, 4)), Map.entry(126, run(149, 173, 8)),
            Map.entry(127, run(153, 177, 8)), Map.entry(128, new int[] {42, 58, 106, 122, 138, 155, 171}),
            Map.entry(129, new int[] {50, 114, 163}), Map.entry(130, new int[] {42, 58, 106, 122, 138, 155, 171}),
            Map.entry(131, run(1, 233, 4)), Map.entry(132, run(3, 227, 8)), Map.entry(133, run(7, 215, 16)),
            Map.entry(134, run(15, 207, 32)), Map.entry(135, run(7, 215, 16)), Map.entry(136, new int[] {2}),
            Map.entry(137, run(31, 191, 32)));

    private OperatingClass() {}

    private static int[] run(int first, int last, int step) {
        int[] channels = new int[(last - first) / step + 1];
        for (int i = 0; i < channels.length; i++) {
            channels[i] = first + i * step;
        }
        return channels;
    }

    /** Whether the class is known here. */
    public static boolean isKnown(int operatingClass) {
        return CHANNELS.containsKey(operatingClass);
    }

    /** The band of a class as the NAN Availability attribute numbers it: 2 2.4 GHz, 4 5 GHz, 7 6 GHz; 0 unknown. */
    public static int band(int operatingClass) {
        if (!isKnown(operatingClass)) {
            return 0;
        }
        return operatingClass <= 84 ? 2 : operatingClass < FIRST_6GHZ ? 4 : 7;
    }

    /** The channels that a channel bitmap names; bits without channel are passed over. */
    public static List<Integer> channels(int operatingClass, int bitmap) {
        int[] all = CHANNELS.getOrDefault(operatingClass, new int[0]);
        List<Integer> named = new ArrayList<>();
        if (operatingClass < FIRST_6GHZ) {
            for (int bit = 0; bit < Math.min(16, all.length); bit++) {
                if ((bitmap >> bit & 1) != 0) {
                    named.add(all[bit]);
                }
            }
            return named;
        }
        int first = bitmap & 0xFF;
        int count = bitmap >> 8 & 0xFF;
        for (int channel : all) {
            if (channel >= first && named.size() < count && (channel == first || !named.isEmpty())) {
                named.add(channel);
            }
        }
        return named;
    }
}
