package dev.lanyard.evidence;

import dev.lanyard.wire.capture.CaptureException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the two files of an attempt, side by side. */
final class EvidenceFiles {

    /** Files that are smaller than this together are held in memory after the first pass: a part of what there is. */
    private static final long IN_MEMORY_OCTETS = Math.max(32L << 20, Runtime.getRuntime().maxMemory() / 8);

    private EvidenceFiles() {}

    static Evidence read(AttemptDirectory directory) throws IOException {
        return read(directory, IN_MEMORY_OCTETS);
    }

    static Evidence read(AttemptDirectory directory, long inMemoryOctets) throws IOException {
        List<Recorded> kept = size(directory) <= inMemoryOctets ? new ArrayList<>() : null;
        Evidence.SummaryBuilder summary = new Evidence.SummaryBuilder();
        Optional<String> cut = Optional.empty();
        try (Pass pass = new Pass(directory)) {
            for (Recorded recorded = pass.next(); recorded != null; recorded = pass.next()) {
                if (recorded.sequence() != summary.count() + 1) {
                    throw pass.lines.error("event " + recorded.sequence() + " follows event " + summary.count(), null);
                }
                summary.add(recorded);
                if (kept != null) {
                    kept.add(recorded);
                }
            }
            if (pass.lines.isCut()) {
                cut = Optional.of("the timeline was cut in the middle of line " + (pass.lines.line() + 1)
                        + ", after event " + summary.count());
            }
        }
        Evidence.Source source = kept == null ? () -> stream(directory) : List.copyOf(kept)::stream;
        return new Evidence(source, summary.build(cut));
    }

    private static long size(AttemptDirectory directory) throws IOException {
        long size = 0;
        for (var file : List.of(directory.events(), directory.capture())) {
            size += Files.exists(file) ? Files.size(file) : 0;
        }
        return size;
    }

    private static Stream<Recorded> stream(AttemptDirectory directory) throws IOException {
        Pass pass = new Pass(directory);
        Spliterator<Recorded> events = new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE,
                Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE) {
            @Override
            public boolean tryAdvance(Consumer<? super Recorded> action) {
                try {
                    Recorded recorded = pass.next();
                    if (recorded != null) {
                        action.accept(recorded);
                    }
                    return recorded != null;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        return StreamSupport.stream(events, false).onClose(() -> {
            try {
                pass.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** One reading of the files from their beginning. */
    private static final class Pass implements Closeable {
        private final JsonLines lines;
        private final CaptureFile.Reader capture;

        Pass(AttemptDirectory directory) throws IOException {
            lines = new JsonLines(directory.events(), EventWriter.FORMAT, EventWriter.VERSION);
            capture = new CaptureFile.Reader(directory.capture());
        }

        /** The next event; null at the end. */
        Recorded next() throws IOException {
            Fields line = lines.nextFields();
            if (line == null) {
                return null;
            }
            try {
                return EventReader.read(line, capture);
            } catch (IllegalArgumentException | CaptureException e) {
                throw lines.error(e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            try (lines) {
                capture.close();
            }
        }
    }
}
