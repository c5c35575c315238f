package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Unaligned Schedule, 0x17: control 2, starting time 4, duration 4, period 4, count down 1, overwrite 1, [ULW control
 * 1, band 1 or channel entry]. Times are microseconds of the TSF.
 *
 * @param control   b0–3 schedule id, b8–11 sequence id
 * @param overwrite b0 overwrites all maps, b1–4 the map overwritten
 */
public record UnalignedSchedule(int control, long startingTime, long duration, long period, int countDown,
                                int overwrite, Optional<UnalignedSchedule.Window> window) implements NanAttribute {

    /**
     * What the unaligned window (ULW) is spent on.
     *
     * @param control b0–1 type (0 band, 1 channel entry, 2 channel entry with auxiliary bitmap), b2 available there,
     *                b3–6 receive streams
     */
    public record Window(int control, OptionalInt band, Optional<ChannelEntry> channel) {

        private static Window read(BytesReader in) {
            int control = in.u8();
            return switch (control & 3) {
                case 0 -> new Window(control, OptionalInt.of(in.u8()), Optional.empty());
                case 1 -> new Window(control, OptionalInt.empty(), Optional.of(ChannelEntry.read(in, false)));
                case 2 -> new Window(control, OptionalInt.empty(), Optional.of(ChannelEntry.read(in, true)));
                default -> new Window(control, OptionalInt.empty(), Optional.empty());
            };
        }

        private void write(BytesWriter out) {
            out.u8(control);
            band.ifPresent(out::u8);
            channel.ifPresent(entry -> entry.write(out));
        }
    }

    static UnalignedSchedule read(BytesReader in) {
        return new UnalignedSchedule(in.u16(), in.u32(), in.u32(), in.u32(), in.u8(), in.u8(),
                in.more() ? Optional.of(Window.read(in)) : Optional.empty());
    }

    @Override
    public int id() {
        return AttributeId.UNALIGNED_SCHEDULE;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u16(control).u32(startingTime).u32(duration).u32(period).u8(countDown)
                .u8(overwrite);
        window.ifPresent(w -> w.write(out));
        return out.toBytes();
    }
}
