package dev.lanyard.reports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Text of which the first and the last lines are kept, and the number of those between. */
final class BoundedLines {

    private final int head;
    private final int tail;
    private final List<String> first = new ArrayList<>();
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private long leftOut;

    BoundedLines(int head, int tail) {
        this.head = head;
        this.tail = tail;
    }

    void add(String line) {
        if (first.size() < head) {
            first.add(line);
            return;
        }
        last.add(line);
        if (last.size() > tail) {
            last.removeFirst();
            leftOut++;
        }
    }

    boolean isEmpty() {
        return first.isEmpty() && last.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        first.forEach(line -> text.append(line).append('\n'));
        if (leftOut > 0) {
            text.append("… ").append(leftOut).append(" events left out here; all are in events.jsonl …\n");
        }
        last.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
