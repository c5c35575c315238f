package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.ieee80211.SaeFields;
import dev.lanyard.wire.ieee80211.WrappedDataElement;
import dev.lanyard.wire.nan.attribute.AvailabilityEntry;
import dev.lanyard.wire.nan.attribute.ChannelEntry;
import dev.lanyard.wire.nan.attribute.ChannelSet;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.Ndl;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import dev.lanyard.wire.nan.attribute.UnknownAttribute;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

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
    /** It commits to fewer slots than its data paths ask for, until a counter proposal makes it commit to more. */
    FEW_SLOTS,
    /** Its first Data Path Confirm gets lost. */
    LOST_CONFIRM,
    /** Its Data Path Confirms have the integrity code zero. */
    WRONG_CONFIRM_MIC,
    /** Its third messages of PASN have a wrong integrity code. */
    WRONG_PASN_MIC,
    /** Its SAE commit has the scalar zero. */
    INVALID_SCALAR,
    /** After its first follow-up it sends that one again, octet for octet, in the place of every other. */
    REPLAY,
    /** The ND-PMKID of its requests has the responder's NMI first. */
    SWAPPED_PMKID,
    /** It has others come back for bootstrapping. */
    COMEBACK,
    /** It is committed to every fourth discovery window alone. */
    SLEEPY,
    /** Its data paths may be idle for twelve seconds. */
    MAX_IDLE,
    /** It is another device, with an address and pairings of its own. */
    SECOND_PHONE;

    private static final int NOBODYS_ID = 0x2F;
    private static final int HIGHEST_PREFERENCE = 254;
    /** 2.4 GHz every fourth discovery window, 5 GHz each. */
    private static final int SLEEPY_WINDOWS = 0x000B;
    /** In units of 1024 TU. */
    private static final int IDLE_PERIOD = 12;

    /** A stack's seam that does these things. */
    static AwareSeam seam(Set<Oddity> oddities) {
        AtomicBoolean lost = new AtomicBoolean();
        AtomicReference<Bytes> first = new AtomicReference<>();
        AtomicBoolean committed = new AtomicBoolean();
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
                committed.compareAndSet(false, frame.equals("ndp-confirm"));
                if (oddities.contains(FEW_SLOTS) && !committed.get()) {
                    attributes.replaceAll(one -> one instanceof NanAvailability ? few() : one);
                }
                if (oddities.contains(MANY_ENTRIES)) {
                    attributes.replaceAll(one -> one instanceof NanAvailability usual ? many(usual) : one);
                }
                if (oddities.contains(SLEEPY)) {
                    attributes.replaceAll(one -> one instanceof DeviceCapability usual ? sleepy(usual) : one);
                }
                if (oddities.contains(MAX_IDLE) && frame.equals("ndp-request")) {
                    attributes.replaceAll(one -> one instanceof Ndl usual ? idle(usual) : one);
                }
                return attributes;
            }

            @Override
            public NanActionFrame sealed(String name, NanActionFrame honest) {
                return name.equals("ndp-confirm") && oddities.contains(WRONG_CONFIRM_MIC) ? withZeroMic(honest)
                        : honest;
            }

            @Override
            public Optional<Bytes> frame(String name, Bytes honest) {
                if (name.equals("ndp-confirm") && oddities.contains(LOST_CONFIRM) && !lost.getAndSet(true)) {
                    return Optional.empty();
                }
                if (name.equals("follow-up") && oddities.contains(REPLAY) && !first.compareAndSet(null, honest)) {
                    return Optional.of(first.get());
                }
                if (name.equals("pasn-1") && oddities.contains(INVALID_SCALAR)) {
                    return Optional.of(withScalarZero(honest));
                }
                if (name.equals("pasn-3") && oddities.contains(WRONG_PASN_MIC)) {
                    return Optional.of(withOtherEnd(honest));
                }
                return Optional.of(honest);
            }

            @Override
            public boolean breaks(String rule) {
                return rule.equals("NAN-BCN-08") && (oddities.contains(MASTER) || oddities.contains(OTHER_CLUSTER))
                        || rule.equals("NAN-BCN-10") && oddities.contains(OTHER_CLUSTER)
                        || rule.equals("NAN-PAIR-23") && oddities.contains(OTHER_SSID)
                        || rule.equals("NAN-PAIR-24") && oddities.contains(SWAPPED_PMKID);
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

    /** Four slots of a discovery window interval committed, all of them potential; before the usual one. */
    private static NanAvailability few() {
        ChannelSet channel = ChannelSet.Channels.of(new ChannelEntry(125, 0x0001, 0));
        return new NanAvailability(0, NanAvailability.COMMITTED_CHANGED | NanAvailability.POTENTIAL_CHANGED,
                List.of(new AvailabilityEntry(0x12E1, Optional.of(TimeBitmap.of(16, 512, 0, Bytes.hex("1e000000"))),
                                channel),
                        new AvailabilityEntry(0x12FA, Optional.of(TimeBitmap.of(16, 512, 0, Bytes.hex("fefefeff"))),
                                channel)));
    }

    private static NanAvailability many(NanAvailability usual) {
        List<AvailabilityEntry> entries = new ArrayList<>(usual.entries());
        while (entries.size() < 8) {
            entries.add(new AvailabilityEntry(0x02FA, Optional.empty(),
                    ChannelSet.Channels.of(new ChannelEntry(131, 0x0101 + 4 * entries.size(), 0))));
        }
        return new NanAvailability(usual.sequenceId(), usual.control(), entries);
    }

    private static DeviceCapability sleepy(DeviceCapability usual) {
        return new DeviceCapability(usual.mapId(), SLEEPY_WINDOWS, usual.supportedBands(), usual.operationMode(),
                usual.antennas(), usual.maxChannelSwitchTime(), usual.capabilities());
    }

    private static Ndl idle(Ndl usual) {
        return new Ndl(usual.dialogToken(), usual.typeAndStatus(), usual.reason(),
                usual.control() | Ndl.MAX_IDLE_PERIOD_PRESENT, usual.peerId(), OptionalInt.of(IDLE_PERIOD),
                usual.immutableSchedule());
    }

    /** The integrity code is the last element of a PASN message. */
    private static Bytes withOtherEnd(Bytes octets) {
        byte[] changed = octets.toArray();
        changed[changed.length - 1] ^= 1;
        return Bytes.wrap(changed);
    }

    private static Bytes withScalarZero(Bytes octets) {
        if (!(Dot11Frame.decode(octets) instanceof ManagementFrame frame
                && frame.body() instanceof AuthenticationBody body)) {
            return octets;
        }
        List<Element> elements = new ArrayList<>();
        for (Placed<Element> entry : body.elements().entries()) {
            elements.add(entry.value() instanceof WrappedDataElement wrapped ? withScalarZero(wrapped) : entry.value());
        }
        return new ManagementFrame(frame.header(), AuthenticationBody.pasn(body.transaction(), body.status(),
                Elements.of(elements))).encode();
    }

    private static Element withScalarZero(WrappedDataElement wrapped) {
        return wrapped.authentications().stream().filter(one -> one.sae() instanceof SaeFields.Commit).findFirst()
                .<Element>map(one -> {
                    SaeFields.Commit commit = (SaeFields.Commit) one.sae();
                    SaeFields.Commit other = new SaeFields.Commit(commit.group(),
                            Bytes.wrap(new byte[commit.scalar().length()]), commit.element());
                    return new WrappedDataElement(new AuthenticationBody(one.algorithm(), one.transaction(),
                            one.status(), other, one.elements(), Bytes.EMPTY).encode());
                }).orElse(wrapped);
    }

    /** Zero, so that the frame itself shows that its code is wrong. */
    private static NanActionFrame withZeroMic(NanActionFrame frame) {
        return NanActionFrame.create(frame.action().category(), frame.subtype(), frame.header(),
                frame.attributes().values().stream().map(one -> one instanceof SharedKeyDescriptor key
                        ? new SharedKeyDescriptor(key.publishId(), key.descriptor().withMic(
                                Bytes.wrap(new byte[key.descriptor().mic().length()]))) : one).toList());
    }
}
