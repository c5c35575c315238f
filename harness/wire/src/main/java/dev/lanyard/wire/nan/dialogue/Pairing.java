package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.MicElement;
import dev.lanyard.wire.ieee80211.PasnParametersElement;
import dev.lanyard.wire.ieee80211.RsnElement;
import dev.lanyard.wire.ieee80211.RsnExtensionElement;
import dev.lanyard.wire.ieee80211.SaeFields;
import dev.lanyard.wire.ieee80211.Suite;
import dev.lanyard.wire.ieee80211.WrappedDataElement;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.AttributeList;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.IdentityResolution;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.nan.sae.SaeExchange;
import dev.lanyard.wire.nan.sae.SaeGroup;
import dev.lanyard.wire.nan.sae.SecretElement;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.FrameCipher;
import dev.lanyard.wire.nan.security.KeyData;
import dev.lanyard.wire.nan.security.KeyHash;
import dev.lanyard.wire.nan.security.Nira;
import dev.lanyard.wire.nan.security.PairingKeys;
import dev.lanyard.wire.nan.security.PasnMic;
import dev.lanyard.wire.nan.security.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Bootstrapping, PASN with cipher suite 7, and the exchange of identity keys; the initiator is the subscriber.
 *
 * <p>All of it is computed as devices compute it, from fixed numbers; the PIN is {@link #PIN}.
 */
public final class Pairing {

    /** Lifetime of an identity key, in seconds. */
    public static final int KEY_LIFETIME = 43_200;

    /** What is shown at one end and typed at the other. */
    public static final String PIN = "012345";

    private static final int GROUP = 19;
    private static final int FIELD = 32;
    private static final int MIC_LENGTH = 16;
    private static final int COMEBACK_TU = 1024;
    private static final int NIK_KEY_INFORMATION = KeyDescriptor.PAIRWISE | KeyDescriptor.ACK
            | KeyDescriptor.ENCRYPTED;

    private final Stage stage;
    private final Actor initiator;
    private final Actor responder;
    private final Agreement agreement = new Agreement();
    private int token = 1;
    private long packetNumber;
    private boolean sae = true;
    private SaeExchange saeOfInitiator;
    private SaeExchange saeOfResponder;
    private Secret npk = Secret.of(Fixed.octets("sae pmk", FIELD));
    private PairingKeys keys;

    public Pairing(Stage stage, Actor initiator, Actor responder) {
        this.stage = stage;
        this.initiator = initiator;
        this.responder = responder;
    }

    /** The identity key of an actor. */
    public static Secret nik(Actor actor) {
        return Secret.of(Fixed.octets("nik " + actor.name(), Nira.NIK_LENGTH));
    }

    /** A NIRA of an actor under its present NMI. */
    public static IdentityResolution nira(Actor actor, int number) {
        Bytes nonce = Fixed.octets("nira nonce " + actor.name() + number, Nira.NONCE_LENGTH);
        return new IdentityResolution(0, nonce, Nira.tag(nik(actor), actor.nmi(), nonce));
    }

    /** Pairs without PIN or passphrase from here on. */
    public Pairing opportunistic() {
        sae = false;
        return this;
    }

    /** The keys of the last PASN exchange. */
    public PairingKeys keys() {
        return keys;
    }

    /** The NPK of the last pairing: the PMK of later verification. */
    public Secret npk() {
        return npk;
    }

    /** {@code bootstrap-request} and {@code bootstrap-response}: the initiator's role, and its complement. */
    public Pairing bootstrap() {
        request();
        return respond(PairingBootstrapping.accept(token, method().complement().bit()));
    }

    /** The same, but the responder asks to come back: {@code bootstrap-comeback}, {@code bootstrap-retry}. */
    public Pairing bootstrapWithComeback() {
        Bytes cookie = Fixed.octets("cookie", 4);
        request();
        stage.unicast("bootstrap-comeback", responder, initiator, Typical.followUp(true, responder,
                Typical.ciphers(Typical.PUBLISH_ID), PairingBootstrapping.comeBack(token, COMEBACK_TU, cookie)));
        for (int window = 0; window < COMEBACK_TU / Nan.DW_PERIOD + 1; window++) {
            stage.discoveryWindow(responder, initiator);
        }
        stage.unicast("bootstrap-retry", initiator, responder, Typical.followUp(false, initiator,
                Typical.ciphers(Typical.PUBLISH_ID), PairingBootstrapping.retry(token, cookie, method().bit())));
        return respond(PairingBootstrapping.accept(token, method().complement().bit()));
    }

    /** The same, but the responder refuses: {@code bootstrap-response} with reason 13. */
    public Pairing bootstrapRefused() {
        request();
        return respond(PairingBootstrapping.reject(token, 13));
    }

    private void request() {
        stage.discoveryWindow(responder, initiator);
        stage.unicast("bootstrap-request", initiator, responder, Typical.followUp(false, initiator,
                Typical.ciphers(Typical.PUBLISH_ID), PairingBootstrapping.request(token, method().bit())));
    }

    private Pairing respond(PairingBootstrapping response) {
        stage.unicast("bootstrap-response", responder, initiator, Typical.followUp(true, responder,
                Typical.ciphers(Typical.PUBLISH_ID), response));
        return this;
    }

    /** The initiator's first method that the responder's methods complement. */
    private BootstrappingMethod method() {
        int possible = initiator.methods() & BootstrappingMethod.complements(responder.methods());
        List<BootstrappingMethod> methods = BootstrappingMethod.of(possible);
        if (methods.isEmpty()) {
            throw new IllegalStateException(initiator + " and " + responder + " have no complementary methods");
        }
        return methods.getFirst();
    }

    /** {@code pasn-1} to {@code pasn-3}; setup after {@link #bootstrap}. */
    public Pairing pasn() {
        List<NanAttribute> first = List.of(pasnSuite(), Typical.extension(),
                PairingBootstrapping.request(token, method().bit()));
        List<NanAttribute> second = List.of(pasnSuite(), Typical.extension(),
                PairingBootstrapping.accept(token, method().complement().bit()));
        if (sae) {
            authenticate();
        }
        exchange(sae ? npk : PairingKeys.opportunisticPmk(), List.of(), List.of(), first, second,
                sae ? PasnParametersElement.WRAPPED_SAE : PasnParametersElement.WRAPPED_NONE);
        if (!sae) {
            npk = keys.opportunisticNpk();
        }
        return this;
    }

    /** Both sides of SAE; the PMK of it is the NPK. */
    private void authenticate() {
        SecretElement secret = SecretElement.of(SaeGroup.P256, SecretElement.NAN_SSID,
                Secret.of(PIN.getBytes(StandardCharsets.US_ASCII)));
        saeOfInitiator = SaeExchange.begin(secret, initiator.nmi(), responder.nmi(), new Random(GROUP));
        saeOfResponder = SaeExchange.begin(secret, responder.nmi(), initiator.nmi(), new Random(GROUP + 1));
        saeOfInitiator.receive(saeOfResponder.commit());
        saeOfResponder.receive(saeOfInitiator.commit());
        npk = saeOfInitiator.pmk();
    }

    /** {@code pasn-1} to {@code pasn-3} between devices that paired before: the NPK is the PMK, the NIRA its name. */
    public Pairing verify(int number) {
        IdentityResolution mine = nira(initiator, number);
        IdentityResolution theirs = nira(responder, number);
        exchange(npk, List.of(mine.npkid()), List.of(theirs.npkid()), List.of(pasnSuite(), mine),
                List.of(pasnSuite(), theirs), PasnParametersElement.WRAPPED_NONE);
        return this;
    }

    private static CipherSuiteInfo pasnSuite() {
        return CipherSuiteInfo.of(Typical.ciphers(0).capabilities(), Typical.PUBLISH_ID, CipherSuiteInfo.PK_PASN_128);
    }

    private void exchange(Secret pmk, List<Bytes> firstPmkids, List<Bytes> secondPmkids, List<NanAttribute> first,
                          List<NanAttribute> second, int format) {
        stage.tune(Nan.CHANNEL_5GHZ_HIGH).passTu(2 * Nan.SLOT);
        boolean wrapped = format == PasnParametersElement.WRAPPED_SAE;
        keys = PairingKeys.derive(CipherSuite.NCS_PK_PASN_128, KeyHash.SHA_256, pmk, initiator.nmi(),
                responder.nmi(), agreement.secret());
        Bytes firstBody = AuthenticationBody.pasn(1, 0, Elements.of(elements(firstPmkids,
                PasnParametersElement.of(format, GROUP, agreement.initiatorKey()),
                wrapped ? Optional.of(body(saeOfInitiator.commit())) : Optional.empty(),
                stage.edited("pasn-1", first)))).encode();
        send("pasn-1", initiator, responder, firstBody);

        List<Element> answer = elements(secondPmkids, PasnParametersElement.of(format, GROUP,
                agreement.responderKey()), wrapped ? Optional.of(prefixed(saeOfResponder.commit())
                        .concat(prefixed(saeOfResponder.confirm()))) : Optional.empty(), stage.edited("pasn-2", second));
        Bytes responderElements = answer.getFirst().encode().concat(rsnExtension().encode());
        Bytes unsigned = withMic(2, answer, Bytes.wrap(new byte[MIC_LENGTH]));
        send("pasn-2", responder, initiator, withMic(2, answer, PasnMic.second(KeyHash.SHA_256,
                keys.kck(), initiator.nmi(), responder.nmi(), responderElements, unsigned)));

        List<Element> last = new ArrayList<>();
        last.add(new PasnParametersElement(0, format, Optional.empty(), OptionalInt.empty(), Bytes.EMPTY));
        if (wrapped) {
            last.add(new WrappedDataElement(body(saeOfInitiator.confirm())));
        }
        Bytes lastUnsigned = withMic(3, last, Bytes.wrap(new byte[MIC_LENGTH]));
        send("pasn-3", initiator, responder, withMic(3, last, PasnMic.third(KeyHash.SHA_256, keys.kck(),
                initiator.nmi(), responder.nmi(), firstBody, lastUnsigned)));
    }

    private List<Element> elements(List<Bytes> pmkids, PasnParametersElement parameters, Optional<Bytes> wrapped,
                                   List<NanAttribute> attributes) {
        List<Element> elements = new ArrayList<>();
        elements.add(new RsnElement(Suite.NO_GROUP_TRAFFIC, List.of(Suite.CCMP_128),
                List.of(sae ? Suite.AKM_SAE : Suite.AKM_PASN), RsnElement.MFPC | RsnElement.MFPR, pmkids,
                Suite.NO_GROUP_TRAFFIC));
        elements.add(parameters);
        wrapped.ifPresent(data -> elements.add(new WrappedDataElement(data)));
        elements.add(rsnExtension());
        elements.add(NanFrame.element(AttributeList.of(attributes)));
        return elements;
    }

    private static RsnExtensionElement rsnExtension() {
        return new RsnExtensionElement(Bytes.of(1 << RsnExtensionElement.SAE_HASH_TO_ELEMENT));
    }

    /** The body of an SAE authentication frame. */
    private static Bytes body(SaeFields fields) {
        boolean commit = fields instanceof SaeFields.Commit;
        return new AuthenticationBody(AuthenticationBody.SAE, commit ? 1 : 2,
                commit ? AuthenticationBody.STATUS_SAE_HASH_TO_ELEMENT : 0, fields, Elements.NONE, Bytes.EMPTY)
                .encode();
    }

    private static Bytes prefixed(SaeFields fields) {
        Bytes body = body(fields);
        return new BytesWriter().u16(body.length()).bytes(body).toBytes();
    }

    private static Bytes withMic(int transaction, List<Element> elements, Bytes mic) {
        List<Element> all = new ArrayList<>(elements);
        all.add(new MicElement(mic));
        return AuthenticationBody.pasn(transaction, 0, Elements.of(all)).encode();
    }

    private void send(String name, Actor from, Actor to, Bytes body) {
        stage.record(name, stage.header(FrameHeader.AUTHENTICATION, to.nmi(), from.nmi()).encode().concat(body));
        stage.pass(20_000);
    }

    /** {@code nik-initiator} and {@code nik-responder}: protected follow-ups with the identity keys. */
    public Pairing exchangeIdentityKeys() {
        stage.discoveryWindow(responder, initiator);
        identityKey("nik-initiator", initiator, responder);
        stage.pass(30_000 - 700);
        identityKey("nik-responder", responder, initiator);
        return this;
    }

    private void identityKey(String name, Actor from, Actor to) {
        Bytes oui = new BytesWriter().u24be(Nan.OUI).toBytes();
        Bytes kdes = new BytesWriter()
                .u8(Element.VENDOR).u8(4 + 1 + Nira.NIK_LENGTH).bytes(oui).u8(KeyData.NIK).u8(0)
                .bytes(Bytes.wrap(nik(from).expose()))
                .u8(Element.VENDOR).u8(4 + 6).bytes(oui).u8(KeyData.LIFETIME).u16(KeyData.LIFETIME_OF_NIK)
                .u32be(KEY_LIFETIME).toBytes();
        SharedKeyDescriptor descriptor = new SharedKeyDescriptor(Typical.PUBLISH_ID, KeyDescriptor.of(
                NIK_KEY_INFORMATION, 1, Bytes.wrap(new byte[32]), Bytes.wrap(new byte[MIC_LENGTH]),
                KeyData.wrap(keys.kek(), Secret.of(kdes))));
        protect(name, from, to, stage.edited(name, Typical.followUp(from == responder, from, descriptor,
                nira(from, 0))));
    }

    private void protect(String name, Actor from, Actor to, List<NanAttribute> attributes) {
        record(name, ServiceDiscoveryFrame.create(ActionBody.PROTECTED_DUAL, protectedHeader(from, to), attributes)
                .frame());
    }

    /** A NAN action frame of category 9 under the NM-TK of this pairing. */
    void action(String name, int subtype, Actor from, Actor to, List<NanAttribute> attributes) {
        record(name, NanActionFrame.create(ActionBody.PROTECTED_DUAL, subtype, protectedHeader(from, to),
                attributes).frame());
    }

    private FrameHeader protectedHeader(Actor from, Actor to) {
        FrameHeader header = stage.header(FrameHeader.ACTION, to.nmi(), from.nmi());
        return new FrameHeader(header.frameControl() | 0x4000, 0, header.address1(), header.address2(),
                header.address3(), header.sequenceControl());
    }

    private void record(String name, ManagementFrame plain) {
        packetNumber++;
        stage.record(name, FrameCipher.encrypt(keys.tk(), plain.header().encode(), packetNumber,
                plain.body().encode()));
    }
}
