package dev.lanyard.reports.allure;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.reports.digest.EvidenceDigest;
import dev.lanyard.reports.run.History;
import dev.lanyard.reports.run.StoredRun;
import dev.lanyard.reports.run.StoredRun.StoredAttempt;
import dev.lanyard.reports.run.StoredRun.StoredScenario;
import dev.lanyard.reports.text.Shown;
import io.qameta.allure.AllureResultsWriteException;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.model.FixtureResult;
import io.qameta.allure.model.TestResult;
import io.qameta.allure.model.TestResultContainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The run as Allure results. Every attempt is a result of its own. Where a scenario has several, or none, one more
 * result tells the scenario's outcome; it carries the latest time, so that Allure shows it and keeps the attempts as
 * its retries: the outcome of a repeated scenario is not that of its last attempt.
 */
public final class AllureResults {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final StoredRun run;
    private final FileSystemResultsWriter writer;
    private final AllureAttachments attachments;
    private final History history;
    private final BiFunction<StoredScenario, StoredAttempt, EvidenceDigest> digests;

    private AllureResults(StoredRun run, History history,
                          BiFunction<StoredScenario, StoredAttempt, EvidenceDigest> digests, Path folder) {
        this.run = run;
        this.history = history;
        this.digests = digests;
        this.writer = new FileSystemResultsWriter(folder);
        this.attachments = new AllureAttachments(run, writer);
    }

    /**
     * Replaces the results in {@code folder}.
     *
     * @param digests reads an attempt's evidence
     */
    public static void write(StoredRun run, History history,
                             BiFunction<StoredScenario, StoredAttempt, EvidenceDigest> digests, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        deleteFiles(folder);
        try {
            AllureResults results = new AllureResults(run, history, digests, folder);
            for (StoredScenario scenario : run.scenarios()) {
                results.scenario(scenario);
            }
            AllureRules.write(run, results.writer);
        } catch (AllureResultsWriteException e) {
            throw new IOException(e.getMessage(), e);
        }
        writeCategories(folder);
        writeEnvironment(run, folder);
        writeExecutor(run, folder);
    }

    private void scenario(StoredScenario scenario) {
        AllureNames names = new AllureNames(run, scenario);
        List<TestResult> results = new ArrayList<>();
        for (StoredAttempt attempt : scenario.attempts()) {
            results.add(attempt(names, scenario, attempt));
        }
        if (results.size() != 1) {
            writer.write(summary(names, scenario, results));
        }
    }

    private TestResult attempt(AllureNames names, StoredScenario scenario, StoredAttempt attempt) {
        int number = attempt.started().attempt();
        boolean only = scenario.attempts().size() == 1;
        TestResult result = names.result("attempt " + number)
                .setStart(attempt.started().wallTime().toEpochMilli())
                .setStop(attempt.end().toEpochMilli());
        names.addParameter(result, "attempt", Integer.toString(number));
        // The scenario's own outcome may be worse: rules are judged after the attempt.
        Outcome outcome = only ? scenario.outcome() : attempt.outcome();
        String message = only && scenario.finished().isPresent() ? scenario.message() : attempt.message();
        result.setStatus(AllureSteps.status(outcome));
        EvidenceDigest digest = digests.apply(scenario, attempt);
        result.setStatusDetails(AllureSteps.details(outcome, message, scenario.telling(attempt), digest.trouble())
                .setFlaky(history.isFlaky(scenario)));

        AllureSteps steps = new AllureSteps(digest, attachments, result.getUuid());
        result.setSteps(steps.ofPhase(attempt, "steps"));
        steps.rules(scenario, attempt).ifPresent(result.getSteps()::add);
        attachments.attach(result, digest);
        attachments.link(result, scenario, attempt);
        fixtures(names, result, steps, attempt);
        writer.write(result);
        return result;
    }

    private void fixtures(AllureNames names, TestResult result, AllureSteps steps, StoredAttempt attempt) {
        List<FixtureResult> befores = steps.fixtures(attempt, "setup");
        List<FixtureResult> afters = steps.fixtures(attempt, "teardown");
        if (!befores.isEmpty() || !afters.isEmpty()) {
            writer.write(new TestResultContainer()
                    .setUuid(names.uuid("container of attempt " + attempt.started().attempt()))
                    .setName(result.getName())
                    .setChildren(new ArrayList<>(List.of(result.getUuid())))
                    .setBefores(befores)
                    .setAfters(afters)
                    .setStart(result.getStart())
                    .setStop(result.getStop()));
        }
    }

    private TestResult summary(AllureNames names, StoredScenario scenario, List<TestResult> attempts) {
        long start = attempts.stream().mapToLong(a -> a.getStart() + 1).max()
                .orElse(scenario.started().wallTime().toEpochMilli());
        TestResult result = names.result("summary")
                .setStart(start)
                .setStop(Math.max(start, scenario.end().toEpochMilli()))
                .setStatus(AllureSteps.status(scenario.outcome()))
                .setStatusDetails(AllureSteps.details(scenario).setFlaky(history.isFlaky(scenario)));
        if (!attempts.isEmpty()) {
            names.addParameter(result, "attempts", attempts.size() + " of " + scenario.started().repeat()
                    + ", " + scenario.started().require() + " must pass");
            result.setDescriptionHtml("Each attempt stands under <b>Retries</b>, with its steps and evidence.");
        }
        result.setSteps(scenario.attempts().stream().map(AllureSteps::ofAttempt)
                .collect(Collectors.toCollection(ArrayList::new)));
        for (StoredAttempt attempt : scenario.attempts()) {
            attachments.link(result, scenario, attempt);
        }
        return result;
    }

    /** Only files: a {@code history} folder that somebody put there for trends stays. */
    private static void deleteFiles(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /** @param flaky null where it does not matter */
    private record Category(String name, List<String> matchedStatuses, String messageRegex, Boolean flaky) {}

    /** Allure takes the first one that fits. */
    private static final List<Category> CATEGORIES = List.of(
            new Category("Flaky", List.of("failed", "broken", "passed"), null, true),
            new Category("Rule broken", List.of("failed"), "(?s)^fail:.*", null),
            new Category("Scenario failed", List.of("failed"), "(?s)^failed.*", null),
            new Category("Recommendation or quality not met", List.of("broken"), "(?s)^warn:.*", null),
            new Category("Blind observer", List.of("broken"), "(?s).*harness was blind.*", null),
            new Category("Inconclusive: bench or permissions, or nothing to see", List.of("broken"),
                    "(?s)^inconclusive(?!.*harness was blind).*", null),
            new Category("Interrupted", List.of("broken"), "(?s)^interrupted.*", null),
            new Category("Known issue", List.of("skipped"), "(?s)^known issue.*", null),
            new Category("Not applicable", List.of("skipped"), "(?s)^not applicable.*", null),
            new Category("Not run", List.of("skipped"), "(?s)^skipped.*", null));

    private static void writeCategories(Path folder) throws IOException {
        List<Map<String, Object>> json = new ArrayList<>();
        for (Category category : CATEGORIES) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", category.name());
            fields.put("matchedStatuses", category.matchedStatuses());
            if (category.messageRegex() != null) {
                fields.put("messageRegex", category.messageRegex());
            }
            if (category.flaky() != null) {
                fields.put("flaky", category.flaky());
            }
            json.add(fields);
        }
        MAPPER.writerWithDefaultPrettyPrinter().writeValue(folder.resolve("categories.json").toFile(), json);
    }

    private static void writeEnvironment(StoredRun run, Path folder) throws IOException {
        Properties environment = new Properties();
        run.started().ifPresent(started -> {
            started.environment().forEach((k, v) -> environment.setProperty(Shown.name(k), Shown.name(v)));
            environment.setProperty("Lanyard", Shown.name(started.harnessVersion()));
            environment.setProperty("Command", Shown.name(String.join(" ", started.commandLine())));
        });
        environment.setProperty("Accessories", run.scenarios().stream()
                .map(s -> Shown.name(s.started().accessory())).distinct().collect(Collectors.joining(", ")));
        run.cut().ifPresent(cut -> environment.setProperty("Cut", cut));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        environment.store(text, null);
        // The store begins with a comment that tells the time of writing, by which equal reports would differ.
        Files.writeString(folder.resolve("environment.properties"),
                text.toString(StandardCharsets.ISO_8859_1).replaceFirst("^#.*\\R", ""));
    }

    private static void writeExecutor(StoredRun run, Path folder) throws IOException {
        Map<String, Object> executor = new LinkedHashMap<>();
        executor.put("name", "Lanyard");
        executor.put("type", "lanyard");
        executor.put("buildName", "run of " + run.start());
        executor.put("reportName", "Lanyard");
        MAPPER.writerWithDefaultPrettyPrinter().writeValue(folder.resolve("executor.json").toFile(), executor);
    }
}
