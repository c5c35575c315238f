package dev.lanyard.drivers.aware;

import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.OperatingClass;
import dev.lanyard.wire.nan.attribute.AvailabilityEntry;
import dev.lanyard.wire.nan.attribute.ChannelEntry;
import dev.lanyard.wire.nan.attribute.ChannelSet;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When two devices are on one channel, in the 512 slots of a cycle. */
final class Schedules {

    private static final int SLOTS = Nan.DW_CYCLE * Nan.DW_PERIOD / Nan.SLOT;

    private Schedules() {}

    /** The slots in which both have said that they are, or may be, on the same channel. */
    static BitSet common(List<NanAvailability> ours, List<NanAvailability> theirs) {
        Map<Integer, BitSet> own = byChannel(ours);
        BitSet common = new BitSet(SLOTS);
        byChannel(theirs).forEach((channel, slots) -> {
            BitSet both = (BitSet) own.getOrDefault(channel, new BitSet()).clone();
            both.and(slots);
            common.or(both);
        });
        return common;
    }

    /** Slots by band and channel. Whole bands say nothing of a channel and are passed over. */
    private static Map<Integer, BitSet> byChannel(List<NanAvailability> availabilities) {
        Map<Integer, BitSet> slots = new HashMap<>();
        for (NanAvailability availability : availabilities) {
            for (AvailabilityEntry entry : availability.entries()) {
                if (entry.where() instanceof ChannelSet.Channels channels
                        && (entry.committed() || entry.potential() || entry.conditional())) {
                    BitSet when = entry.timeBitmap().map(TimeBitmap::slots).orElseGet(Schedules::always);
                    for (ChannelEntry channel : channels.entries()) {
                        int band = OperatingClass.band(channel.operatingClass());
                        OperatingClass.channels(channel.operatingClass(), channel.channelBitmap()).forEach(number ->
                                slots.computeIfAbsent(band << 16 | number, _ -> new BitSet(SLOTS)).or(when));
                    }
                }
            }
        }
        return slots;
    }

    private static BitSet always() {
        BitSet all = new BitSet(SLOTS);
        all.set(0, SLOTS);
        return all;
    }
}
