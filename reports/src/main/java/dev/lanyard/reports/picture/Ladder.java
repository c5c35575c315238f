package dev.lanyard.reports.picture;

import dev.lanyard.reports.digest.Dialogue;
import dev.lanyard.reports.digest.Exhibit;
import dev.lanyard.reports.digest.Message;
import dev.lanyard.reports.digest.Message.Way;
import dev.lanyard.wire.DeviceText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ladder diagram of a conversation, the messages that prove a finding marked. */
public final class Ladder {

    private static final int WIDTH = 660;
    private static final int HOST = 88;
    private static final int ACCESSORY = 640;
    private static final int ROW = 27;
    private static final int TOP = 44;
    private static final int ROWS = 26;
    private static final int AROUND = 3;
    private static final int LABEL = 78;
    private static final int PARTIES = 4;

    private Ladder() {}

    /** A row: a message, or a number of messages that are left out. */
    private record Row(Message message, int leftOut) {}

    /** The conversations of {@code exhibit}; empty where it shows no message. */
    public static String of(Exhibit exhibit) {
        return of(exhibit.dialogues().stream().sorted().map(Dialogue::title).collect(Collectors.joining(", ")),
                exhibit.messages(), exhibit.marked());
    }

    /** A conversation of which nothing is marked; empty for none. */
    public static String of(Dialogue dialogue, List<Message> messages) {
        return of(dialogue.title(), messages, Set.of());
    }

    private static String of(String title, List<Message> messages, Set<Long> marks) {
        List<String> parties = parties(messages, marks);
        List<Row> rows = rows(messages.stream().filter(m -> m.from() == null || parties.contains(m.from())
                && (m.to().equals(Message.EVERYBODY) || parties.contains(m.to()))).toList(), marks);
        if (rows.isEmpty()) {
            return "";
        }
        String marked = rows.stream().filter(r -> r.message() != null && marks.contains(r.message().sequence()))
                .map(r -> time(r.message().nanos()) + " " + r.message().label()).collect(Collectors.joining("; "));
        int height = TOP + ROW * rows.size() + 8;
        return Svg.draw(WIDTH, height, "Ladder diagram: " + title, marked.isEmpty() ? rows.size() + " messages"
                : "Marked: " + marked, svg -> {
            svg.text(4, 34, "dim small", "start", "seconds");
            for (int i = 0; i < parties.size(); i++) {
                boolean last = i > 0 && i == parties.size() - 1;
                svg.text(last ? ACCESSORY : lane(parties, i), 16, "strong", last ? "end" : i == 0 ? "start" : "middle",
                        parties.get(i));
                svg.line(lane(parties, i), 22, lane(parties, i), height, "axis");
            }
            for (int i = 0; i < rows.size(); i++) {
                row(svg, rows.get(i), parties, TOP + ROW * i + 16, marks);
            }
        });
    }

    /** Host and accessory; on the air those of the marked messages, then others as they come. */
    private static List<String> parties(List<Message> messages, Set<Long> marks) {
        Set<String> named = new LinkedHashSet<>();
        for (boolean marked : new boolean[] {true, false}) {
            messages.stream().filter(m -> m.from() != null && (!marked || marks.contains(m.sequence())))
                    .flatMap(m -> Stream.of(m.from(), m.to())).filter(party -> !party.equals(Message.EVERYBODY))
                    .filter(_ -> named.size() < PARTIES).forEach(named::add);
        }
        return named.isEmpty() ? List.of("Host", "Accessory") : List.copyOf(named);
    }

    /** As much as fits between two lanes. */
    private static String shortened(String label) {
        String line = DeviceText.line(label, 4 * LABEL);
        return line.length() <= LABEL ? line : line.substring(0, LABEL - 1) + "…";
    }

    private static int lane(List<String> parties, int index) {
        int right = ACCESSORY - 20;
        return parties.size() == 1 ? HOST : HOST + (right - HOST) * index / (parties.size() - 1);
    }

    private static void row(Svg svg, Row row, List<String> parties, int y, Set<Long> marked) {
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
        boolean toAll = Message.EVERYBODY.equals(message.to());
        String label = (bad ? "✗ " : "") + shortened(message.label()) + (toAll ? ", to everybody" : "");
        String flow = bad ? "flow bad" : "flow";
        String head = bad ? "head bad" : "head";
        svg.text(middle, y - 5, bad ? "bad strong" : "", "middle", label);
        if (message.way() == Way.STATE) {
            svg.rect(right - 4, y - 8, 8, 8, bad ? "fill bad" : "fill open", message.detail());
            return;
        }
        if (message.from() != null) {
            int from = lane(parties, parties.indexOf(message.from()));
            if (toAll) {
                int out = parties.size() == 1 ? right : from == right ? HOST : right;
                svg.line(out == HOST ? HOST : Math.min(from, HOST), y, Math.max(from, right), y, flow + " dashed");
                svg.rect(from - 4, y - 4, 8, 8, bad ? "fill bad" : "fill a", "from " + message.from());
                svg.head(out, y, out > from, head);
                if (from != HOST && out != HOST) {
                    svg.head(HOST, y, false, head);
                }
            } else {
                int to = lane(parties, parties.indexOf(message.to()));
                svg.line(from, y, to, y, flow);
                svg.head(to, y, to > from, head);
            }
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
            for (int i = 0; i < (marked.isEmpty() ? ROWS : AROUND) && count < ROWS; i++) {
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
