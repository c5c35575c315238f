package dev.lanyard.reports.picture;

import dev.lanyard.reports.text.Markup;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * An SVG picture (SVG 2) for the pages of a report. Colours come from classes, so that a page shows it light or dark;
 * as a file of its own it brings their style sheet along. Coordinates are pixels at full size.
 */
final class Svg {

    /** The classes of all pictures; the variables are the page's, with fallbacks for a file of its own. */
    static final String STYLE = """
            .p{font:12px system-ui,sans-serif}
            .p text{fill:var(--ink,#1c2128)}
            .p .dim{fill:var(--dim,#57606a)}
            .p .strong{font-weight:700}
            .p .small{font-size:10.5px}
            .p .axis{stroke:var(--line,#8c959f);stroke-width:1;fill:none}
            .p .flow{stroke:var(--flow,#0550ae);stroke-width:1.5;fill:none}
            .p .dashed{stroke-dasharray:5 3}
            .p .window{stroke:var(--ink,#1c2128);stroke-width:1.5;fill:none}
            .p .head{fill:var(--flow,#0550ae)}
            .p .mark{fill:var(--bad-back,#ffebe9)}
            .p .flow.bad{stroke:var(--bad,#b42318);stroke-width:2.5}
            .p .head.bad,.p .fill.bad,.p text.bad{fill:var(--bad,#b42318)}
            .p .fill.ok{fill:var(--ok,#1a7f37)}
            .p .fill.warn{fill:var(--warn,#8a5a00)}
            .p .fill.open{fill:var(--dim,#57606a)}
            .p .fill.none{fill:var(--faint,#d0d7de)}
            .p .fill.a{fill:var(--flow,#0550ae)}
            .p .fill.b{fill:var(--second,#8250df)}
            .p .fill.c{fill:var(--third,#0e7490)}
            .p .fill.d{fill:var(--faint,#d0d7de)}
            .p .on{fill:var(--paper,#fff);font-weight:700;font-size:11px}
            """;
    private static final String DARK = """
            @media(prefers-color-scheme:dark){svg{--ink:#e6edf3;--dim:#9da7b3;--line:#6e7681;--flow:#79c0ff;
            --bad:#ff8a80;--bad-back:#3b1618;--ok:#56d364;--warn:#e3b341;--faint:#30363d;--second:#d2a8ff;
            --third:#56d4dd;--paper:#0f1419;background:#0f1419}}
            """;

    private final StringBuilder text = new StringBuilder();
    private final Markup out = new Markup(text);

    private Svg() {}

    /**
     * Draws a picture.
     *
     * @param title what it is, in a few words; {@code description} what it shows, for those who do not see it
     */
    static String draw(int width, int height, String title, String description, Consumer<Svg> content) {
        Svg svg = new Svg();
        svg.out.open("svg", "class", "p", "role", "img", "viewBox", "0 0 " + width + " " + height,
                "width", Integer.toString(width), "height", Integer.toString(height),
                "aria-label", title + ". " + description);
        content.accept(svg);
        svg.out.close();
        return svg.text.toString();
    }

    /** {@code picture} as a file of its own. */
    static String standalone(String picture) {
        int end = picture.indexOf('>') + 1;
        return picture.substring(0, end).replaceFirst("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ")
                + "<style>" + STYLE + DARK + "</style>" + picture.substring(end);
    }

    Svg text(double x, double y, String classes, String anchor, String text) {
        out.element("text", text, "x", number(x), "y", number(y), "class", classes, "text-anchor", anchor);
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2, String classes) {
        out.open("line", "x1", number(x1), "y1", number(y1), "x2", number(x2), "y2", number(y2), "class", classes)
                .close();
        return this;
    }

    /** {@code title} is shown where the pointer rests; null for none. */
    Svg rect(double x, double y, double width, double height, String classes, String title) {
        out.open("rect", "x", number(x), "y", number(y), "width", number(Math.max(0, width)), "height",
                number(height), "class", classes);
        if (title != null) {
            out.element("title", title);
        }
        out.close();
        return this;
    }

    Svg path(String data, String classes) {
        out.open("path", "d", data, "class", classes).close();
        return this;
    }

    /** An arrow head at its point, to the right or to the left. */
    Svg head(double x, double y, boolean right, String classes) {
        double back = right ? -7 : 7;
        return path("M" + number(x) + " " + number(y) + "l" + number(back) + " -4v8z", classes);
    }

    static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }

    /** A time in the unit that suits it. */
    static String time(double nanos) {
        if (nanos >= 1e9) {
            return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
        }
        return nanos >= 1e6 ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.0f µs", nanos / 1e3);
    }
}
