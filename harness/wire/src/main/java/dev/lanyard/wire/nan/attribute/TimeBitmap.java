package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.nan.Nan;
import java.util.BitSet;

/**
 * A time bitmap: control 2, length 1, bitmap.
 *
 * @param control b0–2 bit duration (16, 32, 64, 128 TU), b3–5 period (0 does not repeat, n repeats every 64 << n TU:
 *                128 … 8192), b6–14 start offset in units of 16 TU from DW0
 * @param bitmap  one bit per bit duration, the first in b0 of the first octet
 */
public record TimeBitmap(int control, Bytes bitmap) {

    /**
     * A bitmap by its times, all in TU.
     *
     * @param bitDuration 16, 32, 64 or 128
     * @param period      128 … 8192 by powers of two, or 0
     * @param startOffset a multiple of 16 below 8192
     */
    public static TimeBitmap of(int bitDuration, int period, int startOffset, Bytes bitmap) {
        int duration = Integer.numberOfTrailingZeros(bitDuration / Nan.SLOT);
        int repeat = period == 0 ? 0 : Integer.numberOfTrailingZeros(period / 64);
        if (Nan.SLOT << duration != bitDuration || duration > 3 || period != 0 && 64 << repeat != period
                || repeat > 7 || startOffset % Nan.SLOT != 0 || startOffset >= 8192) {
            throw new IllegalArgumentException("no time bitmap of " + bitDuration + " TU bits, period " + period
                    + " TU, start offset " + startOffset + " TU");
        }
        return new TimeBitmap(duration | repeat << 3 | startOffset / Nan.SLOT << 6, bitmap);
    }

    static TimeBitmap read(BytesReader in) {
        return new TimeBitmap(in.u16(), in.bytes(in.u8()));
    }

    void write(BytesWriter out) {
        out.u16(control).u8(bitmap.length()).bytes(bitmap);
    }

    /** In TU; 0 for a reserved value. */
    public int bitDuration() {
        return (control & 7) > 3 ? 0 : Nan.SLOT << (control & 7);
    }

    /** In TU; 0 when the bitmap does not repeat. */
    public int period() {
        int field = control >> 3 & 7;
        return field == 0 ? 0 : 64 << field;
    }

    /** From DW0, in TU. */
    public int startOffset() {
        return (control >> 6 & 0x1FF) * Nan.SLOT;
    }

    /** Whether the bits cover no more than the period, and the bit duration has a meaning. */
    public boolean fitsPeriod() {
        int covered = 8 * bitmap.length() * bitDuration();
        return bitDuration() != 0 && (period() == 0 || covered <= Math.max(period(), 8 * bitDuration()));
    }

    /**
     * The slots of 16 TU that are set within the cycle of 8192 TU from DW0: 512 bits. The bitmap starts at its offset,
     * is repeated with its period to the end of the cycle, and what reaches past the end counts from its start.
     */
    public BitSet slots() {
        int cycle = Nan.DW_CYCLE * Nan.DW_PERIOD / Nan.SLOT;
        BitSet slots = new BitSet(cycle);
        int width = bitDuration() / Nan.SLOT;
        int step = period() == 0 ? cycle : period() / Nan.SLOT;
        int used = Math.min(8 * bitmap.length(), width == 0 ? 0 : Math.max(step / width, 1));
        for (int start = 0; start < cycle; start += step) {
            for (int bit = 0; bit < used; bit++) {
                if ((bitmap.u8(bit / 8) >> bit % 8 & 1) != 0) {
                    for (int slot = 0; slot < width; slot++) {
                        slots.set((startOffset() / Nan.SLOT + start + bit * width + slot) % cycle);
                    }
                }
            }
        }
        return slots;
    }
}
