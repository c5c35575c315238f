package dev.lanyard.reports.text;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.wire.DeviceText;

/** Text as reports show it: bounded, and without characters that XML or UTF-8 cannot hold or that steer a terminal. */
public final class Shown {

    private static final int NAME = 200;
    private static final int VALUE = 4_000;

    private Shown() {}

    /** For names and titles: one line. */
    public static String name(String text) {
        return bounded(text, NAME).replaceAll("\\s+", " ").strip();
    }

    /** For messages and values: may have lines. */
    public static String text(String text) {
        return bounded(text, VALUE);
    }

    /** For error messages. */
    public static String quoted(String text) {
        return DeviceText.quoted(text);
    }

    /** {@code not applicable}. */
    public static String outcome(Outcome outcome) {
        return words(outcome);
    }

    /** A constant's name as words. */
    public static String words(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /** {@code failed: no lease within 10 s}; the message may be missing. */
    public static String sentence(Outcome outcome, String message) {
        return message == null || message.isBlank() ? outcome(outcome) : outcome(outcome) + ": " + text(message);
    }

    private static String bounded(String text, int limit) {
        return text == null ? "" : DeviceText.lines(text, limit);
    }
}
