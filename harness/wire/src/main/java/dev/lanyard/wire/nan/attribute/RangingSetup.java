package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.List;
import java.util.OptionalInt;

/**
 * Ranging Setup, 0x1B: dialog token 1, type and status 1, reason 1, control 1, [FTM parameters 3], [schedule entries].
 *
 * @param typeAndStatus b0–3 type (0 request, 1 response, 2 termination), b4–7 status (0 accepted, 1 rejected)
 * @param control       b0 report required, b1 FTM parameters present, b2 schedule entries present
 * @param ftmParameters b0–3 burst duration, b4–9 delta, b10–14 frames per burst, b15–20 format and bandwidth
 */
public record RangingSetup(int dialogToken, int typeAndStatus, int reason, int control, OptionalInt ftmParameters,
                           List<ScheduleEntry> entries)
        implements NanAttribute {

    public static final int REPORT_REQUIRED = 1;
    public static final int FTM_PARAMETERS_PRESENT = 2;
    public static final int ENTRIES_PRESENT = 4;

    public RangingSetup {
        entries = List.copyOf(entries);
    }

    static RangingSetup read(BytesReader in) {
        int token = in.u8();
        int typeAndStatus = in.u8();
        int reason = in.u8();
        int control = in.u8();
        OptionalInt ftm = (control & FTM_PARAMETERS_PRESENT) != 0 ? OptionalInt.of(in.u24()) : OptionalInt.empty();
        List<ScheduleEntry> entries = (control & ENTRIES_PRESENT) != 0 ? ScheduleEntry.readList(in) : List.of();
        return new RangingSetup(token, typeAndStatus, reason, control, ftm, entries);
    }

    public int type() {
        return typeAndStatus & 0xF;
    }

    public int status() {
        return typeAndStatus >> 4;
    }

    @Override
    public int id() {
        return AttributeId.RANGING_SETUP;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(dialogToken).u8(typeAndStatus).u8(reason).u8(control);
        ftmParameters.ifPresent(out::u24);
        ScheduleEntry.writeList(entries, out);
        return out.toBytes();
    }
}
