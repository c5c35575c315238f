package dev.lanyard.cli;

import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.HostVerdict;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Verdict;
import dev.lanyard.runner.profile.Transport;
import dev.lanyard.runner.run.RunResult;
import dev.lanyard.runner.run.ScenarioResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run means for each host platform: a table accessory × host, why something is unknown, and the findings with
 * their fixes, worst first. Plain text, at most {@link Wrapped#WIDTH} columns.
 */
public final class HostReport {

    private static final int ACCESSORY_COLUMNS = 32;
    private static final int HOST_COLUMNS = 17;
    private static final int GAP = 2;
    private static final int RULES_NAMED = 6;

    private final Map<String, HostMatrix> matrices = new LinkedHashMap<>();
    /** Whether {@code check} has nothing to add. */
    private final boolean checked;

    private HostReport(boolean checked) {
        this.checked = checked;
    }

    static HostReport of(RunResult result) {
        Map<String, List<Judgement>> byAccessory = new LinkedHashMap<>();
        Set<String> aware = new HashSet<>();
        for (ScenarioResult scenario : result.scenarios()) {
            String accessory = scenario.planned().accessory().toString();
            byAccessory.computeIfAbsent(accessory, _ -> new ArrayList<>()).addAll(scenario.judgements());
            if (scenario.planned().profile().transport() == Transport.WIFI_AWARE) {
                aware.add(accessory);
            }
        }
        return of(byAccessory, aware, result.scenarios().stream()
                .anyMatch(scenario -> CheckCommand.isWhole(scenario.planned().scenario().suite())));
    }

    public static HostReport of(Map<String, ? extends Collection<Judgement>> byAccessory) {
        return of(byAccessory, Set.of(), true);
    }

    private static HostReport of(Map<String, ? extends Collection<Judgement>> byAccessory, Set<String> aware,
                                 boolean checked) {
        HostReport report = new HostReport(checked);
        byAccessory.forEach((accessory, judgements) -> report.matrices.put(accessory,
                HostMatrix.of(Catalogue.concerning(judgements.stream().map(j -> j.verdict().rule()).distinct().toList(),
                        aware.contains(accessory)), Judgement.worstByRule(judgements))));
        return report;
    }

    /** How many rules have which verdict, over all accessories: the worst of each rule on each. */
    Map<Verdict.Kind, Long> counts() {
        return matrices.values().stream().flatMap(matrix -> matrix.rows().stream())
                .collect(Collectors.groupingBy(row -> row.verdict().kind(), TreeMap::new, Collectors.counting()));
    }

    /** Whether some binding rule could not be judged, or none was, so that a host's verdict is open. */
    boolean isOpen() {
        return matrices.values().stream().anyMatch(matrix -> matrix.columns().stream()
                .noneMatch(HostMatrix.Column::concerns) || !unknown(matrix).isEmpty());
    }

    /** Prints nothing where no rule was judged. */
    public void print(PrintWriter out) {
        if (matrices.values().stream().allMatch(matrix -> matrix.rows().isEmpty())) {
            return;
        }
        table(out);
        matrices.forEach((accessory, matrix) -> unknown(out, accessory, matrix));
        findings(out);
        declared(out, Verdict.Kind.KNOWN_ISSUE, "Known issues");
        declared(out, Verdict.Kind.UNEXPECTED_PASS, "Unexpected passes");
    }

    /** What profiles declare, and whether it shows. */
    private void declared(PrintWriter out, Verdict.Kind kind, String heading) {
        List<String> lines = new ArrayList<>();
        matrices.forEach((accessory, matrix) -> matrix.rows().stream().filter(row -> row.verdict().kind() == kind)
                .forEach(row -> lines.add(row.rule().id() + " "
                        + (matrices.size() > 1 ? "(" + Printable.line(accessory) + ") " : "")
                        + Printable.line(row.verdict().reason()))));
        if (!lines.isEmpty()) {
            out.println();
            out.println(heading);
            lines.forEach(line -> out.println(Wrapped.after("  ", line)));
        }
    }

    /** A table for each kind of accessory: no host has a word on both. */
    private void table(PrintWriter out) {
        Map<List<HostPlatform>, Map<String, HostMatrix>> byHosts = new LinkedHashMap<>();
        matrices.forEach((accessory, matrix) -> byHosts
                .computeIfAbsent(matrix.hosts(), _ -> new LinkedHashMap<>()).put(accessory, matrix));
        byHosts.forEach((hosts, accessories) -> {
            out.println();
            int width = hosts.stream().mapToInt(host -> host.title().length() + GAP).reduce(HOST_COLUMNS, Math::max);
            out.println(line("Accessory", width, hosts.stream().map(HostPlatform::title)));
            accessories.forEach((accessory, matrix) -> {
                out.println(line(shortened(accessory), width, matrix.columns().stream().map(Words::of)));
                out.println(line("  rules judged", width, matrix.columns().stream().map(column -> column.concerns()
                        ? column.judged() + " of " + column.counting() : "")));
            });
        });
    }

    private static String line(String first, int width, Stream<String> cells) {
        return (padded(first, ACCESSORY_COLUMNS) + cells.map(cell -> padded(cell, width))
                .collect(Collectors.joining())).stripTrailing();
    }

    private static List<HostMatrix.Column> unknown(HostMatrix matrix) {
        return matrix.columns().stream().filter(column -> column.concerns()
                && column.verdict() == HostVerdict.UNKNOWN).toList();
    }

    private void unknown(PrintWriter out, String accessory, HostMatrix matrix) {
        List<HostMatrix.Column> open = unknown(matrix);
        if (open.isEmpty() || matrix.rows().isEmpty()) {
            return;
        }
        List<String> rules = open.stream().flatMap(column -> column.deciding().stream()).map(row -> row.rule().id())
                .distinct().toList();
        String named = String.join(", ", rules.stream().limit(RULES_NAMED).toList())
                + (rules.size() > RULES_NAMED ? " and " + (rules.size() - RULES_NAMED) + " more" : "");
        String hosts = Words.listed(open.stream().map(HostMatrix.Column::host).toList());
        boolean none = open.stream().allMatch(column -> column.judged() == 0);
        out.println(Wrapped.after("  ", Printable.line(accessory) + ": unknown for " + hosts + ", because "
                + (!rules.isEmpty() ? "the evidence does not show enough for " + named + "."
                        : none ? "no rule that counts there was judged."
                                : "fewer than half of the rules that count there were judged; none of these is "
                                        + "broken." + (checked ? "" : " To judge all: ./lanyard check "
                                                + Printable.line(accessory)))));
    }

    private record Found(String accessory, HostMatrix.Row row) {}

    private void findings(PrintWriter out) {
        List<Found> findings = new ArrayList<>();
        matrices.forEach((accessory, matrix) ->
                matrix.findings().forEach(row -> findings.add(new Found(accessory, row))));
        findings.sort(Comparator.comparing(Found::row, HostMatrix.WORST_FIRST));
        String heading = "";
        for (Found found : findings) {
            String own = heading(found.row());
            if (!own.equals(heading)) {
                out.println();
                out.println(own);
                heading = own;
            }
            boolean failed = found.row().verdict().kind() == Verdict.Kind.FAIL;
            out.println(Wrapped.after("  " + (failed ? "FAIL " : "warn "), found.row().rule().id() + " "
                    + (matrices.size() > 1 ? "(" + Printable.line(found.accessory()) + ") " : "")
                    + Printable.line(found.row().reason())));
            out.println(Wrapped.after("       Fix: ", found.row().rule().remediation()));
        }
        if (!findings.isEmpty()) {
            out.println();
            out.println("All about a rule: ./lanyard explain " + findings.getFirst().row().rule().id());
        }
    }

    private static String heading(HostMatrix.Row row) {
        String hosts = Words.listed(row.affected());
        boolean failed = row.verdict().kind() == Verdict.Kind.FAIL;
        if (hosts.isEmpty() && !row.hosts().isEmpty()) {
            return "Breaks the specification; " + Words.listed(row.hosts()) + " bears it";
        }
        if (hosts.isEmpty()) {
            return failed ? "Breaks the specification; no host platform is known to need it"
                    : "Advice; no host platform is known to need it";
        }
        return (failed ? "Breaks " : "Warnings for ") + hosts;
    }

    private static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(1, columns - text.length()));
    }

    /** The end of a name tells more than its beginning. */
    private static String shortened(String accessory) {
        String line = Printable.line(accessory);
        int most = ACCESSORY_COLUMNS - 1;
        return line.length() <= most ? line : "…" + line.substring(line.length() - most + 1);
    }
}
