package dev.lanyard.rules.lint;

import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.NdpFields;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.PairingBootstrapping;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import java.util.Locale;

/** A frame of Wi-Fi Aware in a few words, as ladder diagrams name it. */
public final class FrameLabel {

    private FrameLabel() {}

    /** Whatever the frame says. */
    public static String of(AirFrame frame) {
        String text = switch (frame.kind()) {
            case SDF -> discovery(frame);
            case NAF -> action(frame);
            case PASN -> frame.pasn().map(FrameLabel::pasn).orElse("PASN");
            case BEACON -> "beacon";
            case DATA -> "data";
            case OTHER -> "action frame of unknown type";
        };
        return frame.isDecrypted() ? text + ", encrypted" : text;
    }

    private static String discovery(AirFrame frame) {
        String type = frame.value(ServiceDescriptor.class).map(sda -> switch (sda.type()) {
            case PUBLISH -> "Publish";
            case SUBSCRIBE -> "Subscribe";
            case FOLLOW_UP -> "follow-up";
            case RESERVED -> "descriptor of type 3";
        }).orElse("discovery frame");
        return frame.value(PairingBootstrapping.class).filter(npba -> npba.type() != PairingBootstrapping.ADVERTISE)
                .map(npba -> "bootstrapping " + bootstrapping(npba)).orElse(type);
    }

    private static String bootstrapping(PairingBootstrapping npba) {
        String methods = BootstrappingMethod.of(npba.methods()).toString().toLowerCase(Locale.ROOT).replace('_', ' ');
        if (npba.type() == PairingBootstrapping.REQUEST) {
            return "request " + methods;
        }
        return "response " + switch (npba.status()) {
            case PairingBootstrapping.ACCEPTED -> "accepted " + methods;
            case PairingBootstrapping.REJECTED -> "rejected, reason " + npba.reason();
            default -> "comeback";
        };
    }

    private static String pasn(AuthenticationBody body) {
        return "PASN " + body.transaction() + (body.status() == 0 ? "" : " status " + body.status());
    }

    private static String action(AirFrame frame) {
        return NanActionFrame.name(frame.subtype()) + NdpFields.of(frame)
                .filter(fields -> fields.status() != DataPath.CONTINUED)
                .map(fields -> fields.status() == DataPath.ACCEPTED ? " accepted"
                        : fields.type() == DataPath.TERMINATE ? "" : " rejected, reason " + fields.reason()).orElse("");
    }
}
