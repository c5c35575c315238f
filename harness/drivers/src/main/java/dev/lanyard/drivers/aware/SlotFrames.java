package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.Nan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/** Frames that wait for a slot of the device's schedule, and go out in order, one after another, while there is one. */
final class SlotFrames {

    private static final int SLOTS = Nan.DW_PERIOD / Nan.SLOT;
    /** Slots of a period in which the device is on the discovery channel, or keeps silent for the 5 GHz window. */
    private static final BitSet RESERVED = BitSet.valueOf(new long[] {1L | 1L << 8 | 1L << 16});
    /** Of a device that sends its data in the 5 GHz window alone. */
    private static final BitSet ALL_BUT_5GHZ_WINDOW = BitSet.valueOf(new long[] {0xFFFF_FEFFL});
    private static final int BITS_PER_MICRO = 6;
    /** Contention, preamble and a little more. */
    private static final long OVERHEAD = 260;
    /** So much is left free at the end of a run of slots: somebody else's longest frame. */
    private static final long GUARD = 2_600;
    /** So long after the begin of a run of slots the other end is there too. */
    private static final long ARRIVED = 300;

    private final Station station;
    private final Deque<Bytes> frames = new ArrayDeque<>();
    private boolean waits;
    private AirLoop.Pace hurry;

    SlotFrames(Station station) {
        this.station = station;
    }

    /** Takes one more; false when too many wait already. */
    boolean add(Bytes frame) {
        boolean room = frames.size() < Station.LONGEST_QUEUE;
        if (room) {
            frames.add(frame);
        }
        send();
        return room;
    }

    /** How many there are. */
    int waiting() {
        return frames.size();
    }

    void clear() {
        frames.clear();
    }

    void close() {
        clear();
        if (hurry != null) {
            hurry.close();
        }
    }

    /** Sends what can be sent now, and the others in their time. */
    void send() {
        if (waits || station.isClosed()) {
            return;
        }
        hurry = hurry == null ? station.loop.hurry() : hurry;
        Bytes next = frames.peek();
        if (next == null) {
            hurry.close();
            hurry = null;
            return;
        }
        long needs = OVERHEAD + 8L * next.length() / BITS_PER_MICRO;
        long wait = untilSlot(station.tsf(), needs);
        if (wait == 0 && station.radio.frequency() == Station.DATA_CHANNEL) {
            wait = sendBeforeSlotEnds(next, needs);
        } else if (wait == 0 && station.tsf() / Station.SLOT % SLOTS != 0) {
            station.radio.tune(Station.DATA_CHANNEL);
            wait = Station.TUNING;
        } else if (wait == 0) {
            wait = Station.SLOT;
        }
        waits = true;
        station.loop.after(Duration.ofNanos(wait * 1_000), () -> {
            waits = false;
            send();
        });
    }

    /**
     * The channel may be busy for so long that the slot ends first, and the other end is away then.
     *
     * @return how many microseconds to wait before the next try
     */
    private long sendBeforeSlotEnds(Bytes frame, long needs) {
        long[] late = new long[1];
        station.radio.sendStamped(start -> {
            late[0] = untilSlot(station.tsfAt(start), needs);
            return late[0] == 0 ? frame : Bytes.EMPTY;
        });
        if (late[0] > 0) {
            return late[0];
        }
        frames.remove();
        return needs;
    }

    /** Microseconds until a slot of the schedule begins, or goes on, with room for so many microseconds. */
    private long untilSlot(long tsf, long needs) {
        int slot = (int) (tsf / Station.SLOT % SLOTS);
        long left = Station.SLOT - tsf % Station.SLOT;
        BitSet reserved = station.seam.breaks("NAN-NDL-05") ? ALL_BUT_5GHZ_WINDOW : RESERVED;
        long room = needs + GUARD + station.tuningMicros();
        if (!reserved.get(slot) && (left > room || !reserved.get((slot + 1) % SLOTS))) {
            return 0;
        }
        int free = slot + 1;
        while (reserved.get(free % SLOTS)) {
            free++;
        }
        return left + (free - slot - 1) * Station.SLOT + ARRIVED + station.tuningMicros();
    }
}
