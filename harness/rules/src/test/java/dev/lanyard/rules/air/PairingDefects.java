package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.PasnParametersElement;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.ieee80211.RsnElement;
import dev.lanyard.wire.ieee80211.RsnExtensionElement;
import dev.lanyard.wire.ieee80211.Suite;
import dev.lanyard.wire.nan.IdentityResolution;
import dev.lanyard.wire.nan.KeyDescriptor;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.PairingBootstrapping;
import dev.lanyard.wire.nan.SharedKeyDescriptor;
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
import java.util.OptionalInt;
import java.util.function.Function;

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
                AirCase.of("NAN-PAIR-02", element(clean, RsnElement.class, rsn -> new RsnElement(
                        rsn.groupData().orElseThrow(), List.of(Suite.CCMP_128),
                        List.of(Suite.AKM_SAE, Suite.AKM_PASN), rsn.capabilities().orElse(0), List.of(),
                        Suite.NO_GROUP_TRAFFIC))),
                AirCase.of("NAN-PAIR-03", element(clean, RsnElement.class, rsn -> new RsnElement(rsn.version(),
                        rsn.groupData(), rsn.pairwise(), rsn.akms(), OptionalInt.of(RsnElement.MFPC), rsn.pmkids(),
                        rsn.groupManagement()))),
                AirCase.of("NAN-PAIR-04", element(clean, PasnParametersElement.class, p ->
                        PasnParametersElement.of(p.wrappedDataFormat(), 20, p.publicKey()))),
                AirCase.of("NAN-PAIR-05", element(clean, RsnExtensionElement.class,
                        _ -> new RsnExtensionElement(Bytes.of(0)))),
                AirCase.of("NAN-PAIR-06", Dialogues.pairing(stage -> stage.edit("pasn-1",
                        Edits.remove(PairingBootstrapping.class)))),
                AirCase.of("NAN-PAIR-07", Dialogues.pairing(stage -> stage.edit("pasn-1",
                        Edits.replace(PairingBootstrapping.class, npba -> PairingBootstrapping.request(
                                npba.dialogToken(), 0x0001))))),
                AirCase.of("NAN-PAIR-08", clean.changeOctets("pasn-3", PairingDefects::flipLastBit)).withKeys(),
                AirCase.of("NAN-PAIR-14", littleEndianLifetime()).withKeys(),
                AirCase.of("NAN-PAIR-15", late.dialogue()),
                AirCase.of("NAN-PAIR-17", Dialogues.verification(stage -> stage.edit("pasn-1",
                        Edits.replace(IdentityResolution.class, nira -> new IdentityResolution(0,
                                Bytes.hex("0807060504030201"), nira.tag()))))),
                AirCase.of("NAN-PAIR-22", clean.without("bootstrap-request").without("bootstrap-response")));
    }

    static Bytes flipLastBit(Bytes frame) {
        byte[] changed = frame.toArray();
        changed[changed.length - 1] ^= 1;
        return Bytes.wrap(changed);
    }

    /** With another element in message 1. */
    private static <T extends Element> Dialogue element(Dialogue dialogue, Class<T> type, Function<T, Element> edit) {
        return dialogue.changeOctets("pasn-1", octets -> {
            ManagementFrame frame = (ManagementFrame) Dot11Frame.decode(octets);
            AuthenticationBody body = (AuthenticationBody) frame.body();
            List<Element> elements = body.elements().entries().stream().map(Placed::value)
                    .map(one -> type.isInstance(one) ? edit.apply(type.cast(one)) : one).toList();
            return new ManagementFrame(frame.header(), AuthenticationBody.pasn(1, 0, Elements.of(elements))).encode();
        });
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
