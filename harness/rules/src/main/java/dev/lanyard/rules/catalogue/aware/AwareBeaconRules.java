package dev.lanyard.rules.catalogue.aware;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.AirJudge;
import dev.lanyard.rules.air.Cluster;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.Ruling;
import dev.lanyard.rules.air.Sight;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.ManagementMicElement;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.ieee80211.TruncatedElement;
import dev.lanyard.wire.ieee80211.VendorElement;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.ClusterAttribute;
import dev.lanyard.wire.nan.attribute.MasterIndication;
import dev.lanyard.wire.nan.attribute.MasterRank;
import dev.lanyard.wire.nan.frame.NanBeacon;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Beacons and synchronisation: NAN-BCN. */
public final class AwareBeaconRules {

    /** Rules NAN-BCN-*. */
    public static final List<Rule> RULES = List.of(
            rule("NAN-BCN-01", "The interval field of a beacon within a discovery window is 512.")
                    .obligation(Obligation.MUST, Aware.FROM_MEMORY).hosts(Aware.ALL)
                    .remediation("Send synchronisation beacons, with interval 512 TU, in discovery windows.")
                    .watchedBy(AirJudge.on(AwareBeaconRules::syncInterval, FrameKind.BEACON)),
            rule("NAN-BCN-02", "The interval field of a discovery beacon is 50 to 200.")
                    .obligation(Obligation.RECOMMENDED, Aware.HOSTAP).hosts(Aware.ALL)
                    .remediation("Send discovery beacons about every 100 TU outside discovery windows.")
                    .watchedBy(AirJudge.onContent(AwareBeaconRules::discoveryInterval, FrameKind.BEACON)),
            rule("NAN-BCN-03", "Every NAN beacon has the Master Indication and the Cluster attribute.")
                    .obligation(Obligation.MUST, Aware.FROM_MEMORY).hosts(Aware.ALL)
                    .remediation("Put attributes 0x00 and 0x01 into every beacon.")
                    .watchedBy(AirJudge.onContent(AwareBeaconRules::attributes, FrameKind.BEACON)),
            rule("NAN-BCN-04", "The cluster id in address 3 of a beacon is 50:6f:9a:01:xx:xx.")
                    .obligation(Obligation.MUST, Aware.FROM_MEMORY).hosts(Aware.ALL)
                    .remediation("Choose two random octets behind 50:6f:9a:01.")
                    .watchedBy(AirJudge.onContent((sight, ruling) -> ruling.require(
                            Nan.isClusterId(sight.frame().cluster()), () -> "address 3 is " + sight.frame().cluster()), FrameKind.BEACON)),
            rule("NAN-BCN-05", "The timestamps of a cluster's beacons do not run back, and those of synchronisation "
                    + "beacons lie within a discovery window.")
                    .obligation(Obligation.MUST, Aware.FROM_MEMORY).hosts(Aware.ALL)
                    .remediation("Adopt the cluster's TSF, and send synchronisation beacons in the first 16 TU of each "
                            + "512 TU of it (128 TU later on 5 GHz).")
                    .watchedBy(AirJudge.on(AwareBeaconRules::timestamps, FrameKind.BEACON)),
            rule("NAN-BCN-06", "The anchor master (hop count 0) names its own rank, and 0 or its own TSF as anchor "
                    + "beacon time.")
                    .obligation(Obligation.MUST, Aware.FROM_MEMORY).hosts(Aware.ALL)
                    .remediation("With hop count 0, fill the anchor master rank with your own preference, random "
                    + "factor and address.")
                    .watchedBy(AirJudge.on(AwareBeaconRules::anchor, FrameKind.BEACON)
                            .where(frame -> frame.anchor()
                                    .filter(cluster -> cluster.hopCount() == 0).isPresent())),
            rule("NAN-BCN-07", "A device with hop count above 0 copies the anchor's rank, and its anchor beacon "
                    + "time is no older than 16 discovery windows.")
                    .obligation(Obligation.MUST, Aware.FROM_MEMORY).hosts(Aware.ALL)
                    .remediation("Copy rank and time of the best beacon heard and add one to its hop count; leave the "
                            + "anchor when its time is stale.")
                    .watchedBy(AirJudge.on(AwareBeaconRules::follower, FrameKind.BEACON)),
            rule("NAN-BCN-08", "The random factor stays for 120 to 240 discovery windows.")
                    .obligation(Obligation.RECOMMENDED, Aware.DRONE_ID).hosts(Aware.ALL)
                    .remediation("Draw a new random factor every 120 to 240 discovery windows.")
                    .watchedBy(AirJudge.on(AwareBeaconRules::randomFactor, FrameKind.BEACON)),
            rule("NAN-BCN-11", "Frames of discovery windows are on channel 6, and on 149 or 44 at 5 GHz.")
                    .obligation(Obligation.MUST, Aware.FROM_MEMORY).hosts(Aware.ALL)
                    .fieldFailures("ArduPilot/ArduRemoteID#28", "sxjack/uav_electronic_ids#21")
                    .remediation("Tune to channel 6 (2437 MHz), and to 149 or 44 by regulation, for discovery windows.")
                    .watchedBy(AirJudge.onContent(AwareBeaconRules::channel, FrameKind.BEACON, FrameKind.SDF)),
            rule("NAN-BCN-12", "A synchronisation beacon has at most 128 octets, a discovery beacon 350.")
                    .obligation(Obligation.RECOMMENDED, Aware.OPEN_NAN).hosts(Aware.ALL)
                    .remediation("Leave out of beacons what discovery frames can carry.")
                    .watchedBy(AirJudge.onContent(AwareBeaconRules::size, FrameKind.BEACON)),
            rule("NAN-BCN-13", "The NAN element of a beacon is whole and fits into one element of 255 octets.")
                    .obligation(Obligation.QUALITY, Aware.ESP).hosts(Aware.IOS)
                    .remediation("Split attributes over several NAN elements, and count each element's length.")
                    .watchedBy(AirJudge.onContent(AwareBeaconRules::element, FrameKind.BEACON)),
            rule("NAN-BCN-14", "Once beacons are protected, each has a Management MIC element with a greater number.")
                    .obligation(Obligation.RECOMMENDED, Aware.ESP).hosts(Aware.PHONES)
                    .remediation("Count BIPN up with every beacon, and protect all of them once BIGTK is handed out.")
                    .watchedBy(AirJudge.on(AwareBeaconRules::protection, FrameKind.BEACON)));

    private static final long TU = Nan.TU_MICROS;
    private static final long WINDOW_PERIOD = Nan.DW_PERIOD * TU;
    private static final long WINDOW = Nan.SLOT * TU;
    private static final long CYCLE = Nan.DW_CYCLE * WINDOW_PERIOD;
    private static final long RANDOM_FACTOR_MICROS = 240 * WINDOW_PERIOD;
    /** One window less than 120: the change may lie anywhere between two beacons. */
    private static final long FASTEST_CHANGE = 119 * WINDOW_PERIOD;
    private static final int SYNC_SIZE = 128;
    private static final int DISCOVERY_SIZE = 350;
    private static final int FIRST_5GHZ = 4900;
    private static final int FIRST_6GHZ = 5900;

    private AwareBeaconRules() {}

    /** What one device's beacons said before. */
    private static final class Before {
        private int randomFactor = -1;
        private long randomFactorSince;
        /** The change to it was seen, so it is not older than {@link #randomFactorSince}. */
        private boolean randomFactorWasDrawn;
        private MasterRank anchorRank;
        private int hop = -1;
        private long packetNumber = -1;
    }

    private static Before before(Device device) {
        return device.memory(Before.class, Before::new);
    }

    /** Whether this TSF lies in a discovery window of the band; of either where the band is not known. */
    static boolean inWindow(long tsf, OptionalInt mhz) {
        boolean at24 = mhz.isEmpty() || mhz.getAsInt() < FIRST_5GHZ;
        boolean at5 = mhz.isEmpty() || mhz.getAsInt() >= FIRST_5GHZ;
        // The period is a power of two; this is asked of every beacon.
        long phase = tsf & WINDOW_PERIOD - 1;
        long later = phase - Nan.DW_5GHZ_OFFSET * TU;
        return at24 && phase < WINDOW || at5 && later >= 0 && later < WINDOW;
    }

    private static void syncInterval(Sight sight, Ruling ruling) {
        AirFrame beacon = sight.frame();
        if (inWindow(beacon.timestamp(), beacon.frequencyMhz())) {
            if (beacon.beaconInterval() == NanBeacon.SYNC_INTERVAL) {
                ruling.kept();
            } else {
                ruling.broken("a beacon within a discovery window says interval " + beacon.beaconInterval());
            }
        }
    }

    private static void discoveryInterval(Sight sight, Ruling ruling) {
        int interval = sight.frame().beaconInterval();
        if (interval != NanBeacon.SYNC_INTERVAL) {
            ruling.require(interval >= 50 && interval <= 200, () -> "a discovery beacon says interval " + interval);
        }
    }

    private static void attributes(Sight sight, Ruling ruling) {
        boolean master = sight.has(MasterIndication.class)
                || AwareAttributeRules.isMalformed(sight.frame(), 0);
        boolean cluster = sight.has(ClusterAttribute.class) || AwareAttributeRules.isMalformed(sight.frame(), 1);
        ruling.require(master && cluster, () -> "the beacon lacks " + (master ? "the Cluster attribute (0x01)"
                : cluster ? "the Master Indication attribute (0x00)" : "attributes 0x00 and 0x01"));
    }

    private static void timestamps(Sight sight, Ruling ruling) {
        AirFrame beacon = sight.frame();
        long tsf = beacon.timestamp();
        Optional<Cluster> cluster = sight.air().cluster(sight.frame().cluster());
        if (cluster.isPresent() && tsf < cluster.get().lastTsf() - WINDOW) {
            ruling.broken("the timestamp " + tsf + " is behind " + cluster.get().lastTsf()
                    + " of the cluster's beacon before it");
        } else if (beacon.beaconInterval() == NanBeacon.SYNC_INTERVAL) {
            if (inWindow(tsf, beacon.frequencyMhz())) {
                ruling.kept();
            } else {
                ruling.broken("a synchronisation beacon's timestamp is " + Math.floorMod(tsf, WINDOW_PERIOD) / TU
                        + " TU after the start of a discovery window");
            }
        }
    }

    private static void anchor(Sight sight, Ruling ruling) {
        AirFrame beacon = sight.frame();
        MasterRank rank = beacon.anchor().orElseThrow().anchorMasterRank();
        Optional<Placed<MasterIndication>> master = beacon.masterIndication();
        MasterRank own = master.isEmpty() ? rank : new MasterRank(beacon.transmitter(),
                master.get().value().randomFactor(), master.get().value().masterPreference());
        long told = beacon.anchorBeaconTime();
        long since = beacon.timestamp() - told & 0xFFFF_FFFFL;
        if (!rank.equals(own)) {
            ruling.broken(cluster(sight), "hop count 0 and anchor master rank " + text(rank) + ", but its own is "
                    + text(own));
        } else if (told != 0 && since > CYCLE) {
            ruling.broken(cluster(sight), "hop count 0, and the anchor beacon time " + told + " is not its own TSF");
        } else {
            ruling.kept();
        }
    }

    private static Placed<ClusterAttribute> cluster(Sight sight) {
        return sight.first(ClusterAttribute.class).orElseThrow();
    }

    private static void follower(Sight sight, Ruling ruling) {
        Optional<ClusterAttribute> said = sight.frame().anchor();
        if (said.isEmpty()) {
            return;
        }
        MasterRank rank = said.get().anchorMasterRank();
        Before own = before(sight.sender());
        own.anchorRank = rank;
        own.hop = said.get().hopCount();
        if (own.hop == 0) {
            return;
        }
        long age = sight.frame().timestamp() - sight.frame().anchorBeaconTime() & 0xFFFF_FFFFL;
        Optional<MasterRank> anchor = anchorsOwnRank(sight, rank.address());
        if (age > CYCLE) {
            ruling.broken(cluster(sight), "the anchor beacon time is " + age / TU + " TU old");
        } else if (anchor.isPresent() && !anchor.get().equals(rank)) {
            ruling.broken(cluster(sight), "the anchor master rank is " + text(rank) + ", the anchor itself says "
                    + text(anchor.get()));
        } else {
            ruling.kept();
        }
    }

    /** What the anchor master of the same cluster said last, if it was heard. */
    private static Optional<MasterRank> anchorsOwnRank(Sight sight, MacAddress address) {
        Optional<Device> anchor = sight.air().device(address);
        if (anchor.isEmpty() || anchor.get().cluster().isEmpty()
                || !anchor.get().cluster().get().equals(sight.frame().cluster())) {
            return Optional.empty();
        }
        Before said = before(anchor.get());
        return said.hop == 0 ? Optional.of(said.anchorRank) : Optional.empty();
    }

    private static String text(MasterRank rank) {
        return rank.masterPreference() + "/" + rank.randomFactor() + "/" + rank.address();
    }

    private static void randomFactor(Sight sight, Ruling ruling) {
        Optional<Placed<MasterIndication>> master = sight.frame().masterIndication();
        if (master.isEmpty()) {
            return;
        }
        Before before = before(sight.sender());
        long tsf = sight.frame().timestamp();
        int factor = master.get().value().randomFactor();
        if (before.randomFactor != factor || tsf < before.randomFactorSince) {
            boolean drawn = before.randomFactor >= 0 && tsf >= before.randomFactorSince;
            long stayed = tsf - before.randomFactorSince;
            if (drawn && before.randomFactorWasDrawn && stayed < FASTEST_CHANGE) {
                ruling.broken(master.get(), "the random factor changes to " + factor + " after "
                        + stayed / WINDOW_PERIOD + " discovery windows");
            } else if (drawn) {
                ruling.kept();
            }
            before.randomFactor = factor;
            before.randomFactorSince = tsf;
            before.randomFactorWasDrawn = drawn;
        } else if (tsf - before.randomFactorSince > RANDOM_FACTOR_MICROS) {
            ruling.broken(master.get(), "the random factor is " + factor + " for "
                    + (tsf - before.randomFactorSince) / WINDOW_PERIOD + " discovery windows");
        }
    }

    private static void channel(Sight sight, Ruling ruling) {
        AirFrame frame = sight.frame();
        boolean concerned = frame.kind() == FrameKind.BEACON
                ? frame.beaconInterval() == NanBeacon.SYNC_INTERVAL
                : frame.receiver().equals(Nan.NETWORK_ID) && Nan.isClusterId(frame.cluster());
        if (!concerned || frame.frequencyMhz().isEmpty() || frame.frequencyMhz().getAsInt() >= FIRST_6GHZ) {
            return;
        }
        int mhz = frame.frequencyMhz().getAsInt();
        ruling.require(mhz == Nan.CHANNEL_2_4GHZ || mhz == Nan.CHANNEL_5GHZ_LOW || mhz == Nan.CHANNEL_5GHZ_HIGH,
                () -> "the frame was received on " + mhz + " MHz");
    }

    private static void size(Sight sight, Ruling ruling) {
        int most = sight.frame().beaconInterval() == NanBeacon.SYNC_INTERVAL ? SYNC_SIZE : DISCOVERY_SIZE;
        int size = sight.frame().octets().length();
        ruling.require(size <= most, () -> "the beacon has " + size + " octets, more than " + most);
    }

    private static void element(Sight sight, Ruling ruling) {
        for (Placed<Element> entry : sight.frame().elements().entries()) {
            if (entry.value() instanceof TruncatedElement cut) {
                ruling.broken(entry, "element " + cut.id() + " reaches past the beacon's end");
                return;
            }
            if (entry.value() instanceof VendorElement vendor && vendor.body().length() > Element.MAX_BODY) {
                ruling.broken(entry, "the element's body of " + vendor.body().length()
                        + " octets is continued in Fragment elements");
                return;
            }
        }
        ruling.kept();
    }

    private static void protection(Sight sight, Ruling ruling) {
        Before before = before(sight.sender());
        Optional<ManagementMicElement> mic = sight.frame().protection();
        if (mic.isEmpty()) {
            if (before.packetNumber >= 0) {
                ruling.broken("the beacon has no Management MIC element, an earlier one had");
            }
            return;
        }
        long number = mic.get().packetNumber();
        ruling.require(number > before.packetNumber, () -> "BIPN is " + number + ", it was " + before.packetNumber);
        before.packetNumber = Math.max(number, before.packetNumber);
    }
}
