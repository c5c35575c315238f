package dev.lanyard.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stored timeline of one attempt, for rules and reports. Octets that stand in the capture are back in their events.
 *
 * <p>A timeline that fits is held in memory, a larger one is read from its files at every pass, so passes over it
 * cost time and no memory; {@link #events()} holds all of it in any case.
 */
public final class Evidence {

    private final Source source;
    private final Summary summary;

    /** Opens a pass over the events. */
    @FunctionalInterface
    interface Source {
        Stream<Recorded> open() throws IOException;
    }

    /** What one pass over the events told. */
    record Summary(long count, Optional<Event.AttemptStarted> started, Optional<Event.AttemptEnded> ended,
                   Optional<String> cut) {}

    Evidence(Source source, Summary summary) {
        this.source = source;
        this.summary = summary;
    }

    /**
     * Reads the evidence in {@code attemptDirectory}. One that was cut off by the end of its process reads well:
     * {@link #isCut()} says so.
     *
     * @throws EvidenceException when there is none, or it is damaged; names file, line and column
     */
    public static Evidence read(Path attemptDirectory) throws IOException {
        return EvidenceFiles.read(new AttemptDirectory(attemptDirectory));
    }

    /** Evidence that is in memory already. */
    public static Evidence of(List<Recorded> events) {
        List<Recorded> copy = List.copyOf(events);
        SummaryBuilder builder = new SummaryBuilder();
        copy.forEach(builder::add);
        return new Evidence(copy::stream, builder.build(Optional.empty()));
    }

    /**
     * A pass over the events in order; close it.
     *
     * @throws UncheckedIOException also from within the stream, when the files are not what they were
     */
    public Stream<Recorded> stream() {
        try {
            return source.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All events in order, in memory. */
    public List<Recorded> events() {
        try (Stream<Recorded> stream = stream()) {
            return stream.toList();
        }
    }

    /** The number of events. */
    public long size() {
        return summary.count();
    }

    /** How the attempt began; nothing when even that is missing. */
    public Optional<Event.AttemptStarted> started() {
        return summary.started();
    }

    /** How the attempt ended; nothing when it was cut. */
    public Optional<Event.AttemptEnded> ended() {
        return summary.ended();
    }

    /** Whether the harness stopped before the attempt ended: what is missing at the end proves nothing. */
    public boolean isCut() {
        return cut().isPresent();
    }

    /** In what way the timeline is cut, as a sentence. */
    public Optional<String> cut() {
        return summary.cut();
    }

    /** Gathers a {@link Summary}. */
    static final class SummaryBuilder {
        private long count;
        private Event.AttemptStarted started;
        private Event.AttemptEnded ended;

        void add(Recorded recorded) {
            count++;
            switch (recorded.event()) {
                case Event.AttemptStarted first -> started = first;
                case Event.AttemptEnded last -> ended = last;
                default -> { }
            }
        }

        long count() {
            return count;
        }

        Summary build(Optional<String> cutLine) {
            Optional<String> cut = cutLine.or(() -> ended != null
                    ? Optional.empty()
                    : Optional.of("the timeline ends after event " + count + " without the end of its attempt"));
            return new Summary(count, Optional.ofNullable(started), Optional.ofNullable(ended), cut);
        }
    }
}
