package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.KeyDescriptor;
import dev.lanyard.wire.nan.attribute.SharedKeyDescriptor;
import dev.lanyard.wire.nan.dialogue.Actor;
import dev.lanyard.wire.nan.dialogue.Dialogue;
import dev.lanyard.wire.nan.dialogue.Dialogues;
import dev.lanyard.wire.nan.dialogue.Discovery;
import dev.lanyard.wire.nan.dialogue.Edits;
import dev.lanyard.wire.nan.dialogue.Pairing;
import dev.lanyard.wire.nan.dialogue.Stage;
import dev.lanyard.wire.nan.dialogue.Typical;
import dev.lanyard.wire.nan.security.KeyData;
import dev.lanyard.wire.nan.security.Secret;
import java.util.List;

/** Defects of PASN and of what follows it. */
final class PairingDefects {

    private PairingDefects() {}

    static List<AirCase> cases() {
        Dialogue clean = Dialogues.pairing(Dialogues.CLEAN);
        Stage late = new Stage();
        new Discovery(late, Actor.ACCESSORY, Actor.PHONE).publish().subscribe();
        new Pairing(late, Actor.PHONE, Actor.ACCESSORY).bootstrap().pasn();
        late.discoveryWindow(Actor.ACCESSORY, Actor.PHONE)
                .unicast("late", Actor.PHONE, Actor.ACCESSORY, Typical.followUp(false, Actor.PHONE));
        return List.of(
                AirCase.of("NAN-PAIR-01", clean.without("pasn-2")),
                AirCase.defect("NAN-PAIR-02", clean),
                AirCase.defect("NAN-PAIR-03", clean),
                AirCase.defect("NAN-PAIR-04", clean),
                AirCase.defect("NAN-PAIR-05", clean),
                AirCase.defect("NAN-PAIR-06", Dialogues::pairing),
                AirCase.defect("NAN-PAIR-07", Dialogues::pairing),
                AirCase.defect("NAN-PAIR-08", clean).withKeys(),
                AirCase.of("NAN-PAIR-14", littleEndianLifetime()).withKeys(),
                AirCase.of("NAN-PAIR-15", late.dialogue()),
                AirCase.defect("NAN-PAIR-17", Dialogues.verification(Dialogues.CLEAN)),
                AirCase.of("NAN-PAIR-22", clean.without("bootstrap-request").without("bootstrap-response")));
    }

    private static Dialogue littleEndianLifetime() {
        Bytes kde = new BytesWriter().u8(Element.VENDOR).u8(10).u24be(Nan.OUI).u8(KeyData.LIFETIME)
                .u16(KeyData.LIFETIME_OF_NIK).u32(Pairing.KEY_LIFETIME).toBytes();
        Secret kek = Played.KEYS.keks().getFirst();
        return Dialogues.pairing(stage -> stage.edit("nik-initiator", Edits.replace(SharedKeyDescriptor.class, skda ->
                new SharedKeyDescriptor(skda.publishId(), KeyDescriptor.of(skda.descriptor().keyInformation(), 1,
                        skda.descriptor().nonce(), skda.descriptor().mic(), KeyData.wrap(kek, Secret.of(kde)))))));
    }
}
