package dev.lanyard.cli.lint;

import dev.lanyard.cli.Printable;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.lint.CaptureLint;
import dev.lanyard.rules.lint.FrameLabel;
import dev.lanyard.wire.net.MacAddress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
                    FrameLabel.of(frame)));
        }
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
