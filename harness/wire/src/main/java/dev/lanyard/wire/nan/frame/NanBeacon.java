package dev.lanyard.wire.nan.frame;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.BeaconBody;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.nan.attribute.AttributeList;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;

/** A NAN beacon: a beacon whose vendor element 50-6F-9A type 0x13 holds NAN attributes; address 3 is the cluster id. */
public record NanBeacon(ManagementFrame frame, BeaconBody beacon, AttributeList attributes,
                        List<FrameDefect> attributeDefects) implements NanFrame {

    /** The beacon interval field of synchronisation beacons, in TU. */
    public static final int SYNC_INTERVAL = 512;
    /** The usual beacon interval field of discovery beacons, in TU. */
    public static final int DISCOVERY_INTERVAL = 100;
    /** Short preamble and short slot time. */
    public static final int USUAL_CAPABILITY = 0x0420;

    public NanBeacon {
        attributeDefects = List.copyOf(attributeDefects);
    }

    static NanBeacon of(ManagementFrame frame, BeaconBody beacon) {
        List<FrameDefect> defects = new ArrayList<>();
        return new NanBeacon(frame, beacon, NanFrame.attributesOf(beacon.elements(), defects), defects);
    }

    /**
     * A beacon to send.
     *
     * @param timestamp TSF in microseconds
     * @param interval  {@link #SYNC_INTERVAL} or {@link #DISCOVERY_INTERVAL}
     */
    public static NanBeacon create(MacAddress transmitter, MacAddress clusterId, int sequenceNumber, long timestamp,
                                   int interval, NanAttribute... attributes) {
        FrameHeader header = FrameHeader.management(FrameHeader.BEACON, MacAddress.BROADCAST, transmitter, clusterId,
                sequenceNumber);
        AttributeList list = AttributeList.of(attributes);
        BeaconBody beacon = new BeaconBody(timestamp, interval, USUAL_CAPABILITY,
                Elements.of(NanFrame.element(list)));
        return new NanBeacon(new ManagementFrame(header, beacon), beacon, list, List.of());
    }

    /** Whether its interval is that of a synchronisation beacon; the frame says it in no other way. */
    public boolean isSync() {
        return beacon.beaconInterval() == SYNC_INTERVAL;
    }

    @Override
    public Bytes encode() {
        return frame.encode();
    }
}
