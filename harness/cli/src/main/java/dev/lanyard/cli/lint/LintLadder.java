package dev.lanyard.cli.lint;

import dev.lanyard.cli.Printable;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.air.NdpFields;
import dev.lanyard.rules.lint.CaptureLint;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.DataPath;
import dev.lanyard.wire.nan.NanActionFrame;
import dev.lanyard.wire.nan.PairingBootstrapping;
import dev.lanyard.wire.nan.ServiceDescriptor;
import dev.lanyard.wire.net.MacAddress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The dialogues of a capture as ladders of arrows: a bounded number, each of bounded length. */
final class LintLadder {

    private static final int MAX_DIALOGUES = 64;
    private static final int MAX_ARROWS = 500;
    private static final int ARROW = 62;

    private final Map<Between, List<Arrow>> dialogues = new LinkedHashMap<>();

    /** Two devices, the lower address first. */
    private record Between(MacAddress left, MacAddress right) {
        static Between of(MacAddress a, MacAddress b) {
            return a.value() <= b.value() ? new Between(a, b) : new Between(b, a);
        }
    }

    private record Arrow(long frame, long nanos, boolean toRight, String label) {}

    /** Takes a frame that was judged; only what passes between two devices becomes an arrow. */
    void add(AirFrame frame, Device sender) {
        MacAddress receiver = frame.receiver();
        if (receiver.isGroup() || frame.kind() == FrameKind.DATA) {
            return;
        }
        Between between = Between.of(frame.transmitter(), receiver);
        List<Arrow> arrows = dialogues.get(between);
        if (arrows == null) {
            if (dialogues.size() == MAX_DIALOGUES) {
                return;
            }
            arrows = new ArrayList<>();
            dialogues.put(between, arrows);
        }
        if (arrows.size() <= MAX_ARROWS) {
            arrows.add(new Arrow(frame.number(), frame.nanos(), between.left().equals(frame.transmitter()),
                    label(frame)));
        }
    }

    private static String label(AirFrame frame) {
        String text = switch (frame.kind()) {
            case SDF -> discovery(frame);
            case NAF -> action(frame);
            case PASN -> frame.pasn().map(LintLadder::pasn).orElse("PASN");
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

    void print(PrintWriter out, CaptureLint capture) {
        dialogues.forEach((between, arrows) -> {
            out.println();
            out.println("    %-43s%26s".formatted(between.left(), between.right()));
            arrows.stream().limit(MAX_ARROWS).forEach(arrow -> out.println(line(arrow, capture)));
            if (arrows.size() > MAX_ARROWS) {
                out.println("    … and more than " + MAX_ARROWS + " frames");
            }
        });
    }

    private static String line(Arrow arrow, CaptureLint capture) {
        String text = " " + arrow.frame() + "  " + LintPlaces.time(arrow.nanos(), capture.startNanos()) + "  "
                + Printable.line(arrow.label()) + " ";
        String shaft = text.length() >= ARROW ? text.substring(0, ARROW) : text + "-".repeat(ARROW - text.length());
        return "    |" + (arrow.toRight() ? "-" + shaft + "->" : "<-" + shaft + "-") + "|";
    }
}
