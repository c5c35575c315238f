package dev.lanyard.wire.nan.dialogue;

import static dev.lanyard.wire.nan.dialogue.Defect.ofAttributes;
import static dev.lanyard.wire.nan.dialogue.Defect.ofOctets;
import static dev.lanyard.wire.nan.dialogue.Defects.poke;
import static dev.lanyard.wire.nan.dialogue.Defects.with;
import static dev.lanyard.wire.nan.dialogue.Defects.without;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.Ndc;
import dev.lanyard.wire.nan.attribute.NdlQos;
import dev.lanyard.wire.nan.attribute.NdpAttribute;
import dev.lanyard.wire.nan.attribute.NdpExtension;
import dev.lanyard.wire.nan.attribute.ScheduleEntry;
import dev.lanyard.wire.nan.attribute.SecurityContextInfo;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Defects of the messages that set up data paths. */
final class PathDefects {

    private static final Set<String> REQUEST = Set.of("ndp-request");
    private static final Set<String> RESPONSE = Set.of("ndp-response");
    private static final int SUBTYPE = 30;
    private static final int OTHER_TOKEN = 0x80;
    /** What makes the data interface addresses of dialogues and emulated devices of their management ones. */
    private static final long NDI = 0x0400_0000_0000L;

    static final List<Defect> ALL = List.of(
            ofOctets("NAN-NDP-01", RESPONSE, poke(SUBTYPE, 8)),
            path("NAN-NDP-02", RESPONSE, n -> new NdpExtension(n.dialogToken() ^ OTHER_TOKEN, n.typeAndStatus(),
                    n.reason(), n.initiatorNdi(), n.ndpId(), n.control(), n.publishId(), n.responderNdi(), n.tlvs())),
            path("NAN-NDP-03", Set.of("ndp-confirm", "ndp-key-installment"), n -> new NdpExtension(n.dialogToken(),
                    n.typeAndStatus(), n.reason(), n.initiatorNdi(), n.ndpId(),
                    n.control() | DataPath.RESPONDER_NDI_PRESENT, n.publishId(), Optional.empty(), List.of())),
            ofAttributes("NAN-NDP-04", RESPONSE, with(NdpExtension.class, n -> new NdpAttribute(n.dialogToken(),
                    n.typeAndStatus(), n.reason(), n.initiatorNdi(), n.ndpId(), n.control(), n.publishId(),
                    n.responderNdi(), Optional.empty()))),
            path("NAN-NDP-08", RESPONSE, n -> new NdpExtension(n.dialogToken(), n.typeAndStatus(), n.reason(),
                    n.initiatorNdi(), n.ndpId(), n.control(), n.publishId(),
                    n.responderNdi().map(ndi -> new MacAddress(ndi.value() & ~NDI)), n.tlvs())),
            ofAttributes("NAN-NDL-01", REQUEST, attributes -> without(Ndc.class).apply(
                    without(NdlQos.class).apply(attributes))),
            ofAttributes("NAN-NDL-04", RESPONSE, PathDefects::oneSlot),
            ofAttributes("NAN-SEC-01", REQUEST, without(SecurityContextInfo.class)),
            key("NAN-SEC-02", Set.of("ndp-confirm"), d -> new KeyDescriptor(d.type(),
                    d.keyInformation() ^ 0x0040, d.keyLength(), d.replayCounter(), d.nonce(), d.iv(), d.rsc(),
                    d.reserved(), d.mic(), d.keyData())),
            ofOctets("NAN-SEC-03", RESPONSE, PathDefects::withOtherCode),
            ofAttributes("NAN-SEC-05", RESPONSE, with(SecurityContextInfo.class, one -> SecurityContextInfo.ofPmkid(
                    one.identifiers().getFirst().publishId(), Bytes.hex("00112233445566778899aabbccddeeff")))));

    private PathDefects() {}

    private static Defect path(String rule, Set<String> frames, UnaryOperator<NdpExtension> edit) {
        return ofAttributes(rule, frames, with(NdpExtension.class, edit::apply));
    }

    private static Defect key(String rule, Set<String> frames, UnaryOperator<KeyDescriptor> edit) {
        return ofAttributes(rule, frames, with(SharedKeyDescriptor.class, one -> new SharedKeyDescriptor(
                one.publishId(), edit.apply(one.descriptor()))));
    }

    private static List<NanAttribute> oneSlot(List<NanAttribute> attributes) {
        return with(NanAvailability.class, one -> ServiceDefects.withBitmap(one, one.sequenceId() + 1, "02000000"))
                .andThen(with(Ndc.class, ndc -> new Ndc(ndc.ndcId(), ndc.control(),
                        List.of(new ScheduleEntry(0, TimeBitmap.of(16, 512, 0, Bytes.of(2)))))))
                .apply(attributes);
    }

    /** With another bit in the integrity code of the key descriptor. */
    private static Bytes withOtherCode(Bytes frame) {
        return new Dialogue(List.of(new Dialogue.Frame("one", 0, 0, frame))).changeAttributes("one",
                with(SharedKeyDescriptor.class, one -> new SharedKeyDescriptor(one.publishId(), one.descriptor()
                        .withMic(PairingDefects.withOtherEnd(one.descriptor().mic()))))).frame("one").octets();
    }
}
