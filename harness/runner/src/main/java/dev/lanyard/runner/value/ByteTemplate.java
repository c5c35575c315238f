package dev.lanyard.runner.value;

import dev.lanyard.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Octets as a scenario writes them: hexadecimal digits, text in single quotes (UTF-8), {@code ??} for any octet, and
 * once {@code *} for any number of octets: {@code 'LANYARD' 01 ?? *}.
 */
public final class ByteTemplate {

    /** What scenarios may write. */
    static final String FORM = "(?:\\s*(?:[0-9A-Fa-f]{2}|\\?\\?|\\*|'[^']*'))*\\s*";

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:([0-9A-Fa-f]{2})|(\\?\\?)|(\\*)|'([^']*)')");
    private static final int ANY = -1;
    private static final int LONGEST = 65_507;

    private final String text;
    /** Each an octet or {@link #ANY}; before and after the {@code *}. */
    private final List<Integer> head;
    private final Optional<List<Integer>> tail;

    private ByteTemplate(String text, List<Integer> head, Optional<List<Integer>> tail) {
        this.text = text;
        this.head = head;
        this.tail = tail;
    }

    /** Reads {@code text}. */
    public static ByteTemplate parse(String text) {
        List<Integer> octets = new ArrayList<>();
        List<Integer> head = null;
        Matcher token = TOKEN.matcher(text);
        int at = 0;
        while (at < text.stripTrailing().length()) {
            if (!token.find(at) || token.start() != at) {
                String rest = text.substring(at).strip();
                String near = rest.matches("0[xX][0-9A-Fa-f]+") ? "; without 0x: " + rest.substring(2)
                        : rest.matches("[A-Za-z][A-Za-z ]*") ? "; text has quotes of its own: \"'" + rest + "'\"" : "";
                throw new IllegalArgumentException("\"" + rest + "\" is not understood: octets are two hexadecimal "
                        + "digits each, 'text', ?? for any one, * for any number" + near);
            }
            at = token.end();
            if (token.group(1) != null) {
                octets.add(Integer.parseInt(token.group(1), 16));
            } else if (token.group(2) != null) {
                octets.add(ANY);
            } else if (token.group(4) != null) {
                for (byte octet : token.group(4).getBytes(StandardCharsets.UTF_8)) {
                    octets.add(octet & 0xFF);
                }
            } else if (head == null) {
                head = octets;
                octets = new ArrayList<>();
            } else {
                throw new IllegalArgumentException("only one * can stand in it");
            }
        }
        if (octets.size() > LONGEST) {
            throw new IllegalArgumentException("a datagram has at most " + LONGEST + " octets");
        }
        return head == null ? new ByteTemplate(text, octets, Optional.empty())
                : new ByteTemplate(text, head, Optional.of(octets));
    }

    /** Whether it stands for one sequence of octets only, which can be sent. */
    public boolean isLiteral() {
        return tail.isEmpty() && !head.contains(ANY);
    }

    /** How many octets it stands for; nothing where it has a {@code *}. */
    OptionalInt length() {
        return tail.isEmpty() ? OptionalInt.of(head.size()) : OptionalInt.empty();
    }

    /** The octets of a literal one. */
    public Bytes octets() {
        if (!isLiteral()) {
            throw new IllegalStateException("?? and * can only be compared with: " + text);
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        head.forEach(octets::write);
        return Bytes.wrap(octets.toByteArray());
    }

    /** Whether {@code seen} is as it says. */
    public boolean matches(Bytes seen) {
        int rest = tail.map(List::size).orElse(0);
        boolean fits = tail.isPresent() ? seen.length() >= head.size() + rest : seen.length() == head.size();
        return fits && matches(seen, 0, head) && (tail.isEmpty() || matches(seen, seen.length() - rest, tail.get()));
    }

    private static boolean matches(Bytes seen, int offset, List<Integer> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i) != ANY && wanted.get(i) != seen.u8(offset + i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
