package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.security.PairingKeys;
import dev.lanyard.wire.nan.security.Secret;
import java.util.List;

/**
 * The keys of {@link Dialogues}: fixed ones that protect nothing.
 *
 * @param identity   NIKs
 * @param dataPath   ND-PMKs
 * @param wrapping   NM-KEKs
 * @param temporal   NM-TKs and TKs of data paths
 * @param pasn       KCKs of PASN exchanges
 * @param passphrase of data paths without pairing
 */
public record DialogueKeys(List<Secret> identity, List<Secret> dataPath, List<Secret> wrapping, List<Secret> temporal,
                           List<Secret> pasn, String passphrase) {

    /** Those of all dialogues. */
    public static DialogueKeys all() {
        int opportunistic = BootstrappingMethod.OPPORTUNISTIC.bit();
        Pairing pinned = pairing(Actor.PHONE, Actor.ACCESSORY).bootstrap().pasn();
        PairingKeys pin = pinned.keys();
        PairingKeys open = pairing(Actor.PHONE.withMethods(opportunistic), Actor.ACCESSORY.withMethods(opportunistic))
                .opportunistic().bootstrap().pasn().keys();
        PairingKeys verified = pairing(Dialogues.hidden(Actor.PHONE), Dialogues.hidden(Actor.ACCESSORY)).verify(1)
                .keys();
        DataPathDialogue secured = DataPathDialogue.secured(new Stage(), Actor.PHONE, Actor.ACCESSORY);
        DataPathDialogue paired = DataPathDialogue.paired(new Stage(), Actor.PHONE, Actor.ACCESSORY, pinned);
        return new DialogueKeys(List.of(Pairing.nik(Actor.ACCESSORY), Pairing.nik(Actor.PHONE)),
                List.of(pin.ndPmk(), open.ndPmk(), DataPathDialogue.ndPmk(Actor.ACCESSORY)),
                List.of(pin.kek(), open.kek()), List.of(pin.tk(), open.tk(), verified.tk(), secured.keys().tk(),
                        paired.keys().tk()), List.of(pin.kck(), open.kck(), verified.kck()),
                DataPathDialogue.PASSPHRASE);
    }

    private static Pairing pairing(Actor initiator, Actor responder) {
        return new Pairing(new Stage(), initiator, responder);
    }
}
