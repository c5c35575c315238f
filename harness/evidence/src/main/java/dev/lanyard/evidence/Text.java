package dev.lanyard.evidence;

/** Makes strings that a device or a stranger chose fit to be stored and shown. */
final class Text {

    /** The longest string that evidence keeps whole, in characters. */
    static final int MAX_LENGTH = 65_536;

    /** The longest key of a map that is kept whole; readers limit the names of fields. */
    static final int MAX_KEY_LENGTH = 1_000;

    private Text() {}

    /**
     * {@code text} as it is stored: cut after {@link #MAX_LENGTH} characters, which it then says, and with U+FFFD in
     * place of surrogates that have no partner, which UTF-8 cannot hold.
     */
    static String storable(String text) {
        return storable(text, MAX_LENGTH);
    }

    static String storable(String text, int limit) {
        if (text == null) {
            return null;
        }
        String bounded = text.length() <= limit
                ? text
                : text.substring(0, limit) + "… (" + (text.length() - limit) + " more characters)";
        for (int i = 0; i < bounded.length(); i++) {
            char c = bounded.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c) && i + 1 < bounded.length()
                        && Character.isLowSurrogate(bounded.charAt(i + 1))) {
                    i++;
                } else {
                    return withoutLoneSurrogates(bounded);
                }
            }
        }
        return bounded;
    }

    private static String withoutLoneSurrogates(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
        return clean.toString();
    }
}
