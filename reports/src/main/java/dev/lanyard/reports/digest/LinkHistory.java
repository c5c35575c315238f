package dev.lanyard.reports.digest;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import java.util.ArrayList;
import java.util.List;

/** How the link rose and fell in each attachment of an attempt. The first {@value #ATTACHMENTS} are kept. */
public final class LinkHistory {

    private static final int ATTACHMENTS = 200;
    private static final int CHANGES = 64;

    private final List<Attachment> attachments = new ArrayList<>();
    private Attachment current;

    /** From an attachment to its end; times in nanoseconds since the attempt began. */
    public static final class Attachment {
        private final long begin;
        private long end;
        private boolean vanished;
        private final List<Change> changes = new ArrayList<>();

        private Attachment(long begin) {
            this.begin = begin;
            this.end = begin;
        }

        public long begin() {
            return begin;
        }

        public long end() {
            return end;
        }

        /** Whether the accessory went without being let go. */
        public boolean vanished() {
            return vanished;
        }

        public List<Change> changes() {
            return List.copyOf(changes);
        }
    }

    /** The link rose or fell. */
    public record Change(long nanos, boolean up) {}

    void see(Recorded recorded) {
        if (recorded.event() instanceof Event.Attached) {
            current = null;
            if (attachments.size() < ATTACHMENTS) {
                current = new Attachment(recorded.nanos());
                attachments.add(current);
            }
        }
        if (current == null) {
            return;
        }
        current.end = Math.max(current.end, recorded.nanos());
        switch (recorded.event()) {
            case Event.LinkState state when current.changes.size() < CHANGES ->
                    current.changes.add(new Change(recorded.nanos(), state.up()));
            case Event.Detached detached -> {
                current.vanished = !detached.expected();
                current = null;
            }
            default -> { }
        }
    }

    public List<Attachment> attachments() {
        return List.copyOf(attachments);
    }
}
