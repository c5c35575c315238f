package dev.lanyard.cli.lint;

import dev.lanyard.cli.Version;
import dev.lanyard.cli.Words;
import dev.lanyard.evidence.AttemptDirectory;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.FileRecorder;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.RunLog;
import dev.lanyard.reports.ReportWriter;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Verdict;
import dev.lanyard.rules.air.AirFrame;
import dev.lanyard.rules.air.Device;
import dev.lanyard.rules.air.FrameKind;
import dev.lanyard.rules.lint.Ability;
import dev.lanyard.rules.lint.PinStory;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The report of captures: each becomes evidence as that of a run is, so that the same pages are made of both. Devices
 * are what accessories are there, and what phones will do with them are the steps. Of a long capture the first frames
 * are kept, which is where findings are shown.
 */
final class LintReport {

    private static final int MAX_FRAMES = 20_000;
    /** Beacons repeat themselves and would fill what room there is. */
    private static final int MAX_BEACONS = 200;
    private static final int MAX_DEVICES = 50;
    private static final Pattern FRAME = Pattern.compile("\\bframe [0-9]+");

    private final RunDirectory run;
    private final List<Captured> captured = new ArrayList<>();

    private LintReport(RunDirectory run) {
        this.run = run;
    }

    /** Begins a report in {@code folder}, which must hold no run. */
    static LintReport in(Path folder) throws IOException {
        return new LintReport(RunDirectory.create(folder));
    }

    /** Where the frames of a capture go while it is judged. */
    Captured capture(Path file) {
        Captured one = new Captured(file, run.attempt("capture " + (captured.size() + 1), 1));
        captured.add(one);
        return one;
    }

    /** The evidence of one capture. */
    static final class Captured implements AutoCloseable {
        private final Path file;
        private final AttemptDirectory directory;
        private final Map<Long, Long> events = new HashMap<>();
        private final Map<MacAddress, Integer> beacons = new HashMap<>();
        private FileRecorder recorder;
        private long startNanos;
        private Optional<IOException> failure = Optional.empty();

        Captured(Path file, AttemptDirectory directory) {
            this.file = file;
            this.directory = directory;
        }

        /** Keeps a frame that was judged. */
        void add(AirFrame frame) {
            boolean full = events.size() >= MAX_FRAMES || failure.isPresent() || frame.kind() == FrameKind.BEACON
                    && beacons.merge(frame.transmitter(), 1, Integer::sum) > MAX_BEACONS;
            if (full) {
                return;
            }
            try {
                if (recorder == null) {
                    begin(frame.nanos());
                }
                events.put(frame.number(), recorder.record(Math.max(0, frame.nanos() - startNanos), "air",
                        new Event.AirFrame(true, frame.frequencyMhz().orElse(0), 0, frame.octets())));
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }

        private void begin(long epochNanos) throws IOException {
            startNanos = epochNanos;
            recorder = FileRecorder.open(directory, new Stopped(start()));
            recorder.record(0, "lint", new Event.AttemptStarted("lint " + file.getFileName(), 1, "capture", "none",
                    start()));
        }

        private Instant start() {
            return Instant.ofEpochSecond(startNanos / 1_000_000_000L, startNanos % 1_000_000_000L);
        }

        @Override
        public void close() throws IOException {
            if (recorder != null) {
                recorder.close();
            }
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }

    /** Time that a capture tells and no clock does. */
    private record Stopped(Instant wallTime) implements MonotonicClock {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void sleep(Duration duration) {
            throw new IllegalStateException("nothing waits in a capture");
        }
    }

    /** Writes the run of {@code linted}, in the order of {@link #capture}, and its reports. */
    void write(List<Linted> linted, Set<HostPlatform> hosts, List<String> commandLine, ExitCode exitCode)
            throws IOException {
        for (Captured one : captured) {
            one.close();
        }
        Instant start = captured.stream().filter(one -> one.recorder != null).map(Captured::start)
                .min(Instant::compareTo).orElse(Instant.EPOCH);
        try (RunLog log = RunLog.create(run)) {
            log.append(new RunEvent.RunStarted(start, Version.TEXT, commandLine, Map.of()));
            for (int i = 0; i < linted.size(); i++) {
                if (captured.get(i).recorder != null) {
                    new Writer(log, captured.get(i), linted.get(i), hosts).devices();
                }
            }
            log.append(new RunEvent.RunFinished(start, exitCode.code()));
        }
        ReportWriter.write(run.root());
    }

    /** Writes what a capture shows of each device. */
    private final class Writer {
        private final RunLog log;
        private final Captured capture;
        private final Linted linted;
        private final Set<HostPlatform> hosts;

        Writer(RunLog log, Captured capture, Linted linted, Set<HostPlatform> hosts) {
            this.log = log;
            this.capture = capture;
            this.linted = linted;
            this.hosts = hosts;
        }

        void devices() throws IOException {
            for (Device device : linted.air().air().devices().stream().limit(MAX_DEVICES).toList()) {
                device(device);
            }
        }

        private void device(Device device) throws IOException {
            String name = "" + capture.file.getFileName();
            String accessory = device.nmi() + (captured.size() > 1 ? " in " + name : "");
            String scenario = "lint/" + capture.directory.path().getParent().getFileName() + " @ " + accessory;
            List<Verdict> verdicts = verdicts(device);
            boolean broken = verdicts.stream().anyMatch(verdict -> verdict.kind() == Verdict.Kind.FAIL);
            Outcome outcome = broken ? Outcome.FAILED : Outcome.PASSED;
            Instant start = capture.start();
            log.append(new RunEvent.ScenarioStarted(start, scenario, name, capture.file.toString(), "lint",
                    "What the capture shows of " + device.nmi(), accessory, "none", List.of(),
                    verdicts.stream().map(Verdict::rule).toList(), 1, 1, Map.of()));
            log.append(new RunEvent.AttemptStarted(start, scenario, 1, run.relative(capture.directory.path())));
            for (HostPlatform host : Ability.hosts(hosts)) {
                for (Ability.Answer answer : Ability.of(linted.air().air(), device, host, linted.rules()).values()) {
                    step(scenario, start, host.title() + ": "
                            + answer.ability().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            switch (answer.certainty()) {
                                case YES, LIKELY -> Outcome.PASSED;
                                case UNKNOWN -> Outcome.INCONCLUSIVE;
                                case NO -> Outcome.FAILED;
                            }, answer.because());
                }
            }
            Optional<String> pin = PinStory.of(linted.air().air(), device);
            if (pin.isPresent()) {
                step(scenario, start, "PIN", Outcome.PASSED, pin.get());
            }
            for (Verdict verdict : verdicts) {
                log.append(new RunEvent.RuleJudged(scenario, 1, verdict.rule(), verdict.kind().name(), verdict.reason(),
                        verdict.proof()));
            }
            String message = broken ? verdicts.stream().filter(v -> v.kind() == Verdict.Kind.FAIL)
                    .map(v -> v.rule() + " is broken: " + v.reason()).findFirst().orElseThrow() : "";
            log.append(new RunEvent.AttemptFinished(start, scenario, 1, outcome, message));
            log.append(new RunEvent.ScenarioFinished(start, scenario, outcome, message, broken ? 0 : 1, 1));
        }

        private void step(String scenario, Instant at, String name, Outcome outcome, String message) throws IOException {
            log.append(new RunEvent.StepFinished(at, at, scenario, 1, "steps", 0, name, name, Map.of(), outcome,
                    message, Map.of(), 0, 0));
        }

        /** One verdict for each rule that the device's frames could break: the first breach tells. */
        private List<Verdict> verdicts(Device device) {
            Map<String, List<Linted.Finding>> byRule = new TreeMap<>();
            linted.findings(device).forEach(finding -> byRule.computeIfAbsent(finding.rule().id(),
                    _ -> new ArrayList<>()).add(finding));
            Map<String, Verdict> verdicts = new LinkedHashMap<>();
            for (Rule rule : linted.rules()) {
                List<Linted.Finding> findings = byRule.getOrDefault(rule.id(), List.of());
                if (!findings.isEmpty()) {
                    long frames = findings.stream().mapToLong(finding -> finding.breach().count()).sum();
                    Verdict first = findings.getFirst().verdict();
                    // The report has a capture of its own, whose frames have other numbers.
                    String reason = FRAME.matcher(first.reason()).replaceAll(frame -> Matcher.quoteReplacement(
                            frame.group() + " of " + capture.file.getFileName()));
                    verdicts.put(rule.id(), new Verdict(rule.id(), first.kind(), reason
                            + (frames > 1 ? " (" + frames + " frames)" : ""), findings.stream()
                            .flatMap(finding -> finding.breach().places().stream())
                            .map(place -> capture.events.get(place.frame())).filter(Objects::nonNull).sorted().distinct()
                            .toList()));
                } else if (device.keeps(rule.id())) {
                    verdicts.put(rule.id(), new Verdict(rule.id(), Verdict.Kind.PASS, "kept in every frame", List.of()));
                }
            }
            return List.copyOf(verdicts.values());
        }
    }
}
