package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.nan.OperatingClass;
import java.util.List;
import java.util.OptionalInt;

/**
 * Channels of an operating class: operating class 1, channel bitmap 2, primary channel bitmap 1, [auxiliary channel
 * bitmap 2].
 *
 * @param operatingClass a global one (IEEE 802.11-2020 table E-4)
 * @param channelBitmap  a bit per channel of the class in the order of the table; for the classes of 6 GHz (131 and up)
 *                       the number of the first channel 1, then how many channels 1
 * @param primaryBitmap  which 20 MHz channel within a wider one is primary
 */
public record ChannelEntry(int operatingClass, int channelBitmap, int primaryBitmap, OptionalInt auxiliaryBitmap) {

    /** One or more contiguous channels. */
    public ChannelEntry(int operatingClass, int channelBitmap, int primaryBitmap) {
        this(operatingClass, channelBitmap, primaryBitmap, OptionalInt.empty());
    }

    static ChannelEntry read(BytesReader in, boolean auxiliary) {
        return new ChannelEntry(in.u8(), in.u16(), in.u8(), auxiliary ? OptionalInt.of(in.u16())
                : OptionalInt.empty());
    }

    void write(BytesWriter out) {
        out.u8(operatingClass).u16(channelBitmap).u8(primaryBitmap);
        auxiliaryBitmap.ifPresent(out::u16);
    }

    /** The numbers of the channels; empty where the class has no meaning to us. */
    public List<Integer> channels() {
        return OperatingClass.channels(operatingClass, channelBitmap);
    }
}
