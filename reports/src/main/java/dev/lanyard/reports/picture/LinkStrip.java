package dev.lanyard.reports.picture;

import dev.lanyard.reports.digest.LinkHistory;
import dev.lanyard.reports.digest.LinkHistory.Attachment;
import dev.lanyard.reports.digest.LinkHistory.Change;
import java.util.List;

/** When the link was up in each of many attachments: one that flaps, or never rises, stands out. */
public final class LinkStrip {

    private static final int WIDTH = 640;
    private static final int LEFT = 70;
    private static final int ROW = 11;
    private static final int TOP = 30;
    private static final int ROWS = 60;

    private LinkStrip() {}

    /** A named attachment. */
    public record Row(String name, Attachment attachment) {}

    /** The strip of {@code rows}, at most {@value #ROWS} of them; empty for none. */
    public static String of(List<Row> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        List<Row> shown = rows.stream().limit(ROWS).toList();
        long longest = Math.max(1, shown.stream().mapToLong(r -> r.attachment().end() - r.attachment().begin()).max()
                .orElse(1));
        long never = shown.stream().filter(r -> r.attachment().changes().stream().noneMatch(Change::up)).count();
        long falls = shown.stream().filter(r -> falls(r.attachment()) > 0).count();
        String words = shown.size() + (shown.size() == 1 ? " attachment, " : " attachments, ") + never
                + " without a link, " + falls + " in which it fell";
        int height = TOP + ROW * shown.size() + 22;
        double scale = (double) (WIDTH - LEFT - 10) / longest;
        return Svg.draw(WIDTH, height, "Link state in each attachment", words, svg -> {
            svg.text(4, 16, "strong", "start", "Link: " + words
                    + (rows.size() > shown.size() ? " (the first of " + rows.size() + ")" : ""));
            for (int i = 0; i < shown.size(); i++) {
                row(svg, shown.get(i), TOP + ROW * i, scale);
            }
            svg.text(LEFT, height - 6, "dim small", "start", "attached");
            svg.text(WIDTH - 10, height - 6, "dim small", "end", Svg.time(longest));
        });
    }

    private static void row(Svg svg, Row row, int y, double scale) {
        Attachment attachment = row.attachment();
        svg.text(LEFT - 6, y + 9, "dim small", "end", row.name());
        svg.rect(LEFT, y, (attachment.end() - attachment.begin()) * scale, ROW - 2, "fill none", "attached");
        long up = -1;
        for (Change change : attachment.changes()) {
            if (change.up() && up < 0) {
                up = change.nanos();
            } else if (!change.up() && up >= 0) {
                bar(svg, attachment, up, change.nanos(), y, scale);
                up = -1;
            }
        }
        if (up >= 0) {
            bar(svg, attachment, up, attachment.end(), y, scale);
        }
        boolean never = attachment.changes().stream().noneMatch(Change::up);
        if (never || attachment.vanished()) {
            svg.text(LEFT + 4 + (attachment.end() - attachment.begin()) * scale, y + 9, "bad small strong",
                    (attachment.end() - attachment.begin()) * scale > WIDTH - LEFT - 60 ? "end" : "start",
                    never ? "✗" : "vanished");
        }
    }

    private static void bar(Svg svg, Attachment attachment, long from, long to, int y, double scale) {
        svg.rect(LEFT + (from - attachment.begin()) * scale, y, Math.max(1, (to - from) * scale), ROW - 2, "fill ok",
                "up from " + Svg.time(from - attachment.begin()) + " to " + Svg.time(to - attachment.begin()));
    }

    private static long falls(Attachment attachment) {
        boolean up = false;
        long falls = 0;
        for (Change change : attachment.changes()) {
            falls += up && !change.up() ? 1 : 0;
            up = change.up();
        }
        return falls;
    }
}
