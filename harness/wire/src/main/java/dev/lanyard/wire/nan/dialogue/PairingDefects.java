package dev.lanyard.wire.nan.dialogue;

import static dev.lanyard.wire.nan.dialogue.Defect.ofAttributes;
import static dev.lanyard.wire.nan.dialogue.Defect.ofOctets;
import static dev.lanyard.wire.nan.dialogue.Defects.poke;
import static dev.lanyard.wire.nan.dialogue.Defects.with;
import static dev.lanyard.wire.nan.dialogue.Defects.without;

import dev.lanyard.wire.Bytes;
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
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** Defects of PASN. Their frames are message 1 in dialogues; an emulated accessory answers with message 2. */
final class PairingDefects {

    private static final Set<String> FIRST = Set.of("pasn-1");
    private static final int TRANSACTION = 26;

    static final List<Defect> ALL = List.of(
            ofOctets("NAN-PAIR-01", Set.of("pasn-2"), poke(TRANSACTION, 3)),
            element("NAN-PAIR-02", RsnElement.class, rsn -> new RsnElement(rsn.version(), rsn.groupData(),
                    rsn.pairwise(), rsn.akms().map(_ -> List.of(Suite.AKM_SAE, Suite.AKM_PASN)), rsn.capabilities(),
                    rsn.pmkids(), rsn.groupManagement())),
            element("NAN-PAIR-03", RsnElement.class, rsn -> new RsnElement(rsn.version(), rsn.groupData(),
                    rsn.pairwise(), rsn.akms(), OptionalInt.of(RsnElement.MFPC), rsn.pmkids(), rsn.groupManagement())),
            element("NAN-PAIR-04", PasnParametersElement.class, p -> PasnParametersElement.of(p.wrappedDataFormat(),
                    20, p.publicKey())),
            element("NAN-PAIR-05", RsnExtensionElement.class, _ -> new RsnExtensionElement(Bytes.of(0))),
            ofAttributes("NAN-PAIR-06", FIRST, without(PairingBootstrapping.class)),
            ofAttributes("NAN-PAIR-07", FIRST, with(PairingBootstrapping.class, npba -> npba.type()
                    == PairingBootstrapping.REQUEST ? PairingBootstrapping.request(npba.dialogToken(), 0x0001)
                    : PairingBootstrapping.accept(npba.dialogToken(), 0x0001))),
            ofOctets("NAN-PAIR-08", Set.of("pasn-3"), PairingDefects::withOtherEnd),
            element("NAN-PAIR-17", RsnElement.class, rsn -> new RsnElement(rsn.version(), rsn.groupData(),
                    rsn.pairwise(), rsn.akms(), rsn.capabilities(), Optional.of(List.of(Bytes.hex(
                            "08070605040302010807060504030201"))), rsn.groupManagement())));

    private PairingDefects() {}

    /** The integrity code is the last element. */
    static Bytes withOtherEnd(Bytes frame) {
        byte[] changed = frame.toArray();
        changed[changed.length - 1] ^= 1;
        return Bytes.wrap(changed);
    }

    private static <T extends Element> Defect element(String rule, Class<T> type, Function<T, Element> edit) {
        return ofOctets(rule, FIRST, octets -> {
            if (!(Dot11Frame.decode(octets) instanceof ManagementFrame frame
                    && frame.body() instanceof AuthenticationBody body)) {
                return octets;
            }
            List<Element> elements = body.elements().entries().stream().map(Placed::value)
                    .map(one -> type.isInstance(one) ? edit.apply(type.cast(one)) : one).toList();
            return new ManagementFrame(frame.header(), AuthenticationBody.pasn(body.transaction(), body.status(),
                    Elements.of(elements))).encode();
        });
    }
}
