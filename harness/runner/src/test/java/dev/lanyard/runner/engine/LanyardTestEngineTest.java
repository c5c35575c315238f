package dev.lanyard.runner.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectDirectory;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

@Timeout(60)
class LanyardTestEngineTest {

    private static final String PASSING = "steps: [{usb.attach: {}}]\n";
    private static final String FAILING = "steps: [{usb.attach: {expect: {vendor-id: 0x1234}}}]\n";

    @TempDir
    private Path folder;

    private Path scenario(String name, String body) throws IOException {
        return Files.writeString(folder.resolve(name + ".scenario.yaml"), "scenario: " + name + "\n" + body);
    }

    private EngineTestKit.Builder engine() {
        return EngineTestKit.engine("lanyard").configurationParameter("lanyard.out", folder.resolve("out").toString());
    }

    private static List<String> names(List<Event> events) {
        return events.stream().map(e -> e.getTestDescriptor().getDisplayName()).sorted().toList();
    }

    /** The message of the only failed test. */
    private static String failure(EngineExecutionResults results) {
        return results.testEvents().failed().list().getFirst().getRequiredPayload(TestExecutionResult.class)
                .getThrowable().orElseThrow().getMessage();
    }

    @Test
    void aFileRunsOnEachAccessoryAsATestOfItsOwn() throws IOException {
        Path file = scenario("passing", PASSING);
        EngineExecutionResults results = engine().selectors(selectFile(file.toFile())).execute();
        results.testEvents().assertStatistics(s -> s.started(2).succeeded(2));
        List<String> names = names(results.testEvents().succeeded().list());
        assertTrue(names.getFirst().endsWith("passing @ emulated:ecm"), names::toString);
        assertTrue(names.getLast().endsWith("passing @ emulated:ncm"), names::toString);
    }

    @Test
    void buildToolsFindAClassAboveTheFiles() throws IOException {
        Path file = scenario("passing", PASSING);
        TestDescriptor test = engine().configurationParameter("lanyard.accessories", "emulated:ecm")
                .selectors(selectFile(file.toFile())).execute().testEvents().succeeded().list().getFirst()
                .getTestDescriptor();
        assertEquals(FileSource.from(file.toFile()), test.getSource().orElseThrow());
        assertTrue(test.getParent().orElseThrow().getSource().orElseThrow() instanceof ClassSource);
    }

    @Test
    void aFailureSaysWhatWasSeenAndWhereTheEvidenceIs() throws IOException {
        scenario("failing", FAILING);
        scenario("passing", PASSING);
        EngineExecutionResults results = engine().configurationParameter("lanyard.accessories", "emulated:ncm")
                .selectors(selectDirectory(folder.toFile())).execute();
        results.testEvents().assertStatistics(s -> s.succeeded(1).failed(1));
        String message = failure(results);
        assertTrue(message.contains("FAILED: usb.attach: vendor-id is 4617, expected == 4660"), message);
        assertTrue(message.contains("evidence: " + folder.resolve("out")), message);
    }

    @Test
    void aClosedGateIsASkippedTestWithItsReason() throws IOException {
        scenario("gated", "needs: {function: ncm}\n" + PASSING);
        EngineExecutionResults results = engine().configurationParameter("lanyard.accessories", "emulated:ecm")
                .selectors(selectDirectory(folder.toFile())).execute();
        results.testEvents().assertStatistics(s -> s.started(0).skipped(1));
        assertEquals("needs function: ncm, but profile emulated-ecm has function: ecm",
                results.testEvents().skipped().list().getFirst().getRequiredPayload(String.class));
    }

    @Test
    void anInvalidScenarioIsAFailedTestAndNotAnEmptySuite() throws IOException {
        scenario("broken", "steps: [{usb.atach: {}}]\n");
        EngineExecutionResults results = engine().selectors(selectDirectory(folder.toFile())).execute();
        results.testEvents().assertStatistics(s -> s.started(1).failed(1));
        engine().selectors(selectDirectory(Files.createDirectories(folder.resolve("empty")).toFile())).execute()
                .testEvents().assertStatistics(s -> s.started(1).failed(1));
    }

    @Test
    void aMarkedClassRunsTheSmokeSuiteOfTheProject() {
        EngineExecutionResults results = engine().selectors(selectClass(SmokeOnEmulatedAccessories.class)).execute();
        assertEquals(List.of(), results.testEvents().failed().list(), () -> failure(results));
        results.testEvents().assertStatistics(s -> s.started(2).succeeded(2));
        results.containerEvents().assertStatistics(s -> s.reportingEntryPublished(1));
    }

    @Test
    void oneTestCanBeRunAgainByItsId() {
        UniqueId id = UniqueId.forEngine("lanyard").append("suite", SmokeOnEmulatedAccessories.class.getName())
                .append("scenario", "smoke/attach-to-echo @ emulated:ecm");
        engine().selectors(selectUniqueId(id)).execute().testEvents().assertStatistics(s -> s.started(1).succeeded(1));
    }

    @Test
    void classesOfOtherEnginesAreLeftAlone() {
        engine().selectors(selectClass(LanyardTestEngineTest.class)).execute().allEvents()
                .assertStatistics(s -> s.started(1).succeeded(1));
    }
}
