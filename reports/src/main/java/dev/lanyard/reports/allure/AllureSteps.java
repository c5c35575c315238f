package dev.lanyard.reports.allure;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.digest.EvidenceDigest;
import dev.lanyard.reports.digest.Exhibit;
import dev.lanyard.reports.run.StoredRun.StoredAttempt;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import dev.lanyard.reports.run.StoredRun.StoredStep;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Verdict;
import io.qameta.allure.model.FixtureResult;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Steps, verdicts and outcomes in Allure's words. */
final class AllureSteps {

    private final EvidenceDigest digest;
    private final AllureAttachments attachments;
    private final String resultUuid;

    AllureSteps(EvidenceDigest digest, AllureAttachments attachments, String resultUuid) {
        this.digest = digest;
        this.attachments = attachments;
        this.resultUuid = resultUuid;
    }

    static Status status(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> Status.PASSED;
            case FAILED -> Status.FAILED;
            case INCONCLUSIVE, INTERRUPTED -> Status.BROKEN;
            case NOT_APPLICABLE, SKIPPED -> Status.SKIPPED;
        };
    }

    static Status status(Verdict.Kind kind) {
        return switch (kind) {
            case PASS, UNEXPECTED_PASS -> Status.PASSED;
            case FAIL -> Status.FAILED;
            case WARN, INCONCLUSIVE -> Status.BROKEN;
            case NOT_APPLICABLE, KNOWN_ISSUE -> Status.SKIPPED;
        };
    }

    /** What an attempt's page says at its top: the outcome and the broken rules; the other verdicts unfold below. */
    static StatusDetails details(Outcome outcome, String message, List<Verdict> verdicts,
                                 Optional<String> trouble) {
        List<String> more = new ArrayList<>();
        trouble.ifPresent(text -> more.add("evidence: " + Shown.text(text)));
        verdicts.stream().filter(v -> v.kind() != Verdict.Kind.PASS && v.kind() != Verdict.Kind.FAIL)
                .forEach(v -> more.add(sentence(v) + proof(v)));
        StatusDetails details = details(outcome, message, more);
        String broken = verdicts.stream().filter(v -> v.kind() == Verdict.Kind.FAIL)
                .map(v -> sentence(v) + proof(v)).collect(Collectors.joining("\n"));
        if (!broken.isEmpty()) {
            details.setMessage(noMarkup(Shown.sentence(outcome, message) + "\n" + broken));
        }
        return details;
    }

    static StatusDetails details(StoredScenario scenario) {
        List<String> more = scenario.attempts().stream()
                .map(a -> "attempt " + a.started().attempt() + ": " + Shown.sentence(a.outcome(), a.message()))
                .toList();
        return details(scenario.outcome(), scenario.message(), more);
    }

    private static StatusDetails details(Outcome outcome, String message, List<String> more) {
        StatusDetails details = new StatusDetails();
        if (outcome != Outcome.PASSED || message != null && !message.isBlank()) {
            details.setMessage(noMarkup(Shown.sentence(outcome, message)));
        }
        if (!more.isEmpty()) {
            details.setTrace(noMarkup(String.join("\n", more)));
        }
        return details;
    }

    /** Allure's page takes messages and traces for HTML in one place and for text in others: no text may be a tag. */
    static String noMarkup(String text) {
        return text.replaceAll("<(?=[A-Za-z/!?])", "\u2039");
    }

    /** The outermost steps of a phase, with those inside them. */
    List<StepResult> ofPhase(StoredAttempt attempt, String phase) {
        return attempt.steps().stream().filter(step -> isOf(step, phase)).map(this::step)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    List<FixtureResult> fixtures(StoredAttempt attempt, String phase) {
        List<FixtureResult> fixtures = new ArrayList<>();
        for (StepResult step : ofPhase(attempt, phase)) {
            fixtures.add(new FixtureResult().setName(step.getName()).setStatus(step.getStatus())
                    .setStatusDetails(step.getStatusDetails()).setStage(step.getStage()).setSteps(step.getSteps())
                    .setAttachments(step.getAttachments()).setParameters(step.getParameters())
                    .setStart(step.getStart()).setStop(step.getStop()));
        }
        return fixtures;
    }

    /** Every phase that is neither setup nor teardown counts as the scenario's own steps, so that none is lost. */
    private static boolean isOf(StoredStep step, String phase) {
        String own = step.finished().phase();
        boolean fixture = "setup".equals(own) || "teardown".equals(own);
        return phase.equals("steps") ? !fixture : phase.equals(own);
    }

    private StepResult step(StoredStep step) {
        RunEvent.StepFinished finished = step.finished();
        StepResult result = new StepResult()
                .setName(name(finished))
                .setStatus(status(finished.outcome()))
                .setStage(Stage.FINISHED)
                .setStart(finished.started().toEpochMilli())
                .setStop(finished.ended().toEpochMilli())
                .setParameters(parameters(finished))
                .setSteps(step.children().stream().map(this::step).collect(Collectors.toCollection(ArrayList::new)))
                .setStatusDetails(details(finished.outcome(), finished.message(), List.of()));
        String slice = digest.slices().get(step);
        if (slice != null) {
            attachments.text(result, resultUuid, "timeline of this step", slice);
        }
        byte[] packets = digest.packets().get(step);
        if (packets != null) {
            attachments.capture(result, resultUuid, "packets of this step; in Wireshark of the whole capture: "
                    + digest.filters().get(step), packets);
        }
        return result;
    }

    private static String name(RunEvent.StepFinished step) {
        String id = Shown.name(step.step());
        String verb = Shown.name(step.verb());
        String name = id.isEmpty() || id.equals(verb) ? verb : verb + " (" + id + ")";
        String message = step.outcome() == Outcome.PASSED ? Shown.name(step.message()) : "";
        return message.isEmpty() ? name : name + ": " + message;
    }

    private static List<Parameter> parameters(RunEvent.StepFinished step) {
        List<Parameter> parameters = new ArrayList<>();
        step.arguments().forEach((k, v) -> parameters.add(AllureNames.parameter(k, v)));
        for (Map.Entry<String, String> value : step.values().entrySet()) {
            parameters.add(AllureNames.parameter("→ " + value.getKey(), value.getValue()));
        }
        if (step.lastEvent() > 0) {
            parameters.add(AllureNames.parameter("events", "#" + step.firstEvent() + " to #" + step.lastEvent()));
        }
        return parameters;
    }

    /** The verdicts on an attempt that say something as one step with a step for each. */
    Optional<StepResult> rules(StoredScenario scenario, StoredAttempt attempt) {
        List<Verdict> telling = scenario.telling(attempt);
        if (telling.isEmpty()) {
            return Optional.empty();
        }
        long end = attempt.end().toEpochMilli();
        List<StepResult> verdicts = new ArrayList<>();
        for (Verdict verdict : telling) {
            StepResult step = new StepResult().setName(sentence(verdict)).setStatus(status(verdict.kind()))
                    .setStage(Stage.FINISHED).setStart(end).setStop(end);
            if (!verdict.proof().isEmpty()) {
                step.getParameters().add(AllureNames.parameter("proof", events(verdict)));
            }
            Exhibit exhibit = digest.exhibits().get(verdict.rule());
            if (exhibit != null) {
                attachments.exhibit(step, resultUuid, verdict.rule(), exhibit);
            }
            verdicts.add(step);
        }
        Verdict worst = Judgement.worst(telling.stream().map(v -> new Judgement(v, true)).toList())
                .verdict();
        return Optional.of(new StepResult().setName("rules judged on the evidence").setStatus(status(worst.kind()))
                .setStage(Stage.FINISHED).setStart(end).setStop(end).setSteps(verdicts));
    }

    /** An attempt as a step of its scenario's summary. */
    static StepResult ofAttempt(StoredAttempt attempt) {
        return new StepResult()
                .setName("attempt " + attempt.started().attempt() + ": "
                        + Shown.name(Shown.sentence(attempt.outcome(), attempt.message())))
                .setStatus(status(attempt.outcome()))
                .setStage(Stage.FINISHED)
                .setStart(attempt.started().wallTime().toEpochMilli())
                .setStop(attempt.end().toEpochMilli());
    }

    private static String sentence(Verdict verdict) {
        return Shown.name(verdict.rule()) + " " + Shown.words(verdict.kind()) + ": " + Shown.text(verdict.reason());
    }

    private static String proof(Verdict verdict) {
        return verdict.proof().isEmpty() ? "" : " (" + events(verdict) + ")";
    }

    private static String events(Verdict verdict) {
        return Shown.text(verdict.proof().stream().map(n -> "#" + n)
                .collect(Collectors.joining(", ", verdict.proof().size() == 1 ? "event " : "events ", "")));
    }
}
