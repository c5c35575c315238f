package dev.lanyard.wire;

import java.nio.charset.StandardCharsets;

/**
 * Text that came from an accessory, made safe to show: bounded in length, with everything that could steer a terminal,
 * hide or reorder what follows, written as an escape.
 */
public final class DeviceText {

    private static final int DEFAULT_LIMIT = 128;

    private DeviceText() {}

    /** {@code text} in double quotes, at most 128 characters of it. */
    public static String quoted(String text) {
        return quoted(text, DEFAULT_LIMIT);
    }

    /** {@code text} in double quotes, at most {@code limit} characters of it; a cut is marked after the quote. */
    public static String quoted(String text, int limit) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), limit) + 2).append('"');
        int end = Math.min(text.length(), limit);
        int i = 0;
        while (i < end) {
            int c = text.codePointAt(i);
            append(shown, c);
            i += Character.charCount(c);
        }
        shown.append('"');
        return i < text.length() ? shown.append("… (").append(text.length()).append(" characters)").toString()
                : shown.toString();
    }

    /** {@code octets} read as UTF-8, quoted; octets that are not UTF-8 show as U+FFFD. */
    public static String quoted(Bytes octets) {
        return quoted(new String(octets.truncate(DEFAULT_LIMIT * 4).toArray(), StandardCharsets.UTF_8));
    }

    /** {@code text} on one line without quotes, at most {@code limit} characters of it; a cut is marked. */
    public static String line(String text, int limit) {
        return bounded(text, limit, false);
    }

    /** As {@link #line}, but line feeds and tabs stay. */
    public static String lines(String text, int limit) {
        return bounded(text, limit, true);
    }

    private static String bounded(String text, int limit, boolean keepsLines) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), limit) + 16);
        int i = 0;
        while (i < text.length() && shown.length() < limit) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isPlain(c) || keepsLines && (c == '\n' || c == '\t')) {
                shown.appendCodePoint(c);
            } else {
                shown.append("\\u{").append(Integer.toHexString(c)).append('}');
            }
        }
        return i < text.length() ? shown.append("… (").append(text.length()).append(" characters)").toString()
                : shown.toString();
    }

    private static void append(StringBuilder shown, int c) {
        switch (c) {
            case '"', '\\' -> shown.append('\\').append((char) c);
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                if (isPlain(c)) {
                    shown.appendCodePoint(c);
                } else {
                    shown.append("\\u{").append(Integer.toHexString(c)).append('}');
                }
            }
        }
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
