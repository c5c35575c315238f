package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import java.util.List;
import java.util.OptionalInt;

/**
 * NDL, 0x14: dialog token 1, type and status 1, reason 1, control 1, [peer id 1], [maximum idle period 2], [immutable
 * schedule entries].
 *
 * @param typeAndStatus b0–3 type (request, response, confirm), b4–7 status (continued means a counter proposal), see
 *                      {@link DataPath}
 * @param control       b0 peer id, b1 immutable schedule, b2 NDC, b3 QoS, b4 maximum idle period present, b5 type, b6–7
 *                      setup reason
 * @param maxIdlePeriod in units of 1024 TU
 */
public record Ndl(int dialogToken, int typeAndStatus, int reason, int control, OptionalInt peerId,
                  OptionalInt maxIdlePeriod, List<ScheduleEntry> immutableSchedule) implements NanAttribute {

    public static final int PEER_ID_PRESENT = 0x01;
    public static final int IMMUTABLE_SCHEDULE_PRESENT = 0x02;
    public static final int NDC_PRESENT = 0x04;
    public static final int QOS_PRESENT = 0x08;
    public static final int MAX_IDLE_PERIOD_PRESENT = 0x10;

    public Ndl {
        immutableSchedule = List.copyOf(immutableSchedule);
    }

    /** An NDL without optional fields of its own. */
    public static Ndl of(int dialogToken, int type, int status, int reason, int control) {
        return new Ndl(dialogToken, type | status << 4, reason, control, OptionalInt.empty(), OptionalInt.empty(),
                List.of());
    }

    static Ndl read(BytesReader in) {
        int token = in.u8();
        int typeAndStatus = in.u8();
        int reason = in.u8();
        int control = in.u8();
        OptionalInt peerId = (control & PEER_ID_PRESENT) != 0 ? OptionalInt.of(in.u8()) : OptionalInt.empty();
        OptionalInt idle = (control & MAX_IDLE_PERIOD_PRESENT) != 0 ? OptionalInt.of(in.u16()) : OptionalInt.empty();
        List<ScheduleEntry> schedule = (control & IMMUTABLE_SCHEDULE_PRESENT) != 0 ? ScheduleEntry.readList(in)
                : List.of();
        return new Ndl(token, typeAndStatus, reason, control, peerId, idle, schedule);
    }

    public int type() {
        return typeAndStatus & 0xF;
    }

    public int status() {
        return typeAndStatus >> 4;
    }

    @Override
    public int id() {
        return AttributeId.NDL;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().u8(dialogToken).u8(typeAndStatus).u8(reason).u8(control);
        peerId.ifPresent(out::u8);
        maxIdlePeriod.ifPresent(out::u16);
        ScheduleEntry.writeList(immutableSchedule, out);
        return out.toBytes();
    }
}
