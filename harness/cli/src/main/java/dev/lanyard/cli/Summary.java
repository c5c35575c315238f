package dev.lanyard.cli;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.reports.run.Delta;
import dev.lanyard.runner.run.RunResult;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The last lines of a run: what it means for each host platform, how many of what, and where the report is. */
final class Summary {

    private Summary() {}

    /** @param delta what is other than in the baseline, where there is one */
    static void print(PrintWriter out, RunResult result, Optional<Delta> delta) {
        HostReport hosts = HostReport.of(result);
        hosts.print(out);
        List<String> scenarios = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            long count = result.scenarios().stream().filter(s -> s.outcome() == outcome).count();
            if (count > 0) {
                scenarios.add(count + " " + Words.of(outcome));
            }
        }
        List<String> rules = new ArrayList<>();
        hosts.counts().forEach((kind, count) -> rules.add(count + " " + Words.of(kind)));
        out.println();
        out.println("Scenarios: " + String.join(", ", scenarios));
        if (!rules.isEmpty()) {
            out.println("Rules:     " + String.join(", ", rules));
        }
        String head = "Baseline:  ";
        for (String line : delta.map(Delta::inWords).orElse(List.of())) {
            out.println(Wrapped.after(head, Printable.line(line)));
            head = " ".repeat(head.length());
        }
        RunDirectory directory = new RunDirectory(result.directory());
        out.println("Report:    " + (Files.exists(directory.reportHtml()) ? Home.relative(directory.reportHtml())
                : "none; ./lanyard report " + Home.relative(directory.root()) + " makes it"));
        out.println("Evidence:  " + Home.relative(directory.evidence()));
        out.flush();
    }
}
