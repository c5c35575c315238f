package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.net.MacAddress;

/**
 * Cluster Discovery, 0x0D: cluster id 6, cluster time offset 8, anchor master rank 8: another cluster that the sender
 * saw.
 *
 * @param timeOffset of the other cluster's TSF to the sender's, in microseconds
 */
public record ClusterDiscovery(MacAddress clusterId, long timeOffset, MasterRank anchorMasterRank)
        implements NanAttribute {

    @Override
    public int id() {
        return AttributeId.CLUSTER_DISCOVERY;
    }

    @Override
    public Bytes body() {
        BytesWriter out = new BytesWriter().mac(clusterId).u64(timeOffset);
        anchorMasterRank.write(out);
        return out.toBytes();
    }
}
