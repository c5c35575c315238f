package dev.lanyard.wire.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.datapath.DataPathHandshake;
import dev.lanyard.wire.nan.datapath.HandshakePair;
import dev.lanyard.wire.nan.datapath.HandshakeStep;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.nan.pairing.IdentityExchange;
import dev.lanyard.wire.nan.pairing.PairingAssociation;
import dev.lanyard.wire.nan.pairing.PasnCredential;
import dev.lanyard.wire.nan.pairing.PasnExchange;
import dev.lanyard.wire.nan.pairing.PasnPair;
import dev.lanyard.wire.nan.pairing.PasnStep;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.ProtectedFrames;
import dev.lanyard.wire.nan.security.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Both sides of pairing and data path in every state in which they wait, the frames that they wait for, and what any
 * other octets may do to them: nothing that gives a key.
 */
final class SecurityEngines {

    private static final Secret NIK = Secret.of(Bytes.hex("000102030405060708090a0b0c0d0e0f"));

    private final List<Slot<?>> slots = new ArrayList<>();
    private final List<Bytes> genuine = new ArrayList<>();
    private final PairingAssociation association;

    /** An engine, and whether a frame changed its state. */
    private static final class Slot<T> {
        private final Supplier<T> maker;
        private T engine;
        private boolean changed;

        Slot(Supplier<T> maker) {
            this.maker = maker;
        }

        T engine() {
            if (engine == null) {
                engine = maker.get();
            }
            return engine;
        }

        void renew() {
            engine = changed ? null : engine;
            changed = false;
        }
    }

    SecurityEngines() {
        for (PasnCredential credential : List.of(new PasnCredential.Opportunistic(),
                PasnCredential.Password.of("000123"))) {
            Supplier<PasnPair> fresh = () -> PasnPair.of(CipherSuite.NCS_PK_PASN_128, credential, credential);
            PasnPair whole = fresh.get();
            whole.run();
            for (int i = 0; i < whole.sent().size(); i++) {
                genuine.add(PasnPair.octets(i % 2 == 0, whole.sent().get(i)));
            }
            AuthenticationBody first = whole.sent().getFirst();
            slots.add(new Slot<>(() -> fresh.get().side(false)));
            slots.add(new Slot<>(() -> {
                PasnExchange initiator = fresh.get().side(true);
                initiator.start();
                return initiator;
            }));
            slots.add(new Slot<>(() -> {
                PasnPair pair = fresh.get();
                pair.side(false).receive(pair.frame(true, first));
                return pair.side(false);
            }));
        }
        PasnPair pair = PasnPair.of(CipherSuite.NCS_PK_PASN_128, new PasnCredential.Opportunistic(),
                new PasnCredential.Opportunistic());
        pair.run();
        association = pair.association(true);
        addHandshakes();
        addProtection();
    }

    private void addHandshakes() {
        HandshakePair whole = HandshakePair.of(CipherSuite.NCS_SK_128);
        List<NanActionFrame> messages = new ArrayList<>();
        for (int message = 1; message <= 4; message++) {
            boolean byInitiator = message % 2 == 1;
            NanActionFrame frame = whole.next(byInitiator, message);
            messages.add(frame);
            genuine.add(frame.encode());
            whole.side(!byInitiator).receive(frame);
        }
        for (int awaited = 1; awaited <= 4; awaited++) {
            int until = awaited;
            slots.add(new Slot<>(() -> {
                HandshakePair fresh = HandshakePair.of(CipherSuite.NCS_SK_128);
                for (int message = 1; message < until; message++) {
                    boolean byInitiator = message % 2 == 1;
                    fresh.side(!byInitiator).receive(fresh.next(byInitiator, message));
                }
                boolean initiatorWaits = until % 2 == 0;
                if (until == 2 || until == 4) {
                    fresh.next(false, until);
                }
                return fresh.side(initiatorWaits);
            }));
        }
    }

    private void addProtection() {
        List<NanAttribute> attributes = IdentityExchange.of(association, PasnPair.PHONE, NIK).send(1, new Random(5));
        ServiceDiscoveryFrame followUp = ServiceDiscoveryFrame.create(ActionBody.PROTECTED_DUAL,
                FrameHeader.management(FrameHeader.ACTION, PasnPair.ACCESSORY, PasnPair.PHONE, PasnPair.CLUSTER, 1),
                attributes);
        genuine.add(followUp.encode());
        genuine.add(ProtectedFrames.of(association.keys().tk()).protect(followUp.frame()));
        slots.add(new Slot<>(() -> ProtectedFrames.of(association.keys().tk())));
        slots.add(new Slot<>(() -> IdentityExchange.of(association, PasnPair.ACCESSORY, NIK)));
    }

    /** The frames of sound exchanges. */
    List<Bytes> genuine() {
        return genuine;
    }

    /** Makes every engine anew that a frame changed. */
    void renew() {
        slots.forEach(Slot::renew);
    }

    /** Gives a frame to every engine as it stands; says where each stands then. */
    String feed(Bytes octets) {
        Dot11Frame decoded = Dot11Frame.decode(octets);
        NanFrame frame = decoded instanceof ManagementFrame management ? NanFrame.of(management).orElse(null) : null;
        boolean isGenuine = genuine.stream().anyMatch(one -> sameBody(one, octets));
        Set<String> shape = new TreeSet<>();
        for (Slot<?> slot : slots) {
            shape.add(feed(slot, octets, frame, isGenuine));
        }
        return shape.toString();
    }

    private static boolean sameBody(Bytes one, Bytes other) {
        return one.length() == other.length() && one.from(FrameHeader.LENGTH).equals(other.from(FrameHeader.LENGTH));
    }

    private String feed(Slot<?> slot, Bytes octets, NanFrame frame, boolean isGenuine) {
        switch (slot.engine()) {
            case PasnExchange exchange -> {
                PasnExchange.State before = exchange.state();
                boolean dropped = false;
                if (frame instanceof PasnFrame pasn) {
                    PasnStep step = exchange.receive(pasn);
                    // It looks into a few such messages and no more.
                    dropped = step.result() instanceof PasnStep.Dropped;
                    assertFalse(step.association().isPresent() && !isGenuine, "keys from a frame that is none");
                    step.send().ifPresent(body -> assertFalse(body.encode().length() > 1024, "an answer as long"));
                }
                note(slot, dropped || exchange.state() != before);
                return "pasn " + exchange.state();
            }
            case DataPathHandshake handshake -> {
                DataPathHandshake.State before = handshake.state();
                if (frame instanceof NanActionFrame action) {
                    boolean third = handshake.receive(action) instanceof HandshakeStep.Established;
                    assertFalse(third && !isGenuine, "keys from a frame that is none");
                }
                note(slot, handshake.state() != before);
                return "handshake " + handshake.state();
            }
            case ProtectedFrames receiver -> {
                ProtectedFrames.Opened opened = receiver.open(octets);
                boolean rejected = opened instanceof ProtectedFrames.Rejected;
                assertEquals(!rejected, !rejected && isGenuineProtected(octets), "opened what is not authentic");
                note(slot, !rejected);
                return "protected " + (opened instanceof ProtectedFrames.Rejected one ? one.rejection() : "opened");
            }
            case IdentityExchange exchange -> {
                IdentityExchange.State before = exchange.state();
                if (frame instanceof ServiceDiscoveryFrame) {
                    exchange.receive(frame.attributes().values());
                }
                note(slot, exchange.state() != before);
                return "identity " + exchange.state();
            }
            default -> throw new IllegalStateException("an engine that nobody feeds");
        }
    }

    /** Retry, power management, duration and sequence number are not covered by the code (IEEE 802.11 §12.5.2.3.3). */
    private boolean isGenuineProtected(Bytes octets) {
        Bytes one = genuine.getLast();
        return octets.length() == one.length() && octets.from(28).equals(one.from(28));
    }

    private static void note(Slot<?> slot, boolean changed) {
        slot.changed |= changed;
    }
}
