package dev.lanyard.runner.value;

import dev.lanyard.wire.Bytes;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Octets with a number in them, as an accessory answers when it is asked how many datagrams came: a
 * {@link ByteTemplate} in which {@code #} stands for decimal digits in ASCII, or {@code ##} for each octet of a whole
 * number without sign, the most significant first: {@code 'COUNT ' #}, {@code 01 ## ## ## ## *}.
 */
public final class CountTemplate {

    /** What scenarios and profiles may write. */
    static final String FORM = ByteTemplate.FORM + "(?:(?:##\\s*)+|#)" + ByteTemplate.FORM;

    private static final Pattern PARTS = Pattern.compile("((?:'[^']*'|[^'#])*)((?:##\\s*)+|#)((?:'[^']*'|[^'#])*)");
    private static final int MOST_DIGITS = 18;
    private static final int MOST_OCTETS = 7;

    private final String text;
    private final ByteTemplate before;
    /** 0 for decimal digits. */
    private final int octets;
    private final ByteTemplate after;

    private CountTemplate(String text, ByteTemplate before, int octets, ByteTemplate after) {
        this.text = text;
        this.before = before;
        this.octets = octets;
        this.after = after;
    }

    /** Reads {@code text}. */
    public static CountTemplate parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + text.strip() + "\" has not one number in it: # stands for decimal "
                    + "digits, ## for each octet of a number, the most significant first");
        }
        ByteTemplate before = ByteTemplate.parse(parts.group(1));
        if (before.length().isEmpty()) {
            throw new IllegalArgumentException("* can stand behind the number only: else nobody knows where it begins");
        }
        int octets = parts.group(2).replaceAll("\\s", "").length() / 2;
        if (octets > MOST_OCTETS) {
            throw new IllegalArgumentException("a number has at most " + MOST_OCTETS + " octets (##), not " + octets);
        }
        return new CountTemplate(text, before, octets, ByteTemplate.parse(parts.group(3)));
    }

    /** The number in {@code seen}; nothing when it looks otherwise. */
    public OptionalLong count(Bytes seen) {
        int from = before.length().orElseThrow();
        if (seen.length() < from || !before.matches(seen.truncate(from))) {
            return OptionalLong.empty();
        }
        int to = from;
        long number = 0;
        int most = octets == 0 ? MOST_DIGITS : octets;
        while (to < seen.length() && to - from < most && (octets > 0 || isDigit(seen.u8(to)))) {
            number = octets > 0 ? number << 8 | seen.u8(to) : number * 10 + seen.u8(to) - '0';
            to++;
        }
        boolean whole = octets == 0 ? to > from && (to == seen.length() || !isDigit(seen.u8(to)))
                : to - from == octets;
        return whole && after.matches(seen.slice(to, seen.length() - to)) ? OptionalLong.of(number)
                : OptionalLong.empty();
    }

    private static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    /** By how much a counter went from {@code earlier} to {@code later}; one of octets begins anew behind its largest. */
    public long difference(long earlier, long later) {
        return later >= earlier || octets == 0 ? later - earlier : later - earlier + (1L << 8 * octets);
    }

    @Override
    public String toString() {
        return text;
    }
}
