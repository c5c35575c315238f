package dev.lanyard.reports.page;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.digest.Dialogue;
import dev.lanyard.reports.digest.LinkHistory;
import dev.lanyard.reports.picture.LinkStrip;
import dev.lanyard.reports.run.StoredRun.StoredAttempt;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import dev.lanyard.reports.run.StoredRun.StoredStep;
import dev.lanyard.reports.text.Markup;
import dev.lanyard.reports.text.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Every scenario with its steps: what is not as it should be first. */
final class ScenariosSection {

    private static final int DETAILED = 250;
    private static final int ATTEMPTS = 6;

    private final Markup out;
    private final PageContent content;
    private int detailed;

    private ScenariosSection(Markup out, PageContent content) {
        this.out = out;
        this.content = content;
    }

    static void write(Markup out, PageContent content) {
        new ScenariosSection(out, content).section();
    }

    private void section() {
        List<StoredScenario> scenarios = content.run().scenarios().stream()
                .sorted(Comparator.comparingInt(s -> rank(s.outcome()))).toList();
        out.within("section", () -> {
            out.element("h2", "Scenarios", "id", "scenarios-title");
            out.within("p", () -> out.text(scenarios.size() + (scenarios.size() == 1 ? " scenario. " : " scenarios. "))
                    .element("a", "Every step, with its attachments (Allure)", "href", "allure.html"));
            out.within("div", () -> out.within("ul", () -> scenarios.forEach(this::scenario), "class", "scenarios",
                    "role", "list"));
        }, "id", "scenarios", "aria-labelledby", "scenarios-title");
    }

    private static int rank(Outcome outcome) {
        return switch (outcome) {
            case FAILED -> 0;
            case INTERRUPTED -> 1;
            case INCONCLUSIVE -> 2;
            case PASSED -> 3;
            case SKIPPED -> 4;
            case NOT_APPLICABLE -> 5;
        };
    }

    private static String style(Outcome outcome) {
        return switch (outcome) {
            case FAILED -> "bad";
            case INTERRUPTED, INCONCLUSIVE -> "open";
            case PASSED -> "ok";
            case SKIPPED, NOT_APPLICABLE -> "none";
        };
    }

    private void scenario(StoredScenario scenario) {
        boolean folds = !scenario.attempts().isEmpty() && detailed++ < DETAILED;
        out.within("li", () -> {
            if (folds) {
                out.within("details", () -> {
                    out.within("summary", () -> head(scenario));
                    body(scenario);
                });
            } else {
                out.within("div", () -> head(scenario), "class", "plain");
            }
        }, "class", style(scenario.outcome()));
    }

    private void head(StoredScenario scenario) {
        RunEvent.ScenarioStarted started = scenario.started();
        out.element("span", Shown.outcome(scenario.outcome()), "class", "badge").raw(" ");
        out.element("b", Shown.name(started.suite().isEmpty() ? started.name() : started.suite() + "/" + started.name()));
        out.element("span", " on " + Shown.name(started.accessory()));
        if (scenario.isCut()) {
            out.raw(" ").element("span", "cut: the run ended in the middle of it", "class", "chip");
        }
        if (content.history().isFlaky(scenario)) {
            out.raw(" ").element("span", "flaky", "class", "chip");
        }
        String time = scenario.attempts().isEmpty() ? ""
                : seconds(Duration.between(started.wallTime(), scenario.end()));
        String count = scenario.attempts().size() > 1 ? scenario.passed() + " of " + scenario.attempts().size()
                + " attempts passed, " : "";
        out.element("span", " " + count + time, "class", "note");
        if (scenario.outcome() != Outcome.PASSED && !scenario.message().isBlank()) {
            out.raw("<br>").element("span", Shown.text(scenario.message()), "class", "note");
        }
        List<Outcome> earlier = content.history().outcomes(scenario);
        if (earlier.size() > 1) {
            out.raw("<br>").within("span", () -> {
                out.text("Last " + earlier.size() + " runs, oldest first: ");
                earlier.forEach(o -> out.element("span", o == Outcome.PASSED ? "✓" : o == Outcome.FAILED ? "✗" : "?",
                        "class", "dot " + style(o), "title", Shown.outcome(o)));
            }, "class", "note");
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", Math.max(0, duration.toMillis()) / 1000.0);
    }

    private void body(StoredScenario scenario) {
        link(scenario);
        List<StoredAttempt> shown = scenario.attempts().stream()
                .sorted(Comparator.comparing(a -> a.outcome() == Outcome.PASSED)).limit(ATTEMPTS).toList();
        for (StoredAttempt attempt : shown) {
            if (scenario.attempts().size() > 1) {
                out.element("h4", "Attempt " + attempt.started().attempt() + ": "
                        + Shown.name(Shown.sentence(attempt.outcome(), attempt.message())));
            }
            steps(attempt);
            content.material().latency(attempt).ifPresent(picture -> out.within("figure", () ->
                    out.within("div", () -> out.raw(picture), "class", "scroll", "tabindex", "0", "role", "region",
                            "aria-label", "Round-trip times")));
            talk(attempt);
            Links.evidence(content.run(), scenario, attempt).ifPresent(href ->
                    out.within("p", () -> out.element("a", "Evidence of attempt " + attempt.started().attempt(), "href",
                            href)));
        }
        if (scenario.attempts().size() > shown.size()) {
            out.element("p", (scenario.attempts().size() - shown.size()) + " more attempts stand in Allure's report.",
                    "class", "note");
        }
    }

    /** Folded inside: its conversations, and what its consoles said. */
    private void talk(StoredAttempt attempt) {
        Map<Dialogue, String> ladders = content.material().ladders(attempt);
        if (!ladders.isEmpty()) {
            out.within("details", () -> {
                out.element("summary", "Conversations: " + ladders.keySet().stream().map(Dialogue::title)
                        .collect(Collectors.joining(", ")));
                ladders.forEach((dialogue, picture) -> out.within("figure", () -> {
                    out.element("figcaption", dialogue.title());
                    out.within("div", () -> out.raw(picture), "class", "scroll", "tabindex", "0", "role", "region",
                            "aria-label", dialogue.title());
                }));
            });
        }
        content.material().console(attempt).ifPresent(lines -> out.within("details", () -> {
            out.element("summary", "Console");
            out.within("div", () -> out.element("pre", lines), "class", "scroll", "tabindex", "0", "role", "region",
                    "aria-label", "Lines of the serial console");
        }));
    }

    /** Where there is something to compare. */
    private void link(StoredScenario scenario) {
        List<LinkStrip.Row> rows = new ArrayList<>();
        for (StoredAttempt attempt : scenario.attempts()) {
            List<LinkHistory.Attachment> attachments = content.material().link(attempt);
            for (int i = 0; i < attachments.size(); i++) {
                rows.add(new LinkStrip.Row(attempt.started().attempt() + (attachments.size() > 1 ? "." + (i + 1) : ""),
                        attachments.get(i)));
            }
        }
        if (rows.size() > 1) {
            out.within("figure", () -> out.within("div", () -> out.raw(LinkStrip.of(rows)), "class", "scroll", "tabindex",
                    "0", "role", "region", "aria-label", "Link state in each attachment"));
        }
    }

    private void steps(StoredAttempt attempt) {
        if (attempt.steps().isEmpty()) {
            out.element("p", "No step ended.", "class", "note");
            return;
        }
        out.within("ol", () -> attempt.steps().forEach(this::step), "class", "steps");
    }

    private void step(StoredStep step) {
        RunEvent.StepFinished finished = step.finished();
        out.within("li", () -> {
            out.element("code", Shown.name(finished.verb()));
            if (finished.step() != null && !finished.step().equals(finished.verb())) {
                out.text(" (" + Shown.name(finished.step()) + ")");
            }
            out.element("span", " " + Shown.outcome(finished.outcome()) + ", "
                    + seconds(Duration.between(finished.started(), finished.ended())), "class", "v "
                    + style(finished.outcome()));
            if (finished.message() != null && !finished.message().isBlank()) {
                out.raw("<br>").element("span", Shown.text(finished.message()), "class", "note");
            }
            if (!step.children().isEmpty()) {
                out.within("ol", () -> step.children().forEach(this::step), "class", "steps");
            }
        });
    }
}
