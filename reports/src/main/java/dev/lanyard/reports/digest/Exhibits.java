package dev.lanyard.reports.digest;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Gathers, in a pass over an attempt's evidence, what its findings are shown with. Memory is bounded. */
final class Exhibits {

    /** A verdict may have many proofs; the first ones tell. */
    static final int PROOFS = 12;
    private static final int LINES_BEFORE = 4;
    private static final int LINES_AFTER = 3;
    private static final int MESSAGES = 4_000;
    private static final int BLOCKS = 24;

    private final TreeSet<Long> marks;
    private final Map<Long, Line> lines = new TreeMap<>();
    private final List<Message> messages = new ArrayList<>();
    private final Map<Long, Event.Transfer> blocks = new HashMap<>();
    private final Map<Long, Event.AirFrame> frames = new HashMap<>();
    private final Map<Long, Packets> packets = new HashMap<>();
    private long packet;

    /** A line of the timeline. */
    record Line(long sequence, String text) {}

    /** The packets of the capture that an event is, from 1 as capture viewers number them. */
    record Packets(long first, long last) {}

    Exhibits(Collection<Long> proofs) {
        this.marks = new TreeSet<>(proofs);
    }

    static List<Long> marks(List<Long> proof) {
        return proof.stream().limit(PROOFS).toList();
    }

    /** How many packets of the capture the events so far are. */
    long packets() {
        return packet;
    }

    boolean isWanted() {
        return !marks.isEmpty();
    }

    void see(Recorded recorded, Supplier<String> text) {
        long first = packet + 1;
        packet += recorded.event().packets();
        if (!isWanted()) {
            return;
        }
        boolean marked = marks.contains(recorded.sequence());
        if (marked) {
            if (packet >= first) {
                packets.put(recorded.sequence(), new Packets(first, packet));
            }
            if (recorded.event() instanceof Event.Transfer transfer && blocks.size() < BLOCKS) {
                blocks.put(recorded.sequence(), transfer);
            }
            if (recorded.event() instanceof Event.AirFrame frame && frames.size() < BLOCKS) {
                frames.put(recorded.sequence(), frame);
            }
        }
        if (isNear(recorded.sequence())) {
            lines.put(recorded.sequence(), new Line(recorded.sequence(), text.get()));
        }
        if (messages.size() < MESSAGES || marked) {
            Message.of(recorded).ifPresent(messages::add);
        }
    }

    private boolean isNear(long sequence) {
        Long before = marks.floor(sequence);
        Long after = marks.ceiling(sequence);
        return before != null && sequence - before <= LINES_AFTER || after != null && after - sequence <= LINES_BEFORE;
    }

    /** The exhibit of a verdict whose proof is {@code proof}. */
    Exhibit exhibit(List<Long> proof) {
        Set<Long> own = new TreeSet<>(marks(proof));
        List<Exhibit.Line> shown = new ArrayList<>();
        long previous = 0;
        for (Line line : lines.values()) {
            boolean near = own.stream().anyMatch(mark -> line.sequence() >= mark - LINES_BEFORE
                    && line.sequence() <= mark + LINES_AFTER);
            if (near) {
                shown.add(new Exhibit.Line(line.text(), own.contains(line.sequence()),
                        previous != 0 && line.sequence() > previous + 1));
                previous = line.sequence();
            }
        }
        Set<Dialogue> dialogues = messages.stream().filter(m -> own.contains(m.sequence())).map(Message::dialogue)
                .collect(Collectors.toSet());
        List<Message> conversation = messages.stream().filter(m -> dialogues.contains(m.dialogue()))
                .sorted(Comparator.comparingLong(Message::nanos)).toList();
        List<Event.Transfer> transfers = own.stream().filter(blocks::containsKey).map(blocks::get).toList();
        TreeMap<Long, Long> ranges = new TreeMap<>();
        own.stream().filter(packets::containsKey).map(packets::get).forEach(p -> ranges.put(p.first(), p.last()));
        List<Event.AirFrame> air = own.stream().filter(frames::containsKey).map(frames::get).toList();
        return new Exhibit(shown, dialogues, conversation, own, transfers, air, ranges, null);
    }
}
