package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;

/**
 * Cluster, 0x01: anchor master rank 8, hop count to the anchor master 1, AMBTT 4.
 *
 * @param hopCount               0 in the anchor master's own beacons
 * @param beaconTransmissionTime AMBTT: the low 32 bits of the TSF of the anchor master's beacon, in microseconds
 */
public record ClusterAttribute(MasterRank anchorMasterRank, int hopCount, long beaconTransmissionTime)
        implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.CLUSTER;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter();
        anchorMasterRank.write(out);
        return out.u8(hopCount).u32(beaconTransmissionTime).toBytes();
    }
}
