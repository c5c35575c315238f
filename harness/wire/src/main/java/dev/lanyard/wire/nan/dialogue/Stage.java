package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.ClusterAttribute;
import dev.lanyard.wire.nan.attribute.MasterIndication;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.frame.NanBeacon;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A cluster in which actors send: it keeps the time and the sequence numbers, and records what is sent. Changes that
 * {@link #edit} announces are applied to the attributes before a frame is made, so that integrity codes cover them.
 */
public final class Stage {

    /** The cluster of dialogues. */
    public static final MacAddress CLUSTER = MacAddress.parse("50:6f:9a:01:5e:ed");
    /** The address 3 of unsynchronised service discovery. */
    public static final MacAddress WILDCARD = MacAddress.BROADCAST;

    /** A frame within a discovery window is not sent before the synchronisation beacon, which needs this long. */
    private static final long AFTER_BEACON = 1_500;
    private static final long BETWEEN_FRAMES = 700;

    private final MacAddress clusterId;
    private final List<Dialogue.Frame> frames = new ArrayList<>();
    private final Map<String, UnaryOperator<List<NanAttribute>>> edits = new HashMap<>();
    private final Map<MacAddress, Integer> sequenceNumbers = new HashMap<>();
    private long now;
    private int frequency = Nan.CHANNEL_2_4GHZ;

    /** A stage whose time begins with DW0. */
    public Stage() {
        this(CLUSTER);
    }

    /** A stage with another address 3. */
    public Stage(MacAddress clusterId) {
        this.clusterId = clusterId;
        now = 1_000L * Nan.DW_CYCLE * Nan.DW_PERIOD * Nan.TU_MICROS;
    }

    /** Changes the attributes of all frames of a name that are made from now on. */
    public Stage edit(String name, UnaryOperator<List<NanAttribute>> change) {
        edits.merge(name, change, (first, second) -> attributes -> second.apply(first.apply(attributes)));
        return this;
    }

    public MacAddress clusterId() {
        return clusterId;
    }

    /** The TSF, in microseconds. */
    public long now() {
        return now;
    }

    /** Lets time pass. */
    public Stage pass(long micros) {
        now += micros;
        return this;
    }

    /** Lets time pass, in TU. */
    public Stage passTu(long tu) {
        return pass(tu * Nan.TU_MICROS);
    }

    /** What is sent from now on is sent on this frequency, in MHz. */
    public Stage tune(int mhz) {
        frequency = mhz;
        return this;
    }

    /**
     * Goes on to the start of the next discovery window of 2.4 GHz, where the anchor master sends its synchronisation
     * beacon and {@code others} theirs; then there is time for service discovery frames.
     */
    public Stage discoveryWindow(Actor anchor, Actor... others) {
        long window = Nan.DW_PERIOD * Nan.TU_MICROS;
        now = (now / window + 1) * window;
        tune(Nan.CHANNEL_2_4GHZ);
        pass(200);
        syncBeacon(anchor, anchor, 0);
        for (Actor other : others) {
            syncBeacon(other, anchor, 1);
        }
        return pass(AFTER_BEACON);
    }

    private void syncBeacon(Actor sender, Actor anchor, int hops) {
        beacon("sync-beacon", sender, NanBeacon.SYNC_INTERVAL, cluster(sender, anchor, hops));
    }

    /** A discovery beacon of a master, between discovery windows. */
    public Stage discoveryBeacon(Actor sender, Actor anchor) {
        beacon("discovery-beacon", sender, NanBeacon.DISCOVERY_INTERVAL, cluster(sender, anchor,
                sender.nmi().equals(anchor.nmi()) ? 0 : 1));
        return this;
    }

    private List<NanAttribute> cluster(Actor sender, Actor anchor, int hops) {
        long anchorTime = now / (Nan.DW_PERIOD * Nan.TU_MICROS) * Nan.DW_PERIOD * Nan.TU_MICROS + 200;
        return List.of(new MasterIndication(sender.masterPreference(), sender.randomFactor()),
                new ClusterAttribute(anchor.rank(), hops, (hops == 0 ? now : anchorTime) & 0xFFFF_FFFFL));
    }

    /** A beacon of any interval and attributes, now. */
    public Stage beacon(String name, Actor sender, int interval, List<NanAttribute> attributes) {
        record(name, NanBeacon.create(sender.nmi(), clusterId, nextSequence(sender.nmi()), now, interval,
                edited(name, attributes).toArray(NanAttribute[]::new)).encode());
        return this;
    }

    /** A multicast service discovery frame. */
    public Stage multicast(String name, Actor sender, List<NanAttribute> attributes) {
        return discovery(name, sender.nmi(), Nan.NETWORK_ID, attributes);
    }

    /** A unicast service discovery frame. */
    public Stage unicast(String name, Actor sender, Actor receiver, List<NanAttribute> attributes) {
        return discovery(name, sender.nmi(), receiver.nmi(), attributes);
    }

    private Stage discovery(String name, MacAddress sender, MacAddress receiver, List<NanAttribute> attributes) {
        record(name, ServiceDiscoveryFrame.create(ActionBody.PUBLIC, header(FrameHeader.ACTION, receiver, sender),
                edited(name, attributes)).encode());
        return this;
    }

    /** A public NAN action frame between two management interfaces. */
    public Stage action(String name, int subtype, Actor sender, Actor receiver, List<NanAttribute> attributes) {
        record(name, NanActionFrame.create(ActionBody.PUBLIC, subtype,
                header(FrameHeader.ACTION, receiver.nmi(), sender.nmi()), edited(name, attributes)).encode());
        return this;
    }

    /** The header of a frame that is to be made; its sequence number is used up. */
    public FrameHeader header(int subtype, MacAddress receiver, MacAddress sender) {
        return FrameHeader.management(subtype, receiver, sender, clusterId, nextSequence(sender));
    }

    /** The attributes of a frame with the changes announced for its name. */
    public List<NanAttribute> edited(String name, List<NanAttribute> attributes) {
        return edits.getOrDefault(name, UnaryOperator.identity()).apply(attributes);
    }

    /** Records a frame that was made elsewhere. */
    public void record(String name, Bytes octets) {
        frames.add(new Dialogue.Frame(name, now, frequency, octets));
        pass(BETWEEN_FRAMES);
    }

    private int nextSequence(MacAddress sender) {
        return sequenceNumbers.merge(sender, 1, Integer::sum);
    }

    /** What was recorded. */
    public Dialogue dialogue() {
        return new Dialogue(frames);
    }
}
