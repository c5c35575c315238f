package dev.lanyard.reports.allure;

import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.text.Shown;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Verdict;
import io.qameta.allure.AllureResultsWriter;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Link;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.StepResult;
import io.qameta.allure.model.TestResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every rule that a run judged on an accessory as a result of its own: document, section and rule are its epic, feature
 * and story, its obligation the severity, the threads about it its links.
 */
final class AllureRules {

    private static final Pattern THREAD = Pattern.compile("([A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+)#([0-9]+)");
    private static final int ATTEMPTS = 40;

    private AllureRules() {}

    static void write(StoredRun run, AllureResultsWriter writer) {
        for (AccessoryRun accessory : AccessoryRun.of(run)) {
            accessory.rules().values().forEach(judged -> Catalogue.all().rule(judged.id())
                    .ifPresent(rule -> writer.write(result(run, accessory, rule, judged))));
        }
    }

    private static TestResult result(StoredRun run, AccessoryRun accessory, Rule rule,
                                     AccessoryRun.JudgedRule judged) {
        long start = run.start().toEpochMilli();
        TestResult result = new TestResult()
                .setUuid(id("rule result", run.start().toString(), rule.id(), accessory.accessory(),
                        accessory.profile()))
                .setTestCaseId(id("rule", rule.id()))
                .setHistoryId(id("rule history", rule.id(), accessory.accessory()))
                .setName(rule.id() + ": " + rule.sentence())
                .setTestCaseName(rule.id())
                .setFullName(rule.id() + " on " + Shown.name(accessory.accessory()))
                .setTitlePath(new ArrayList<>(List.of("rules", family(rule))))
                .setStage(Stage.FINISHED)
                .setStart(start)
                .setStop(start)
                .setStatus(AllureSteps.status(judged.worst().kind()))
                .setDescription("**Fix:** " + rule.remediation() + "\n\n**Source:** " + rule.source())
                .setLabels(labels(accessory, rule));
        result.getParameters().add(AllureNames.parameter("accessory", accessory.accessory()));
        result.getParameters().add(AllureNames.parameter("profile", accessory.profile()));
        result.setStatusDetails(new StatusDetails()
                .setMessage(AllureSteps.noMarkup(Shown.words(judged.worst().kind()) + ": "
                        + Shown.text(judged.worst().reason())))
                .setFlaky(judged.isFlaky()));
        for (String thread : rule.fieldFailures()) {
            Matcher matcher = THREAD.matcher(thread);
            if (matcher.matches()) {
                result.getLinks().add(new Link().setName(thread).setType("issue")
                        .setUrl("https://github.com/" + matcher.group(1) + "/issues/" + matcher.group(2)));
            }
        }
        judged.judged().stream().limit(ATTEMPTS).forEach(one -> result.getSteps().add(new StepResult()
                .setName(Shown.name(one.scenario().started().scenario()) + ", attempt "
                        + one.attempt().started().attempt() + ": " + Shown.words(one.verdict().kind()) + ": "
                        + Shown.text(one.verdict().reason()))
                .setStatus(AllureSteps.status(one.verdict().kind())).setStage(Stage.FINISHED)
                .setStart(start).setStop(start)));
        return result;
    }

    private static List<Label> labels(AccessoryRun accessory, Rule rule) {
        List<Label> labels = new ArrayList<>(List.of(
                label("parentSuite", Shown.name(accessory.accessory())), label("suite", "rules"),
                label("subSuite", family(rule)),
                label("epic", rule.source().document()),
                label("feature", rule.source().section().isEmpty() ? rule.source().document()
                        : rule.source().document() + " " + rule.source().section()),
                label("story", rule.id()), label("severity", severity(rule.obligation())),
                label("framework", "lanyard"), label("thread", Shown.name(accessory.accessory()))));
        rule.hosts().stream().sorted().map(HostPlatform::name)
                .forEach(host -> labels.add(label("tag", host.toLowerCase(Locale.ROOT))));
        return labels;
    }

    /** Allure's severities, from blocker to minor. */
    static String severity(Obligation obligation) {
        return switch (obligation) {
            case HOST_REQUIRED -> "blocker";
            case MUST -> "critical";
            case RECOMMENDED -> "normal";
            case QUALITY -> "minor";
        };
    }

    private static String family(Rule rule) {
        return rule.id().replaceAll("-[0-9]+$", "");
    }

    private static Label label(String name, String value) {
        return new Label().setName(name).setValue(value);
    }

    private static String id(String... parts) {
        return UUID.nameUUIDFromBytes(String.join("\u0000", parts).getBytes(StandardCharsets.UTF_8)).toString();
    }
}
