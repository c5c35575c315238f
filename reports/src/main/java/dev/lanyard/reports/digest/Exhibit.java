package dev.lanyard.reports.digest;

import dev.lanyard.evidence.Event;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * What a finding is shown with.
 *
 * @param lines     of the timeline, around the events that prove it
 * @param dialogues the conversations that these belong to
 * @param messages  of these conversations, in the order of time
 * @param marked    the events that prove it
 * @param transfers those of them that are transfers
 * @param frames    those of them that are frames of the air
 * @param packets   where they stand in the whole capture: first packet, last packet of each
 * @param capture   the packets around them, with a comment at those that prove it; null where there is none
 */
public record Exhibit(List<Line> lines, Set<Dialogue> dialogues, List<Message> messages, Set<Long> marked,
                      List<Event.Transfer> transfers, List<Event.AirFrame> frames, SortedMap<Long, Long> packets,
                      byte[] capture) {

    /**
     * A line of the timeline.
     *
     * @param gap whether lines are left out before it
     */
    public record Line(String text, boolean marked, boolean gap) {}

    public Exhibit {
        lines = List.copyOf(lines);
        dialogues = Set.copyOf(dialogues);
        messages = List.copyOf(messages);
        marked = Set.copyOf(marked);
        transfers = List.copyOf(transfers);
        frames = List.copyOf(frames);
    }

    Exhibit withCapture(byte[] slice) {
        return new Exhibit(lines, dialogues, messages, marked, transfers, frames, packets, slice);
    }

    /** The display filter that finds the proving packets in the whole capture; empty where they have none. */
    public String wiresharkFilter() {
        return packets.isEmpty() ? "" : "frame.number in {" + String.join(", ", packetRanges("..")) + "}";
    }

    /** Where the proving packets stand in the whole capture: {@code 6}, or {@code 12..13} with {@code to} between. */
    public List<String> packetRanges(String to) {
        return packets.entrySet().stream().map(range -> range.getKey().equals(range.getValue())
                ? range.getKey().toString() : range.getKey() + to + range.getValue()).toList();
    }
}
