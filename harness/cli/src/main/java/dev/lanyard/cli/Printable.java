package dev.lanyard.cli;

/** Makes text from devices and files safe for a terminal. */
final class Printable {

    private static final int LIMIT = 400;

    private Printable() {}

    /** One line without control or bidirectional formatting characters, cut to a readable length. */
    static String line(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().limit(LIMIT).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.SURROGATE) {
                safe.append(c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return text.codePointCount(0, text.length()) > LIMIT ? safe.append('…').toString() : safe.toString();
    }
}
