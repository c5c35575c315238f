package dev.lanyard.reports.output;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.run.DeclaredFacts;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.reports.text.WholeFile;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was tested, with what, and what came out: for somebody who has to keep it.
 *
 * @param scope lines of name and value
 * @param files every file that the verdicts rest on
 */
public record TestStatement(List<Entry> scope, List<EvidenceHashes.Hashed> files) {

    /** What such a statement is not. */
    public static final String NO_CERTIFICATE = "This is a record of measurements. It is no certificate: it does not "
            + "state that the accessory conforms to a specification, and it replaces no certification programme of "
            + "the USB-IF, the Wi-Fi Alliance or a platform vendor.";

    /** A line. */
    public record Entry(String name, String value) {}

    public static TestStatement of(StoredRun run) {
        List<Entry> scope = new ArrayList<>();
        scope.add(new Entry("Began", run.start().toString()));
        scope.add(new Entry("Ended", run.cut().map(cut -> "cut: " + cut).orElse(run.end().toString())));
        scope.add(new Entry("Harness", "Lanyard " + run.started().map(RunEvent.RunStarted::harnessVersion)
                .orElse("of unknown version") + ", catalogue of " + Catalogue.all().rules().size() + " rules"));
        run.started().ifPresent(s -> {
            scope.add(new Entry("Command", Shown.text(String.join(" ", s.commandLine()))));
            s.environment().forEach((k, v) -> scope.add(new Entry("Bench: " + Shown.name(k), Shown.text(v))));
        });
        for (AccessoryRun accessory : AccessoryRun.of(run)) {
            scope.add(new Entry("Accessory", Shown.text(accessory.accessory())));
            scope.add(new Entry("Profile", profile(accessory)));
            scope.add(new Entry("Firmware", firmware(accessory)));
            scope.add(new Entry("Scenarios", accessory.scenarios().stream()
                    .map(s -> Shown.name(s.started().suite() + "/" + s.started().name())).distinct()
                    .collect(Collectors.joining(", "))));
            scope.add(new Entry("Scenario totals", scenarios(accessory)));
            scope.add(new Entry("Rule totals", rules(accessory.matrix())));
            scope.add(new Entry("Hosts", accessory.matrix().columns().stream().filter(HostMatrix.Column::concerns)
                    .map(c -> c.host().title() + ": " + Shown.words(c.verdict()) + " (" + c.coverage() + ")").collect(Collectors.joining(", "))));
        }
        return new TestStatement(scope, EvidenceHashes.of(run));
    }

    private static String profile(AccessoryRun accessory) {
        String name = Shown.name(accessory.profile());
        return accessory.declared().map(d -> name + (d.file().isEmpty() ? "" : ", " + Shown.text(d.file()))
                + (d.sha256().isEmpty() ? ", SHA-256 unknown" : ", SHA-256 " + Shown.name(d.sha256()))).orElse(name);
    }

    /** What the profile says of it; a harness that only sees the wire can say no more. */
    private static String firmware(AccessoryRun accessory) {
        List<String> told = new ArrayList<>();
        accessory.declared().ifPresent(d -> d.declared().forEach((k, v) -> {
            if (k.startsWith("firmware")) {
                told.add(Shown.name(k) + " " + Shown.text(v));
            }
        }));
        DeclaredFacts.of(accessory).stream().filter(f -> f.name().startsWith("identity."))
                .forEach(f -> told.add(f.name().substring(9) + " " + (f.observed().isEmpty() ? f.declared()
                        : f.observed())));
        boolean hashed = told.stream().anyMatch(t -> t.startsWith("firmware"));
        return (told.isEmpty() ? "" : String.join(", ", told)) + (hashed ? "" : (told.isEmpty() ? "" : "; ")
                + "the profile names no firmware hash");
    }

    private static String scenarios(AccessoryRun accessory) {
        Map<Outcome, Long> counts = accessory.scenarios().stream().collect(Collectors.groupingBy(
                StoredRun.StoredScenario::outcome, () -> new EnumMap<>(Outcome.class), Collectors.counting()));
        return counts.entrySet().stream().map(e -> e.getValue() + " " + Shown.outcome(e.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String rules(HostMatrix matrix) {
        Map<Verdict.Kind, Long> counts = matrix.rows().stream().collect(Collectors.groupingBy(
                row -> row.verdict().kind(), () -> new EnumMap<>(Verdict.Kind.class), Collectors.counting()));
        return counts.isEmpty() ? "none judged" : counts.entrySet().stream()
                .map(e -> e.getValue() + " " + Shown.words(e.getKey())).collect(Collectors.joining(", "));
    }

    /** Writes it as plain text; the list of files is in the form that {@code sha256sum --check} reads. */
    public void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder("LANYARD TEST STATEMENT\n\n").append(NO_CERTIFICATE).append("\n\n");
        scope.forEach(entry -> text.append(entry.name()).append(": ").append(entry.value().replace("\n", " "))
                .append('\n'));
        text.append("\nSHA-256 of the evidence (sha256sum --check reads these lines in this folder):\n\n");
        files.forEach(f -> text.append(f.sha256().isEmpty() ? "unreadable" : f.sha256()).append("  ").append(f.path())
                .append('\n'));
        WholeFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
