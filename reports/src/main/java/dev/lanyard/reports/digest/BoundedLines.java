package dev.lanyard.reports.digest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Lines of which the first and the last are kept, and the number of those between. */
final class BoundedLines {

    private final int head;
    private final int tail;
    private final long total;
    private final List<String> kept = new ArrayList<>();
    private long seen;

    /** @param total how many lines will come; where more come, the last ones are lost */
    BoundedLines(int head, int tail, long total) {
        this.head = head;
        this.tail = tail;
        this.total = total;
    }

    /** Asks for the line's text only where it is kept. */
    void add(Supplier<String> line) {
        seen++;
        if (seen <= head || seen > total - tail && kept.size() < head + tail) {
            kept.add(line.get());
        }
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < kept.size(); i++) {
            if (i == head && seen > kept.size()) {
                text.append("… ").append(seen - kept.size())
                        .append(" events left out here; all are in events.jsonl …\n");
            }
            text.append(kept.get(i)).append('\n');
        }
        return text.toString();
    }
}
