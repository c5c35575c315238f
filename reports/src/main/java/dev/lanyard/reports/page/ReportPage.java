package dev.lanyard.reports.page;

import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.picture.Pictures;
import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.text.Markup;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.reports.text.WholeFile;
import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.HostVerdict;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code report.html}: what a run means, on one page that needs no network and no other file. Its content security
 * policy (W3C CSP 3) lets only its own style sheet and its own script work, known by their hashes.
 */
public final class ReportPage {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String[][] SECTIONS = {{"verdict", "Does it work?"}, {"fix", "What to fix"},
        {"matrix", "Rules and hosts"}, {"declared", "Declared"}, {"delta", "Baseline"}, {"scenarios", "Scenarios"},
        {"statement", "Statement"}};
    private static final String[][] FILES = {{"allure.html", "Every step (Allure)"}, {"summary.md", "Markdown"},
        {"verdicts.json", "JSON"}, {"junit.xml", "JUnit"}, {"results.sarif", "SARIF"}, {"matrix.csv", "CSV"},
        {"statement.txt", "Statement"}};

    private ReportPage() {}

    /** Puts the page in the place of {@code file}. */
    public static void write(PageContent content, Path file) throws IOException {
        WholeFile.write(file, out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
            try {
                document(new Markup(writer), content);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            writer.flush();
        });
    }

    private static void document(Markup out, PageContent content) {
        String style = resource("report.css") + Pictures.style();
        String script = resource("report.js");
        String policy = "default-src 'none'; style-src 'sha256-" + hash(style) + "'; script-src 'sha256-" + hash(script)
                + "'; img-src data:; form-action 'none'; base-uri 'none'";
        out.raw("<!DOCTYPE html>\n").within("html", () -> {
            out.within("head", () -> {
                out.open("meta", "charset", "utf-8");
                out.open("meta", "http-equiv", "Content-Security-Policy", "content", policy);
                out.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
                out.open("meta", "name", "color-scheme", "content", "light dark");
                out.element("title", headline(content) + " – Lanyard");
                out.raw("<style>" + style + "</style>");
            });
            out.within("body", () -> body(out, content, script));
        }, "lang", "en");
        out.raw("\n");
    }

    private static void body(Markup out, PageContent content, String script) {
        out.element("a", "Skip to what to fix", "href", "#fix", "class", "skip");
        out.within("header", () -> {
            out.element("p", "Lanyard report", "class", "brand");
            out.element("h1", headline(content));
            facts(out, content.run());
            cut(out, content.run());
            out.within("nav", () -> out.within("ul", () -> {
                for (String[] section : SECTIONS) {
                    if (isThere(section[0], content)) {
                        out.within("li", () -> out.element("a", section[1], "href", "#" + section[0]));
                    }
                }
                out.within("li", () -> out.element("a", FILES[0][1], "href", FILES[0][0], "class", "button"));
            }, "role", "list"), "aria-label", "Sections");
        });
        out.within("main", () -> {
            VerdictSection.write(out, content);
            FindingsSection.write(out, content);
            MatrixSection.write(out, content);
            ComparisonSections.declared(out, content);
            ComparisonSections.delta(out, content);
            ScenariosSection.write(out, content);
            StatementSection.write(out, content);
        });
        out.within("footer", () -> out.within("p", () -> {
            out.text("The same for programs: ");
            for (String[] file : FILES) {
                out.element("a", file[1], "href", file[0]).raw(" ");
            }
        }));
        out.raw("<script>" + script + "</script>");
    }

    private static boolean isThere(String section, PageContent content) {
        return switch (section) {
            case "delta" -> content.delta().isPresent();
            case "declared" -> content.accessories().stream().anyMatch(a -> a.declared().isPresent());
            default -> true;
        };
    }

    /** The answer in one sentence. */
    static String headline(PageContent content) {
        List<HostMatrix.Column> columns = content.accessories().stream().map(AccessoryRun::matrix)
                .flatMap(matrix -> matrix.columns().stream()).filter(column -> column.counting() > 0).toList();
        List<String> failing = hosts(columns, HostVerdict.FAILS);
        if (!failing.isEmpty()) {
            List<String> working = Stream.of(HostPlatform.values()).filter(host -> columns.stream()
                            .filter(c -> c.host() == host).allMatch(c -> c.verdict().compareTo(HostVerdict.UNKNOWN) < 0))
                    .filter(host -> columns.stream().anyMatch(c -> c.host() == host)).map(HostPlatform::title).toList();
            return "Fails on " + joined(failing) + (working.isEmpty() ? ""
                    : ", works on " + joined(working));
        }
        if (content.run().cut().isPresent()) {
            return "Cut before its end; nothing that a host needs was broken until then";
        }
        List<String> unknown = hosts(columns, HostVerdict.UNKNOWN);
        boolean broken = content.run().scenarios().stream()
                .anyMatch(s -> s.outcome() == dev.lanyard.evidence.Outcome.FAILED);
        if (broken) {
            return "Scenarios failed, though no rule that a host needs is broken";
        }
        if (!unknown.isEmpty()) {
            boolean thin = columns.stream().filter(c -> c.verdict() == HostVerdict.UNKNOWN)
                    .allMatch(c -> c.isThin() && c.judged() > 0 && c.open() == 0);
            return columns.stream().anyMatch(c -> c.verdict() != HostVerdict.UNKNOWN)
                    ? "Nothing broken, but not known for " + joined(unknown)
                    : thin ? "Nothing broken in what was judged, which is too little to know" : "Unknown on every host";
        }
        return hosts(columns, HostVerdict.WORKS_WITH_WARNINGS).isEmpty() ? "Works on every host"
                : "Works on every host, with warnings";
    }

    private static List<String> hosts(List<HostMatrix.Column> columns, HostVerdict verdict) {
        return columns.stream().filter(c -> c.verdict() == verdict).map(c -> c.host()).distinct().sorted()
                .map(HostPlatform::title).toList();
    }

    private static String joined(List<String> names) {
        return names.size() == 1 ? names.getFirst()
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    private static void facts(Markup out, StoredRun run) {
        String scenarios = run.scenarios().stream()
                .collect(Collectors.groupingBy(s -> s.outcome(), java.util.TreeMap::new, Collectors.counting()))
                .entrySet().stream().map(e -> e.getValue() + " " + Shown.outcome(e.getKey()))
                .collect(Collectors.joining(", "));
        Duration took = Duration.between(run.start(), run.end());
        out.element("p", TIME.format(run.start()) + ", " + Math.max(0, took.toMillis() / 100) / 10.0 + " s, Lanyard "
                + run.started().map(RunEvent.RunStarted::harnessVersion).map(Shown::name).orElse("of unknown version")
                + (scenarios.isEmpty() ? "" : ". Scenarios: " + scenarios), "class", "note");
        run.started().ifPresent(started -> out.within("p", () -> out.element("code", "lanyard "
                + Shown.text(String.join(" ", started.commandLine()))), "class", "command"));
    }

    private static void cut(Markup out, StoredRun run) {
        run.cut().ifPresent(cut -> out.within("div", () -> {
            out.element("p", "This run was cut: " + Shown.text(cut) + ". What is here is what was done until then.");
            if (!run.cutScenarios().isEmpty()) {
                out.element("p", "Cut in the middle of " + run.cutScenarios().stream()
                        .map(s -> Shown.name(s.started().scenario())).collect(Collectors.joining(", ")) + ".");
            }
        }, "class", "alert", "role", "note"));
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
