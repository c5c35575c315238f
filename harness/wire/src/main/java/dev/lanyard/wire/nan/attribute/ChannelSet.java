package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a device is available: control 1 (b0 0 bands, 1 channels; b1 non-contiguous bandwidth; b4–7 how many), then
 * bands of 1 octet or channel entries.
 */
public sealed interface ChannelSet {

    int CHANNELS = 1;
    int NON_CONTIGUOUS = 2;

    int control();

    void write(BytesWriter out);

    /**
     * Whole bands.
     *
     * @param bands 1 below 1 GHz, 2 2.4 GHz, 4 5 GHz, 7 6 GHz
     */
    record Bands(int control, List<Integer> bands) implements ChannelSet {
        public Bands {
            bands = List.copyOf(bands);
        }

        /** The control octet follows from the bands. */
        public static Bands of(Integer... bands) {
            return new Bands(bands.length << 4, List.of(bands));
        }

        @Override
        public void write(BytesWriter out) {
            out.u8(control);
            bands.forEach(out::u8);
        }
    }

    /** Channels of operating classes. */
    record Channels(int control, List<ChannelEntry> entries) implements ChannelSet {
        public Channels {
            entries = List.copyOf(entries);
        }

        /** The control octet follows from the entries. */
        public static Channels of(ChannelEntry... entries) {
            return new Channels(entries.length << 4 | CHANNELS, List.of(entries));
        }

        @Override
        public void write(BytesWriter out) {
            out.u8(control);
            entries.forEach(entry -> entry.write(out));
        }
    }

    static ChannelSet read(BytesReader in) {
        int control = in.u8();
        int count = control >> 4;
        if ((control & CHANNELS) == 0) {
            List<Integer> bands = new ArrayList<>();
            for (int i = 0; i < count && !in.failed(); i++) {
                bands.add(in.u8());
            }
            return new Bands(control, bands);
        }
        List<ChannelEntry> entries = new ArrayList<>();
        for (int i = 0; i < count && !in.failed(); i++) {
            entries.add(ChannelEntry.read(in, (control & NON_CONTIGUOUS) != 0));
        }
        return new Channels(control, entries);
    }
}
