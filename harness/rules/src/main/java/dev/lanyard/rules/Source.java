package dev.lanyard.rules;

/**
 * Where a rule comes from.
 *
 * @param document its short name: {@code USB 2.0}, {@code NCM 1.0}, {@code RFC 2131}, or what a host's driver shows
 * @param section  section, table or thread; empty where the document is short
 * @param checked  whether somebody compared the rule with the document; else the section is from memory
 */
public record Source(String document, String section, boolean checked) {

    /** A source that was looked up. */
    public static Source of(String document, String section) {
        return new Source(document, section, true);
    }

    /** A source cited from memory. */
    public static Source unchecked(String document, String section) {
        return new Source(document, section, false);
    }

    /** {@code NCM 1.0 §3.2 (unchecked)}. */
    @Override
    public String toString() {
        return document + (section.isEmpty() ? "" : " " + section) + (checked ? "" : " (unchecked)");
    }
}
