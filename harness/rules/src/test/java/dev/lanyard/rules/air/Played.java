package dev.lanyard.rules.air;

import dev.lanyard.rules.Catalogue;
import dev.lanyard.wire.nan.dialogue.Actor;
import dev.lanyard.wire.nan.dialogue.DataPathDialogue;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Discovery;
import dev.lanyard.wire.nan.dialogue.Pairing;
import dev.lanyard.wire.nan.dialogue.Stage;
import dev.lanyard.wire.nan.dialogue.Typical;
import dev.lanyard.wire.nan.security.PairingKeys;
import dev.lanyard.wire.nan.security.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/** A dialogue that was shown to all rules of the air. */
record Played(Air air, long awareFrames) {

    /** When the TSF of dialogues was zero. */
    private static final long EPOCH_NANOS = 1_700_000_000_000_000_000L;

    /** Those of the dialogues: identity keys, the passphrase, the keys of pairing. */
    static final AirKeys KEYS = keys();

    private static AirKeys keys() {
        Stage stage = new Stage();
        new Discovery(stage, Actor.ACCESSORY, Actor.PHONE).publish().subscribe();
        PairingKeys pairing = new Pairing(stage, Actor.PHONE, Actor.ACCESSORY).bootstrap().pasn().keys();
        return new AirKeys(List.of(Pairing.nik(Actor.ACCESSORY), Pairing.nik(Actor.PHONE)),
                List.of(pairing.ndPmk(), DataPathDialogue.ndPmk(Actor.ACCESSORY)), List.of(pairing.kek()),
                List.of(pairing.tk(), DataPathDialogue.secured(stage, Actor.PHONE, Actor.ACCESSORY).keys().tk()),
                List.of(pairing.kck()),
                List.of(Secret.of(DataPathDialogue.PASSPHRASE.getBytes(StandardCharsets.UTF_8))));
    }

    static Played of(Dialogue dialogue) {
        return of(dialogue, AirKeys.NONE);
    }

    static Played of(Dialogue dialogue, AirKeys keys) {
        return of(dialogue, keys, AirDeclarations.ofNames(Map.of(Typical.SERVICE, Typical.SERVICE_NAME)));
    }

    static Played of(Dialogue dialogue, AirKeys keys, AirDeclarations declared) {
        AirMonitor monitor = new AirMonitor(Catalogue.air().rules(), keys, declared);
        long number = 0;
        for (Dialogue.Frame frame : dialogue.frames()) {
            number++;
            monitor.add(new AirFrame.Reception(number, EPOCH_NANOS + frame.tsf() * 1000,
                    OptionalInt.of(frame.frequency())), frame.octets());
        }
        return new Played(monitor.end(), monitor.awareFrames());
    }

    List<Breach> breaches() {
        return air.devices().stream().flatMap(device -> device.breaches().stream()).toList();
    }

    /** The ids of the rules that were broken. */
    TreeSet<String> broken() {
        return new TreeSet<>(breaches().stream().map(Breach::rule).toList());
    }
}
