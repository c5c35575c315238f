package dev.lanyard.evidence;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One event of every kind, and of every shape that is stored differently. */
final class SampleEvents {

    static final Event STARTED = new Event.AttemptStarted("ncm.attach@emulated:ncm", 2, "emulated:ncm",
            "emulated-ncm", Instant.parse("2026-01-31T12:00:00.000000001Z"));
    static final Event ENDED = new Event.AttemptEnded("FAILED", "no lease within 10 s");
    static final Bytes FRAME = Bytes.hex("ffffffffffff 021122334460 0806 0001080006040001 021122334460 c0a80701"
            + "000000000000 c0a80702");

    private SampleEvents() {}

    static List<Event> all() {
        return List.of(
                STARTED,
                new Event.StepStarted("alt1", "usb.set-interface", ordered("interface", "data", "alternate", "1")),
                new Event.Attached("emulated:ncm", 0x0525, 0xa4a1, UsbSpeed.HIGH),
                transfer(1, TransferType.CONTROL, 0x80, new SetupPacket(0x80, 6, 0x0100, 0, 18), 18, "OK", false,
                        Bytes.hex("12010002 00000040 2505a1a4 06060102 0301")),
                transfer(2, TransferType.CONTROL, 0x00, new SetupPacket(0x21, 0x86, 0, 0, 4), 4, "STALL", false,
                        Bytes.hex("00080000")),
                transfer(3, TransferType.BULK, 0x01, null, 512, "OK", true, Bytes.wrap(new byte[512])),
                transfer(4, TransferType.BULK, 0x81, null, 16384, "OK", false, FRAME),
                transfer(5, TransferType.BULK, 0x81, null, 16384, "TIMEOUT", false, Bytes.EMPTY),
                transfer(6, TransferType.INTERRUPT, 0x82, null, 16, "OK", false, Bytes.hex("a100010000000000")),
                transfer(7, TransferType.BULK, 0x01, null, 0, "OK", false, Bytes.EMPTY),
                new Event.Notification("NETWORK_CONNECTION", 0, 1, 0, Bytes.EMPTY),
                new Event.LinkState(true, "NETWORK_CONNECTION 1"),
                new Event.Frame(false, FRAME),
                new Event.Frame(true, FRAME.from(6)),
                new Event.AirFrame(true, 2437, -42, Bytes.hex("d0000000 516f9a010000 021122334460 506f9a010203 1000"
                        + "0409506f9a13")),
                Event.ConsoleLine.of("ttyACM0", true, "[    0.1] booted \u001b[31mred \u202e", true),
                Event.ConsoleLine.of("ttyACM0", false, "x".repeat(5_000), false),
                new Event.Measurement("udp-echo", ordered("sent", "1000", "p99Nanos", "123456")),
                new Event.Note(Event.Severity.BLIND, "<script>alert(1)</script> \u0000 \" \\ \u2028 \uD83D\uDE00 …"),
                new Event.StepEnded("alt1", "PASSED", "", Map.of()),
                new Event.StepEnded("alt1", "PASSED", "x", Map.of("a\nb", "c")),
                new Event.Detached("the device is gone", false),
                ENDED);
    }

    private static Event transfer(long id, TransferType type, int endpoint, SetupPacket setup, int requested,
                                  String status, boolean zeroPacket, Bytes data) {
        return new Event.Transfer(id, type, endpoint, setup, requested, status, 1_000 * id, zeroPacket, data);
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
