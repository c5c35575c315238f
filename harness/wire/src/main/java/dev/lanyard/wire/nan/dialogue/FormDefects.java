package dev.lanyard.wire.nan.dialogue;

import static dev.lanyard.wire.nan.dialogue.Defect.ofAttributes;
import static dev.lanyard.wire.nan.dialogue.Defect.ofOctets;
import static dev.lanyard.wire.nan.dialogue.Defects.PUBLISH;
import static dev.lanyard.wire.nan.dialogue.Defects.add;
import static dev.lanyard.wire.nan.dialogue.Defects.poke;
import static dev.lanyard.wire.nan.dialogue.Defects.with;
import static dev.lanyard.wire.nan.dialogue.Defects.without;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.ClusterAttribute;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.MasterRank;
import dev.lanyard.wire.nan.attribute.UnknownAttribute;
import dev.lanyard.wire.nan.attribute.VendorAttribute;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Set;

/** Defects of the form of frames, and of beacons. */
final class FormDefects {

    private static final Set<String> SYNC = Set.of("sync-beacon");
    private static final Set<String> DISCOVERY_BEACON = Set.of("discovery-beacon");
    private static final Set<String> BEACONS = Set.of("sync-beacon", "discovery-beacon");
    private static final int SOMEBODY = 0x123456;
    /** Where fields stand: addresses 1 and 3, the timestamp and the interval of a beacon, the type of an action frame. */
    private static final int ADDRESS1 = 4;
    private static final int ADDRESS3 = 16;
    private static final int TIMESTAMP = 24;
    private static final int INTERVAL = 32;
    private static final int OUI_TYPE = 29;
    private static final int SUBTYPE = 30;
    private static final int MASTER_INDICATION = 42;
    private static final int LATE_TU = 100;
    private static final int STALE_WINDOWS = 20;
    private static final MasterRank STRANGER = new MasterRank(MacAddress.parse("02:99:99:99:99:99"), 1, 200);

    static final List<Defect> ALL = List.of(
            new Defect("NAN-ATTR-01", PUBLISH, add(new VendorAttribute(SOMEBODY, Bytes.hex("0102"))), poke(-7, 6)),
            ofAttributes("NAN-ATTR-02", PUBLISH, add(new UnknownAttribute(0x2B, Bytes.wrap(new byte[16])))),
            ofAttributes("NAN-ATTR-03", PUBLISH, add(new UnknownAttribute(0x16, Bytes.of(1)))),
            ofAttributes("NAN-ATTR-04", PUBLISH, add(new DeviceCapabilityExtension(0,
                    DeviceCapabilityExtension.PAIRING_SETUP | DeviceCapabilityExtension.CACHING))),
            ofAttributes("NAN-ATTR-06", PUBLISH, with(CipherSuiteInfo.class, csia -> new CipherSuiteInfo(
                    csia.capabilities() | 0x80, csia.suites()))),
            ofOctets("NAN-ATTR-07", PUBLISH, poke(OUI_TYPE, 0x12)),
            ofOctets("NAN-ATTR-08", PUBLISH, FormDefects::senderAsCluster),
            ofOctets("NAN-ATTR-09", Set.of("ndp-termination"), poke(SUBTYPE, 14)),
            ofOctets("NAN-USD-01", PUBLISH, poke(ADDRESS1, 0x51, 0x6F, 0x9A, 7, 0, 0)),
            ofOctets("NAN-BCN-01", SYNC, poke(INTERVAL, 100, 0)),
            ofOctets("NAN-BCN-02", DISCOVERY_BEACON, poke(INTERVAL, 0x90, 1)),
            ofAttributes("NAN-BCN-03", SYNC, without(ClusterAttribute.class)),
            ofOctets("NAN-BCN-04", BEACONS, poke(ADDRESS3 + 3, 2)),
            ofOctets("NAN-BCN-05", SYNC, FormDefects::late),
            ofAttributes("NAN-BCN-06", SYNC, with(ClusterAttribute.class, cluster -> new ClusterAttribute(STRANGER,
                    cluster.hopCount(), cluster.beaconTransmissionTime()))),
            ofAttributes("NAN-BCN-07", SYNC, with(ClusterAttribute.class, cluster -> cluster.hopCount() == 0 ? cluster
                    : new ClusterAttribute(cluster.anchorMasterRank(), 1, cluster.beaconTransmissionTime()
                            - STALE_WINDOWS * Nan.DW_PERIOD * Nan.TU_MICROS & 0xFFFF_FFFFL))),
            ofOctets("NAN-BCN-08", SYNC, FormDefects::restless),
            ofAttributes("NAN-BCN-12", SYNC, add(new VendorAttribute(SOMEBODY, Bytes.wrap(new byte[100])))),
            ofAttributes("NAN-BCN-13", DISCOVERY_BEACON, add(new VendorAttribute(SOMEBODY,
                    Bytes.wrap(new byte[240])))),
            ofOctets("NAN-BCN-14", SYNC, frame -> frame.concat(Bytes.hex("4c100400010000000000" + "ab".repeat(8)))));

    private FormDefects() {}

    private static Bytes senderAsCluster(Bytes frame) {
        return frame.truncate(ADDRESS3).concat(frame.slice(10, 6)).concat(frame.from(ADDRESS3 + 6));
    }

    /** Another random factor in each discovery window; Master Indication is the first attribute of a beacon. */
    private static Bytes restless(Bytes frame) {
        return frame.u8(MASTER_INDICATION) != 0 ? frame
                : poke(MASTER_INDICATION + 4, frame.u8(TIMESTAMP + 2) >> 3 | frame.u8(TIMESTAMP + 3) << 5).apply(frame);
    }

    private static Bytes late(Bytes frame) {
        long later = (frame.u32le(TIMESTAMP) | frame.u32le(TIMESTAMP + 4) << 32) + LATE_TU * Nan.TU_MICROS;
        byte[] changed = frame.toArray();
        for (int i = 0; i < 8; i++) {
            changed[TIMESTAMP + i] = (byte) (later >> 8 * i);
        }
        return Bytes.wrap(changed);
    }
}
