package dev.lanyard.cli.lint;

import dev.lanyard.rules.air.Breach;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.util.HexFormat;
import java.util.Locale;

/** How a place in a capture is shown, and found in Wireshark. */
final class LintPlaces {

    private static final int FILTER_OCTETS = 12;
    private static final int SHOWN_OCTETS = 32;

    private LintPlaces() {}

    /** A display filter that shows the frame; its octets are highlighted where the frame carries them in the clear. */
    static String filter(Breach.Place place) {
        String frame = "frame.number == " + place.frame();
        return place.octets().length() < 2 || place.decrypted() ? frame : frame + " && frame contains "
                + HexFormat.ofDelimiter(":").formatHex(place.octets().truncate(FILTER_OCTETS).toArray());
    }

    /** A display filter that shows what a device sends. */
    static String filter(MacAddress device) {
        return "wlan.ta == " + device;
    }

    static String octets(Bytes octets) {
        return octets.truncate(SHOWN_OCTETS).toHex() + (octets.length() > SHOWN_OCTETS ? "… (" + octets.length()
                + " octets)" : "");
    }

    /** Seconds since the capture began. */
    static String time(long epochNanos, long startNanos) {
        return String.format(Locale.ROOT, "%.3f s", (epochNanos - startNanos) / 1e9);
    }
}
