package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.NdpExtension;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;

/** Defects of data paths and of unsynchronised discovery. */
final class DataPathDefects {

    /** Every one of these dialogues opens a path without security, or asks for one. */
    private static final String OPEN = "NAN-SDEA-02";
    private static final long SLOT_MICROS = Nan.SLOT * Nan.TU_MICROS;

    private DataPathDefects() {}

    static List<AirCase> cases() {
        Dialogue open = Dialogues.openDataPath(Dialogues.CLEAN);
        Dialogue secured = Dialogues.securedDataPath(Dialogues.CLEAN);
        Dialogue unsynchronised = Dialogues.unsynchronised(Dialogues.CLEAN);
        return List.of(
                AirCase.of("NAN-NDP-01", secured.without("ndp-confirm")),
                AirCase.defect("NAN-NDP-02", open, OPEN),
                AirCase.defect("NAN-NDP-03", open, OPEN),
                AirCase.of("NAN-NDP-04", ndpThoughBothKnowNdpe(), OPEN),
                AirCase.defect("NAN-NDP-08", open, OPEN),
                AirCase.defect("NAN-NDL-01", open, OPEN),
                AirCase.defect("NAN-NDL-04", open.without("data"), OPEN),
                AirCase.of("NAN-NDL-05", intoSlot8(open), OPEN),
                AirCase.defect("NAN-SEC-01", Dialogues::securedDataPath),
                AirCase.defect("NAN-SEC-02", secured),
                AirCase.defect("NAN-SEC-03", secured).withKeys(),
                AirCase.defect("NAN-SEC-05", Dialogues::securedDataPath).withKeys(),
                AirCase.of("NAN-SEC-06", sameNonceAgain(secured)),
                AirCase.of("NAN-SEC-07", secured.changeOctets("data", DataPathDefects::unprotected)),
                AirCase.of("NAN-SEC-10", plainTermination(secured, open)),
                AirCase.of("NAN-USD-01", unsynchronised.changeHeader("publish", h -> new FrameHeader(h.frameControl(),
                        0, Nan.P2P_NETWORK_ID, h.address2(), MacAddress.parse("50:6f:9a:01:00:07"),
                        h.sequenceControl()))),
                AirCase.of("NAN-USD-01", unsynchronised.changeHeader("subscribe", h -> new FrameHeader(h.frameControl(),
                        0, MacAddress.parse("51:6f:9a:07:00:00"), h.address2(), h.address3(),
                        h.sequenceControl()))),
                AirCase.of("NAN-USD-01", unsynchronised.changeHeader("solicited", h -> new FrameHeader(h.frameControl(),
                        0, h.address1(), h.address2(), MacAddress.parse("50:6f:9a:01:00:07"),
                        h.sequenceControl()))),
                AirCase.of("NAN-USD-02", new Dialogue(unsynchronised.frames().stream()
                        .filter(frame -> !frame.name().equals("publish") || frame.tsf()
                                == unsynchronised.frame("publish").tsf()).toList())));
    }

    private static Dialogue ndpThoughBothKnowNdpe() {
        Dialogue dialogue = Dialogues.openDataPathWithoutNdpe(Dialogues.CLEAN);
        for (String name : List.of("publish", "subscribe", "solicited", "ndp-request", "ndp-response", "ndp-confirm",
                "ndp-termination")) {
            dialogue = dialogue.replace(name, DeviceCapability.class, c -> new DeviceCapability(c.mapId(),
                    c.committedDw(), c.supportedBands(), c.operationMode(), c.antennas(), c.maxChannelSwitchTime(),
                    DeviceCapability.NDPE));
        }
        return dialogue;
    }

    /** The schedule leaves slot 8 free, where the discovery window of 5 GHz is. */
    private static Dialogue intoSlot8(Dialogue open) {
        long period = Nan.DW_PERIOD * Nan.TU_MICROS;
        long first = open.frame("data").tsf();
        long wanted = first / period * period + 8 * SLOT_MICROS + SLOT_MICROS / 8;
        return open.delay("data", wanted - first);
    }

    private static Dialogue sameNonceAgain(Dialogue secured) {
        Dialogue unfinished = secured.without("ndp-key-installment").without("data").without("ndp-termination");
        Dialogue request = new Dialogue(List.of(secured.frame("ndp-request")))
                .replace("ndp-request", NdpExtension.class, n -> new NdpExtension(2, n.typeAndStatus(), n.reason(),
                        n.initiatorNdi(), 2, n.control(), n.publishId(), n.responderNdi(), n.tlvs()))
                .delay("ndp-request", 100_000);
        return unfinished.with(request);
    }

    private static Bytes unprotected(Bytes frame) {
        byte[] changed = frame.toArray();
        changed[1] &= ~0x40;
        return Bytes.wrap(changed);
    }

    private static Dialogue plainTermination(Dialogue secured, Dialogue open) {
        Bytes plain = open.frame("ndp-termination").octets();
        return secured.changeOctets("ndp-termination", _ -> plain);
    }
}
