package dev.lanyard.cli;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.runner.run.ProgressListener;
import dev.lanyard.runner.run.RunPlan;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows a run as it goes: a line for each finished scenario, each step that was not met and each new finding, and on a
 * terminal below them the tree of what runs now.
 */
final class Progress implements ProgressListener, AutoCloseable {

    /** How much is said. */
    enum Detail {
        /** Nothing while it runs. */
        QUIET,
        /** Scenarios; what is wrong comes in the end, when it is clear what is worst. */
        SCENARIOS,
        /** Also what was not met and what was found. */
        RULES,
        /** Every step and every verdict. */
        VERBOSE
    }

    private static final int TREES = 6;

    private final PrintWriter out;
    private final Detail detail;
    private final Screen screen;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Map<String, Instant> begun = new LinkedHashMap<>();
    private final Map<String, String> accessories = new LinkedHashMap<>();
    private final Set<String> findings = new HashSet<>();
    private final long start = System.nanoTime();
    private int planned;
    private int finished;

    /** A scenario that runs, with the steps inside one another that run in it. */
    private record Running(int attempt, Deque<Step> steps) {}

    private record Step(String name, String verb, long since) {}

    private Progress(PrintWriter out, Detail detail, Screen screen) {
        this.out = out;
        this.detail = detail;
        this.screen = screen;
        screen.show(this::tree);
    }

    /** On a terminal with the tree of what runs now; lines alone elsewhere. */
    static Progress on(PrintWriter out, Detail detail) {
        return new Progress(out, detail, detail == Detail.QUIET ? Screen.none(out) : Screen.of(out));
    }

    @Override
    public synchronized void planned(RunPlan plan) {
        planned = plan.scenarios().size();
        line("Running " + planned + (planned == 1 ? " scenario" : " scenarios") + " on "
                + plan.scenarios().stream().map(s -> s.accessory().toString()).distinct()
                        .map(Printable::line).collect(Collectors.joining(", ")), Screen.Colour.PLAIN);
    }

    @Override
    public synchronized void stepStarted(String scenario, int attempt, String step, String verb) {
        Running now = running.get(scenario);
        if (now == null || now.attempt() != attempt) {
            now = new Running(attempt, new ArrayDeque<>());
            running.put(scenario, now);
        }
        now.steps().addLast(new Step(step, verb, System.nanoTime()));
    }

    @Override
    public synchronized void event(RunEvent event) {
        switch (event) {
            case RunEvent.ScenarioStarted started -> {
                begun.put(started.scenario(), started.wallTime());
                accessories.put(started.scenario(), started.accessory());
            }
            case RunEvent.StepFinished step -> step(step);
            case RunEvent.RuleJudged judged -> judged(judged);
            case RunEvent.ScenarioFinished done -> {
                finished++;
                running.remove(done.scenario());
                line(scenarioLine(done), switch (done.outcome()) {
                    case PASSED -> Screen.Colour.GOOD;
                    case FAILED -> Screen.Colour.BAD;
                    case INCONCLUSIVE, INTERRUPTED -> Screen.Colour.WARNING;
                    case NOT_APPLICABLE, SKIPPED -> Screen.Colour.FAINT;
                });
            }
            default -> { }
        }
    }

    private void step(RunEvent.StepFinished step) {
        Running now = running.get(step.scenario());
        if (now != null) {
            now.steps().removeIf(one -> one.verb().equals(step.verb()) && one.name().equals(step.step()));
        }
        if (step.outcome() == Outcome.FAILED || step.outcome() == Outcome.INCONCLUSIVE) {
            line("    " + Printable.line(step.verb()) + ": " + Printable.line(step.message()),
                    step.outcome() == Outcome.FAILED ? Screen.Colour.BAD : Screen.Colour.WARNING);
        } else if (detail == Detail.VERBOSE) {
            line("    " + "  ".repeat(Math.clamp(step.depth(), 0, 8)) + Printable.line(step.verb()) + " "
                    + Words.of(step.outcome()) + " " + seconds(Duration.between(step.started(), step.ended()))
                    + (step.values().isEmpty() ? "" : " " + Printable.line(step.values().toString())),
                    Screen.Colour.FAINT);
        }
    }

    private void judged(RunEvent.RuleJudged judged) {
        boolean broken = judged.verdict().equals("FAIL") || judged.verdict().equals("WARN");
        boolean news = broken && findings.add(judged.rule() + " on " + accessories.get(judged.scenario()));
        if (news && detail != Detail.SCENARIOS || detail == Detail.VERBOSE) {
            line("    " + Printable.line(judged.rule()) + " "
                    + Printable.line(judged.verdict().toLowerCase(Locale.ROOT).replace('_', ' ')) + ": "
                    + Printable.line(judged.reason()), judged.verdict().equals("FAIL") ? Screen.Colour.BAD
                            : broken ? Screen.Colour.WARNING : Screen.Colour.FAINT);
        }
    }

    private String scenarioLine(RunEvent.ScenarioFinished done) {
        Instant begin = begun.remove(done.scenario());
        String time = begin == null ? "" : "  " + seconds(Duration.between(begin, done.wallTime()));
        String count = done.attempts() > 1 ? "  " + done.passed() + " of " + done.attempts() : "";
        return "%-14s %s%s%s%s".formatted(Words.of(done.outcome()), Printable.line(done.scenario()), count, time,
                done.message().isEmpty() || isTold(done) ? "" : "  — " + Printable.line(done.message()));
    }

    /** Whether the findings at the end tell it: once is enough. */
    private boolean isTold(RunEvent.ScenarioFinished done) {
        return detail == Detail.SCENARIOS && done.message().startsWith("rule ");
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    /** Puts a line between those of the run: a question to the person at the bench. */
    synchronized void say(String text) {
        screen.line(Printable.line(text), Screen.Colour.PLAIN);
    }

    private void line(String text, Screen.Colour colour) {
        if (detail != Detail.QUIET) {
            screen.line(text, colour);
        }
    }

    /** What runs now, as lines. */
    private synchronized List<String> tree() {
        List<String> lines = new ArrayList<>();
        if (running.isEmpty()) {
            return lines;
        }
        long now = System.nanoTime();
        double elapsed = (now - start) / 1e9;
        String left = finished == 0 ? "" : ", about " + clock(elapsed / finished * (planned - finished)) + " left";
        lines.add("[" + finished + "/" + planned + "] " + clock(elapsed) + left
                + (findings.isEmpty() ? "" : ", " + findings.size() + (findings.size() == 1 ? " finding" : " findings")));
        running.forEach((scenario, one) -> {
            if (lines.size() < 2 * TREES) {
                lines.add("  " + Printable.line(scenario) + (one.attempt() > 1 ? ", attempt " + one.attempt() : ""));
                String indent = "    ";
                for (Step step : one.steps()) {
                    lines.add(indent + "└ " + Printable.line(step.verb())
                            + (step.name().equals(step.verb()) ? "" : " (" + Printable.line(step.name()) + ")")
                            + String.format(Locale.ROOT, "  %.1f s", (now - step.since()) / 1e9));
                    indent += "  ";
                }
            }
        });
        return lines;
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 60 ? whole + " s" : "%d:%02d min".formatted(whole / 60, whole % 60);
    }

    /** Leaves the terminal clean. */
    synchronized void finish() {
        running.clear();
        screen.close();
        out.flush();
    }

    @Override
    public void close() {
        finish();
    }
}
