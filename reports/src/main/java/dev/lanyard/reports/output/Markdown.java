package dev.lanyard.reports.output;

import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.run.Delta;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.reports.text.WholeFile;
import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.HostVerdict;
import dev.lanyard.rules.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The run in a few lines of Markdown (CommonMark with tables), for the page of a CI job. */
public final class Markdown {

    private static final int FINDINGS = 30;
    private static final int SCENARIOS = 30;

    private Markdown() {}

    public static void write(StoredRun run, Optional<Delta> delta, Path file) throws IOException {
        String text = of(run, delta);
        WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String of(StoredRun run, Optional<Delta> delta) {
        StringBuilder text = new StringBuilder("## Lanyard\n\n");
        List<AccessoryRun> accessories = AccessoryRun.of(run);
        run.cut().ifPresent(cut -> {
            text.append("**This run was cut:** ").append(escaped(cut));
            run.cutScenarios().forEach(s -> text.append("; in the middle of ").append(escaped(s.started().scenario())));
            text.append("\n\n");
        });
        hosts(text, accessories);
        findings(text, accessories);
        declared(text, accessories, Verdict.Kind.KNOWN_ISSUE, "Known issues");
        declared(text, accessories, Verdict.Kind.UNEXPECTED_PASS, "Unexpected passes");
        delta.ifPresent(d -> delta(text, d));
        scenarios(text, run);
        text.append("\n<sub>Lanyard ").append(escaped(run.started().map(RunEvent.RunStarted::harnessVersion)
                .orElse("?"))).append(", ").append(run.start()).append(". No certificate.</sub>\n");
        return text.toString();
    }

    private static void hosts(StringBuilder text, List<AccessoryRun> accessories) {
        text.append("| Accessory |");
        List<HostPlatform> hosts = AccessoryRun.hosts(accessories);
        hosts.forEach(host -> text.append(' ').append(host.title()).append(" |"));
        text.append("\n|---|").append("---|".repeat(hosts.size())).append('\n');
        for (AccessoryRun accessory : accessories) {
            text.append("| ").append(escaped(accessory.accessory())).append(" |");
            hosts.forEach(host -> text.append(' ').append(accessory.matrix().column(host)
                    .filter(HostMatrix.Column::concerns).map(column -> word(column.verdict()) + " (" + column.judged()
                            + "/" + column.counting() + ")").orElse("n/a")).append(" |"));
            text.append('\n');
        }
        text.append("\nIn parentheses: how many of the rules that matter there were judged.\n");
    }

    private static void findings(StringBuilder text, List<AccessoryRun> accessories) {
        record Found(AccessoryRun accessory, HostMatrix.Row row) {}
        List<Found> found = accessories.stream().flatMap(accessory -> accessory.matrix().findings().stream()
                        .map(row -> new Found(accessory, row)))
                .sorted(java.util.Comparator.comparing(Found::row, HostMatrix.WORST_FIRST)).toList();
        if (found.isEmpty()) {
            return;
        }
        text.append("\n### What to fix\n\n");
        for (Found one : found.subList(0, Math.min(FINDINGS, found.size()))) {
            HostMatrix.Row row = one.row();
            text.append("- ").append(row.verdict().kind() == Verdict.Kind.FAIL ? "❌ **" : "⚠️ **")
                    .append(row.rule().id()).append("** ");
            if (!row.affected().isEmpty()) {
                text.append('(').append(row.affected().stream().map(HostPlatform::title).collect(Collectors.joining(", ")))
                        .append(") ");
            }
            if (accessories.size() > 1) {
                text.append("on ").append(escaped(one.accessory().accessory())).append(": ");
            }
            text.append(escaped(row.verdict().reason())).append("  \n  Fix: ").append(escaped(row.rule().remediation()))
                    .append('\n');
        }
        if (found.size() > FINDINGS) {
            text.append("- and ").append(found.size() - FINDINGS).append(" more in report.html\n");
        }
    }

    /** What profiles declare, and whether it shows. */
    private static void declared(StringBuilder text, List<AccessoryRun> accessories, Verdict.Kind kind,
                                 String heading) {
        List<String> lines = accessories.stream().flatMap(accessory -> accessory.matrix().rows().stream()
                .filter(row -> row.verdict().kind() == kind)
                .map(row -> "- **" + row.rule().id() + "** " + (accessories.size() > 1 ? "on "
                        + escaped(accessory.accessory()) + ": " : "") + escaped(row.verdict().reason())
                        + '\n')).toList();
        if (!lines.isEmpty()) {
            text.append("\n### ").append(heading).append("\n\n");
            lines.stream().limit(FINDINGS).forEach(text::append);
        }
    }

    private static void delta(StringBuilder text, Delta delta) {
        text.append("\n### Since the baseline of ").append(delta.baseline()).append("\n\n");
        delta.inWords().forEach(line -> text.append("- ").append(escaped(line)).append('\n'));
    }

    private static void scenarios(StringBuilder text, StoredRun run) {
        text.append("\n### Scenarios\n\n").append(run.scenarios().stream()
                .collect(Collectors.groupingBy(StoredScenario::outcome, TreeMap::new, Collectors.counting()))
                .entrySet().stream().map(e -> e.getValue() + " " + Shown.outcome(e.getKey()))
                .collect(Collectors.joining(", "))).append('\n');
        List<StoredScenario> troubled = run.scenarios().stream().filter(s -> s.outcome().isTrouble()).toList();
        if (!troubled.isEmpty()) {
            text.append('\n');
        }
        troubled.stream().limit(SCENARIOS).forEach(s -> text.append("- ").append(Shown.outcome(s.outcome())).append(": ")
                .append(escaped(s.started().scenario())).append(": ").append(escaped(s.message())).append('\n'));
    }

    private static String word(HostVerdict verdict) {
        return switch (verdict) {
            case WORKS -> "✅ works";
            case WORKS_WITH_WARNINGS -> "⚠️ works, with warnings";
            case UNKNOWN -> "❔ unknown";
            case FAILS -> "❌ **fails**";
        };
    }

    /** {@code text} on one line, none of it markup, a link or a mention. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        Shown.text(text).replaceAll("\\s+", " ").strip().codePoints().forEach(c -> {
            if ("\\`*_{}[]()#+!|~<>&$".indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.appendCodePoint(c);
            // An invisible joiner keeps a name from becoming a mention or an address from becoming a link.
            if (c == '@') {
                escaped.append("\u2060");
            }
        });
        return escaped.toString().replace("://", ":\u2060//");
    }
}
