package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.AvailabilityEntry;
import dev.lanyard.wire.nan.ChannelEntry;
import dev.lanyard.wire.nan.ChannelSet;
import dev.lanyard.wire.nan.NanActionFrame;
import dev.lanyard.wire.nan.NanAttribute;
import dev.lanyard.wire.nan.NanAvailability;
import dev.lanyard.wire.nan.NanFrame;
import dev.lanyard.wire.nan.SharedKeyDescriptor;
import dev.lanyard.wire.nan.TimeBitmap;
import dev.lanyard.wire.nan.UnknownAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a peer does to see how a device bears it. */
public enum Oddity {
    /** Its subscribes carry an attribute that nobody knows. */
    UNKNOWN_ATTRIBUTE,
    /** It has the highest master preference at once. */
    MASTER,
    /** It joins nobody, and its own cluster has the highest grade. */
    OTHER_CLUSTER,
    /** Its identity key comes without Key Lifetime. */
    NO_KEY_LIFETIME,
    /** Its SAE goes by another SSID. */
    OTHER_SSID,
    /** Its availability has no channel in common with anybody. */
    FOREIGN_CHANNEL,
    /** Its availability repeats after 1024 TU, as that of iPhones. */
    LONG_PERIODS,
    /** Its availability has eight entries, of 6 GHz too. */
    MANY_ENTRIES,
    /** Its first Data Path Confirm gets lost. */
    LOST_CONFIRM,
    /** Its Data Path Confirms have a wrong integrity code. */
    WRONG_CONFIRM_MIC;

    private static final int NOBODYS_ID = 0x2F;
    private static final int HIGHEST_PREFERENCE = 254;

    /** A stack's seam that does these things. */
    static AwareSeam seam(Set<Oddity> oddities) {
        AtomicBoolean lost = new AtomicBoolean();
        return new AwareSeam() {
            @Override
            public List<NanAttribute> attributes(String frame, List<NanAttribute> honest) {
                List<NanAttribute> attributes = new ArrayList<>(honest);
                if (oddities.contains(UNKNOWN_ATTRIBUTE) && frame.equals("subscribe")) {
                    attributes.add(new UnknownAttribute(NOBODYS_ID, Bytes.of(1, 2, 3)));
                }
                if (oddities.contains(FOREIGN_CHANNEL)) {
                    attributes.replaceAll(one -> one instanceof NanAvailability ? foreign() : one);
                }
                if (oddities.contains(MANY_ENTRIES)) {
                    attributes.replaceAll(one -> one instanceof NanAvailability usual ? many(usual) : one);
                }
                return attributes;
            }

            @Override
            public Optional<Bytes> frame(String name, Bytes honest) {
                if (name.equals("ndp-confirm") && oddities.contains(LOST_CONFIRM) && !lost.getAndSet(true)) {
                    return Optional.empty();
                }
                return Optional.of(name.equals("ndp-confirm") && oddities.contains(WRONG_CONFIRM_MIC)
                        ? withWrongMic(honest) : honest);
            }

            @Override
            public boolean breaks(String rule) {
                return rule.equals("NAN-BCN-08") && (oddities.contains(MASTER) || oddities.contains(OTHER_CLUSTER))
                        || rule.equals("NAN-BCN-10") && oddities.contains(OTHER_CLUSTER)
                        || rule.equals("NAN-PAIR-23") && oddities.contains(OTHER_SSID);
            }
        };
    }

    /** Settings that go with it. */
    static NanSettings settings(Set<Oddity> oddities, NanSettings usual) {
        NanSettings settings = usual;
        if (oddities.contains(MASTER) || oddities.contains(OTHER_CLUSTER)) {
            settings = settings.withMasterPreference(HIGHEST_PREFERENCE);
        }
        if (oddities.contains(NO_KEY_LIFETIME)) {
            NanSettings.Habits habits = settings.habits();
            settings = settings.withHabits(new NanSettings.Habits(habits.identityKeyDelay(), false,
                    habits.needsNira(), habits.needsDcea(), habits.refusesOpen(), habits.longPeriods()));
        }
        if (oddities.contains(LONG_PERIODS)) {
            NanSettings.Habits habits = settings.habits();
            settings = settings.withHabits(new NanSettings.Habits(habits.identityKeyDelay(), habits.keyLifetime(),
                    habits.needsNira(), habits.needsDcea(), habits.refusesOpen(), true));
        }
        return settings;
    }

    private static NanAvailability foreign() {
        return new NanAvailability(1, NanAvailability.COMMITTED_CHANGED, List.of(new AvailabilityEntry(0x12E1,
                Optional.of(TimeBitmap.of(16, 512, 0, Bytes.hex("fefefeff"))),
                ChannelSet.Channels.of(new ChannelEntry(115, 0x0001, 0)))));
    }

    private static NanAvailability many(NanAvailability usual) {
        List<AvailabilityEntry> entries = new ArrayList<>(usual.entries());
        while (entries.size() < 8) {
            entries.add(new AvailabilityEntry(0x02FA, Optional.empty(),
                    ChannelSet.Channels.of(new ChannelEntry(131, 0x0101 + 4 * entries.size(), 0))));
        }
        return new NanAvailability(usual.sequenceId(), usual.control(), entries);
    }

    private static Bytes withWrongMic(Bytes octets) {
        return NanFrame.decode(octets).filter(NanActionFrame.class::isInstance).map(NanActionFrame.class::cast)
                .map(frame -> NanActionFrame.create(frame.action().category(), frame.subtype(), frame.header(),
                        frame.attributes().values().stream().map(one -> one instanceof SharedKeyDescriptor key
                                ? new SharedKeyDescriptor(key.publishId(), key.descriptor().withMic(
                                        Bytes.wrap(new byte[key.descriptor().mic().length()]))) : one).toList())
                        .encode()).orElse(octets);
    }
}
