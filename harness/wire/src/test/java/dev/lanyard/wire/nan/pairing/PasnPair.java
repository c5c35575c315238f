package dev.lanyard.wire.nan.pairing;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DeviceCapabilityExtension;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Two exchanges with each other, their frames encoded and decoded on the way. */
public final class PasnPair {

    public static final MacAddress PHONE = MacAddress.parse("021122334455");
    public static final MacAddress ACCESSORY = MacAddress.parse("02aabbccddee");
    public static final MacAddress CLUSTER = MacAddress.parse("506f9a010203");

    private static final int KEYPAD = 0x20;
    private static final int DISPLAY = 0x02;

    private final PasnExchange initiator;
    private final PasnExchange responder;
    private final List<AuthenticationBody> sent = new ArrayList<>();
    private PasnStep lastOfInitiator;
    private PasnStep lastOfResponder;

    private PasnPair(PasnParameters initiator, PasnParameters responder) {
        this.initiator = PasnExchange.initiator(initiator, new Random(1));
        this.responder = PasnExchange.responder(responder, new Random(2));
    }

    public static PasnPair of(CipherSuite suite, PasnCredential initiator, PasnCredential responder) {
        return of(suite, initiator, responder, UnaryOperator.identity(), UnaryOperator.identity());
    }

    public static PasnPair of(CipherSuite suite, PasnCredential initiator, PasnCredential responder,
                              UnaryOperator<PasnParameters> ofInitiator,
                              UnaryOperator<PasnParameters> ofResponder) {
        return new PasnPair(
                ofInitiator.apply(PasnParameters.of(PHONE, ACCESSORY, CLUSTER, suite, initiator, setup(suite,
                        PairingBootstrapping.request(1, KEYPAD))).expecting(DISPLAY)),
                ofResponder.apply(PasnParameters.of(ACCESSORY, PHONE, CLUSTER, suite, responder, setup(suite,
                        PairingBootstrapping.accept(1, DISPLAY))).expecting(KEYPAD)));
    }

    private static List<NanAttribute> setup(CipherSuite suite, PairingBootstrapping bootstrapping) {
        return List.of(CipherSuiteInfo.of(2, 1, suite.csid()), new DeviceCapabilityExtension(0, 3), bootstrapping);
    }

    public static PasnPair verification(CipherSuite suite, Secret ofInitiator, Secret ofResponder) {
        Secret nik = Secret.of(Bytes.hex("00112233445566778899aabbccddeeff"));
        Secret other = Secret.of(Bytes.hex("ffeeddccbbaa99887766554433221100"));
        return new PasnPair(
                PasnParameters.of(PHONE, ACCESSORY, CLUSTER, suite, new PasnCredential.Cached(ofInitiator,
                        Optional.of(other)), List.of(CipherSuiteInfo.of(2, 1, suite.csid()),
                        IdentityExchange.nira(nik, PHONE, new Random(3)))),
                PasnParameters.of(ACCESSORY, PHONE, CLUSTER, suite, new PasnCredential.Cached(ofResponder,
                        Optional.of(nik)), List.of(CipherSuiteInfo.of(2, 1, suite.csid()),
                        IdentityExchange.nira(other, ACCESSORY, new Random(4)))));
    }

    public PasnExchange side(boolean ofInitiator) {
        return ofInitiator ? initiator : responder;
    }

    /** Starts, and goes on until nobody sends. */
    public void run() {
        deliver(true, initiator.start());
    }

    /** The time of both is over, the initiator's first. */
    public void timeOut() {
        deliver(true, initiator.timeOut());
        deliver(false, responder.timeOut());
    }

    /** Brings what a step sends to the other side, and so on. */
    public void deliver(boolean byInitiator, PasnStep step) {
        keep(byInitiator, step);
        boolean sender = byInitiator;
        PasnStep current = step;
        while (current.send().isPresent()) {
            AuthenticationBody body = current.send().get();
            sent.add(body);
            current = side(!sender).receive(frame(sender, body));
            sender = !sender;
            keep(sender, current);
        }
    }

    private void keep(boolean ofInitiator, PasnStep step) {
        if (ofInitiator) {
            lastOfInitiator = step;
        } else {
            lastOfResponder = step;
        }
    }

    public PasnStep last(boolean ofInitiator) {
        return ofInitiator ? lastOfInitiator : lastOfResponder;
    }

    public PairingAssociation association(boolean ofInitiator) {
        return last(ofInitiator).association().orElseThrow();
    }

    public Optional<PasnFailure> failure(boolean ofInitiator) {
        return last(ofInitiator).failure();
    }

    public List<AuthenticationBody> sent() {
        return sent;
    }

    /** A body as the frame that the other side receives. */
    public PasnFrame frame(boolean byInitiator, AuthenticationBody body) {
        return decode(octets(byInitiator, body)).orElseThrow();
    }

    public static Bytes octets(boolean byInitiator, AuthenticationBody body) {
        FrameHeader header = FrameHeader.management(FrameHeader.AUTHENTICATION, byInitiator ? ACCESSORY : PHONE,
                byInitiator ? PHONE : ACCESSORY, CLUSTER, 1);
        return new ManagementFrame(header, body).encode();
    }

    public static Optional<PasnFrame> decode(Bytes octets) {
        return Dot11Frame.decode(octets) instanceof ManagementFrame frame
                && NanFrame.of(frame).orElse(null) instanceof PasnFrame pasn ? Optional.of(pasn) : Optional.empty();
    }
}
