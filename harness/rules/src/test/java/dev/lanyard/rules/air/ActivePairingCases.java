package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import java.time.Duration;
import java.util.Map;

/** Bootstrapping, pairing, and pairing again. */
final class ActivePairingCases {

    private static final Map<String, String> NOTHING = Map.of();
    private static final Map<String, String> DONE = Map.of("result", "done");
    private static final Map<String, String> REFUSED = Map.of("result", "refused");
    private static final Duration LONG = Duration.ofSeconds(10);
    /** Of an authentication frame: header, algorithm, transaction. */
    private static final int STATUS = 24 + 4;
    private static final long LATE_MICROS = 2_500_000;

    private ActivePairingCases() {}

    static void add(ActiveAirCases all) {
        Dialogue bootstrapping = Dialogues.bootstrapping(Dialogues.CLEAN);
        all.keeps(watched(new AirSession(), bootstrapping), "NAN-NPBA-07");
        all.breaks(watched(new AirSession(), bootstrapping.without("bootstrap-response")), "NAN-NPBA-07");
        Dialogue unsupported = bootstrapping.replace("bootstrap-request", PairingBootstrapping.class, one ->
                PairingBootstrapping.request(one.dialogToken(), BootstrappingMethod.NFC_READER.bit()));
        all.keeps(watched(new AirSession(), unsupported), "NAN-NPBA-08");
        all.breaks(watched(new AirSession(), unsupported.without("bootstrap-response")), "NAN-NPBA-08");

        Dialogue pairing = Dialogues.pairing(Dialogues.CLEAN);
        Dialogue failed = pairing.changeOctets("pasn-3", octets -> {
            byte[] changed = octets.toArray();
            changed[STATUS] = 1;
            return Bytes.wrap(changed);
        });
        all.keeps(watched(new AirSession().play(failed).pass(LONG), pairing), "NAN-PAIR-10");
        all.breaks(watched(new AirSession().play(failed).pass(LONG), pairing.without("pasn-2")), "NAN-PAIR-10");

        Dialogue late = pairing.delay("nik-initiator", LATE_MICROS).delay("nik-responder", LATE_MICROS);
        all.keeps(watched(new AirSession(), late), "NAN-PAIR-12");
        all.breaks(watched(new AirSession(), late.without("nik-responder")), "NAN-PAIR-12");
        all.keeps(watched(iphone(), pairing), "NAN-PAIR-13");
        all.breaks(watched(iphone(), pairing.without("nik-responder")), "NAN-PAIR-13");

        all.keeps(afterPowerCycle().step("aware.verify", NOTHING, DONE), "NAN-PAIR-18");
        all.breaks(afterPowerCycle().step("aware.verify", NOTHING, REFUSED), "NAN-PAIR-18");
        all.breaks(afterPowerCycle().step("aware.discover", NOTHING, Map.of("known", "false")), "NAN-PAIR-18");
        all.keeps(discovered().step("aware.forget", NOTHING, NOTHING).step("aware.pair", NOTHING, DONE), "NAN-PAIR-19");
        all.breaks(discovered().step("aware.forget", NOTHING, NOTHING).step("aware.pair", NOTHING, REFUSED),
                "NAN-PAIR-19");
        all.breaks(discovered().step("aware.forget", NOTHING, NOTHING).step("aware.bootstrap", NOTHING, REFUSED),
                "NAN-PAIR-19");
        all.keeps(otherSsid(REFUSED), "NAN-PAIR-23");
        all.breaks(otherSsid(DONE), "NAN-PAIR-23");
    }

    private static AirSession watched(AirSession session, Dialogue dialogue) {
        return session.play(dialogue).pass(LONG).step("bench.wait", NOTHING, NOTHING);
    }

    private static AirSession iphone() {
        return new AirSession().step("aware.join", Map.of("personality", "iphone"), NOTHING);
    }

    private static AirSession discovered() {
        return new AirSession().play(Dialogues.discovery(Dialogues.CLEAN));
    }

    private static AirSession afterPowerCycle() {
        return discovered().step("aware.pair", NOTHING, DONE).step("aware.power-cycle", NOTHING, NOTHING);
    }

    private static AirSession otherSsid(Map<String, String> ended) {
        return OddPeerCases.odd("other-ssid").play(Dialogues.discovery(Dialogues.CLEAN))
                .step("aware.pair", NOTHING, ended);
    }
}
