package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.Discovery;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.OperatingClass;
import dev.lanyard.wire.nan.attribute.AttributeId;
import dev.lanyard.wire.nan.attribute.AvailabilityEntry;
import dev.lanyard.wire.nan.attribute.ChannelEntry;
import dev.lanyard.wire.nan.attribute.ChannelSet;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.MalformedAttribute;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.ServiceDescriptorExtension;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Device Capability and NAN Availability: NAN-DEV, NAN-AV. */
public final class AwareScheduleRules {

    private static final FrameKind[] CARRIERS = {FrameKind.NAF};

    /** Rules NAN-DEV-* and NAN-AV-*. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-DEV-01", "Discovery frames of data path services, and all NAN action frames, have the Device "
                    + "Capability attribute.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send attribute 0x0F in each of them.")
                    .watchedBy(AirJudge.onContent(AwareScheduleRules::capability, FrameKind.SDF, CARRIERS)),
            rule("NAN-DEV-02", "The supported bands agree with the channels of the availability and with the committed "
                    + "discovery windows.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Set the band's bit where the schedule uses the band, and offer what is claimed.")
                    .watchedBy(AirJudge.onContent(AwareScheduleRules::bands, FrameKind.SDF, CARRIERS)),
            rule("NAN-DEV-03", "A device with data path services supports the NDP Extension attribute.")
                    .obligation(Obligation.RECOMMENDED, Aware.INFERRED).hosts(Aware.IOS)
                    .remediation("Set b3 of the capabilities, and send NDPE (0x29) in place of NDP.")
                    .watchedBy(AirJudge.onContent(AwareScheduleRules::ndpe, FrameKind.SDF)),
            rule("NAN-AV-01", "The NAN Availability attribute can be read, and its bitmaps cover their period.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .fieldFailures("espressif/esp-idf#17529")
                    .remediation("A bitmap has period / bit duration bits: 32 for 512 TU in steps of 16.")
                    .watchedBy(AirJudge.onContent(AwareScheduleRules::readable, FrameKind.SDF, CARRIERS)),
            rule("NAN-AV-03", "The sequence id of the availability changes when its content does, and only then.")
                    .obligation(Obligation.MUST, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Count the sequence id up with every change of an entry.")
                    .watchedBy(AirJudge.on(AwareScheduleRules::sequence, FrameKind.SDF, CARRIERS)
                            .where(frame -> frame.has(NanAvailability.class))),
            rule("NAN-AV-04", "Committed entries leave the discovery windows free.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Clear slot 0 of each 512 TU for every channel but 6.")
                    .watchedBy(AirJudge.onContent(AwareScheduleRules::windows, FrameKind.SDF, CARRIERS)));

    private static final int SLOTS_OF_PERIOD = Nan.DW_PERIOD / Nan.SLOT;
    /** A map id has four bits. */
    private static final int MAPS = 16;
    private static final int BAND_24 = 2;
    private static final int BAND_5 = 4;
    private static final int WINDOW_CHANNEL = 6;

    private AwareScheduleRules() {}

    /** Whether the frame offers a service whose extension asks for a data path. */
    private static boolean offersDataPath(AirFrame frame) {
        return frame.offers().stream().anyMatch(placed ->
                Discovery.extensionOf(frame, placed.value().instanceId())
                        .filter(ServiceDescriptorExtension::dataPathRequired).isPresent());
    }

    private static void capability(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        if (frame.kind() == FrameKind.NAF || offersDataPath(frame)) {
            ruling.require(!frame.attributes().withId(AttributeId.DEVICE_CAPABILITY).isEmpty(),
                    "the frame has no Device Capability attribute (0x0F)");
        }
    }

    private static void bands(Sight sight, Ruling ruling) {
        Optional<Placed<DeviceCapability>> placed = sight.first(DeviceCapability.class);
        if (placed.isEmpty() || !sight.has(NanAvailability.class)) {
            return;
        }
        DeviceCapability capability = placed.get().value();
        Set<Integer> used = new HashSet<>();
        for (Placed<NanAvailability> availability : sight.frame().all(NanAvailability.class)) {
            for (AvailabilityEntry entry : availability.value().entries()) {
                used.addAll(bandsOf(entry.where()));
            }
        }
        Optional<String> fault = fault("2.4 GHz", (capability.supportedBands() & DeviceCapability.BAND_2_4GHZ) != 0,
                used.contains(BAND_24), capability.dwInterval24() > 0)
                .or(() -> fault("5 GHz", (capability.supportedBands() & DeviceCapability.BAND_5GHZ) != 0,
                        used.contains(BAND_5), capability.dwInterval5() > 0));
        ruling.judge(placed.get(), fault);
    }

    private static Optional<String> fault(String band, boolean supported, boolean scheduled, boolean window) {
        if (supported && !scheduled && !window) {
            return Optional.of(band + " is supported, yet no availability entry and no discovery window is there");
        }
        return !supported && (scheduled || window) ? Optional.of(band + " is not supported, yet "
                + (scheduled ? "availability entries are" : "a discovery window is") + " there") : Optional.empty();
    }

    private static Set<Integer> bandsOf(ChannelSet where) {
        Set<Integer> bands = new HashSet<>();
        switch (where) {
            case ChannelSet.Bands b -> bands.addAll(b.bands());
            case ChannelSet.Channels c -> c.entries().forEach(e -> bands.add(OperatingClass.band(e.operatingClass())));
        }
        return bands;
    }

    private static void ndpe(Sight sight, Ruling ruling) {
        if (offersDataPath(sight.frame())) {
            sight.first(DeviceCapability.class).ifPresent(placed -> ruling.require(placed.value().supportsNdpe(),
                    placed, () -> "the capabilities are 0x%02x: b3 (NDPE) is clear"
                            .formatted(placed.value().capabilities())));
        }
    }

    private static void readable(Sight sight, Ruling ruling) {
        for (Placed<NanAttribute> entry : sight.frame().attributes().withId(AttributeId.AVAILABILITY)) {
            if (entry.value() instanceof NanAvailability availability) {
                ruling.judge(entry, availability.entries().stream()
                        .flatMap(part -> part.timeBitmap().flatMap(AwareScheduleRules::uncovered).stream())
                        .findFirst());
            } else if (entry.value() instanceof MalformedAttribute) {
                ruling.broken(entry, "the entries of the availability cannot be read");
            }
        }
    }

    private static Optional<String> uncovered(TimeBitmap bitmap) {
        int covered = 8 * bitmap.bitmap().length() * bitmap.bitDuration();
        if (bitmap.bitDuration() == 0) {
            return Optional.of("the bit duration of a time bitmap is a reserved value");
        }
        return bitmap.period() > 0 && covered < bitmap.period() ? Optional.of("a bitmap of "
                + bitmap.bitmap().length() + " octets in steps of " + bitmap.bitDuration() + " TU covers " + covered
                + " of " + bitmap.period() + " TU") : Optional.empty();
    }

    /** The availability of each map, as it was last seen. */
    private static final class Schedules {
        private final Known[] maps = new Known[MAPS];

        /** @param content a copy, so that the frame need not be kept */
        private record Known(int sequence, Bytes content) {}
    }

    private static void sequence(Sight sight, Ruling ruling) {
        Schedules known = sight.sender().memory(Schedules.class, Schedules::new);
        for (Placed<NanAvailability> placed : sight.frame().all(NanAvailability.class)) {
            NanAvailability availability = placed.value();
            // The flags that say what changed are not content: they may be cleared in the next frame.
            Bytes content = placed.octets().from(NanAttribute.HEADER + 3);
            Schedules.Known before = known.maps[availability.mapId()];
            boolean same = before != null && before.content().equals(content);
            boolean sameNumber = before != null && before.sequence() == availability.sequenceId();
            if (!same || !sameNumber) {
                known.maps[availability.mapId()] = new Schedules.Known(availability.sequenceId(),
                        Bytes.wrap(content.toArray()));
            }
            if (before == null) {
                continue;
            }
            if (same == sameNumber) {
                ruling.kept();
            } else {
                ruling.broken(placed, same ? "the sequence id went from " + before.sequence() + " to "
                        + availability.sequenceId() + " and nothing changed"
                        : "the content changed and the sequence id stayed " + before.sequence());
            }
        }
    }

    private static void windows(Sight sight, Ruling ruling) {
        for (Placed<NanAvailability> placed : sight.frame().all(NanAvailability.class)) {
            ruling.judge(placed, placed.value().entries().stream().filter(AvailabilityEntry::committed)
                    .filter(entry -> entry.timeBitmap().filter(AwareScheduleRules::takesWindow).isPresent())
                    .flatMap(entry -> otherChannel(entry.where()).stream()).findFirst()
                    .map(channel -> "a committed entry takes the discovery window's slot for channel " + channel));
        }
    }

    private static boolean takesWindow(TimeBitmap bitmap) {
        BitSet slots = bitmap.slots();
        for (int slot = 0; slot < Nan.DW_CYCLE * SLOTS_OF_PERIOD; slot += SLOTS_OF_PERIOD) {
            if (slots.get(slot)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Integer> otherChannel(ChannelSet where) {
        return where instanceof ChannelSet.Channels channels ? channels.entries().stream()
                .map(ChannelEntry::channels).flatMap(List::stream).filter(channel -> channel != WINDOW_CHANNEL)
                .findFirst() : Optional.empty();
    }
}
