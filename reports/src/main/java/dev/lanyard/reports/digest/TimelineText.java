package dev.lanyard.reports.digest;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A timeline as lines for people: time in seconds since the attempt began, source, number, what happened. */
public final class TimelineText {

    public static final String HEADING = "   seconds  source      event  what";

    private static final int OCTETS = 32;

    private TimelineText() {}

    /**
     * One line, without its end.
     *
     * @param packet where it ends in the capture beside the timeline; frames are named by it, as capture viewers do
     */
    public static String line(Recorded recorded, long packet) {
        return String.format(Locale.ROOT, "%10.6f  %-8s %8s  %s", recorded.nanos() / 1e9, Shown.name(recorded.source()),
                "#" + recorded.sequence(), Shown.text(what(recorded, packet)).replace("\n", "\\n"));
    }

    private static String what(Recorded recorded, long packet) {
        return switch (recorded.event()) {
            case Event.AttemptStarted e -> "attempt " + e.attempt() + " of " + e.scenario() + " on " + e.accessory()
                    + " (profile " + e.profile() + ") at " + e.wallTime();
            case Event.AttemptEnded e -> "attempt ended: " + e.outcome() + said(e.message());
            case Event.StepStarted e -> "> " + step(e.step(), e.verb()) + map(e.arguments());
            case Event.StepEnded e -> "< " + e.step() + ": " + e.outcome() + said(e.message()) + map(e.values());
            case Event.Attached e -> "attached %s %04x:%04x, %s speed".formatted(e.accessory(), e.idVendor(),
                    e.idProduct(), Shown.words(e.speed()));
            case Event.Detached e -> "detached" + (e.expected() ? "" : " UNEXPECTEDLY") + said(e.reason());
            case Event.Transfer e -> transfer(recorded, e);
            case Event.Notification e -> "notification " + e.kind() + " (bRequest 0x%02x, wValue %d, wIndex %d)"
                    .formatted(e.bRequest(), e.wValue(), e.wIndex()) + octets(e.data());
            case Event.LinkState e -> "link " + (e.up() ? "up" : "down") + said(e.cause());
            case Event.Frame e -> "frame " + packet + (e.received() ? " in: " : " out: ") + FrameText.of(e.data()).label()
                    + octets(e.data());
            case Event.AirFrame e -> air(e, packet);
            case Event.ConsoleLine e -> e.console() + (e.received() ? " says: " : " is told: ") + e.text()
                    + (e.ended() ? "" : " (no end of line)");
            case Event.Measurement e -> "measured " + e.name() + map(e.values());
            case Event.Note e -> Shown.words(e.severity()) + ": " + e.text();
        };
    }

    private static String transfer(Recorded recorded, Event.Transfer e) {
        long micros = (recorded.nanos() - e.submittedNanos()) / 1_000;
        String head = "%s %s 0x%02x".formatted(Shown.words(e.type()), e.isIn() ? "in" : "out", e.endpointAddress());
        return head + (e.setup() == null ? "" : " " + setup(recorded, e.setup())) + " " + e.status() + " after " + micros + " µs"
                + (e.isIn() ? ", asked for " + e.requestedLength() : "") + octets(e.data());
    }

    private static String setup(Recorded recorded, SetupPacket setup) {
        String name = Message.of(recorded).map(m -> m.label().replaceFirst(" → .*", "")).orElse("request");
        return name + " [%02x %02x wValue %04x wIndex %04x wLength %d]".formatted(setup.bmRequestType(), setup.bRequest(),
                setup.wValue(), setup.wIndex(), setup.wLength());
    }

    private static String air(Event.AirFrame e, long packet) {
        AirText.Said said = AirText.of(e);
        return "frame " + packet + (e.received() ? " in: " : " out: ") + said.label() + ", " + said.from() + " to " + said.to() + ", "
                + e.frequencyMhz() + " MHz" + (e.signalDbm() == 0 ? "" : ", " + e.signalDbm() + " dBm") + octets(e.data());
    }

    private static String octets(Bytes data) {
        if (data.isEmpty()) {
            return ", no data";
        }
        return ", " + data.length() + (data.length() == 1 ? " octet: " : " octets: ")
                + data.truncate(OCTETS).toHex() + (data.length() > OCTETS ? "…" : "");
    }

    private static String step(String step, String verb) {
        return step == null || step.isBlank() || step.equals(verb) ? verb : verb + " (" + step + ")";
    }

    private static String said(String text) {
        return text == null || text.isBlank() ? "" : ": " + text;
    }

    private static String map(Map<String, String> values) {
        return values.isEmpty() ? "" : values.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", ", " {", "}"));
    }
}
