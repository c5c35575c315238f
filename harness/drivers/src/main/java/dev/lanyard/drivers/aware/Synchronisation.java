package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.radio.Radio;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.ClusterAttribute;
import dev.lanyard.wire.nan.attribute.MasterIndication;
import dev.lanyard.wire.nan.attribute.MasterRank;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.frame.NanBeacon;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cluster, time and mastership. A device listens first and joins what it hears, else it is a cluster by itself. In its
 * cluster it goes by the time of the device with the highest anchor master rank that it hears of; a cluster of a higher
 * grade (preference of its anchor, then time) takes it over.
 */
final class Synchronisation {

    private static final long PERIOD = Nan.DW_PERIOD * Nan.TU_MICROS;
    private static final Duration SCAN = Nan.tu(600);
    /** A preference is announced only by then. */
    private static final Duration WARM_UP = Duration.ofSeconds(120);
    private static final int RANDOM_FACTOR_MIN = 120;
    private static final int RANDOM_FACTOR_SPREAD = 121;
    /** A window whose start is so many microseconds ago is missed. */
    private static final long LATE = 4_000;
    /** An anchor that was not heard of for so many discovery windows is gone. */
    private static final int STALE_WINDOWS = 16;
    /** How often a device that is not alone stays on the discovery channel for a period. */
    private static final int SCAN_EVERY = 8;
    private static final int CLOSE_DBM = -60;
    /** A flood of beacons must not fill the memory. */
    private static final int MOST_HEARD = 256;
    private static final int MOST_HOPS = 255;
    /** Microseconds, 36,000 years: no device runs for so long, and no sum with such a time overflows. */
    private static final long LATEST = 1L << 60;
    /** Synchronisation beacons of better devices nearby that make the own one needless. */
    private static final int ENOUGH_BEACONS = 3;

    private final Station station;
    private final Runnable onWindow;
    private final long bornAt;
    private ClusterRole role = ClusterRole.TABLE.start();
    private int randomFactor;
    private int windowsToRedraw;
    private MasterRank anchor;
    private int hops;
    private long anchorTime;
    /** Ranks of devices heard nearby, and the discovery window in which they were last. */
    private final Map<MacAddress, Heard> heard = new HashMap<>();
    private long window;
    /** How often it has left clusters: what was planned before does not happen. */
    private int stays;

    private record Heard(MasterRank rank, long window, boolean close) {}

    /** {@code onWindow} runs at the start of every discovery window. */
    Synchronisation(Station station, Runnable onWindow) {
        this.station = station;
        this.onWindow = onWindow;
        this.bornAt = station.loop.micros();
        drawRandomFactor();
    }

    private boolean take(ClusterRole.Event event) {
        Optional<ClusterRole> next = ClusterRole.TABLE.next(role, event);
        next.ifPresent(reached -> role = reached);
        return next.isPresent();
    }

    /** Begins to listen. */
    void start() {
        take(ClusterRole.Event.LISTEN);
        station.enterCluster();
        station.radio.tune(Nan.CHANNEL_2_4GHZ);
        after(SCAN.plusMillis(station.random.nextInt(100)), () -> {
            if (role == ClusterRole.SCANNING) {
                becomeAnchor();
                awaitWindow();
            }
        });
    }

    /** Leaves the cluster, and is in none until the next {@link #start}. */
    void leave() {
        if (take(ClusterRole.Event.LEAVE)) {
            stays++;
            heard.clear();
            station.leaveCluster();
        }
    }

    /** Does {@code task} then, if the device has not left its cluster meanwhile. */
    private void after(Duration delay, Runnable task) {
        int stay = stays;
        station.after(delay, () -> {
            if (stay == stays) {
                task.run();
            }
        });
    }

    ClusterRole role() {
        return role;
    }

    private int preference() {
        boolean warm = station.loop.micros() - bornAt >= WARM_UP.toNanos() / 1_000;
        return warm || station.seam.breaks("NAN-BCN-08") ? station.settings.masterPreference() : 0;
    }

    private MasterRank rank() {
        return new MasterRank(station.nmi(), randomFactor, preference());
    }

    private void becomeAnchor() {
        anchor = rank();
        hops = 0;
        take(ClusterRole.Event.NO_BETTER_ANCHOR);
    }

    private void drawRandomFactor() {
        randomFactor = station.random.nextInt(256);
        windowsToRedraw = RANDOM_FACTOR_MIN + station.random.nextInt(RANDOM_FACTOR_SPREAD);
    }

    private void awaitWindow() {
        long offset = station.tsf() - station.loop.micros();
        long begins = station.nextWindow() - offset;
        int stay = stays;
        station.comeToDiscoveryChannel(begins);
        station.loop.at(begins, () -> {
            if (!station.isClosed() && stay == stays) {
                // The time of the cluster may have changed while this task waited.
                if (station.tsf() % PERIOD > LATE) {
                    awaitWindow();
                } else {
                    discoveryWindow();
                }
            }
        });
    }

    private void discoveryWindow() {
        window = station.tsf() / PERIOD;
        if (--windowsToRedraw <= 0) {
            drawRandomFactor();
        }
        heard.values().removeIf(one -> one.window() < window - STALE_WINDOWS);
        selectRole();
        station.scan(heard.isEmpty() || window % SCAN_EVERY == 0);
        station.windowBegins();
        if (role.sendsSync()) {
            after(Duration.ofNanos(200_000L + station.random.nextInt(300_000)), () -> {
                // Whoever comes too late would lead others astray.
                if (station.tsf() % PERIOD < Nan.SLOT * Nan.TU_MICROS) {
                    station.sendBeacon("sync-beacon", NanBeacon.SYNC_INTERVAL, attributes());
                }
            });
        }
        long toBeaconSlot = Station.BEACON_SLOT * Nan.SLOT * Nan.TU_MICROS;
        station.comeToDiscoveryChannel(station.loop.micros() + toBeaconSlot);
        after(Duration.ofNanos(toBeaconSlot * 1_000), this::discoveryBeacon);
        onWindow.run();
        awaitWindow();
    }

    private void discoveryBeacon() {
        station.radio.tune(Nan.CHANNEL_2_4GHZ);
        if (role.sendsDiscovery()) {
            after(Duration.ofNanos(300_000L + station.random.nextInt(2_000_000)), () ->
                    station.sendBeacon("discovery-beacon", NanBeacon.DISCOVERY_INTERVAL, attributes()));
        }
        after(Nan.tu(Nan.SLOT), station::leaveDiscoveryChannel);
    }

    private void selectRole() {
        MasterRank own = rank();
        if (role == ClusterRole.ANCHOR_MASTER) {
            anchor = own;
        }
        boolean stale = station.tsf() - unwrap(anchorTime) > STALE_WINDOWS * PERIOD;
        if (anchor.address().equals(station.nmi()) || stale || own.compareTo(anchor) > 0) {
            boolean yields = role != ClusterRole.ANCHOR_MASTER && !stale && own.compareTo(anchor) <= 0;
            if (!yields) {
                becomeAnchor();
                return;
            }
        }
        boolean best = heard.values().stream().filter(Heard::close).noneMatch(one -> one.rank().compareTo(own) > 0);
        long betterSync = heard.values().stream().filter(one -> one.close() && one.window() >= window - 1
                && one.rank().compareTo(own) > 0).count();
        take(best ? ClusterRole.Event.HIGHEST_NEARBY : betterSync >= ENOUGH_BEACONS ? ClusterRole.Event.ENOUGH_BEACONS
                : ClusterRole.Event.OUTRANKED);
    }

    private List<NanAttribute> attributes() {
        MasterRank own = rank();
        boolean isAnchor = role == ClusterRole.ANCHOR_MASTER;
        return List.of(new MasterIndication(own.masterPreference(), own.randomFactor()),
                new ClusterAttribute(isAnchor ? own : anchor, isAnchor ? 0 : hops,
                        (isAnchor ? station.tsf() : anchorTime) & 0xFFFF_FFFFL));
    }

    /** The time of which {@code low} are the low 32 bits, nearest to now. */
    private long unwrap(long low) {
        long now = station.tsf();
        long near = now & ~0xFFFF_FFFFL | low & 0xFFFF_FFFFL;
        return near - now > 1L << 31 ? near - (1L << 32) : now - near > 1L << 31 ? near + (1L << 32) : near;
    }

    /** A beacon came in. */
    void beacon(NanBeacon beacon, Radio.Reception reception) {
        ClusterAttribute cluster = beacon.first(ClusterAttribute.class).orElse(null);
        MasterIndication indication = beacon.first(MasterIndication.class).orElse(null);
        MacAddress id = beacon.header().address3();
        boolean plausible = beacon.beacon().timestamp() >= 0 && beacon.beacon().timestamp() < LATEST;
        if (cluster == null || indication == null || !Nan.isClusterId(id) || !plausible
                || role == ClusterRole.OUTSIDE) {
            return;
        }
        MasterRank sender = new MasterRank(beacon.header().address2(), indication.randomFactor(),
                indication.masterPreference());
        long offset = beacon.beacon().timestamp() - reception.began();
        if (role == ClusterRole.SCANNING && station.seam.breaks("NAN-BCN-10")) {
            return;
        }
        if (role == ClusterRole.SCANNING) {
            join(id, offset, cluster);
            awaitWindow();
        } else if (!id.equals(station.clusterId())) {
            long theirs = grade(cluster.anchorMasterRank().masterPreference(), beacon.beacon().timestamp());
            long ours = grade(anchor.masterPreference(), station.tsf());
            boolean higher = theirs > ours || theirs == ours && id.value() > station.clusterId().value();
            if (higher && !station.seam.breaks("NAN-BCN-10")) {
                join(id, offset, cluster);
            }
        } else {
            follow(cluster, offset);
        }
        if (id.equals(station.clusterId())
                && (heard.size() < MOST_HEARD || heard.containsKey(sender.address()))) {
            heard.put(sender.address(), new Heard(sender, window, reception.signal() >= CLOSE_DBM));
        }
    }

    private static long grade(int preference, long tsf) {
        return (long) preference << 45 | tsf >>> 19 & (1L << 45) - 1;
    }

    private void join(MacAddress id, long offset, ClusterAttribute cluster) {
        station.join(id, offset);
        heard.clear();
        anchor = cluster.anchorMasterRank();
        anchorTime = cluster.beaconTransmissionTime();
        hops = Math.min(cluster.hopCount() + 1, MOST_HOPS);
        take(ClusterRole.Event.CLUSTER_JOINED);
        if (rank().compareTo(anchor) > 0) {
            becomeAnchor();
        }
    }

    /** A beacon of the own cluster: whoever ranks highest sets the time. */
    private void follow(ClusterAttribute cluster, long offset) {
        MasterRank said = cluster.anchorMasterRank();
        if (said.address().equals(station.nmi())) {
            return;
        }
        boolean better = said.compareTo(role == ClusterRole.ANCHOR_MASTER ? rank() : anchor) > 0;
        boolean same = role != ClusterRole.ANCHOR_MASTER && said.address().equals(anchor.address());
        if (better && role == ClusterRole.ANCHOR_MASTER && station.seam.breaks("NAN-BCN-09")) {
            return;
        }
        if (better || same && Integer.compareUnsigned((int) (cluster.beaconTransmissionTime() - anchorTime), 0) > 0
                && (int) (cluster.beaconTransmissionTime() - anchorTime) > 0) {
            anchor = said;
            anchorTime = cluster.beaconTransmissionTime();
            hops = Math.min(cluster.hopCount() + 1, MOST_HOPS);
            station.adjust(offset);
            take(ClusterRole.Event.BETTER_ANCHOR);
        }
    }
}
