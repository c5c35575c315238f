package dev.lanyard.evidence;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import java.time.Instant;
import java.util.Map;

/**
 * Something that was observed or done during an attempt. Events say what happened and never what it means: meaning
 * is for rules. Times are nanoseconds of the attempt's {@link MonotonicClock} since the attempt began.
 *
 * <p>{@code data} of bulk transfers and of frames of links and of the air is stored in the capture file beside the timeline; every other field is
 * stored in the timeline itself.
 */
public sealed interface Event {

    /** How many packets of the capture file it is: a transfer is its submission and its completion. */
    default int packets() {
        return switch (this) {
            case Transfer _ -> 2;
            case Frame _, AirFrame _ -> 1;
            default -> 0;
        };
    }

    /** The attempt began. The first event of every timeline. */
    record AttemptStarted(String scenario, int attempt, String accessory, String profile, Instant wallTime)
            implements Event {}

    /** The attempt ended with this outcome (a name of the runner's outcomes) and its reason. Absent when the run was cut. */
    record AttemptEnded(String outcome, String message) implements Event {}

    /** A step began; {@code arguments} are shown with secrets masked. */
    record StepStarted(String step, String verb, Map<String, String> arguments) implements Event {}

    /** A step ended; {@code values} are what it saved or measured, shown with secrets masked. */
    record StepEnded(String step, String outcome, String message, Map<String, String> values) implements Event {}

    /** The accessory was opened. */
    record Attached(String accessory, int idVendor, int idProduct, UsbSpeed speed) implements Event {}

    /** The accessory vanished, or was let go by the harness ({@code expected}). */
    record Detached(String reason, boolean expected) implements Event {}

    /**
     * One USB transfer, recorded when it completed.
     *
     * @param id              numbers the transfers of an attempt
     * @param endpointAddress bEndpointAddress; 0x00 and 0x80 for control transfers
     * @param setup           only for control transfers, else null
     * @param requestedLength the buffer length in octets
     * @param status          {@code "OK"} or the name of the error
     * @param submittedNanos  when it was submitted
     * @param zeroPacket      an OUT transfer that was to end in a zero-length packet where its length asks for one
     * @param data            what was sent, or what arrived
     */
    record Transfer(long id, TransferType type, int endpointAddress, SetupPacket setup, int requestedLength,
                    String status, long submittedNanos, boolean zeroPacket, Bytes data) implements Event {

        public boolean isIn() {
            return (endpointAddress & 0x80) != 0;
        }

        public boolean isOk() {
            return status.equals("OK");
        }
    }

    /** A CDC notification, cut from the interrupt stream. {@code kind} is its name in CDC 1.20 table 20, or its code. */
    record Notification(String kind, int bRequest, int wValue, int wIndex, Bytes data) implements Event {}

    /** The link rose or fell, and what made the driver think so. */
    record LinkState(boolean up, String cause) implements Event {}

    /** An Ethernet frame without FCS that passed the link; {@code received} is seen from the harness. */
    record Frame(boolean received, Bytes data) implements Event {}

    /**
     * A line of a serial console of the accessory.
     *
     * @param console  which one: its name, or the port that is open
     * @param received it came from the accessory; else the harness sent it
     * @param text     without its end, and fit to be shown: see {@link #of}
     * @param ended    the end of the line was seen; false for a prompt, an overlong line, and what was there when the
     *                 port closed
     */
    record ConsoleLine(String console, boolean received, String text, boolean ended) implements Event {

        /** How many characters of a line are kept. */
        public static final int MAX_TEXT = 1_000;

        /** Of a line as the device wrote it: escaped, and cut, which it then says, after {@link #MAX_TEXT}. */
        public static ConsoleLine of(String console, boolean received, String line, boolean ended) {
            return new ConsoleLine(console, received, DeviceText.line(line, MAX_TEXT), ended);
        }
    }

    /**
     * An 802.11 frame that was on the air, from its frame control and without FCS.
     *
     * @param received     whether another station than the harness sent it
     * @param frequencyMhz of its channel
     * @param signalDbm    how strong it was
     */
    record AirFrame(boolean received, int frequencyMhz, int signalDbm, Bytes data) implements Event {}

    /** What a step measured: numbers with units in their names, as text. */
    record Measurement(String name, Map<String, String> values) implements Event {}

    /** A remark of a driver or step that a reader of the timeline will want: what was negotiated, dropped, given back. */
    record Note(Severity severity, String text) implements Event {}

    /** How much a {@link Note} matters. */
    enum Severity {
        /** Good to know. */
        INFO,
        /** The accessory or bench did something odd. */
        WARNING,
        /** The harness could not do, or see, something: rules that need it are inconclusive. */
        BLIND
    }
}
