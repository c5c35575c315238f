package dev.lanyard.drivers.aware;

import dev.lanyard.wire.Transitions;

/** What a device does for the synchronisation of its cluster. */
enum ClusterRole {
    /** It is in no cluster and looks for none. */
    OUTSIDE,
    /** It listens for a cluster to join. */
    SCANNING,
    /** It is the master by whose time all go. */
    ANCHOR_MASTER,
    /** It sends synchronisation and discovery beacons by the time of the anchor. */
    MASTER,
    /** It sends synchronisation beacons. */
    NON_MASTER_SYNC,
    /** It sends no beacons. */
    NON_MASTER_NON_SYNC;

    /** What happens to it. */
    enum Event { LISTEN, LEAVE, CLUSTER_JOINED, NO_BETTER_ANCHOR, BETTER_ANCHOR, HIGHEST_NEARBY, OUTRANKED,
        ENOUGH_BEACONS }

    static final Transitions<ClusterRole, Event> TABLE = table();

    private static Transitions<ClusterRole, Event> table() {
        Transitions<ClusterRole, Event> table = Transitions.from(OUTSIDE, Event.class)
                .on(OUTSIDE, Event.LISTEN, SCANNING)
                .on(SCANNING, Event.LEAVE, OUTSIDE)
                .on(SCANNING, Event.NO_BETTER_ANCHOR, ANCHOR_MASTER)
                .on(SCANNING, Event.CLUSTER_JOINED, NON_MASTER_SYNC)
                .on(ANCHOR_MASTER, Event.LEAVE, OUTSIDE)
                .on(ANCHOR_MASTER, Event.NO_BETTER_ANCHOR, ANCHOR_MASTER)
                .on(ANCHOR_MASTER, Event.CLUSTER_JOINED, NON_MASTER_SYNC)
                .on(ANCHOR_MASTER, Event.BETTER_ANCHOR, NON_MASTER_SYNC);
        for (ClusterRole role : new ClusterRole[] {MASTER, NON_MASTER_SYNC, NON_MASTER_NON_SYNC}) {
            table.on(role, Event.LEAVE, OUTSIDE)
                    .on(role, Event.CLUSTER_JOINED, NON_MASTER_SYNC)
                    .on(role, Event.NO_BETTER_ANCHOR, ANCHOR_MASTER)
                    .on(role, Event.HIGHEST_NEARBY, MASTER)
                    .on(role, Event.OUTRANKED, NON_MASTER_SYNC)
                    .on(role, Event.ENOUGH_BEACONS, NON_MASTER_NON_SYNC);
        }
        return table;
    }

    boolean sendsSync() {
        return this == ANCHOR_MASTER || this == MASTER || this == NON_MASTER_SYNC;
    }

    boolean sendsDiscovery() {
        return this == ANCHOR_MASTER || this == MASTER;
    }
}
