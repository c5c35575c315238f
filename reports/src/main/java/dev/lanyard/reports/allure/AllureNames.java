package dev.lanyard.reports.allure;

import dev.lanyard.evidence.RunEvent;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import dev.lanyard.reports.text.Shown;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.TestResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The names, ids and labels of a scenario's results. Ids are made of names alone: the same scenario on the same
 * accessory has the same history in every run, and a report made again is the same report.
 */
final class AllureNames {

    private final StoredRun run;
    private final RunEvent.ScenarioStarted started;

    AllureNames(StoredRun run, StoredScenario scenario) {
        this.run = run;
        this.started = scenario.started();
    }

    /** A result with everything that does not depend on the attempt. */
    TestResult result(String part) {
        String name = Shown.name(started.name());
        String title = Shown.name(started.title());
        List<String> folders = Arrays.stream(suite().split("/")).filter(f -> !f.isBlank()).toList();
        TestResult result = new TestResult()
                .setUuid(uuid(part))
                .setTestCaseId(id("case", started.suite(), started.name()))
                .setHistoryId(id("history", started.suite(), started.name(), started.accessory(),
                        String.valueOf(started.parameters())))
                .setName(title.isEmpty() ? name : title)
                .setTestCaseName(name)
                .setFullName(name + " on " + Shown.name(started.accessory()))
                .setTitlePath(new ArrayList<>(folders))
                .setStage(Stage.FINISHED)
                .setLabels(labels());
        addParameter(result, "accessory", started.accessory());
        addParameter(result, "profile", started.profile());
        started.parameters().forEach((key, value) -> addParameter(result, key, value));
        return result;
    }

    void addParameter(TestResult result, String name, String value) {
        result.getParameters().add(parameter(name, value));
    }

    static Parameter parameter(String name, String value) {
        return new Parameter().setName(Shown.name(name)).setValue(Shown.text(value));
    }

    /** An id of one part of this scenario in this run. */
    String uuid(String part) {
        return id("result", run.start().toString(), started.scenario(), part);
    }

    private static String id(String... parts) {
        String joined = String.join("\u0000", Arrays.stream(parts).map(String::valueOf).toList());
        return UUID.nameUUIDFromBytes(joined.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private String suite() {
        return Shown.name(started.suite());
    }

    private List<Label> labels() {
        String name = Shown.name(started.name());
        List<Label> labels = new ArrayList<>();
        labels.add(label("parentSuite", Shown.name(started.accessory())));
        labels.add(label("suite", suite().isEmpty() ? "scenarios" : suite()));
        // Rules are stories of their own (AllureRules): a scenario of sixty rules would stand in sixty places.
        labels.add(label("epic", "Scenarios"));
        labels.add(label("feature", suite().isEmpty() ? "scenarios" : suite()));
        labels.add(label("story", name));
        started.tags().forEach(tag -> labels.add(label("tag", Shown.name(tag))));
        labels.add(label("severity", started.tags().contains("smoke") ? "critical" : "normal"));
        labels.add(label("framework", "lanyard"));
        // Allure's time line has a row per thread.
        labels.add(label("thread", Shown.name(started.accessory())));
        return labels;
    }

    private static Label label(String name, String value) {
        return new Label().setName(name).setValue(value);
    }
}
