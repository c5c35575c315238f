package dev.lanyard.evidence;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

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
    static Recorded read(JsonNode line, Capture capture) throws IOException {
        return new Recorded(number(line, "seq"), number(line, "nanos"), string(line, "source"), event(line, capture));
    }

    private static Event event(JsonNode line, Capture capture) throws IOException {
        String kind = string(line, "kind");
        return switch (kind) {
            case "attempt-started" -> new Event.AttemptStarted(string(line, "scenario"), integer(line, "attempt"),
                    string(line, "accessory"), string(line, "profile"), instant(line, "wallTime"));
            case "attempt-ended" -> new Event.AttemptEnded(string(line, "outcome"), string(line, "message"));
            case "step-started" -> new Event.StepStarted(string(line, "step"), string(line, "verb"),
                    map(line, "arguments"));
            case "step-ended" -> new Event.StepEnded(string(line, "step"), string(line, "outcome"),
                    string(line, "message"), map(line, "values"));
            case "attached" -> new Event.Attached(string(line, "accessory"), integer(line, "idVendor"),
                    integer(line, "idProduct"), constant(UsbSpeed.class, line, "speed"));
            case "detached" -> new Event.Detached(string(line, "reason"), bool(line, "expected"));
            case "transfer" -> transfer(line, capture);
            case "notification" -> new Event.Notification(string(line, "name"), integer(line, "bRequest"),
                    integer(line, "wValue"), integer(line, "wIndex"), hex(line, "data"));
            case "link-state" -> new Event.LinkState(bool(line, "up"), string(line, "cause"));
            case "frame" -> new Event.Frame(bool(line, "received"), octets(line, capture));
            case "measurement" -> new Event.Measurement(string(line, "name"), map(line, "values"));
            case "note" -> new Event.Note(constant(Event.Severity.class, line, "severity"), string(line, "text"));
            case null, default -> throw new IllegalArgumentException("an event of unknown kind " + DeviceText.quoted("" + kind)
                    + "; a newer harness may have written it");
        };
    }

    private static Event.Transfer transfer(JsonNode line, Capture capture) throws IOException {
        return new Event.Transfer(number(line, "id"), constant(TransferType.class, line, "type"),
                integer(line, "endpoint"), line.has("setup") ? setup(field(line, "setup")) : null,
                integer(line, "requested"), string(line, "status"), number(line, "submitted"),
                line.has("zeroPacket") && bool(line, "zeroPacket"), octets(line, capture));
    }

    private static Bytes octets(JsonNode line, Capture capture) throws IOException {
        return line.has("data")
                ? hex(line, "data")
                : capture.data(number(line, "packet"), integer(line, "length"));
    }

    private static SetupPacket setup(JsonNode setup) {
        return new SetupPacket(integer(setup, "bmRequestType"), integer(setup, "bRequest"), integer(setup, "wValue"),
                integer(setup, "wIndex"), integer(setup, "wLength"));
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode field = node.get(name);
        if (field == null) {
            throw new IllegalArgumentException("no field \"" + name + "\"");
        }
        return field;
    }

    private static String string(JsonNode node, String name) {
        JsonNode field = field(node, name);
        if (field.isNull()) {
            return null;
        }
        if (!field.isString()) {
            throw wrong(name, "text");
        }
        return field.stringValue();
    }

    private static long number(JsonNode node, String name) {
        JsonNode field = field(node, name);
        if (!field.isIntegralNumber() || !field.canConvertToLong()) {
            throw wrong(name, "a whole number");
        }
        return field.longValue();
    }

    private static int integer(JsonNode node, String name) {
        JsonNode field = field(node, name);
        if (!field.isIntegralNumber() || !field.canConvertToInt()) {
            throw wrong(name, "a whole number of 32 bits");
        }
        return field.intValue();
    }

    private static boolean bool(JsonNode node, String name) {
        JsonNode field = field(node, name);
        if (!field.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return field.booleanValue();
    }

    private static Bytes hex(JsonNode node, String name) {
        try {
            return Bytes.hex(string(node, name));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw wrong(name, "pairs of hexadecimal digits");
        }
    }

    private static Instant instant(JsonNode node, String name) {
        try {
            return Instant.parse(string(node, name));
        } catch (DateTimeParseException | NullPointerException e) {
            throw wrong(name, "a time such as 2026-01-31T12:00:00Z");
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode node, String name) {
        try {
            return Enum.valueOf(type, string(node, name));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw wrong(name, "one of " + java.util.Arrays.toString(type.getEnumConstants()));
        }
    }

    private static Map<String, String> map(JsonNode node, String name) {
        JsonNode object = field(node, name);
        if (!object.isObject()) {
            throw wrong(name, "an object");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : object.propertyNames()) {
            values.put(key, string(object, key));
        }
        return Collections.unmodifiableMap(values);
    }

    private static IllegalArgumentException wrong(String name, String expected) {
        return new IllegalArgumentException("field \"" + name + "\" is not " + expected);
    }
}
