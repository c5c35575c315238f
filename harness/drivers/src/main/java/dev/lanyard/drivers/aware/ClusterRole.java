package dev.lanyard.drivers.aware;

/** What a device does for the synchronisation of its cluster. */
enum ClusterRole {
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

    boolean sendsSync() {
        return this == ANCHOR_MASTER || this == MASTER || this == NON_MASTER_SYNC;
    }

    boolean sendsDiscovery() {
        return this == ANCHOR_MASTER || this == MASTER;
    }
}
