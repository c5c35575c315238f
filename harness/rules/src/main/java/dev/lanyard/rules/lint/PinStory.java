package dev.lanyard.rules.lint;

import dev.lanyard.rules.air.Air;
import dev.lanyard.rules.air.Bootstrapping;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.Service;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import java.util.Optional;

/** Why a PIN came or did not come up: bootstrapping (NPBA) drives it, whatever else is wrong. */
public final class PinStory {

    private static final int PIN = BootstrappingMethod.PIN_DISPLAY.bit() | BootstrappingMethod.PIN_KEYPAD.bit();

    private PinStory() {}

    /** One sentence about a publisher of a service for paired devices; empty for other devices. */
    public static Optional<String> of(Air air, Device device) {
        boolean publishes = device.services().stream().anyMatch(service -> service.pairing()
                && service.type() == ServiceDescriptor.Type.PUBLISH);
        if (!publishes) {
            return air.bootstrappings().isEmpty() || device.services().stream().noneMatch(Service::pairing)
                    ? Optional.empty()
                    : air.bootstrappings().stream().filter(one -> one.pair().initiator().equals(device.nmi()))
                            .findFirst().map(one -> told(air, one));
        }
        Optional<Bootstrapping> dialogue = air.bootstrappings().stream()
                .filter(one -> one.pair().responder().equals(device.nmi())).findFirst();
        if (dialogue.isPresent()) {
            return Optional.of(told(air, dialogue.get()));
        }
        if (device.advertisedMethods().isEmpty()) {
            return Optional.of("No PIN can come up: its Publish carries no bootstrapping attribute (NPBA), so no peer "
                    + "can ask for one");
        }
        int methods = device.advertisedMethods().getAsInt();
        return Optional.of("No PIN came up, because no peer sent a bootstrapping request (NPBA type 1); the capability "
                + "attribute (DCEA) decides discovery and not the PIN" + ((methods & PIN) == 0
                ? "; besides, it offers no method with a PIN" : ""));
    }

    private static String told(Air air, Bootstrapping dialogue) {
        long request = dialogue.request().frame();
        int asked = dialogue.request().value().methods();
        int offered = air.device(dialogue.pair().responder()).map(d -> d.advertisedMethods().orElse(0)).orElse(0);
        int wanted = BootstrappingMethod.complements(offered);
        String outcome;
        if (dialogue.response().isEmpty()) {
            outcome = "No PIN came up: the request of frame " + request + " was not answered";
        } else {
            long response = dialogue.response().get().frame();
            if (dialogue.isAccepted()) {
                return "The PIN is due from frame " + response + " on, where bootstrapping was accepted";
            }
            outcome = dialogue.isRejected()
                    ? "No PIN came up: frame " + response + " rejects the request of frame " + request
                    : "No PIN came up: frame " + response + " asks to come back, and nobody did";
        }
        boolean wrong = offered != 0 && (asked & wanted) == 0;
        return outcome + (wrong ? ", which names method 0x%04x where the publisher's 0x%04x needs 0x%04x (NAN-NPBA-03)"
                .formatted(asked, offered, wanted) : "") + "; bootstrapping (NPBA) brings the PIN up, the capability "
                + "attribute (DCEA) does not";
    }
}
