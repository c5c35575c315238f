package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.AvailabilityEntry;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.Ndl;
import dev.lanyard.wire.nan.attribute.NdlQos;
import dev.lanyard.wire.nan.attribute.ScheduleEntry;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whether the schedules of two devices give a data path what is asked for (Wi-Fi Aware's NDL schedule negotiation; the
 * specification was not read, so the measure is ours: as many common slots in each discovery window interval, on average,
 * as the NDL QoS attribute states).
 */
final class NdlNegotiation {

    /** What the responder says. */
    enum Answer {
        /** What both have committed to is enough. */
        ACCEPT,
        /** It is not, but what both may commit to is: the responder proposes its schedule. */
        COUNTER,
        /** They meet, and not often enough. */
        TOO_FEW_SLOTS,
        /** They never meet. */
        NOTHING_IN_COMMON,
        /** The initiator's fixed slots are not among those in common. */
        IMMUTABLE_OUTSIDE
    }

    private NdlNegotiation() {}

    /**
     * What a request is answered.
     *
     * @param ours   availability of the responder
     * @param theirs availability of the initiator, as its request has it
     */
    static Answer answer(List<NanAvailability> ours, List<NanAvailability> theirs, Optional<Ndl> request,
                         Optional<NdlQos> wanted) {
        BitSet possible = Schedules.common(ours, theirs);
        if (possible.isEmpty()) {
            return Answer.NOTHING_IN_COMMON;
        }
        for (ScheduleEntry fixed : request.map(Ndl::immutableSchedule).orElse(List.of())) {
            BitSet outside = fixed.timeBitmap().slots();
            outside.andNot(possible);
            if (!outside.isEmpty()) {
                return Answer.IMMUTABLE_OUTSIDE;
            }
        }
        if (suffices(committed(ours, theirs), wanted)) {
            return Answer.ACCEPT;
        }
        return suffices(possible, wanted) ? Answer.COUNTER : Answer.TOO_FEW_SLOTS;
    }

    /**
     * Whether an initiator takes a counter proposal: what the responder has committed to must be enough, in slots that
     * the initiator can commit to.
     */
    static boolean takes(List<NanAvailability> ours, List<NanAvailability> theirs, Optional<NdlQos> wanted) {
        return suffices(Schedules.common(ours, only(theirs, AvailabilityEntry::committed)), wanted);
    }

    private static BitSet committed(List<NanAvailability> ours, List<NanAvailability> theirs) {
        return Schedules.common(only(ours, AvailabilityEntry::committed), only(theirs, AvailabilityEntry::committed));
    }

    private static List<NanAvailability> only(List<NanAvailability> all, Predicate<AvailabilityEntry> which) {
        return all.stream().map(one -> new NanAvailability(one.sequenceId(), one.control(), one.entries().stream()
                .filter(which).toList())).toList();
    }

    private static boolean suffices(BitSet slots, Optional<NdlQos> wanted) {
        int least = wanted.map(NdlQos::minTimeSlots).orElse(0);
        return !slots.isEmpty() && slots.cardinality() >= least * Nan.DW_CYCLE;
    }
}
