package dev.lanyard.reports.picture;

import dev.lanyard.reports.digest.Exhibit;
import dev.lanyard.reports.digest.Message;
import dev.lanyard.reports.digest.Message.Way;
import dev.lanyard.wire.DeviceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The ladder diagram of a conversation, the messages that prove a finding marked. */
public final class Ladder {

    private static final int WIDTH = 660;
    private static final int HOST = 88;
    private static final int ACCESSORY = 640;
    private static final int ROW = 27;
    private static final int TOP = 44;
    private static final int ROWS = 26;
    private static final int AROUND = 3;
    private static final int LABEL = 84;

    private Ladder() {}

    /** A row: a message, or a number of messages that are left out. */
    private record Row(Message message, int leftOut) {}

    /** The conversations of {@code exhibit}; empty where it shows no message. */
    public static String of(Exhibit exhibit) {
        List<Row> rows = rows(exhibit.messages(), exhibit.marked());
        if (rows.isEmpty()) {
            return "";
        }
        String title = exhibit.dialogues().stream().sorted().map(d -> d.title()).collect(Collectors.joining(", "));
        String marked = rows.stream().filter(r -> r.message() != null
                        && exhibit.marked().contains(r.message().sequence()))
                .map(r -> time(r.message().nanos()) + " " + r.message().label()).collect(Collectors.joining("; "));
        int height = TOP + ROW * rows.size() + 8;
        return Svg.draw(WIDTH, height, "Ladder diagram: " + title, "Marked: " + marked, svg -> {
            svg.text(HOST, 16, "strong", "middle", "Host").text(ACCESSORY, 16, "strong", "end", "Accessory");
            svg.text(4, 34, "dim small", "start", "seconds");
            svg.line(HOST, 22, HOST, height, "axis").line(ACCESSORY - 20, 22, ACCESSORY - 20, height, "axis");
            for (int i = 0; i < rows.size(); i++) {
                row(svg, rows.get(i), TOP + ROW * i + 16, exhibit.marked());
            }
        });
    }

    private static void row(Svg svg, Row row, int y, Set<Long> marked) {
        int right = ACCESSORY - 20;
        int middle = (HOST + right) / 2;
        if (row.message() == null) {
            svg.text(middle, y - 4, "dim small", "middle", "⋮ " + row.leftOut() + (row.leftOut() == 1 ? " message"
                    : " messages") + " left out ⋮");
            return;
        }
        Message message = row.message();
        boolean bad = marked.contains(message.sequence());
        if (bad) {
            svg.rect(0, y - 17, WIDTH, ROW - 3, "mark", null);
        }
        svg.text(4, y - 1, bad ? "bad strong small" : "dim small", "start", time(message.nanos()));
        String label = (bad ? "✗ " : "") + DeviceText.line(message.label(), LABEL);
        svg.text(middle, y - 5, bad ? "bad strong" : "", "middle", label);
        String flow = bad ? "flow bad" : "flow";
        String head = bad ? "head bad" : "head";
        if (message.way() == Way.STATE) {
            svg.rect(right - 4, y - 8, 8, 8, bad ? "fill bad" : "fill open", message.detail());
            return;
        }
        svg.line(HOST, y, right, y, flow);
        if (message.way() != Way.TO_HOST) {
            svg.head(right, y, true, head);
        }
        if (message.way() != Way.TO_ACCESSORY) {
            svg.head(HOST, y, false, head);
        }
    }

    /** All where they fit; else the first ones and those around each marked one. */
    private static List<Row> rows(List<Message> messages, Set<Long> marked) {
        boolean[] shown = new boolean[messages.size()];
        int count = 0;
        if (messages.size() <= ROWS) {
            java.util.Arrays.fill(shown, true);
        } else {
            for (int i = 0; i < messages.size() && count < ROWS; i++) {
                if (marked.contains(messages.get(i).sequence())) {
                    for (int near = Math.max(0, i - AROUND); near <= Math.min(messages.size() - 1, i + AROUND)
                            && count < ROWS; near++) {
                        count += shown[near] ? 0 : 1;
                        shown[near] = true;
                    }
                }
            }
            for (int i = 0; i < AROUND && count < ROWS; i++) {
                count += shown[i] ? 0 : 1;
                shown[i] = true;
            }
        }
        List<Row> rows = new ArrayList<>();
        int gap = 0;
        for (int i = 0; i < shown.length; i++) {
            if (!shown[i]) {
                gap++;
                continue;
            }
            if (gap > 0) {
                rows.add(new Row(null, gap));
                gap = 0;
            }
            rows.add(new Row(messages.get(i), 0));
        }
        if (gap > 0 && !rows.isEmpty()) {
            rows.add(new Row(null, gap));
        }
        return rows;
    }

    private static String time(long nanos) {
        return String.format(Locale.ROOT, "%.6f", nanos / 1e9);
    }
}
