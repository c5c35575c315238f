package dev.lanyard.cli;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.runner.run.ProgressListener;
import dev.lanyard.runner.run.RunPlan;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Shows a run as it goes: a line for each finished scenario and each step that was not met, and on a terminal below
 * them what runs now.
 */
final class Progress implements ProgressListener, AutoCloseable {

    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final int WIDTH = 100;

    private final PrintWriter out;
    private final boolean live;
    private final Detail detail;
    private final Map<String, String> running = new LinkedHashMap<>();
    private final Map<String, Instant> begun = new LinkedHashMap<>();
    private int planned;
    private int finished;

    /** What gets a line. */
    enum Detail {
        /** Finished scenarios and steps that were not met: the rules' findings come together at the end. */
        SCENARIOS,
        /** Also every finding of a rule as it is made. */
        RULES
    }

    private Progress(PrintWriter out, boolean live, Detail detail) {
        this.out = out;
        this.live = live;
        this.detail = detail;
    }

    static Progress on(PrintWriter out, Detail detail) {
        return new Progress(out, System.console() != null && System.console().isTerminal(), detail);
    }

    @Override
    public synchronized void planned(RunPlan plan) {
        planned = plan.scenarios().size();
        line("Running " + planned + (planned == 1 ? " scenario" : " scenarios") + " on "
                + plan.scenarios().stream().map(s -> s.accessory().toString()).distinct()
                        .collect(Collectors.joining(", ")));
    }

    @Override
    public synchronized void stepStarted(String scenario, int attempt, String step, String verb) {
        running.put(scenario, scenario + (attempt > 1 ? " attempt " + attempt : "") + " › " + verb);
        status();
    }

    @Override
    public synchronized void event(RunEvent event) {
        switch (event) {
            case RunEvent.ScenarioStarted started -> begun.put(started.scenario(), started.wallTime());
            case RunEvent.StepFinished step when step.outcome() == Outcome.FAILED
                    || step.outcome() == Outcome.INCONCLUSIVE ->
                    line("    " + step.verb() + ": " + Printable.line(step.message()));
            case RunEvent.RuleJudged judged when detail == Detail.RULES
                    && (judged.verdict().equals("FAIL") || judged.verdict().equals("WARN")) ->
                    line("    " + judged.rule() + " " + judged.verdict().toLowerCase(Locale.ROOT) + ": "
                            + Printable.line(judged.reason()));
            case RunEvent.ScenarioFinished done -> {
                finished++;
                running.remove(done.scenario());
                line(scenarioLine(done));
            }
            default -> { }
        }
    }

    private String scenarioLine(RunEvent.ScenarioFinished done) {
        Instant start = begun.remove(done.scenario());
        String time = start == null ? ""
                : String.format(Locale.ROOT, "  %.1f s", Duration.between(start, done.wallTime()).toMillis() / 1000.0);
        String count = done.attempts() > 1 ? "  " + done.passed() + " of " + done.attempts() : "";
        return "%-14s %s%s%s%s".formatted(Words.of(done.outcome()), Printable.line(done.scenario()), count, time,
                done.message().isEmpty() || isTold(done) ? "" : "  — " + Printable.line(done.message()));
    }

    /** Whether the findings at the end tell it: once is enough. */
    private boolean isTold(RunEvent.ScenarioFinished done) {
        return detail == Detail.SCENARIOS && done.message().startsWith("rule ");
    }

    /** Puts a line between those of the run: a question to the person at the bench. */
    synchronized void say(String text) {
        line(Printable.line(text));
    }

    private void line(String text) {
        out.println(live ? CLEAR_LINE + text : text);
        status();
    }

    private void status() {
        if (live && !running.isEmpty()) {
            String now = "[" + finished + "/" + planned + "] " + String.join(" | ", running.values());
            out.print(CLEAR_LINE + (now.length() > WIDTH ? now.substring(0, WIDTH - 1) + "…" : now));
        }
        out.flush();
    }

    /** Leaves the terminal clean. */
    synchronized void finish() {
        running.clear();
        if (live) {
            out.print(CLEAR_LINE);
        }
        out.flush();
    }

    @Override
    public void close() {
        finish();
    }
}
