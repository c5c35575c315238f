package dev.lanyard.runner.run;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.RunLog;
import dev.lanyard.rules.Judgement;
import dev.lanyard.rules.Verdict;
import dev.lanyard.runner.scenario.Scenario;
import dev.lanyard.runner.scenario.ScenarioLoader;
import dev.lanyard.runner.step.StepCatalogue;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ScenarioRunnerTest {

    private final FakeAccessory.Provider provider = new FakeAccessory.Provider(false);
    private final FakeAccessory.Provider single = new FakeAccessory.Provider(true);
    private final Accessories accessories = new Accessories(List.of(provider, single));
    private final Cancellation cancellation = new Cancellation();
    private Judge judge = (rules, evidence, profile, _) -> rules.stream()
            .map(id -> new Verdict(id, Verdict.Kind.PASS, "seen", List.of(1L))).toList();

    private List<String> moreRules = List.of();

    @TempDir
    private Path folder;

    @BeforeEach
    void profile() throws IOException {
        ToyStep.SEEN.clear();
        Files.createDirectories(folder.resolve("profiles"));
        Files.writeString(folder.resolve("profiles/fake.yaml"), """
                profile: fake
                accessories: ["fake:one", "fake:two", "single:one"]
                transport: usb
                function: ecm
                """);
    }

    private RunPlan plan(List<String> accessories, String... scenarios) throws IOException, InvalidInputException {
        Path suite = Files.createDirectories(folder.resolve("scenarios"));
        for (int i = 0; i < scenarios.length; i++) {
            Files.writeString(suite.resolve(i + Scenario.SUFFIX), "scenario: s" + i + "\n" + scenarios[i]);
        }
        return RunPlan.build(new ScenarioLoader(StepCatalogue.of(List.of(new ToyStep())), Set.of("R-1", "R-2")),
                this.accessories, List.of(suite), accessories.stream().map(AccessorySpec::parse).toList(),
                RunOptions.defaults(folder.resolve("profiles")));
    }

    private RunResult run(RunPlan plan) throws IOException {
        return new ScenarioRunner(accessories, judge, moreRules, MonotonicClock.system())
                .run(plan, folder.resolve("out"), ProgressListener.none(), cancellation);
    }

    private ScenarioResult only(String scenario) throws IOException, InvalidInputException {
        RunResult result = run(plan(List.of("fake:one"), scenario));
        assertEquals(1, result.scenarios().size());
        assertEquals(0, provider.open.get(), "connections left open");
        assertEquals(0, provider.made.get(), "accessories left open");
        return result.scenarios().getFirst();
    }

    private List<RunEvent> log() throws IOException {
        return RunLog.read(new RunDirectory(folder.resolve("out"))).events();
    }

    private List<Outcome> stepOutcomes() throws IOException {
        return log().stream().filter(RunEvent.StepFinished.class::isInstance)
                .map(e -> ((RunEvent.StepFinished) e).outcome()).toList();
    }

    @Test
    void aScenarioWhoseStepsPassPasses() throws Exception {
        RunResult result = run(plan(List.of("fake:one"), """
                setup: [{toy.do: {what: attach}}]
                steps:
                  - toy.do: {what: pass, text: hello, save: {said: text}}
                  - toy.do: {what: note, text: "${said} again"}
                """));
        assertEquals(ExitCode.PASSED, result.exitCode());
        assertEquals(0, provider.open.get(), "what is attached must be given back without a teardown");
        Evidence evidence = Evidence.read(new RunDirectory(folder.resolve("out")).attempt("scenarios/s0", 1).path()
                .getParent().getParent().resolve(onlyEvidenceFolder()).resolve("1"));
        assertTrue(evidence.events().stream().anyMatch(e -> e.event() instanceof Event.Note note
                && note.text().equals("hello again")));
        assertEquals(Optional.of("PASSED"), evidence.ended().map(Event.AttemptEnded::outcome));
    }

    private String onlyEvidenceFolder() throws IOException {
        try (var folders = Files.list(folder.resolve("out/evidence"))) {
            return folders.findFirst().orElseThrow().getFileName().toString();
        }
    }

    @Test
    void aStepThatFailsEndsTheStepsAndTeardownStillRunsItemByItem() throws Exception {
        ScenarioResult result = only("""
                steps:
                  - toy.do: {what: fail}
                  - toy.do: {what: pass, text: never}
                teardown:
                  - toy.do: {what: bench, text: first}
                  - toy.do: {what: pass, text: second}
                """);
        assertEquals(Outcome.FAILED, result.outcome());
        assertEquals("toy.do: it is red", result.message());
        assertEquals(List.of(Outcome.FAILED, Outcome.SKIPPED, Outcome.INCONCLUSIVE, Outcome.PASSED), stepOutcomes());
        assertTrue(!ToyStep.SEEN.containsKey("never"));
    }

    @Test
    void aSetupThatFailsSkipsTheSteps() throws Exception {
        ScenarioResult result = only("""
                setup: [{toy.do: {what: bench}}]
                steps: [{toy.do: {what: pass}}]
                """);
        assertEquals(Outcome.INCONCLUSIVE, result.outcome());
        assertEquals(List.of(Outcome.INCONCLUSIVE, Outcome.SKIPPED), stepOutcomes());
    }

    @Test
    void aTeardownThatFailsMakesAPassedScenarioInconclusive() throws Exception {
        ScenarioResult result = only("""
                steps: [{toy.do: {what: pass}}]
                teardown: [{toy.do: {what: fail}}]
                """);
        assertEquals(Outcome.INCONCLUSIVE, result.outcome());
        assertTrue(result.message().startsWith("teardown toy.do-2: it is red"), result.message());
    }

    @Test
    void theAccessorysFaultFailsAndABrokenStepIsInconclusive() throws Exception {
        assertEquals(Outcome.FAILED, only("steps: [{toy.do: {what: stall}}]\n").outcome());
        deleteOut();
        ScenarioResult broken = only("steps: [{toy.do: {what: break}}]\n");
        assertEquals(Outcome.INCONCLUSIVE, broken.outcome());
        assertTrue(broken.message().contains("bug"), broken.message());
    }

    private void deleteOut() throws IOException {
        Files.move(folder.resolve("out"), folder.resolve("out-" + System.nanoTime()));
    }

    @Test
    void aStepThatDoesNotEndIsBrokenOff() throws Exception {
        ScenarioResult result = only("steps: [{toy.do: {what: hang, limit: 50ms}}]\n");
        assertEquals(Outcome.INCONCLUSIVE, result.outcome());
        assertTrue(result.message().contains("within its limit of 50ms"), result.message());
    }

    @Test
    void evenAStepThatIgnoresInterruptionIsLeftBehind() throws Exception {
        assertEquals(Outcome.INCONCLUSIVE, only("steps: [{toy.do: {what: stubborn, limit: 50ms}}]\n").outcome());
    }

    @Test
    @Timeout(60)
    void anAccessoryThatVanishesFailsTheScenarioAtOnceAndItsEvidenceIsKept() throws Exception {
        tearOffWhen(() -> ToyStep.SEEN.containsKey("waiting"));
        ScenarioResult result = only("""
                steps:
                  - toy.do: {what: attach}
                  - toy.do: {what: hang, text: waiting, limit: 1h}
                  - toy.do: {what: pass}
                teardown:
                  - toy.do: {what: detach}
                """);
        assertEquals(Outcome.FAILED, result.outcome());
        assertEquals("toy.do-2: detached: cable pulled", result.message());
        assertEquals(List.of(Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED, Outcome.PASSED), stepOutcomes());
        assertTrue(Evidence.read(folder.resolve("out/evidence").resolve(onlyEvidenceFolder()).resolve("1")).size() > 5);
    }

    @Test
    void aStepThatNoticesTheDetachItselfTellsHowFarItCame() throws Exception {
        tearOffWhen(() -> ToyStep.SEEN.containsKey("echo"));
        ScenarioResult result = only("""
                steps:
                  - toy.do: {what: attach}
                  - toy.do: {what: interrupted-by-detach, text: echo}
                """);
        assertEquals("toy.do-2: detached: cable pulled; ended after 5 of 10 datagrams", result.message());
    }

    private void tearOffWhen(BooleanSupplier moment) {
        CompletableFuture.runAsync(() -> {
            await().pollInterval(Duration.ofMillis(5)).until(moment::getAsBoolean);
            provider.last.tearOff("cable pulled");
        });
    }

    @Test
    void repeatCountsAttemptsAndFewerMayBeRequired() throws Exception {
        ScenarioResult result = only("""
                repeat: {times: 3, require: 2}
                steps: [{toy.do: {what: fail-first}}]
                """);
        assertEquals(Outcome.PASSED, result.outcome());
        assertEquals(2, result.passed());
        assertEquals(3, result.attempts());
        assertEquals("2 of 3 attempts passed, 2 required", result.message());
        assertEquals(3, log().stream().filter(RunEvent.AttemptFinished.class::isInstance).count());
    }

    @Test
    void repeatFailsWhenTooFewPass() throws Exception {
        ScenarioResult result = only("""
                repeat: {times: 3}
                steps: [{toy.do: {what: fail-first}}]
                """);
        assertEquals(Outcome.FAILED, result.outcome());
        assertTrue(result.message().startsWith("2 of 3 attempts passed, 3 required; first: "), result.message());
    }

    @Test
    void aBrokenRuleFailsAnAttemptWhoseStepsPass() throws Exception {
        judge = (rules, evidence, profile, _) -> List.of(new Verdict("R-1", Verdict.Kind.WARN, "odd", List.of()),
                new Verdict("R-2", Verdict.Kind.FAIL, "no notification", List.of(3L)));
        ScenarioResult result = only("rules: [R-1, R-2]\nsteps: [{toy.do: {what: pass}}]\n");
        assertEquals(Outcome.FAILED, result.outcome());
        assertEquals("rule R-2 is broken: no notification", result.message());
        assertEquals(2, log().stream().filter(RunEvent.RuleJudged.class::isInstance).count());
        assertEquals(2, result.verdicts().size());
    }

    @Test
    void rulesAreJudgedOnWhatIsStored() throws Exception {
        judge = (rules, evidence, profile, _) -> List.of(new Verdict("R-1", evidence.ended().isPresent()
                ? Verdict.Kind.PASS : Verdict.Kind.FAIL, "", List.of()));
        assertEquals(Outcome.PASSED, only("rules: [R-1]\nsteps: [{toy.do: {what: pass}}]\n").outcome());
    }

    @Test
    void aBlindRuleMakesThePassInconclusive() throws Exception {
        judge = (rules, evidence, profile, _) -> List.of(new Verdict("R-1", Verdict.Kind.INCONCLUSIVE, "blind",
                List.of()));
        RunResult result = run(plan(List.of("fake:one"), "rules: [R-1]\nsteps: [{toy.do: {what: pass}}]\n"));
        assertEquals(ExitCode.INCONCLUSIVE, result.exitCode());
    }

    @Test
    void aClosedGateIsPrintedAndNothingRuns() throws Exception {
        RunResult result = run(plan(List.of("fake:one"),
                "needs: {function: ncm}\nsteps: [{toy.do: {what: pass}}]\n",
                "claims: [mdns]\nsteps: [{toy.do: {what: pass}}]\n"));
        assertEquals(List.of("needs function: ncm, but profile fake has function: ecm",
                        "claims: mdns is not among the claims of profile fake"),
                result.scenarios().stream().map(ScenarioResult::message).toList());
        assertEquals(ExitCode.INCONCLUSIVE, result.exitCode());
        assertTrue(ToyStep.SEEN.isEmpty());
    }

    @Test
    @Timeout(60)
    void cancellingEndsTheStepRunsTeardownAndBeginsNothingElse() throws Exception {
        CompletableFuture.runAsync(() -> {
            await().pollInterval(Duration.ofMillis(5)).until(() -> ToyStep.SEEN.containsKey("waiting"));
            cancellation.cancel("interrupted by the user");
        });
        RunResult result = run(plan(List.of("single:one"), """
                steps:
                  - toy.do: {what: attach}
                  - toy.do: {what: hang, text: waiting, limit: 1h}
                teardown:
                  - toy.do: {what: detach, text: cleaned}
                """, "steps: [{toy.do: {what: pass, text: second}}]\n"));
        assertEquals(ExitCode.INTERRUPTED, result.exitCode());
        assertEquals(List.of(Outcome.INTERRUPTED, Outcome.INTERRUPTED),
                result.scenarios().stream().map(ScenarioResult::outcome).toList());
        assertTrue(ToyStep.SEEN.containsKey("cleaned") && !ToyStep.SEEN.containsKey("second"));
        assertEquals(0, single.open.get());
    }

    @Test
    void anAccessoryThatIsThereOnceRunsOneScenarioAtATime() throws Exception {
        String[] scenarios = new String[4];
        Arrays.fill(scenarios, """
                steps:
                  - toy.do: {what: attach}
                  - toy.do: {what: hang, limit: 20ms}
                """);
        run(plan(List.of("single:one"), scenarios));
        assertEquals(1, single.most.get());
    }

    @Test
    void accessoriesThatAreThereAsOftenAsWantedRunSideBySideUpToTheBound() throws Exception {
        String[] scenarios = new String[6];
        Arrays.fill(scenarios, """
                steps:
                  - toy.do: {what: attach}
                  - toy.do: {what: meet, text: here}
                """);
        RunPlan plan = plan(List.of("fake:one"), scenarios);
        assertEquals(ExitCode.PASSED, run(plan).exitCode());
        assertTrue(provider.most.get() <= plan.options().parallel(), () -> "open at once: " + provider.most.get());
    }

    @Test
    void theLogTellsTheWholeRun() throws Exception {
        only("steps: [{id: a, toy.do: {what: pass, text: hello}}]\n");
        List<RunEvent> events = log();
        assertEquals(List.of("RunStarted", "AccessoryDeclared", "ScenarioStarted", "AttemptStarted", "StepFinished",
                "AttemptFinished", "ScenarioFinished", "RunFinished"), events.stream().map(e -> e.getClass().getSimpleName()).toList());
        RunEvent.StepFinished step = (RunEvent.StepFinished) events.get(4);
        assertEquals("hello", step.arguments().get("text"));
        assertEquals("hello", step.values().get("text"));
        assertEquals(2, step.firstEvent());
        assertEquals(3, step.lastEvent());
    }

    @Test
    void aFolderThatHoldsARunIsNotOverwritten() throws Exception {
        RunPlan plan = plan(List.of("fake:one"), "steps: [{toy.do: {what: pass}}]\n");
        run(plan);
        assertThrows(FileAlreadyExistsException.class, () -> run(plan));
    }

    @Test
    void whatCannotBePlannedIsRefusedWithEverythingThatIsWrong() {
        String message = assertThrows(InvalidInputException.class, () -> plan(List.of("fake:three", "fkae:one",
                "fake:bad"), "steps: [{toy.do: {what: pass}}]\n")).getMessage();
        assertTrue(message.contains("names fake:three; say which one describes it with --profile FILE"), message);
        assertTrue(message.contains("no accessories of the kind \"fkae\" (in \"fkae:one\"); did you mean fake?"),
                message);
        assertTrue(message.contains("fake:bad is not of the form"), message);
        assertThrows(InvalidInputException.class, () -> plan(List.of(), "steps: [{toy.do: {what: pass}}]\n"));
    }

    @Test
    void aValueThatTheProfileDoesNotDeclareIsAMistakeBeforeAnythingRuns() {
        String message = assertThrows(InvalidInputException.class, () -> plan(List.of("fake:one"),
                "steps: [{toy.do: {what: pass, text: \"${profile.echo.port}\"}}]\n")).getMessage();
        assertTrue(message.contains(":2:38: ${profile.echo.port}: profile fake does not declare echo.port"), message);
    }

    @Test
    void rulesThatNoScenarioAskedForCountOnlyWhereTheySaySomething() throws Exception {
        moreRules = List.of("R-1", "R-2", "R-3");
        judge = (rules, evidence, profile, _) -> rules.stream()
                .map(id -> new Verdict(id, id.equals("R-1") ? Verdict.Kind.PASS : Verdict.Kind.INCONCLUSIVE, "so",
                        List.of())).toList();
        ScenarioResult result = only("rules: [R-1]\nsteps: [{toy.do: {what: pass}}]\n");
        assertEquals(Outcome.PASSED, result.outcome());
        assertEquals(List.of("R-1", "R-2", "R-3"), result.verdicts().stream().map(Verdict::rule).toList());
        assertEquals(List.of(true, false, false), result.judgements().stream().map(Judgement::asked).toList());
    }

    @Test
    void aBrokenRuleThatNoScenarioAskedForFails() throws Exception {
        moreRules = List.of("R-3");
        judge = (rules, evidence, profile, _) -> rules.stream()
                .map(id -> new Verdict(id, Verdict.Kind.FAIL, "so", List.of())).toList();
        ScenarioResult result = only("steps: [{toy.do: {what: pass}}]\n");
        assertEquals(Outcome.FAILED, result.outcome());
        assertEquals("rule R-3 is broken: so", result.message());
    }
}
