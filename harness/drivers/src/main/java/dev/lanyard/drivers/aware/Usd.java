package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.Nan;
import java.util.List;

/**
 * That a service is found without a cluster (unsynchronised service discovery, USD).
 *
 * @param channels the channels on which it is announced or looked for, one after another, in MHz; everybody listens on
 *                 the first, which is the default channel 6 unless told otherwise
 */
public record Usd(List<Integer> channels) {

    /** On the default channel alone. */
    public static final Usd DEFAULT = new Usd(List.of(Nan.CHANNEL_2_4GHZ));

    public Usd {
        channels = List.copyOf(channels);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("a service without a cluster has at least one channel");
        }
    }
}
