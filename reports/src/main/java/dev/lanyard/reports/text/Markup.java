package dev.lanyard.reports.text;

import dev.lanyard.wire.DeviceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML and, inside it, SVG. Whatever it is given as text or attribute value is shown and never becomes markup,
 * and characters that steer a terminal or turn the direction of writing are escaped.
 *
 * <p>Attributes come in pairs of name and value. A null value leaves its attribute out. Not for several threads.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/syntax.html">HTML, The HTML syntax</a>
 */
public final class Markup {

    /** Elements without content and end tag. */
    private static final Set<String> VOID = Set.of("meta", "link", "br", "hr", "img", "input", "col", "wbr");
    /** No text is longer than this, so that none can fill a page. */
    private static final int LIMIT = 20_000;

    private final Appendable out;
    private final Deque<String> open = new ArrayDeque<>();

    /** @param out its {@link IOException}s come as {@link UncheckedIOException} */
    public Markup(Appendable out) {
        this.out = out;
    }

    /** Begins an element; a void one is complete. */
    public Markup open(String element, String... attributes) {
        tag(element, attributes);
        if (!VOID.contains(element)) {
            open.push(element);
        }
        return this;
    }

    /** Ends the element that was begun last. */
    public Markup close() {
        return raw("</" + open.pop() + ">");
    }

    /** An element with text. */
    public Markup element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** An element with what {@code content} writes. */
    public Markup within(String element, Runnable content, String... attributes) {
        int depth = open.size();
        open(element, attributes);
        content.run();
        if (open.size() != depth + 1) {
            throw new IllegalStateException("<" + element + "> left " + open + " open");
        }
        return close();
    }

    public Markup text(String text) {
        return raw(escaped(text == null ? "" : DeviceText.lines(text, LIMIT)));
    }

    /** Markup that is our own: style sheets, scripts, pictures that are made already. */
    public Markup raw(String markup) {
        try {
            out.append(markup);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tag(String element, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("an attribute of <" + element + "> lacks its value");
        }
        raw("<" + element);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                raw(" " + attributes[i] + "=\"" + escaped(attributes[i + 1]) + "\"");
            }
        }
        raw(">");
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
