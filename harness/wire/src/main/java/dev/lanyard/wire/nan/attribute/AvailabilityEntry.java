package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.Optional;

/**
 * An entry of the NAN Availability attribute: length 2, control 2, [time bitmap], bands or channels.
 *
 * @param control    b0 committed, b1 potential, b2 conditional, b3–4 usage preference, b5–7 utilisation in eighths (7
 *                   unknown), b8–11 receive streams, b12 time bitmap present
 * @param timeBitmap when; absent, the whole time
 * @param trailing   octets within the entry after its bands or channels
 */
public record AvailabilityEntry(int control, Optional<TimeBitmap> timeBitmap, ChannelSet where, Bytes trailing) {

    public static final int COMMITTED = 0x0001;
    public static final int POTENTIAL = 0x0002;
    public static final int CONDITIONAL = 0x0004;
    public static final int TIME_BITMAP_PRESENT = 0x1000;

    /** An entry without trailing octets. */
    public AvailabilityEntry(int control, Optional<TimeBitmap> timeBitmap, ChannelSet where) {
        this(control, timeBitmap, where, Bytes.EMPTY);
    }

    static AvailabilityEntry read(BytesReader attribute) {
        BytesReader in = attribute.sub(attribute.u16());
        int control = in.u16();
        Optional<TimeBitmap> bitmap = (control & TIME_BITMAP_PRESENT) != 0 ? Optional.of(TimeBitmap.read(in))
                : Optional.empty();
        ChannelSet where = ChannelSet.read(in);
        if (in.failed()) {
            attribute.fail();
        }
        return new AvailabilityEntry(control, bitmap, where, in.rest());
    }

    void write(BytesWriter out) {
        BytesWriter inside = new BytesWriter().u16(control);
        timeBitmap.ifPresent(bitmap -> bitmap.write(inside));
        where.write(inside);
        inside.bytes(trailing);
        out.u16(inside.length()).bytes(inside.toBytes());
    }

    public boolean committed() {
        return (control & COMMITTED) != 0;
    }

    public boolean potential() {
        return (control & POTENTIAL) != 0;
    }

    public boolean conditional() {
        return (control & CONDITIONAL) != 0;
    }

    /** 0–3, 3 the most preferred. */
    public int usagePreference() {
        return control >> 3 & 3;
    }

    /** In eighths; 7 unknown. */
    public int utilisation() {
        return control >> 5 & 7;
    }

    public int receiveStreams() {
        return control >> 8 & 0xF;
    }
}
