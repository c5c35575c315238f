package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.attribute.AvailabilityEntry;
import dev.lanyard.wire.nan.attribute.CipherSuiteInfo;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.NanAvailability;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.attribute.TimeBitmap;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import dev.lanyard.wire.nan.dialogue.Typical;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Data paths that should be taken, and those that should not. */
final class ActivePathCases {

    private static final Map<String, String> NOTHING = Map.of();
    private static final Map<String, String> OPEN = Map.of("result", "open");
    private static final Map<String, String> SILENT = Map.of("result", "silent");
    private static final Duration LONG = Duration.ofSeconds(10);

    private ActivePathCases() {}

    static void add(ActiveAirCases all) {
        Dialogue open = Dialogues.openDataPath(Dialogues.CLEAN);
        Dialogue secured = Dialogues.securedDataPath(Dialogues.CLEAN);
        Dialogue longPeriod = availability(open, entry -> new AvailabilityEntry(entry.control(),
                Optional.of(TimeBitmap.of(16, 1024, 0, Bytes.hex("fefefeff00000000"))), entry.where(),
                entry.trailing()));
        all.keeps(watched(new AirSession(), longPeriod), "NAN-AV-02");
        all.breaks(watched(new AirSession(), OddPeerCases.rejected(longPeriod)), "NAN-AV-02");
        Dialogue many = open.replace("ndp-request", NanAvailability.class, one -> new NanAvailability(one.sequenceId(),
                one.control(), Collections.nCopies(8, one.entries().getFirst())));
        all.keeps(watched(new AirSession(), many.with(later(many))), "NAN-AV-05");
        all.breaks(watched(new AirSession(), new Dialogue(many.frames().stream()
                .takeWhile(frame -> !frame.name().equals("ndp-response")).toList())), "NAN-AV-05");
        all.keeps(watched(new AirSession(), open), "NAN-NDP-05");
        all.breaks(watched(new AirSession(), open.without("ndp-response")), "NAN-NDP-05");
        AirSession offered = new AirSession().play(Dialogues.discovery(Dialogues.CLEAN));
        all.keeps(watched(offered, OddPeerCases.rejected(open)), "NAN-NDP-06");
        all.breaks(watched(new AirSession().play(Dialogues.discovery(Dialogues.CLEAN)), open), "NAN-NDP-06");
        all.keeps(again(OPEN), "NAN-NDP-07");
        all.breaks(again(SILENT), "NAN-NDP-07");
        all.keeps(OddPeerCases.odd("lost-confirm").play(open).step("aware.datapath", NOTHING, OPEN), "NAN-NDP-10");
        all.breaks(OddPeerCases.odd("lost-confirm").play(open).step("aware.datapath", NOTHING, SILENT), "NAN-NDP-10");
        all.keeps(watched(OddPeerCases.odd("foreign-channel"), OddPeerCases.rejected(open)), "NAN-NDL-03");
        all.breaks(watched(OddPeerCases.odd("foreign-channel"), open), "NAN-NDL-03");
        security(all, secured);
    }

    private static void security(ActiveAirCases all, Dialogue secured) {
        Dialogue wrong = secured.replace("ndp-confirm", SharedKeyDescriptor.class, one -> {
            KeyDescriptor d = one.descriptor();
            return new SharedKeyDescriptor(one.publishId(), new KeyDescriptor(d.type(), d.keyInformation(),
                    d.keyLength(), d.replayCounter(), d.nonce(), d.iv(), d.rsc(), d.reserved(),
                    Bytes.wrap(new byte[d.mic().length()]), d.keyData()));
        });
        all.keeps(watched(OddPeerCases.odd("wrong-confirm-mic"), wrong.without("ndp-key-installment")), "NAN-SEC-04");
        all.breaks(watched(OddPeerCases.odd("wrong-confirm-mic"), wrong), "NAN-SEC-04");
        Dialogue notOffered = secured.replace("ndp-request", CipherSuiteInfo.class, one -> CipherSuiteInfo.of(
                one.capabilities(), Typical.PUBLISH_ID, CipherSuiteInfo.SK_GCM_256));
        all.keeps(watched(new AirSession(), OddPeerCases.rejected(notOffered)), "NAN-SEC-08");
        all.breaks(watched(new AirSession(), notOffered), "NAN-SEC-08");
        all.keeps(unknownKey(OddPeerCases.rejected(secured)), "NAN-SEC-11");
        all.breaks(unknownKey(secured.without("ndp-response")), "NAN-SEC-11");
    }

    private static AirSession watched(AirSession session, Dialogue dialogue) {
        return session.play(dialogue).pass(LONG).step("bench.wait", NOTHING, NOTHING);
    }

    private static Dialogue availability(Dialogue path, UnaryOperator<AvailabilityEntry> edit) {
        return path.replace("ndp-request", NanAvailability.class, one -> new NanAvailability(one.sequenceId(),
                one.control(), List.of(edit.apply(one.entries().getFirst()))));
    }

    /** The device says something else two seconds on. */
    private static Dialogue later(Dialogue path) {
        Dialogue.Frame answer = path.frame("ndp-response");
        return new Dialogue(List.of(new Dialogue.Frame("alive", path.frame("ndp-request").tsf() + 2_000_000,
                answer.frequency(), answer.octets())));
    }

    private static AirSession again(Map<String, String> ended) {
        return new AirSession().play(Dialogues.openDataPath(Dialogues.CLEAN)).step("aware.datapath", NOTHING, OPEN)
                .step("aware.disconnect", NOTHING, NOTHING).step("aware.datapath", NOTHING, ended);
    }

    private static AirSession unknownKey(Dialogue path) {
        return new AirSession().begin("aware.datapath", Map.of("expect.result", "refused")).play(path)
                .end(Map.of("result", "refused"));
    }
}
