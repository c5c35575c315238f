package dev.lanyard.wire.nan.datapath;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.NdpExtension;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Two handshakes with each other, their frames encoded and decoded on the way. */
public final class HandshakePair {

    private static final MacAddress PHONE = MacAddress.parse("021122334455");
    private static final MacAddress PHONE_NDI = MacAddress.parse("021122334456");
    private static final MacAddress ACCESSORY = MacAddress.parse("02aabbccddee");
    private static final MacAddress ACCESSORY_NDI = MacAddress.parse("02aabbccddef");
    private static final MacAddress CLUSTER = MacAddress.parse("506f9a010203");
    private static final Secret PMK = Secret.of(Bytes.hex("0f".repeat(32)));

    private final DataPathHandshake initiator;
    private final DataPathHandshake responder;
    private HandshakeStep lastOfInitiator;
    private HandshakeStep lastOfResponder;

    private HandshakePair(HandshakeParameters initiator, HandshakeParameters responder) {
        this.initiator = DataPathHandshake.initiator(initiator, new Random(1));
        this.responder = DataPathHandshake.responder(responder, new Random(2));
    }

    public static HandshakeParameters parameters(CipherSuite suite, Secret pmk) {
        return HandshakeParameters.of(PHONE, ACCESSORY, PHONE_NDI, ACCESSORY_NDI, suite, pmk,
                Bytes.hex("96b74ebcc024"), 1);
    }

    public static HandshakePair of(CipherSuite suite) {
        return new HandshakePair(parameters(suite, PMK).withCapabilities(2).giving(groupKeys(1)),
                parameters(suite, PMK).withCapabilities(2).giving(groupKeys(2)));
    }

    @SafeVarargs
    public static HandshakePair with(UnaryOperator<HandshakeParameters> initiator,
                                     UnaryOperator<HandshakeParameters> responder,
                                     UnaryOperator<HandshakeParameters>... moreOfInitiator) {
        HandshakeParameters one = initiator.apply(parameters(CipherSuite.NCS_SK_128, PMK));
        for (UnaryOperator<HandshakeParameters> more : moreOfInitiator) {
            one = more.apply(one);
        }
        return new HandshakePair(one, responder.apply(parameters(CipherSuite.NCS_SK_128, PMK)));
    }

    public static GroupKeys groupKeys(int seed) {
        return new GroupKeys(Optional.of(new GroupKeys.Key(1, 0, octets(seed))),
                Optional.of(new GroupKeys.Key(4, 0x0102_0304_0506L, octets(seed + 10))),
                Optional.of(new GroupKeys.Key(7, 5, octets(seed + 20))));
    }

    private static Secret octets(int seed) {
        byte[] octets = new byte[16];
        new Random(seed).nextBytes(octets);
        return Secret.of(octets);
    }

    public DataPathHandshake side(boolean ofInitiator) {
        return ofInitiator ? initiator : responder;
    }

    public HandshakeStep last(boolean ofInitiator) {
        return ofInitiator ? lastOfInitiator : lastOfResponder;
    }

    /** All four messages, or as many as there are before one is refused. */
    public void run() {
        for (int message = 1; message <= 4; message++) {
            boolean byInitiator = message % 2 == 1;
            HandshakeStep step = side(!byInitiator).receive(next(byInitiator, message));
            if (byInitiator) {
                lastOfResponder = step;
            } else {
                lastOfInitiator = step;
            }
            if (step instanceof HandshakeStep.Failed || step instanceof HandshakeStep.Dropped) {
                return;
            }
        }
    }

    public HandshakeFailure firstFailure() {
        run();
        return Stream.of(lastOfResponder, lastOfInitiator).flatMap(step -> switch (step) {
            case HandshakeStep.Failed(HandshakeFailure failure, String _) -> Stream.of(failure);
            case HandshakeStep.Dropped(HandshakeFailure failure, String _) -> Stream.of(failure);
            case null, default -> Stream.empty();
        }).findFirst().orElseThrow();
    }

    /** A side's message, sealed, as the other side receives it. */
    public NanActionFrame next(boolean byInitiator, int message) {
        DataPathHandshake side = side(byInitiator);
        boolean second = message == 2;
        List<NanAttribute> attributes = new ArrayList<>();
        attributes.add(new NdpExtension(1, message - 1, 0, PHONE_NDI, 1, DataPath.SECURITY_PRESENT
                | (second ? DataPath.RESPONDER_NDI_PRESENT : 0), OptionalInt.empty(),
                second ? Optional.of(ACCESSORY_NDI) : Optional.empty(), List.of()));
        attributes.addAll(side.attributes());
        NanActionFrame frame = NanActionFrame.create(NanActionFrame.DATA_PATH_REQUEST + message - 1,
                byInitiator ? ACCESSORY : PHONE, byInitiator ? PHONE : ACCESSORY, CLUSTER, message,
                attributes.toArray(NanAttribute[]::new));
        return decode(side.seal(frame).encode());
    }

    private static NanActionFrame decode(Bytes octets) {
        return (NanActionFrame) NanFrame.of((ManagementFrame) Dot11Frame.decode(octets)).orElseThrow();
    }
}
