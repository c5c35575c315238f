package dev.lanyard.runner.value;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression (as of {@link Pattern}) for text that a device chose. Looking for it is bounded: an expression
 * that would take for ever on some line, such as {@code (a+)+b}, is given up with {@link TooHard}.
 */
public final class TextPattern {

    private static final int LONGEST = 500;
    /** How many characters are looked at before an expression is given up. */
    private static final int BUDGET = 2_000_000;

    private final Pattern pattern;

    private TextPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** An expression that takes too long on some text. */
    public static final class TooHard extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooHard(Pattern pattern) {
            super("the pattern " + pattern + " takes too long on a line of this console; repetitions inside repetitions, "
                    + "such as (a+)+, do that");
        }
    }

    /** @throws IllegalArgumentException when it is no regular expression; the message says why */
    public static TextPattern parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException("it has 1 to " + LONGEST + " characters");
        }
        try {
            return new TextPattern(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription()
                    + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 1)), e);
        }
    }

    /** The names of its groups. */
    public Set<String> groups() {
        return new TreeSet<>(pattern.namedGroups().keySet());
    }

    /**
     * The named groups of the first match in {@code text}, those that took part; empty when there is none.
     *
     * @throws TooHard when that cannot be told in reasonable time
     */
    public Optional<Map<String, String>> find(String text) {
        try {
            Matcher matcher = pattern.matcher(new Counted(text, new int[] {BUDGET}));
            if (!matcher.find()) {
                return Optional.empty();
            }
            Map<String, String> found = new LinkedHashMap<>();
            for (String name : groups()) {
                if (matcher.start(name) >= 0) {
                    found.put(name, text.substring(matcher.start(name), matcher.end(name)));
                }
            }
            return Optional.of(found);
        } catch (StackOverflowError e) {
            throw new TooHard(pattern);
        }
    }

    /** Counts what is looked at. */
    private final class Counted implements CharSequence {

        private final CharSequence text;
        private final int[] left;

        Counted(CharSequence text, int[] left) {
            this.text = text;
            this.left = left;
        }

        @Override
        public char charAt(int index) {
            if (--left[0] < 0) {
                throw new TooHard(pattern);
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), left);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextPattern that && that.pattern.pattern().equals(pattern.pattern());
    }

    @Override
    public int hashCode() {
        return pattern.pattern().hashCode();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
