package dev.lanyard.evidence;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Makes events of the lines that {@link EventWriter} wrote. */
final class EventReader {

    /** Fetches octets from the capture. */
    interface Capture {
        /**
         * The octets of the packet numbered {@code packet}.
         *
         * @throws IllegalArgumentException when there is no such packet, or it has other than {@code length} octets
         */
        Bytes data(long packet, int length) throws IOException;
    }

    private EventReader() {}

    /**
     * @throws IllegalArgumentException naming the field that is missing or wrong
     * @throws IOException when the capture lacks the octets
     */
    static Recorded read(Fields line, Capture capture) throws IOException {
        return new Recorded(line.number("seq"), line.number("nanos"), line.string("source"), event(line, capture));
    }

    private static Event event(Fields line, Capture capture) throws IOException {
        String kind = line.string("kind");
        return switch (kind) {
            case "attempt-started" -> new Event.AttemptStarted(line.string("scenario"), line.integer("attempt"),
                    line.string("accessory"), line.string("profile"), instant(line, "wallTime"));
            case "attempt-ended" -> new Event.AttemptEnded(line.string("outcome"), line.string("message"));
            case "step-started" -> new Event.StepStarted(line.string("step"), line.string("verb"),
                    line.map("arguments"));
            case "step-ended" -> new Event.StepEnded(line.string("step"), line.string("outcome"),
                    line.string("message"), line.map("values"));
            case "attached" -> new Event.Attached(line.string("accessory"), line.integer("idVendor"),
                    line.integer("idProduct"), constant(UsbSpeed.class, line, "speed"));
            case "detached" -> new Event.Detached(line.string("reason"), line.bool("expected"));
            case "transfer" -> transfer(line, capture);
            case "notification" -> new Event.Notification(line.string("name"), line.integer("bRequest"),
                    line.integer("wValue"), line.integer("wIndex"), hex(line, "data"));
            case "link-state" -> new Event.LinkState(line.bool("up"), line.string("cause"));
            case "frame" -> new Event.Frame(line.bool("received"), octets(line, capture));
            case "console-line" -> new Event.ConsoleLine(line.string("console"), line.bool("received"),
                    line.string("text"), line.bool("ended"));
            case "air-frame" -> new Event.AirFrame(line.bool("received"), line.integer("frequencyMhz"),
                    line.integer("signalDbm"), octets(line, capture));
            case "measurement" -> new Event.Measurement(line.string("name"), line.map("values"));
            case "note" -> new Event.Note(constant(Event.Severity.class, line, "severity"), line.string("text"));
            default -> throw new IllegalArgumentException("an event of unknown kind " + DeviceText.quoted(kind)
                    + "; a newer harness may have written it");
        };
    }

    private static Event.Transfer transfer(Fields line, Capture capture) throws IOException {
        return new Event.Transfer(line.number("id"), constant(TransferType.class, line, "type"),
                line.integer("endpoint"), line.has("setup") ? setup(line.object("setup")) : null,
                line.integer("requested"), line.string("status"), line.number("submitted"),
                line.has("zeroPacket") && line.bool("zeroPacket"), octets(line, capture));
    }

    private static Bytes octets(Fields line, Capture capture) throws IOException {
        return line.has("data")
                ? hex(line, "data")
                : capture.data(line.number("packet"), line.integer("length"));
    }

    private static SetupPacket setup(Fields setup) {
        return new SetupPacket(setup.integer("bmRequestType"), setup.integer("bRequest"), setup.integer("wValue"),
                setup.integer("wIndex"), setup.integer("wLength"));
    }

    private static Bytes hex(Fields node, String name) {
        try {
            return Bytes.hex(node.string(name));
        } catch (IllegalArgumentException e) {
            throw Fields.wrong(name, "pairs of hexadecimal digits");
        }
    }

    private static Instant instant(Fields node, String name) {
        try {
            return Instant.parse(node.string(name));
        } catch (DateTimeParseException e) {
            throw Fields.wrong(name, "a time such as 2026-01-31T12:00:00Z");
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, Fields node, String name) {
        try {
            return Enum.valueOf(type, node.string(name));
        } catch (IllegalArgumentException e) {
            throw Fields.wrong(name, "one of " + java.util.Arrays.toString(type.getEnumConstants()));
        }
    }
}
