package dev.lanyard.reports;

import dev.lanyard.evidence.AttemptDirectory;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.reports.StoredRun.StoredAttempt;
import dev.lanyard.reports.StoredRun.StoredStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a report shows of an attempt's evidence, gathered in one pass.
 *
 * @param timeline    the timeline as text, its middle left out where it is long
 * @param slices      for each step that did not pass, the part of the timeline that is its own
 * @param descriptors as text; empty where none were read
 * @param capture     nothing where there is none
 * @param trouble     what could not be read, as a sentence
 */
record EvidenceDigest(String timeline, Map<StoredStep, String> slices, String descriptors,
                      Optional<CaptureExcerpt> capture, Optional<String> trouble) {

    private static final int TIMELINE_HEAD = 400;
    private static final int TIMELINE_TAIL = 800;
    private static final int SLICE_HEAD = 50;
    private static final int SLICE_TAIL = 150;
    private static final int MAX_SLICES = 20;

    static EvidenceDigest of(Path attemptDirectory, StoredAttempt attempt) {
        BoundedLines timeline = new BoundedLines(TIMELINE_HEAD, TIMELINE_TAIL);
        DescriptorsText descriptors = new DescriptorsText();
        Map<StoredStep, BoundedLines> slices = new IdentityHashMap<>();
        collect(attempt.steps(), slices);
        Optional<String> trouble = Optional.empty();
        try {
            Evidence evidence = Evidence.read(attemptDirectory);
            try (Stream<Recorded> events = evidence.stream()) {
                events.forEach(recorded -> {
                    String line = TimelineText.line(recorded);
                    timeline.add(line);
                    slices.forEach((step, slice) -> {
                        if (recorded.sequence() >= step.finished().firstEvent()
                                && recorded.sequence() <= step.finished().lastEvent()) {
                            slice.add(line);
                        }
                    });
                    if (recorded.event() instanceof Event.Transfer transfer) {
                        descriptors.see(transfer);
                    }
                });
            }
            trouble = evidence.cut();
        } catch (IOException | UncheckedIOException e) {
            trouble = Optional.of("the evidence cannot be read: " + e.getMessage());
        }
        Optional<CaptureExcerpt> capture = Optional.empty();
        Path file = new AttemptDirectory(attemptDirectory).capture();
        try {
            if (Files.isRegularFile(file)) {
                capture = Optional.of(CaptureExcerpt.of(file));
            }
        } catch (IOException e) {
            trouble = trouble.or(() -> Optional.of("the capture cannot be read: " + e.getMessage()));
        }
        Map<StoredStep, String> texts = new IdentityHashMap<>();
        slices.forEach((step, lines) -> {
            if (!lines.isEmpty()) {
                texts.put(step, TimelineText.HEADING + "\n" + lines);
            }
        });
        String text = timeline.isEmpty() ? "" : TimelineText.HEADING + "\n" + timeline;
        return new EvidenceDigest(text, texts, descriptors.toString(), capture, trouble);
    }

    private static void collect(List<StoredStep> steps, Map<StoredStep, BoundedLines> slices) {
        for (StoredStep step : steps) {
            Outcome outcome = step.finished().outcome();
            if (slices.size() < MAX_SLICES && (outcome == Outcome.FAILED || outcome == Outcome.INCONCLUSIVE)) {
                slices.put(step, new BoundedLines(SLICE_HEAD, SLICE_TAIL));
            }
            collect(step.children(), slices);
        }
    }
}
