package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.MicElement;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.ClusterAttribute;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.attribute.MasterIndication;
import dev.lanyard.wire.nan.attribute.MasterRank;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.frame.NanBeacon;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * A cluster of pairs of devices, as a monitor hears it for as long as one listens: synchronisation and discovery beacons
 * of all masters, announcements, questions and answers in discovery windows, and every now and then a whole dialogue of
 * one pair (bootstrapping, pairing, data paths, schedules) with nonces of its own. No frame equals another: times,
 * sequence numbers and the anchor's beacon times go on, random factors are drawn anew. Endless, and always the same.
 */
public final class BusyAir {

    private static final int PAIRS = 16;
    private static final long WINDOW = Nan.DW_PERIOD * Nan.TU_MICROS;
    private static final long BETWEEN_FRAMES = 320;
    private static final long DISCOVERY_BEACONS = NanBeacon.DISCOVERY_INTERVAL * Nan.TU_MICROS;
    /** Every master draws a new random factor so often, in discovery windows. */
    private static final int SAME_FACTOR = 180;
    /** One dialogue begins in so many discovery windows. */
    private static final int WINDOWS_PER_DIALOGUE = 6;
    private static final Set<String> ANNOUNCEMENTS = Set.of("publish", "subscribe", "solicited", "sync-beacon",
            "discovery-beacon");

    private final List<Actor> publishers = new ArrayList<>();
    private final List<Actor> subscribers = new ArrayList<>();
    private final List<List<Dialogue.Frame>> dialogues;
    private final int[] sequence = new int[2 * PAIRS];
    private final Random random = new Random(1);
    private final PriorityQueue<Dialogue.Frame> due =
            new PriorityQueue<>(Comparator.comparingLong(Dialogue.Frame::tsf));
    private long window = 1_000L * Nan.DW_CYCLE;
    private int begun;

    /** Begins at its first discovery window. */
    public BusyAir() {
        for (int i = 0; i < PAIRS; i++) {
            // The first publisher is the anchor master: no preference is higher.
            publishers.add(moved(Actor.ACCESSORY, i, 200 - i));
            subscribers.add(moved(Actor.PHONE, i, 2));
        }
        Map<String, Dialogue> all = Dialogues.all();
        dialogues = List.of("bootstrapping", "bootstrapping-comeback", "pairing", "discovery", "data-path-paired",
                "data-path-secured", "schedule", "bootstrapping-refused").stream().map(name -> all.get(name).frames()
                        .stream().filter(frame -> !ANNOUNCEMENTS.contains(frame.name())).toList()).toList();
    }

    private static Actor moved(Actor actor, int pair, int preference) {
        return new Actor(actor.name() + pair, moved(actor.nmi(), pair), moved(actor.ndi(), pair), preference,
                actor.randomFactor(), actor.methods(), actor.capabilities());
    }

    private static MacAddress moved(MacAddress address, int pair) {
        return new MacAddress(address.value() ^ (long) pair << 16);
    }

    /** The next frame. */
    public Dialogue.Frame next() {
        while (due.isEmpty() || due.peek().tsf() >= window * WINDOW) {
            discoveryWindow();
            window++;
        }
        return due.poll();
    }

    /** Writes the next {@code count} frames as a pcapng file of radiotap frames, as a monitor interface gives it. */
    public void write(OutputStream out, int count) throws IOException {
        Dialogue.Capture capture = new Dialogue.Capture(out, false);
        for (int i = 0; i < count; i++) {
            capture.write(next());
        }
    }

    private void discoveryWindow() {
        long start = window * WINDOW;
        long at = start + 200;
        for (int i = 0; i < PAIRS; i++, at += BETWEEN_FRAMES) {
            beacon(at, i, start + 200, NanBeacon.SYNC_INTERVAL);
        }
        for (int i = 0; i < PAIRS; i++) {
            if ((window + i) % 4 == 0) {
                at += BETWEEN_FRAMES;
                discovery("publish", at, i, Nan.NETWORK_ID, Typical.publish(publishers.get(i), 0));
            } else if ((window + i) % 4 == 2) {
                at += BETWEEN_FRAMES;
                discovery("subscribe", at, PAIRS + i, Nan.NETWORK_ID, Typical.subscribe(subscribers.get(i)));
                discovery("solicited", at + 20 * Nan.TU_MICROS, i, subscribers.get(i).nmi(),
                        Typical.publish(publishers.get(i), Typical.SUBSCRIBE_ID));
            }
        }
        for (int i = 0; i < PAIRS; i++) {
            for (long later = DISCOVERY_BEACONS + i * 1_000L; later < WINDOW - 30_000; later += DISCOVERY_BEACONS) {
                beacon(start + later, i, start + 200, NanBeacon.DISCOVERY_INTERVAL);
            }
        }
        if (window % WINDOWS_PER_DIALOGUE == 0) {
            int pair = begun % PAIRS;
            List<Dialogue.Frame> frames = dialogues.get(begun / PAIRS % dialogues.size());
            long first = frames.getFirst().tsf() / WINDOW * WINDOW;
            frames.forEach(frame -> due.add(new Dialogue.Frame(frame.name(), frame.tsf() - first + start + WINDOW,
                    frame.frequency(), ofPair(frame.octets(), pair))));
            begun++;
        }
    }

    private void beacon(long at, int sender, long anchorTime, int interval) {
        Actor actor = publishers.get(sender);
        Actor anchor = publishers.getFirst();
        long told = sender == 0 ? at : anchorTime;
        due.add(new Dialogue.Frame("beacon", at, Nan.CHANNEL_2_4GHZ, NanBeacon.create(actor.nmi(), Stage.CLUSTER,
                ++sequence[sender], at, interval, new MasterIndication(actor.masterPreference(), factor(sender)),
                new ClusterAttribute(anchorRank(anchor), sender == 0 ? 0 : 1, told & 0xFFFF_FFFFL)).encode()));
    }

    private int factor(int sender) {
        return (int) ((window + sender) / SAME_FACTOR * 37 + sender) & 0xFF;
    }

    private MasterRank anchorRank(Actor anchor) {
        return new MasterRank(anchor.nmi(), factor(0), anchor.masterPreference());
    }

    private void discovery(String name, long at, int sender, MacAddress receiver, List<NanAttribute> attributes) {
        Actor actor = sender < PAIRS ? publishers.get(sender) : subscribers.get(sender - PAIRS);
        due.add(new Dialogue.Frame(name, at, Nan.CHANNEL_2_4GHZ, ServiceDiscoveryFrame.create(ActionBody.PUBLIC,
                FrameHeader.management(FrameHeader.ACTION, receiver, actor.nmi(), Stage.CLUSTER, ++sequence[sender]),
                attributes).encode()));
    }

    /** The frame of a dialogue between these two, with other nonces. */
    private Bytes ofPair(Bytes frame, int pair) {
        byte[] octets = frame.toArray();
        for (Actor actor : List.of(Actor.ACCESSORY, Actor.PHONE)) {
            replace(octets, actor.nmi(), pair);
            replace(octets, actor.ndi(), pair);
        }
        octets[22] = (byte) (begun << 4);
        octets[23] = (byte) (begun >> 4);
        NanFrame.decode(frame).ifPresent(nan -> {
            for (Placed<NanAttribute> entry : nan.attributes().entries()) {
                int body = entry.offset() + NanAttribute.HEADER;
                switch (entry.value()) {
                    // publish id 1, descriptor type 1, key info 2, key length 2, replay counter 8
                    case SharedKeyDescriptor _ -> vary(octets, body + 14, 32);
                    case IdentityResolution _ -> vary(octets, body + 1, 8);
                    case PairingBootstrapping npba when npba.dialogToken() != 0 ->
                            octets[body] = (byte) (begun % 255 + 1);
                    default -> { }
                }
            }
            if (nan instanceof PasnFrame pasn && pasn.authentication().elements().first(MicElement.class).isPresent()) {
                // The integrity code.
                vary(octets, octets.length - 8, 8);
            }
        });
        return Bytes.wrap(octets);
    }

    /** All octets of one dialogue are varied alike: what is said twice in it stays the same. */
    private void vary(byte[] octets, int from, int count) {
        random.setSeed(begun * 31L + count);
        for (int i = from; i < Math.min(from + count, octets.length); i++) {
            octets[i] ^= (byte) random.nextInt();
        }
    }

    private static void replace(byte[] octets, MacAddress address, int pair) {
        Bytes old = address.bytes();
        Bytes now = moved(address, pair).bytes();
        for (int at = 0; at + old.length() <= octets.length; at++) {
            if (Bytes.copyOf(octets, at, old.length()).equals(old)) {
                now.copyTo(octets, at);
                at += old.length() - 1;
            }
        }
    }
}
