package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.UnknownElement;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.ElementContainer;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.Ndc;
import dev.lanyard.wire.nan.attribute.Ndl;
import dev.lanyard.wire.nan.attribute.NdlQos;
import dev.lanyard.wire.nan.attribute.NdpAttribute;
import dev.lanyard.wire.nan.attribute.NdpExtension;
import dev.lanyard.wire.nan.attribute.NdpeTlv;
import dev.lanyard.wire.nan.attribute.ScheduleEntry;
import dev.lanyard.wire.nan.attribute.SecurityContextInfo;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.security.CipherSuite;
import dev.lanyard.wire.nan.security.DataPathKeys;
import dev.lanyard.wire.nan.security.FrameCipher;
import dev.lanyard.wire.nan.security.Secret;
import dev.lanyard.wire.net.MacAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The set-up of a data path, frames over it, and its end. The initiator is the subscriber. Frames: {@code ndp-request},
 * {@code ndp-response}, {@code ndp-confirm}, {@code ndp-key-installment} (secured only), {@code data}, {@code
 * ndp-termination}.
 */
public final class DataPathDialogue {

    /** The passphrase of secured data paths without pairing. */
    public static final String PASSPHRASE = "lanyard test passphrase";

    private static final CipherSuite SUITE = CipherSuite.NCS_SK_128;
    private static final int TOKEN = 1;
    private static final int NDP_ID = 1;
    static final MacAddress NDC = MacAddress.parse("50:6f:9a:01:00:42");
    private static final int MIC_LENGTH = 16;
    private static final int PROTECTED = 0x4000;
    private static final int QOS_DATA = 0x0088;
    private static final int ETHERTYPE_IPV6 = 0x86DD;
    private static final int NO_NEXT_HEADER = 59;

    private final Stage stage;
    private final Actor initiator;
    private final Actor responder;
    private final Secret ndPmk;
    private final Pairing pairing;
    private final DataPathKeys keys;
    private long packetNumber;

    private DataPathDialogue(Stage stage, Actor initiator, Actor responder, Secret ndPmk, Pairing pairing) {
        this.stage = stage;
        this.initiator = initiator;
        this.responder = responder;
        this.ndPmk = ndPmk;
        this.pairing = pairing;
        this.keys = ndPmk == null ? null : DataPathKeys.derive(SUITE, ndPmk, initiator.ndi(), responder.ndi(),
                nonce(initiator), nonce(responder));
    }

    /** A data path that nothing protects. */
    public static DataPathDialogue open(Stage stage, Actor initiator, Actor responder) {
        return new DataPathDialogue(stage, initiator, responder, null, null);
    }

    /** A data path of cipher suite 1 with {@link #PASSPHRASE}. */
    public static DataPathDialogue secured(Stage stage, Actor initiator, Actor responder) {
        return new DataPathDialogue(stage, initiator, responder, ndPmk(responder), null);
    }

    /** A data path of cipher suite 1 between paired devices: its frames are encrypted under the NM-TK. */
    public static DataPathDialogue paired(Stage stage, Actor initiator, Actor responder, Pairing pairing) {
        return new DataPathDialogue(stage, initiator, responder, pairing.keys().ndPmk(), pairing);
    }

    /** The ND-PMK that {@link #PASSPHRASE} gives for the service of a publisher. */
    public static Secret ndPmk(Actor publisher) {
        return DataPathKeys.ndPmk(SUITE, Secret.of(PASSPHRASE.getBytes(StandardCharsets.UTF_8)),
                Typical.SERVICE.octets(), publisher.nmi());
    }

    /** The keys of a secured data path. */
    public DataPathKeys keys() {
        return keys;
    }

    /** The Security Context Information that the publisher of a secured service announces. */
    public static SecurityContextInfo announcedContext(Actor publisher) {
        return SecurityContextInfo.ofPmkid(Typical.PUBLISH_ID, DataPathKeys.pmkid(SUITE, ndPmk(publisher),
                MacAddress.BROADCAST, publisher.nmi(), Typical.SERVICE.octets()));
    }

    private static Bytes nonce(Actor actor) {
        return Fixed.octets("data path nonce " + actor.name(), 32);
    }

    private boolean isSecured() {
        return keys != null;
    }

    private int security() {
        return isSecured() ? DataPath.SECURITY_PRESENT : 0;
    }

    /** All messages of the set-up. */
    public DataPathDialogue setUp() {
        stage.tune(Nan.CHANNEL_5GHZ_HIGH).passTu(2 * Nan.SLOT);
        Bytes first = send("ndp-request", NanActionFrame.DATA_PATH_REQUEST, initiator, request(), null);
        int middle = isSecured() ? DataPath.CONTINUED : DataPath.ACCEPTED;
        send("ndp-response", NanActionFrame.DATA_PATH_RESPONSE, responder, response(middle), Bytes.EMPTY);
        Bytes token = isSecured() ? DataPathKeys.authenticationToken(SUITE, first) : null;
        send("ndp-confirm", NanActionFrame.DATA_PATH_CONFIRM, initiator, closing(initiator, DataPath.CONFIRM,
                isSecured() ? DataPath.CONTINUED : DataPath.ACCEPTED, key(0x03C8, 2, nonce(initiator))), token);
        if (isSecured()) {
            send("ndp-key-installment", NanActionFrame.DATA_PATH_KEY_INSTALLMENT, responder, closing(responder,
                    DataPath.SECURITY_INSTALL, DataPath.ACCEPTED, key(0x0348, 2, nonce(responder))), Bytes.EMPTY);
        }
        return this;
    }

    /** A request that the responder refuses for {@code reason}: {@code ndp-request}, {@code ndp-response}. */
    public DataPathDialogue refused(int reason) {
        stage.tune(Nan.CHANNEL_5GHZ_HIGH).passTu(2 * Nan.SLOT);
        send("ndp-request", NanActionFrame.DATA_PATH_REQUEST, initiator, request(), null);
        List<NanAttribute> refusal = new ArrayList<>(List.of(Typical.capability(responder), Typical.extension(),
                path(responder, DataPath.RESPONSE, DataPath.REJECTED, reason, 0, false)));
        refusal.add(Ndl.of(TOKEN, DataPath.RESPONSE, DataPath.REJECTED, 0, 0));
        send("ndp-response", NanActionFrame.DATA_PATH_RESPONSE, responder, refusal, null);
        return this;
    }

    private List<NanAttribute> request() {
        List<NanAttribute> attributes = new ArrayList<>(List.of(Typical.capability(initiator), Typical.extension(),
                path(initiator, DataPath.REQUEST, DataPath.CONTINUED, 0,
                        DataPath.CONFIRM_REQUIRED | security() | DataPath.PUBLISH_ID_PRESENT, true)));
        addSecurity(attributes, 0x0088, initiator);
        attributes.add(Typical.availability(1));
        attributes.add(Ndl.of(TOKEN, DataPath.REQUEST, DataPath.CONTINUED, 0, Ndl.QOS_PRESENT));
        attributes.add(new NdlQos(12, NdlQos.NO_LIMIT));
        attributes.add(radioElements());
        return attributes;
    }

    private List<NanAttribute> response(int status) {
        List<NanAttribute> attributes = new ArrayList<>(List.of(Typical.capability(responder), Typical.extension(),
                path(responder, DataPath.RESPONSE, status, 0, security() | DataPath.RESPONDER_NDI_PRESENT, true)));
        addSecurity(attributes, 0x0108, responder);
        attributes.add(Typical.availability(1));
        attributes.add(new Ndc(NDC, Ndc.SELECTED, List.of(new ScheduleEntry(0,
                TimeBitmap.of(16, 512, 0, Bytes.of(0xFE))))));
        attributes.add(Ndl.of(TOKEN, DataPath.RESPONSE, DataPath.ACCEPTED, 0, Ndl.NDC_PRESENT | Ndl.QOS_PRESENT));
        attributes.add(new NdlQos(12, NdlQos.NO_LIMIT));
        attributes.add(radioElements());
        return attributes;
    }

    private List<NanAttribute> closing(Actor sender, int type, int status, SharedKeyDescriptor key) {
        List<NanAttribute> attributes = new ArrayList<>(List.of(Typical.capability(sender), Typical.extension(),
                path(sender, type, status, 0, security(), false)));
        if (isSecured()) {
            attributes.add(key);
        }
        attributes.add(Typical.availability(1));
        return attributes;
    }

    private void addSecurity(List<NanAttribute> attributes, int keyInformation, Actor sender) {
        if (isSecured()) {
            attributes.add(CipherSuiteInfo.of(Typical.ciphers(0).capabilities(), Typical.PUBLISH_ID, SUITE.csid()));
            attributes.add(SecurityContextInfo.ofPmkid(Typical.PUBLISH_ID, DataPathKeys.pmkid(SUITE, ndPmk,
                    initiator.nmi(), responder.nmi(), Typical.SERVICE.octets())));
            attributes.add(key(keyInformation, 1, nonce(sender)));
        }
    }

    private static SharedKeyDescriptor key(int information, long replay, Bytes nonce) {
        return new SharedKeyDescriptor(Typical.PUBLISH_ID, KeyDescriptor.of(information, replay, nonce,
                Bytes.wrap(new byte[MIC_LENGTH]), Bytes.EMPTY));
    }

    /** NDPE where both sides know it, otherwise NDP. */
    private NanAttribute path(Actor sender, int type, int status, int reason, int control, boolean addresses) {
        OptionalInt publishId = (control & DataPath.PUBLISH_ID_PRESENT) != 0 ? OptionalInt.of(Typical.PUBLISH_ID)
                : OptionalInt.empty();
        Optional<MacAddress> ndi = (control & DataPath.RESPONDER_NDI_PRESENT) != 0 ? Optional.of(responder.ndi())
                : Optional.empty();
        int typeAndStatus = type | status << 4;
        if ((initiator.capabilities() & responder.capabilities() & DeviceCapability.NDPE) == 0) {
            return new NdpAttribute(TOKEN, typeAndStatus, reason, initiator.ndi(), NDP_ID, control, publishId, ndi,
                    Optional.empty());
        }
        List<NdpeTlv> tlvs = new ArrayList<>();
        if (addresses) {
            tlvs.add(new NdpeTlv.InterfaceIdentifier(sender.interfaceIdentifier()));
        }
        if (addresses && sender == responder) {
            tlvs.add(new NdpeTlv.Service(Typical.serviceInfo()));
        }
        return new NdpExtension(TOKEN, typeAndStatus, reason, initiator.ndi(), NDP_ID, control, publishId, ndi, tlvs);
    }

    /** HT and VHT capabilities as hostap's frames have them. */
    private static ElementContainer radioElements() {
        return new ElementContainer(0, Elements.of(
                new UnknownElement(45, Bytes.hex("7e101bffff000000000000000000000100000000000000000000")),
                new UnknownElement(191, Bytes.hex("fa048003aaaa0000aaaa0000"))));
    }

    /** The body sent from its category octet; {@code token} null leaves the code zero, EMPTY is M2's and M4's way. */
    private Bytes send(String name, int subtype, Actor from, List<NanAttribute> attributes, Bytes token) {
        Actor to = from == initiator ? responder : initiator;
        List<NanAttribute> edited = stage.edited(name, attributes);
        if (isSecured() && token != null) {
            Bytes unsigned = body(subtype, from, to, edited);
            Bytes mic = token.isEmpty() ? keys.mic(unsigned) : keys.mic(token, unsigned);
            edited = edited.stream().map(attribute -> attribute instanceof SharedKeyDescriptor key
                    ? new SharedKeyDescriptor(key.publishId(), key.descriptor().withMic(mic)) : attribute).toList();
        }
        Bytes body = body(subtype, from, to, edited);
        if (pairing == null) {
            stage.record(name, stage.header(FrameHeader.ACTION, to.nmi(), from.nmi()).encode().concat(body));
        } else {
            pairing.action(name, subtype, from, to, edited);
        }
        stage.pass(5_000);
        return body;
    }

    private Bytes body(int subtype, Actor from, Actor to, List<NanAttribute> attributes) {
        int category = pairing == null ? ActionBody.PUBLIC : ActionBody.PROTECTED_DUAL;
        FrameHeader header = FrameHeader.management(FrameHeader.ACTION, to.nmi(), from.nmi(), stage.clusterId(), 0);
        return NanActionFrame.create(category, subtype, header, attributes).frame().body().encode();
    }

    /** So many IPv6 packets each way: {@code data}. */
    public DataPathDialogue data(int count) {
        for (int i = 0; i < count; i++) {
            packet(initiator, responder);
            packet(responder, initiator);
        }
        return this;
    }

    private void packet(Actor from, Actor to) {
        Bytes plain = new BytesWriter().u24be(0xAAAA03).u24be(0).u16be(ETHERTYPE_IPV6)
                .u32be(0x6000_0000L).u16be(0).u8(NO_NEXT_HEADER).u8(64)
                .u64be(0xFE80_0000_0000_0000L).bytes(from.interfaceIdentifier())
                .u64be(0xFE80_0000_0000_0000L).bytes(to.interfaceIdentifier()).toBytes();
        FrameHeader plainHeader = stage.header(0, to.ndi(), from.ndi());
        FrameHeader header = new FrameHeader(QOS_DATA | (isSecured() ? PROTECTED : 0), 0, to.ndi(), from.ndi(),
                stage.clusterId(), plainHeader.sequenceControl());
        Bytes withQos = header.encode().concat(Bytes.of(0, 0));
        packetNumber++;
        stage.record("data", isSecured() ? FrameCipher.encrypt(keys.tk(), withQos, packetNumber, plain)
                : withQos.concat(plain));
    }

    /** The initiator ends the data path; of a secured one without pairing between the NDIs, category 9, encrypted. */
    public DataPathDialogue terminate() {
        List<NanAttribute> attributes = stage.edited("ndp-termination", List.of(Typical.capability(initiator),
                Typical.extension(), path(initiator, DataPath.TERMINATE, DataPath.REJECTED, 1, 0, false),
                Typical.availability(1)));
        if (pairing != null) {
            pairing.action("ndp-termination", NanActionFrame.DATA_PATH_TERMINATION, initiator, responder, attributes);
        } else if (isSecured()) {
            FrameHeader header = stage.header(FrameHeader.ACTION, responder.ndi(), initiator.ndi());
            header = new FrameHeader(header.frameControl() | PROTECTED, 0, header.address1(), header.address2(),
                    header.address3(), header.sequenceControl());
            ManagementFrame frame = NanActionFrame.create(ActionBody.PROTECTED_DUAL,
                    NanActionFrame.DATA_PATH_TERMINATION, header, attributes).frame();
            packetNumber++;
            stage.record("ndp-termination", FrameCipher.encrypt(keys.tk(), header.encode(), packetNumber,
                    frame.body().encode()));
        } else {
            FrameHeader header = stage.header(FrameHeader.ACTION, responder.nmi(), initiator.nmi());
            stage.record("ndp-termination", NanActionFrame.create(ActionBody.PUBLIC,
                    NanActionFrame.DATA_PATH_TERMINATION, header, attributes).encode());
        }
        return this;
    }
}
