package dev.lanyard.reports.digest;

import dev.lanyard.evidence.AttemptDirectory;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.reports.run.StoredRun.StoredAttempt;
import dev.lanyard.reports.run.StoredRun.StoredStep;
import dev.lanyard.rules.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a report shows of an attempt's evidence, gathered in one pass.
 *
 * @param timeline    the timeline as text, its middle left out where it is long
 * @param slices      the part of the timeline that is a step's own, for steps that did not pass and, as far as there is
 *                    room, for others
 * @param packets     the part of the capture that is a step's own, for steps that did not pass
 * @param filters     the display filter that finds these in the whole capture
 * @param descriptors as text; empty where none were read
 * @param capture     nothing where there is none
 * @param exhibits    by rule, what each finding is shown with
 * @param dialogues   the beginnings of its conversations; empty where there is little room
 * @param console     the lines of serial consoles, with the times; empty where there are none
 * @param trouble     what could not be read, as a sentence
 */
public record EvidenceDigest(String timeline, Map<StoredStep, String> slices, Map<StoredStep, byte[]> packets,
                             Map<StoredStep, String> filters, String descriptors,
                             Optional<CaptureExcerpt> capture, Map<String, Exhibit> exhibits, Latency latency,
                             LinkHistory link, Map<Dialogue, List<Message>> dialogues, String console,
                             Optional<String> trouble) {

    private static final int MAX_SLICES = 20;
    private static final int MAX_STEP_CAPTURES = 3;
    private static final int LEAST_CONSOLE = 12;
    private static final int LINES_WITH_TALK = 200;
    private static final String COMMENT = "Lanyard: proves ";

    /** The digest of evidence that is not there. */
    public static EvidenceDigest missing(String trouble) {
        return new EvidenceDigest("", Map.of(), Map.of(), Map.of(), "", Optional.empty(), Map.of(), new Latency(), new LinkHistory(),
                Map.of(), "", Optional.of(trouble));
    }

    /**
     * Reads the evidence in {@code attemptDirectory}, and keeps about {@code room} of it.
     *
     * @param wanted rules whose findings are shown with their evidence, whatever room there is
     */
    public static EvidenceDigest of(Path attemptDirectory, StoredAttempt attempt, Room room, Set<String> wanted) {
        return new Pass(attemptDirectory, attempt, room, wanted).digest();
    }

    private static final class Pass {
        private final Path directory;
        private final StoredAttempt attempt;
        private final Room room;
        private BoundedLines timeline = new BoundedLines(0, 0, 0);
        private final DescriptorsText descriptors = new DescriptorsText();
        private final Map<StoredStep, BoundedLines> slices = new IdentityHashMap<>();
        private final Latency latency = new Latency();
        private final LinkHistory link = new LinkHistory();
        private final Talk talk = new Talk();
        private BoundedLines console = new BoundedLines(0, 0, 0);
        private final Exhibits exhibits;
        private final Map<String, List<Long>> proofs = new TreeMap<>();
        private final Map<StoredStep, long[]> stepRanges = new IdentityHashMap<>();
        private final Map<StoredStep, byte[]> stepPackets = new IdentityHashMap<>();
        private final Map<StoredStep, String> filters = new IdentityHashMap<>();
        private Optional<String> trouble = Optional.empty();

        Pass(Path directory, StoredAttempt attempt, Room room, Set<String> wanted) {
            this.directory = directory;
            this.attempt = attempt;
            this.room = room;
            int others = room.exhibits();
            for (Verdict verdict : attempt.verdicts()) {
                if (isFinding(verdict) && !verdict.proof().isEmpty()
                        && (wanted.contains(verdict.rule()) || others-- > 0)) {
                    proofs.putIfAbsent(verdict.rule(), Exhibits.marks(verdict.proof()));
                }
            }
            this.exhibits = new Exhibits(proofs.values().stream().flatMap(List::stream).toList());
            collect(attempt.steps());
        }

        private static boolean isFinding(Verdict verdict) {
            return switch (verdict.kind()) {
                case FAIL, WARN, KNOWN_ISSUE -> true;
                case PASS, UNEXPECTED_PASS, NOT_APPLICABLE, INCONCLUSIVE -> false;
            };
        }

        /** Steps that were not met come first. */
        private void collect(List<StoredStep> steps) {
            List<StoredStep> all = new ArrayList<>();
            flatten(steps, all);
            all.stream().sorted(Comparator.comparing(step -> !step.finished().outcome().isTrouble()))
                    .filter(step -> step.finished().lastEvent() > 0)
                    .limit(MAX_SLICES)
                    .forEach(step -> {
                        int lines = step.finished().outcome().isTrouble() ? Math.max(40, room.lines() / 6)
                                : room.lines() / 12;
                        if (lines >= 4) {
                            slices.put(step, new BoundedLines(lines / 4, lines - lines / 4,
                                    step.finished().lastEvent() - step.finished().firstEvent() + 1));
                        }
                    });
        }

        private static void flatten(List<StoredStep> steps, List<StoredStep> all) {
            for (StoredStep step : steps) {
                all.add(step);
                flatten(step.children(), all);
            }
        }

        EvidenceDigest digest() {
            try {
                Evidence evidence = Evidence.read(directory);
                timeline = new BoundedLines(room.lines() / 3, room.lines() - room.lines() / 3, evidence.size());
                int lines = Math.max(LEAST_CONSOLE, room.lines() / 2);
                console = new BoundedLines(lines / 3, lines - lines / 3, consoleLines(evidence, lines));
                try (Stream<Recorded> events = evidence.stream()) {
                    events.forEach(this::see);
                }
                trouble = evidence.cut();
            } catch (IOException | UncheckedIOException e) {
                trouble = Optional.of("the evidence cannot be read: " + e.getMessage());
            }
            Map<String, Exhibit> shown = new TreeMap<>();
            proofs.forEach((rule, proof) -> shown.put(rule, exhibits.exhibit(proof)));
            Optional<CaptureExcerpt> capture = Optional.empty();
            Path file = new AttemptDirectory(directory).capture();
            try {
                if (Files.isRegularFile(file)) {
                    capture = room.capture() == 0 ? Optional.empty() : Optional.of(CaptureExcerpt.of(file, room));
                    slice(file, shown);
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
            return new EvidenceDigest(text, texts, stepPackets, filters, descriptors.toString(), capture, shown, latency, link,
                    talk.messages(), console.isEmpty() ? "" : TimelineText.HEADING + "\n" + console, trouble);
        }

        private void slice(Path file, Map<String, Exhibit> shown) throws IOException {
            Map<String, SortedMap<Long, Long>> pieces = new TreeMap<>();
            shown.forEach((rule, exhibit) -> {
                if (!exhibit.packets().isEmpty()) {
                    pieces.put(rule, exhibit.packets());
                }
            });
            Map<String, StoredStep> steps = new TreeMap<>();
            stepRanges.forEach((step, range) -> {
                String name = "step " + step.finished().firstEvent() + " " + step.finished().depth();
                if (room.capture() > 0 && steps.size() < MAX_STEP_CAPTURES && steps.putIfAbsent(name, step) == null) {
                    pieces.put(name, new TreeMap<>(Map.of(range[0], range[1])));
                    filters.put(step, "frame.number in {" + range[0] + ".." + range[1] + "}");
                }
            });
            if (!pieces.isEmpty()) {
                Map<String, byte[]> cut = CaptureSlice.of(file, pieces, COMMENT, room.slice());
                steps.forEach((name, step) -> {
                    if (cut.containsKey(name)) {
                        stepPackets.put(step, cut.remove(name));
                    }
                });
                cut.forEach((rule, pcapng) -> shown.computeIfPresent(rule, (_, e) -> e.withCapture(pcapng)));
            }
        }

        private static long consoleLines(Evidence evidence, int kept) throws IOException {
            if (evidence.size() <= kept) {
                return evidence.size();
            }
            try (Stream<Recorded> events = evidence.stream()) {
                return events.filter(recorded -> recorded.event() instanceof Event.ConsoleLine).count();
            }
        }

        private void see(Recorded recorded) {
            long before = exhibits.packets();
            long packet = before + recorded.event().packets();
            Supplier<String> line = () -> TimelineText.line(recorded, packet);
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
            exhibits.see(recorded, line);
            if (packet > before) {
                slices.keySet().stream().filter(step -> step.finished().outcome().isTrouble()
                        && recorded.sequence() >= step.finished().firstEvent()
                        && recorded.sequence() <= step.finished().lastEvent()).forEach(step -> stepRanges.merge(step,
                        new long[] {before + 1, packet}, (old, own) -> new long[] {old[0], own[1]}));
            }
            if (recorded.event() instanceof Event.ConsoleLine) {
                console.add(line);
            }
            if (room.lines() >= LINES_WITH_TALK) {
                talk.see(recorded);
            }
            latency.see(recorded);
            link.see(recorded);
        }
    }
}
