package dev.lanyard.reports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.reports.allure.AllureResults;
import dev.lanyard.reports.page.Material;
import dev.lanyard.reports.run.AccessoryRun;
import dev.lanyard.reports.run.History;
import dev.lanyard.reports.run.StoredRun;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.ExecutableItem;
import io.qameta.allure.model.FixtureResult;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Stage;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StepResult;
import io.qameta.allure.model.TestResult;
import io.qameta.allure.model.TestResultContainer;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read with Allure's own model. */
class AllureResultsTest {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    @TempDir
    static Path root;

    private static RunDirectory run;
    private static List<TestResult> results;

    @BeforeAll
    static void write() throws IOException {
        run = SyntheticRun.everyOutcome(root.resolve("run"));
        allure(run);
        results = read("-result.json", TestResult.class);
    }

    /** Unknown fields fail in {@link #read}; what its readers rely on must be there too. */
    @Test
    void everyFileKeepsAlluresModel() throws IOException {
        List<TestResultContainer> containers = read("-container.json", TestResultContainer.class);
        List<String> uuids = Stream.concat(results.stream().map(TestResult::getUuid),
                containers.stream().map(TestResultContainer::getUuid)).toList();
        assertEquals(uuids.size(), uuids.stream().distinct().count(), "uuids are not unique");
        for (TestResult result : results) {
            assertFalse(Stream.of(result.getUuid(), result.getHistoryId(), result.getTestCaseId(), result.getFullName(),
                    result.getName()).anyMatch(field -> field == null || field.isBlank()), result::toString);
            assertItem(result);
        }
        for (TestResultContainer container : containers) {
            assertTrue(container.getChildren().stream().allMatch(uuids::contains), container::getUuid);
            Stream.concat(container.getBefores().stream(), container.getAfters().stream())
                    .forEach(AllureResultsTest::assertItem);
        }
        try (Stream<Path> files = Files.list(run.allureResults())) {
            assertEquals(List.of(), files.map(f -> f.getFileName().toString()).filter(name -> !name.matches(
                    "[0-9a-f-]+-(result|container)\\.json|[0-9a-f-]+-attachment(\\.[a-z]+)?|categories\\.json|"
                            + "executor\\.json|environment\\.properties")).toList());
        }
    }

    /** Ended, in this order, with a status, all the way down; every attachment is there. */
    private static void assertItem(ExecutableItem item) {
        switch (item) {
            case TestResult r -> assertEnded(r.getName(), r.getStage(), r.getStatus(), r.getStart(), r.getStop());
            case StepResult r -> assertEnded(r.getName(), r.getStage(), r.getStatus(), r.getStart(), r.getStop());
            case FixtureResult r -> assertEnded(r.getName(), r.getStage(), r.getStatus(), r.getStart(), r.getStop());
            default -> throw new AssertionError(item);
        }
        for (Attachment attachment : item.getAttachments()) {
            assertTrue(Files.isRegularFile(run.allureResults().resolve(attachment.getSource())), attachment::getSource);
            assertTrue(attachment.getType().matches("[a-z]+/[a-z0-9.+-]+"), attachment::getType);
        }
        item.getSteps().forEach(AllureResultsTest::assertItem);
    }

    private static void assertEnded(String name, Stage stage, Status status, Long start, Long stop) {
        assertEquals(Stage.FINISHED, stage, name);
        assertTrue(status != null && start != null && stop != null && start <= stop, name);
    }

    @Test
    void everyOutcomeHasItsStatusAndReason() {
        assertEquals(Status.PASSED, only("ncm.attach-to-echo", "emulated:ncm").getStatus());
        TestResult failed = only("ncm.attach-to-echo", "usbip:127.0.0.1:3240/usbip-vudc.0");
        assertEquals(Status.FAILED, failed.getStatus());
        assertEquals("failed: no lease within 10 s: 3 DISCOVER sent, no answer\n"
                + "CDC-NOTIF-01 fail: no NetworkConnection within 1 s (events #7, #8)",
                failed.getStatusDetails().getMessage());
        assertEquals("NCM-NTB-01 warn: wSequence is always 0 (event #9)", failed.getStatusDetails().getTrace());
        TestResult gated = only("ecm.filter", "emulated:ncm");
        assertEquals(Status.SKIPPED, gated.getStatus());
        assertEquals("not applicable: needs function = ecm, it is ncm", gated.getStatusDetails().getMessage());
        assertEquals(Status.SKIPPED, only("ncm.after", "emulated:ncm").getStatus());
        assertEquals(Status.BROKEN, only("ncm.blind", "emulated:ncm").getStatus());
    }

    @Test
    void attemptsAreRetriesBehindAResultWithTheScenariosOwnOutcome() {
        List<TestResult> repeated = of("ncm.repeated", "emulated:ncm");
        assertEquals(4, repeated.size());
        assertEquals(1, repeated.stream().map(TestResult::getHistoryId).distinct().count());
        assertEquals(List.of(Status.FAILED, Status.PASSED, Status.PASSED, Status.FAILED),
                repeated.stream().map(TestResult::getStatus).toList());
        TestResult summary = repeated.getLast();
        assertEquals("failed: 2 of 3 attempts passed, 3 must", summary.getStatusDetails().getMessage());
        assertEquals(List.of(Status.FAILED, Status.PASSED, Status.PASSED),
                summary.getSteps().stream().map(StepResult::getStatus).toList());
        assertTrue(summary.getStart() > repeated.get(2).getStart());
    }

    @Test
    void historyTellsAccessoriesApartAndTestCasesDoNot() {
        TestResult one = only("ncm.attach-to-echo", "emulated:ncm");
        TestResult other = only("ncm.attach-to-echo", "usbip:127.0.0.1:3240/usbip-vudc.0");
        assertEquals(one.getTestCaseId(), other.getTestCaseId());
        assertNotEquals(one.getHistoryId(), other.getHistoryId());
        assertNotEquals(one.getUuid(), other.getUuid());
    }

    @Test
    void stepsAreNestedTimedAndShowArgumentsValuesAndEvents() {
        TestResult result = only("ncm.attach-to-echo", "emulated:ncm");
        assertEquals(List.of("group (outer)", "dhcp.lease (lease)", "rules judged on the evidence"),
                result.getSteps().stream().map(StepResult::getName).toList());
        StepResult inner = result.getSteps().getFirst().getSteps().getFirst();
        assertEquals("usb.set-interface (inner)", inner.getName());
        assertEquals(10, inner.getStop() - inner.getStart());
        assertEquals(List.of("within=10s", "→ host=192.168.7.1", "events=#6 to #7"), text(inner.getParameters()));
    }

    @Test
    void setupAndTeardownAreFixtures() throws IOException {
        TestResult result = only("ncm.attach-to-echo", "emulated:ncm");
        TestResultContainer container = read("-container.json", TestResultContainer.class).stream()
                .filter(c -> c.getChildren().equals(List.of(result.getUuid()))).findFirst().orElseThrow();
        assertEquals("usb.attach (attach)", container.getBefores().getFirst().getName());
        assertEquals("power.off", container.getAfters().getFirst().getName());
    }

    @Test
    void verdictsAreStepsWithTheirProof() {
        StepResult rules = only("ncm.attach-to-echo", "usbip:127.0.0.1:3240/usbip-vudc.0").getSteps().getLast();
        assertEquals(Status.FAILED, rules.getStatus());
        assertEquals(List.of("CDC-NOTIF-01 fail: no NetworkConnection within 1 s",
                "NCM-NTB-01 warn: wSequence is always 0"), rules.getSteps().stream().map(StepResult::getName).toList());
        assertEquals(List.of("proof=events #7, #8"), text(rules.getSteps().getFirst().getParameters()));
    }

    @Test
    void labelsAndParametersTellWhereAScenarioBelongs() {
        TestResult result = only("ncm.attach-to-echo", "emulated:ncm");
        assertEquals(List.of("parentSuite=emulated:ncm", "suite=smoke/ncm", "epic=Scenarios", "feature=smoke/ncm",
                "story=ncm.attach-to-echo", "tag=smoke", "severity=critical", "framework=lanyard",
                "thread=emulated:ncm"), result.getLabels().stream().map(AllureResultsTest::text).toList());
        assertEquals(List.of("smoke", "ncm"), result.getTitlePath());
        assertEquals(List.of("accessory=emulated:ncm", "profile=profile of emulated:ncm", "size=64B", "attempt=1"),
                text(result.getParameters()));
        assertTrue(result.getLinks().getFirst().getUrl().startsWith("./evidence/ncm.attach-to-echo-emulated-ncm-"));
    }

    @Test
    void aRuleIsAStoryOfItsDocumentAndSectionWithItsObligationsSeverity() {
        TestResult rule = results.stream().filter(r -> ("" + r.getFullName())
                .equals("CDC-NOTIF-01 on usbip:127.0.0.1:3240/usbip-vudc.0")).findFirst().orElseThrow();
        assertEquals(Status.FAILED, rule.getStatus());
        List<String> labels = rule.getLabels().stream().map(AllureResultsTest::text).toList();
        assertTrue(labels.containsAll(List.of("epic=CDC 1.20", "feature=CDC 1.20 §6.3.1", "story=CDC-NOTIF-01",
                "severity=critical", "subSuite=CDC-NOTIF")), labels::toString);
        assertTrue(rule.getLinks().stream().anyMatch(link -> link.getUrl().equals(
                "https://github.com/hathach/tinyusb/issues/311")), rule.getLinks()::toString);
    }

    @Test
    void attemptsThatDisagreeAreFlaky() {
        assertTrue(results.stream().filter(r -> ("" + r.getFullName()).equals("ncm.repeated on emulated:ncm"))
                .allMatch(r -> r.getStatusDetails().isFlaky()));
        assertFalse(only("ncm.attach-to-echo", "emulated:ncm").getStatusDetails().isFlaky());
    }

    @Test
    void evidenceIsAttached() throws IOException {
        TestResult result = only("ncm.attach-to-echo", "usbip:127.0.0.1:3240/usbip-vudc.0");
        assertEquals(List.of("timeline", "console", "descriptors", "capture.pcapng"),
                result.getAttachments().stream().map(Attachment::getName).toList());
        String timeline = content(result.getAttachments().get(0));
        assertTrue(timeline.contains("#7  notification NETWORK_CONNECTION"), timeline);
        String descriptors = content(result.getAttachments().get(2));
        assertTrue(descriptors.contains("wMaxSegmentSize") && descriptors.contains("1514"), descriptors);
        Path evidence = run.attempt("ncm.attach-to-echo @ usbip:127.0.0.1:3240/usbip-vudc.0", 1).capture();
        assertArrayEquals(Files.readAllBytes(evidence),
                Files.readAllBytes(run.allureResults().resolve(result.getAttachments().get(3).getSource())));
        StepResult failed = result.getSteps().get(1);
        String slice = content(failed.getAttachments().getFirst());
        assertTrue(slice.contains("#9 ") && slice.contains("#11 ") && !slice.contains("#8 "), slice);
    }

    @Test
    void linesOfTheConsoleAreAttachedWithTheirTimesAndSteerNothing() throws IOException {
        TestResult result = only("ncm.attach-to-echo", "emulated:ncm");
        Attachment console = result.getAttachments().stream().filter(a -> a.getName().equals("console")).findFirst()
                .orElseThrow();
        List<String> lines = content(console).lines().toList();
        assertEquals(3, lines.size(), lines::toString);
        assertTrue(lines.get(1).matches(" +[0-9.]+  console +#13  debug says: boot: .*"), lines.get(1));
        assertTrue(lines.get(2).contains("debug says: </script><script>") && lines.get(2).contains("\\u{1b}[31m"),
                lines.get(2));
        assertTrue(content(console).chars().allMatch(c -> c >= ' ' || c == '\n'), "a control character is left");
    }

    @Test
    void theRunIsDescribed() throws IOException {
        Properties environment = new Properties();
        environment.load(new StringReader(Files.readString(run.allureResults().resolve("environment.properties"))));
        assertEquals("Linux 6.1", environment.getProperty("os"));
        assertEquals("emulated:ncm, usbip:127.0.0.1:3240/usbip-vudc.0", environment.getProperty("Accessories"));
        JsonNode executor = MAPPER.readTree(run.allureResults().resolve("executor.json").toFile());
        assertEquals("Lanyard", executor.get("name").asText());
        JsonNode categories = MAPPER.readTree(run.allureResults().resolve("categories.json").toFile());
        for (TestResult result : results) {
            long matching = Stream.iterate(0, i -> i < categories.size(), i -> i + 1).map(categories::get)
                    .filter(c -> !c.has("flaky"))
                    .filter(c -> c.get("matchedStatuses").get(0).asText().equals(result.getStatus().value()))
                    .filter(c -> !c.has("messageRegex") || result.getStatusDetails().getMessage()
                            .matches(c.get("messageRegex").asText())).count();
            assertEquals(result.getStatus() == Status.PASSED ? 0 : 1, matching, result.getFullName());
        }
    }

    @Test
    void writingAgainGivesTheSameFiles() throws IOException {
        List<String> before = files();
        Files.writeString(run.allureResults().resolve("stale-result.json"), "{}");
        allure(run);
        assertEquals(before, files());
        assertFalse(before.isEmpty());
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(run.allureResults())) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static <T> List<T> read(String suffix, Class<T> type) throws IOException {
        List<T> read = new ArrayList<>();
        try (Stream<Path> files = Files.list(run.allureResults())) {
            for (Path file : files.filter(f -> f.toString().endsWith(suffix)).toList()) {
                read.add(MAPPER.readValue(file.toFile(), type));
            }
        }
        return read;
    }

    private static List<TestResult> of(String name, String accessory) {
        return results.stream().filter(r -> r.getFullName().equals(name + " on " + accessory))
                .sorted(Comparator.comparing(TestResult::getStart)).toList();
    }

    private static TestResult only(String name, String accessory) {
        List<TestResult> found = of(name, accessory);
        assertEquals(1, found.size(), name);
        return found.getFirst();
    }

    private static String content(Attachment attachment) throws IOException {
        return Files.readString(run.allureResults().resolve(attachment.getSource()));
    }

    private static List<String> text(List<Parameter> parameters) {
        return parameters.stream().map(p -> p.getName() + "=" + p.getValue()).toList();
    }

    private static String text(Label label) {
        return label.getName() + "=" + label.getValue();
    }

    private static void allure(RunDirectory directory) throws IOException {
        StoredRun run = StoredRun.read(directory);
        AllureResults.write(run, History.none(), new Digests(run, Material.wantedBy(AccessoryRun.of(run)))::of,
                directory.allureResults());
    }
}
