package dev.lanyard.evidence;

import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import java.io.OutputStream;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes events as lines of JSON. By hand over a generator, since a timeline may take several hundred thousand events
 * a second; {@link EventReader} is the inverse.
 */
final class EventWriter {

    /** The first line of every timeline. */
    static final String FORMAT = "lanyard-timeline";
    static final int VERSION = 1;

    private final JsonGenerator json;

    EventWriter(OutputStream target) {
        json = new JsonFactory().rebuild()
                .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                .rootValueSeparator("")
                .build()
                .createGenerator(ObjectWriteContext.empty(), target);
    }

    void header() {
        json.writeStartObject();
        json.writeStringProperty("format", FORMAT);
        json.writeNumberProperty("version", VERSION);
        endLine();
    }

    /** Writes one line; {@code packet} numbers, from 1, the capture's packet with the event's octets; 0 for none. */
    void event(Recorded recorded, long packet) {
        json.writeStartObject();
        json.writeNumberProperty("seq", recorded.sequence());
        json.writeNumberProperty("nanos", recorded.nanos());
        string("source", recorded.source());
        switch (recorded.event()) {
            case Event.AttemptStarted e -> attemptStarted(e);
            case Event.AttemptEnded(String outcome, String message) -> {
                kind("attempt-ended");
                string("outcome", outcome);
                string("message", message);
            }
            case Event.StepStarted(String step, String verb, Map<String, String> arguments) -> {
                kind("step-started");
                string("step", step);
                string("verb", verb);
                map("arguments", arguments);
            }
            case Event.StepEnded(String step, String outcome, String message, Map<String, String> values) -> {
                kind("step-ended");
                string("step", step);
                string("outcome", outcome);
                string("message", message);
                map("values", values);
            }
            case Event.Attached e -> attached(e);
            case Event.Detached(String reason, boolean expected) -> {
                kind("detached");
                string("reason", reason);
                json.writeBooleanProperty("expected", expected);
            }
            case Event.Transfer e -> transfer(e, packet);
            case Event.Notification e -> notification(e);
            case Event.LinkState(boolean up, String cause) -> {
                kind("link-state");
                json.writeBooleanProperty("up", up);
                string("cause", cause);
            }
            case Event.Frame e -> {
                kind("frame");
                json.writeBooleanProperty("received", e.received());
                json.writeNumberProperty("length", e.data().length());
                json.writeNumberProperty("packet", packet);
            }
            case Event.ConsoleLine(String console, boolean received, String text, boolean ended) -> {
                kind("console-line");
                string("console", console);
                json.writeBooleanProperty("received", received);
                string("text", text);
                json.writeBooleanProperty("ended", ended);
            }
            case Event.AirFrame e -> {
                kind("air-frame");
                json.writeBooleanProperty("received", e.received());
                json.writeNumberProperty("frequencyMhz", e.frequencyMhz());
                json.writeNumberProperty("signalDbm", e.signalDbm());
                json.writeNumberProperty("length", e.data().length());
                json.writeNumberProperty("packet", packet);
            }
            case Event.Measurement(String name, Map<String, String> values) -> {
                kind("measurement");
                string("name", name);
                map("values", values);
            }
            case Event.Note(Event.Severity severity, String text) -> {
                kind("note");
                string("severity", severity.name());
                string("text", text);
            }
        }
        endLine();
    }

    /** Hands everything to the stream that it was made with. */
    void flush() {
        json.flush();
    }

    private void attemptStarted(Event.AttemptStarted e) {
        kind("attempt-started");
        string("scenario", e.scenario());
        json.writeNumberProperty("attempt", e.attempt());
        string("accessory", e.accessory());
        string("profile", e.profile());
        string("wallTime", e.wallTime().toString());
    }

    private void attached(Event.Attached e) {
        kind("attached");
        string("accessory", e.accessory());
        json.writeNumberProperty("idVendor", e.idVendor());
        json.writeNumberProperty("idProduct", e.idProduct());
        string("speed", e.speed().name());
    }

    private void transfer(Event.Transfer e, long packet) {
        kind("transfer");
        json.writeNumberProperty("id", e.id());
        string("type", e.type().name());
        json.writeNumberProperty("endpoint", e.endpointAddress());
        if (e.setup() != null) {
            setup(e.setup());
        }
        json.writeNumberProperty("requested", e.requestedLength());
        string("status", e.status());
        json.writeNumberProperty("submitted", e.submittedNanos());
        if (e.zeroPacket()) {
            json.writeBooleanProperty("zeroPacket", true);
        }
        json.writeNumberProperty("length", e.data().length());
        if (!inCaptureAlone(e)) {
            json.writeStringProperty("data", e.data().toHex());
        }
        json.writeNumberProperty("packet", packet);
    }

    /** Control and interrupt transfers are few and short, and what they say is wanted where their event stands. */
    private static boolean inCaptureAlone(Event.Transfer transfer) {
        return transfer.type() == TransferType.BULK || transfer.type() == TransferType.ISOCHRONOUS;
    }

    private void setup(SetupPacket setup) {
        json.writeObjectPropertyStart("setup");
        json.writeNumberProperty("bmRequestType", setup.bmRequestType());
        json.writeNumberProperty("bRequest", setup.bRequest());
        json.writeNumberProperty("wValue", setup.wValue());
        json.writeNumberProperty("wIndex", setup.wIndex());
        json.writeNumberProperty("wLength", setup.wLength());
        json.writeEndObject();
    }

    private void notification(Event.Notification e) {
        kind("notification");
        string("name", e.kind());
        json.writeNumberProperty("bRequest", e.bRequest());
        json.writeNumberProperty("wValue", e.wValue());
        json.writeNumberProperty("wIndex", e.wIndex());
        json.writeStringProperty("data", e.data().toHex());
    }

    private void kind(String kind) {
        json.writeStringProperty("kind", kind);
    }

    private void string(String name, String value) {
        json.writeName(name);
        String storable = Text.storable(value);
        if (storable == null) {
            json.writeNull();
        } else {
            json.writeString(storable);
        }
    }

    private void map(String name, Map<String, String> values) {
        json.writeObjectPropertyStart(name);
        values.forEach((key, value) -> string(Text.storable(key, Text.MAX_KEY_LENGTH), value));
        json.writeEndObject();
    }

    private void endLine() {
        json.writeEndObject();
        json.writeRaw('\n');
    }
}
