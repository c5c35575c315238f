package dev.lanyard.benchmarks;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.NdpExtension;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.datapath.DataPathHandshake;
import dev.lanyard.wire.nan.datapath.HandshakeParameters;
import dev.lanyard.wire.nan.datapath.HandshakeStep;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.pairing.PairingAssociation;
import dev.lanyard.wire.nan.pairing.PasnCredential;
import dev.lanyard.wire.nan.pairing.PasnExchange;
import dev.lanyard.wire.nan.pairing.PasnParameters;
import dev.lanyard.wire.nan.pairing.PasnStep;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** What pairing by PIN and the secured data path after it cost each side: SAE, PASN and the four-way handshake. */
final class AwareCost {

    private static final int WARM_UP = 200;
    private static final int ROUNDS = 300;
    private static final double GOAL_MILLIS = 50;
    private static final MacAddress PHONE = MacAddress.parse("021122334455");
    private static final MacAddress PHONE_NDI = MacAddress.parse("021122334456");
    private static final MacAddress ACCESSORY = MacAddress.parse("02aabbccddee");
    private static final MacAddress ACCESSORY_NDI = MacAddress.parse("02aabbccddef");
    private static final MacAddress CLUSTER = MacAddress.parse("506f9a010203");
    private static final Bytes SERVICE = Bytes.hex("96b74ebcc024");

    private final SecureRandom random = new SecureRandom();
    private final CipherSuite pasn;
    private final CipherSuite path;
    private final long[] nanos = new long[2];

    private AwareCost(CipherSuite pasn, CipherSuite path) {
        this.pasn = pasn;
        this.path = path;
    }

    /** Both pairs of cipher suites. */
    static void run() {
        report(CipherSuite.NCS_PK_PASN_128, CipherSuite.NCS_SK_128);
        report(CipherSuite.NCS_PK_PASN_256, CipherSuite.NCS_SK_256);
    }

    private static void report(CipherSuite pasn, CipherSuite path) {
        long[][] sides = new long[2][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            AwareCost cost = new AwareCost(pasn, path);
            cost.dataPath(cost.pair());
            for (int side = 0; side < 2 && round >= 0; side++) {
                sides[side][round] = cost.nanos[side];
            }
        }
        double initiator = median(sides[0]);
        double responder = median(sides[1]);
        boolean met = Math.max(initiator, responder) < GOAL_MILLIS;
        System.out.printf(Locale.ROOT, "csid %d and %d: initiator %.1f ms, responder %.1f ms (goal below %.0f ms: %s)%n",
                pasn.csid(), path.csid(), initiator, responder, GOAL_MILLIS, met ? "met" : "missed");
    }

    private static double median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e6;
    }

    private <T> T timed(boolean initiator, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        nanos[initiator ? 0 : 1] += System.nanoTime() - start;
        return result;
    }

    private PairingAssociation pair() {
        PasnExchange initiator = PasnExchange.initiator(parameters(PHONE, ACCESSORY, 0x20), random);
        PasnExchange responder = PasnExchange.responder(parameters(ACCESSORY, PHONE, 0x02), random);
        PasnStep step = timed(true, initiator::start);
        boolean byInitiator = true;
        PairingAssociation association = null;
        while (step.send().isPresent()) {
            PasnExchange next = byInitiator ? responder : initiator;
            Bytes sent = frame(byInitiator, step.send().get());
            step = timed(!byInitiator, () -> next.receive((PasnFrame) decode(sent)));
            byInitiator = !byInitiator;
            association = step.association().orElse(association);
        }
        if (association == null) {
            throw new IllegalStateException("the pairing ended without keys: " + step.result());
        }
        return association;
    }

    private PasnParameters parameters(MacAddress own, MacAddress peer, int method) {
        List<NanAttribute> attributes = List.of(CipherSuiteInfo.of(2, 1, pasn.csid()),
                new DeviceCapabilityExtension(0, 3), PairingBootstrapping.request(1, method));
        return PasnParameters.of(own, peer, CLUSTER, pasn, PasnCredential.Password.of("000123"), attributes);
    }

    private void dataPath(PairingAssociation association) {
        Secret pmk = association.keys().ndPmk();
        HandshakeParameters parameters = HandshakeParameters.of(PHONE, ACCESSORY, PHONE_NDI, ACCESSORY_NDI, path, pmk,
                SERVICE, 1);
        DataPathHandshake initiator = DataPathHandshake.initiator(parameters, random);
        DataPathHandshake responder = DataPathHandshake.responder(parameters, random);
        for (int message = 1; message <= 4; message++) {
            boolean byInitiator = message % 2 == 1;
            int number = message;
            Bytes sent = timed(byInitiator, () -> sealed(byInitiator ? initiator : responder, number));
            HandshakeStep step = timed(!byInitiator, () -> (byInitiator ? responder : initiator).receive(
                    (NanActionFrame) decode(sent)));
            if (step instanceof HandshakeStep.Failed || step instanceof HandshakeStep.Dropped) {
                throw new IllegalStateException("the handshake failed: " + step);
            }
        }
    }

    private static Bytes sealed(DataPathHandshake side, int message) {
        boolean second = message == 2;
        boolean byInitiator = message % 2 == 1;
        List<NanAttribute> attributes = new ArrayList<>();
        attributes.add(new NdpExtension(1, message - 1, 0, PHONE_NDI, 1, DataPath.SECURITY_PRESENT
                | (second ? DataPath.RESPONDER_NDI_PRESENT : 0), OptionalInt.empty(),
                second ? Optional.of(ACCESSORY_NDI) : Optional.empty(), List.of()));
        attributes.addAll(side.attributes());
        return side.seal(NanActionFrame.create(NanActionFrame.DATA_PATH_REQUEST + message - 1,
                byInitiator ? ACCESSORY : PHONE, byInitiator ? PHONE : ACCESSORY, CLUSTER, message,
                attributes.toArray(NanAttribute[]::new))).encode();
    }

    private static Bytes frame(boolean byInitiator, AuthenticationBody body) {
        return new ManagementFrame(FrameHeader.management(FrameHeader.AUTHENTICATION,
                byInitiator ? ACCESSORY : PHONE, byInitiator ? PHONE : ACCESSORY, CLUSTER, 1), body).encode();
    }

    private static NanFrame decode(Bytes octets) {
        return NanFrame.of((ManagementFrame) Dot11Frame.decode(octets)).orElseThrow();
    }
}
