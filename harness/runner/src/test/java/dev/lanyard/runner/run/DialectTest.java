package dev.lanyard.runner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunDirectory;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.RunLog;
import dev.lanyard.rules.Verdict;
import dev.lanyard.runner.scenario.Scenario;
import dev.lanyard.runner.scenario.ScenarioLoader;
import dev.lanyard.runner.step.StepCatalogue;
import dev.lanyard.runner.yaml.Defect;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a scenario can say besides its steps. */
@Timeout(30)
class DialectTest {

    private final Accessories accessories = new Accessories(List.of(new FakeAccessory.Provider(false)));
    private final ScenarioLoader loader =
            new ScenarioLoader(StepCatalogue.of(List.of(new ToyStep())), Set.of("R-1"));
    private Judge judge = (rules, evidence, profile, _) -> rules.stream()
            .map(id -> new Verdict(id, Verdict.Kind.PASS, "seen", List.of(1L))).toList();
    private int runs;

    @TempDir
    private Path folder;

    @BeforeEach
    void profiles() throws IOException {
        ToyStep.SEEN.clear();
        write("profiles/fake.yaml", "profile: fake\naccessories: [\"fake:one\"]\ntransport: usb\nfunction: ecm\n");
        write("profiles/strict.yaml",
                "profile: strict\naccessories: [\"fake:one\"]\ntransport: usb\nfunction: ecm\nlink: {within: 8s}\n");
        write("profiles/other.yaml", "profile: other\naccessories: [\"fake:two\"]\ntransport: usb\nfunction: ecm\n");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private RunPlan plan(String scenario, UnaryOperator<RunOptions> options) throws IOException, InvalidInputException {
        write("scenarios/s" + Scenario.SUFFIX, "scenario: s\n" + scenario);
        return RunPlan.build(loader, accessories, List.of(folder.resolve("scenarios")),
                List.of(AccessorySpec.parse("fake:one")),
                options.apply(RunOptions.defaults(folder.resolve("profiles")).withProfile(
                        Optional.of(folder.resolve("profiles/fake.yaml")))));
    }

    private List<ScenarioResult> run(String scenario) throws IOException, InvalidInputException {
        return run(scenario, UnaryOperator.identity());
    }

    private List<ScenarioResult> run(String scenario, UnaryOperator<RunOptions> options)
            throws IOException, InvalidInputException {
        return new ScenarioRunner(accessories, judge, List.of(), MonotonicClock.system())
                .run(plan(scenario, options), folder.resolve("out" + ++runs), ProgressListener.none(),
                        new Cancellation()).scenarios();
    }

    private <E> List<E> logged(Class<E> kind) throws IOException {
        return RunLog.read(new RunDirectory(folder.resolve("out" + runs))).events().stream()
                .filter(kind::isInstance).map(kind::cast).toList();
    }

    private List<String> defects(String scenario) {
        return assertThrows(InvalidInputException.class, () -> plan(scenario, UnaryOperator.identity())).defects()
                .stream().map(Defect::toString).map(text -> text.replace(folder.toString() + "/", "")).toList();
    }

    @Test
    void aMatrixRunsOnceForEveryCombination() throws Exception {
        List<ScenarioResult> results = run("""
                matrix: {what: [pass, fail], word: [a, b]}
                steps: [{toy.do: {what: "${what}", text: "${word}"}}]
                """);
        assertEquals(List.of("s[what=pass, word=a] @ fake:one", "s[what=pass, word=b] @ fake:one",
                "s[what=fail, word=a] @ fake:one", "s[what=fail, word=b] @ fake:one"),
                results.stream().map(r -> r.planned().id()).toList());
        assertEquals(List.of(Outcome.PASSED, Outcome.PASSED, Outcome.FAILED, Outcome.FAILED),
                results.stream().map(ScenarioResult::outcome).toList());
        RunEvent.ScenarioStarted last = logged(RunEvent.ScenarioStarted.class).stream()
                .filter(e -> e.name().equals("s[what=fail, word=b]")).findFirst().orElseThrow();
        assertEquals("fail", last.parameters().get("what"));
        assertEquals("s [what=fail, word=b]", last.title());
    }

    @Test
    void aMatrixOverProfilesHoldsForTheAccessoriesThatTheyDescribe() throws Exception {
        List<ScenarioResult> results = run("""
                matrix: {profile: [fake, strict, other]}
                steps: [{toy.do: {what: pass, limit: "${profile.link.within}"}}]
                """);
        assertEquals(List.of(Outcome.PASSED, Outcome.PASSED, Outcome.NOT_APPLICABLE),
                results.stream().map(ScenarioResult::outcome).toList());
        assertEquals("strict", results.get(1).planned().profile().profile());
        assertEquals("matrix profile: other describes fake:two, not fake:one", results.get(2).message());
    }

    @Test
    void aGapInAProfileThatNobodyWroteClosesAGate() throws Exception {
        String scenario = "steps: [{toy.do: {what: pass, text: \"${profile.echo.port}\"}}]\n";
        assertTrue(defects(scenario).getFirst().contains("profile fake does not declare echo.port"));
        ScenarioResult result = run(scenario, RunOptions::withGaps).getFirst();
        assertEquals(Outcome.NOT_APPLICABLE, result.outcome());
        assertEquals("profile fake does not declare echo.port", result.message());
    }

    @Test
    void aMistakeInOneCombinationIsFoundBeforeAnythingRuns() {
        assertEquals(List.of("scenarios/s.scenario.yaml:3:25: what: \"pas\" (${what}, given in matrix) is not one of its "
                + "values; did you mean pass?"),
                defects("matrix: {what: [pass, pas]}\nsteps: [{toy.do: {what: \"${what}\"}}]\n"));
        assertEquals(List.of("scenarios/s.scenario.yaml:2:26: no profile in profiles is called \"strikt\"; did you mean "
                + "strict?"),
                defects("matrix: {profile: [fake, strikt]}\nsteps: [{toy.do: {what: pass}}]\n"));
        assertTrue(defects("matrix: {a: [" + "1,".repeat(10) + "2]}\nsteps: [{toy.do: {what: pass}}]\n").getFirst()
                .contains("\"1\" is in this list already"));
        assertTrue(defects("matrix: {a: [0,1,2,3,4,5,6,7,8,9], b: [0,1,2,3,4,5,6,7,8,9,10]}\n"
                + "steps: [{toy.do: {what: pass}}]\n").getFirst().contains("has 110 combinations; at most 100"));
        assertTrue(defects("vars: {a: 1}\nmatrix: {a: [2]}\nsteps: [{toy.do: {what: pass}}]\n").getFirst()
                .contains("\"a\" stands in vars as well"));
    }

    @Test
    void onlyChoosesByNameAndByCombination() throws Exception {
        String scenario = "matrix: {n: [1, 2]}\nsteps: [{toy.do: {what: pass}}]\n";
        assertEquals(2, run(scenario, o -> o.withChoice(Set.of(), Set.of("s"))).size());
        assertEquals(List.of("s[n=2] @ fake:one"), run(scenario, o -> o.withChoice(Set.of(), Set.of("s[n=2]"))).stream()
                .map(r -> r.planned().id()).toList());
        assertEquals(1, run(scenario, o -> o.withChoice(Set.of(), Set.of("*1]"))).size());
        assertTrue(assertThrows(InvalidInputException.class,
                () -> plan(scenario, o -> o.withChoice(Set.of(), Set.of("z[n=1]")))).getMessage()
                .contains("no scenario is called \"z[n=1]\"; did you mean s[n=1]?"));
    }

    @Test
    void anAttemptThatTheBenchSpoiledIsMadeAgainAndOneThatFailedIsNot() throws Exception {
        judge = (rules, evidence, profile, _) -> List.of(new Verdict("R-1", evidence.ended().orElseThrow().outcome()
                .equals("PASSED") ? Verdict.Kind.PASS : Verdict.Kind.INCONCLUSIVE, "said", List.of()));
        ScenarioResult again = run("""
                rules: [R-1]
                repeat: {times: 2, bench-retries: 1}
                steps: [{toy.do: {what: bench-first}}]
                """).getFirst();
        assertEquals(Outcome.PASSED, again.outcome(), again.message());
        assertEquals("2 of 2 attempts passed, 2 required; 1 made again because of the bench: toy.do: no power at first",
                again.message());
        assertEquals(List.of(Verdict.Kind.PASS), again.verdicts().stream().map(Verdict::kind).toList());
        assertEquals(List.of(1, 2, 3), logged(RunEvent.AttemptStarted.class).stream()
                .map(RunEvent.AttemptStarted::attempt).toList());

        ToyStep.SEEN.clear();
        ScenarioResult failed = run("""
                repeat: {times: 2, bench-retries: 1}
                steps: [{toy.do: {what: fail-first}}]
                """).getFirst();
        assertEquals(Outcome.FAILED, failed.outcome());
        assertEquals(2, failed.attempts());
    }

    @Test
    void whatMustNeverHappenWhileAStepRunsFailsIt() throws Exception {
        ScenarioResult result = run("""
                steps:
                  - never: link-down
                    toy.do: {what: pass}
                  - never: [link-up, link-down]
                    toy.do: {what: link-down}
                """).getFirst();
        assertEquals(Outcome.FAILED, result.outcome());
        assertTrue(result.message().matches("toy.do-2: never link-down: it came .* after this step began"),
                result.message());
    }

    @Test
    void aScenarioThatNeedsAPersonIsNotApplicableWithoutOne() throws Exception {
        ScenarioLoader standard = ScenarioLoader.standard();
        Path file = write("prompt" + Scenario.SUFFIX, """
                scenario: prompt
                steps: [{operator.prompt: {text: "Press it", answers: [done], expect: {answer: done}}}]
                """);
        RunOptions options = RunOptions.defaults(folder.resolve("profiles"))
                .withProfile(Optional.of(folder.resolve("profiles/fake.yaml")));
        List<AccessorySpec> one = List.of(AccessorySpec.parse("fake:one"));
        PlannedScenario alone = RunPlan.build(standard, accessories, List.of(file), one, options).scenarios().getFirst();
        assertEquals(Optional.of("step \"operator.prompt\" needs a person at the bench, and nobody is there (no terminal,"
                + " CI=true, or --non-interactive)"), alone.notApplicable());

        RunPlan attended = RunPlan.build(standard, accessories, List.of(file), one,
                options.withOperator(Optional.of((question, within) -> Optional.of(
                        question.equals("Press it [done]") ? "done" : "what?"))));
        assertEquals(Outcome.PASSED, new ScenarioRunner(accessories, judge, List.of(), MonotonicClock.system())
                .run(attended, folder.resolve("attended"), ProgressListener.none(), new Cancellation()).scenarios()
                .getFirst().outcome());
        RunPlan silent = RunPlan.build(standard, accessories, List.of(file), one,
                options.withOperator(Optional.of((question, within) -> Optional.empty())));
        ScenarioResult unanswered = new ScenarioRunner(accessories, judge, List.of(), MonotonicClock.system())
                .run(silent, folder.resolve("silent"), ProgressListener.none(), new Cancellation()).scenarios().getFirst();
        assertEquals(Outcome.INCONCLUSIVE, unanswered.outcome());
        assertEquals("operator.prompt: no answer within 300s", unanswered.message());
    }

    @Test
    void anIncludePutsTheStepsOfAGroupThere() throws Exception {
        write("scenarios/groups/twice.steps.yaml", """
                group: twice
                parameters: {word: , second: pass}
                steps:
                  - id: one
                    toy.do: {what: pass, text: "${word}", save: {seen: text}}
                  - toy.do: {what: "${second}", text: "${seen}-${word}", save: {last: text}}
                """);
        ScenarioResult result = run("""
                vars: {word: hello}
                steps:
                  - include: {file: groups/twice.steps.yaml, with: {word: "${word}!"}, save: {mine: last}}
                  - id: again
                    include: {file: groups/twice.steps.yaml, with: {word: "${mine}", second: fail}}
                  - toy.do: {what: pass}
                """).getFirst();
        assertEquals("again.toy.do: it is red", result.message());
        assertEquals(Set.of("hello!", "hello!-hello!", "hello!-hello!-hello!-hello!"), ToyStep.SEEN.keySet());
        assertEquals(List.of("1 twice.one PASSED", "1 twice.toy.do PASSED", "0 twice PASSED", "1 again.one PASSED",
                "1 again.toy.do FAILED", "0 again FAILED", "0 toy.do SKIPPED"),
                logged(RunEvent.StepFinished.class).stream()
                        .map(step -> step.depth() + " " + step.step() + " " + step.outcome()).toList());
    }

    @Test
    void whatIsWrongWithAnIncludeIsSaidWhereItIs() throws Exception {
        write("scenarios/groups/g.steps.yaml", """
                group: g
                parameters: {what: }
                steps:
                  - toy.do: {what: "${what}", text: "${mine}"}
                """);
        write("scenarios/groups/self.steps.yaml", "group: self\nsteps: [{include: self.steps.yaml}]\n");
        write("outside.steps.yaml", "group: outside\nsteps: [{toy.do: {what: pass}}]\n");
        Files.createSymbolicLink(folder.resolve("scenarios/link.steps.yaml"), folder.resolve("outside.steps.yaml"));
        String at = "scenarios/s.scenario.yaml:";
        List<String> found = defects("""
                vars: {mine: 1}
                steps:
                  - include: groups/g.steps.yaml
                  - include: {file: groups/g.steps.yaml, with: {what: pass, wat: 1}, save: {y: x}}
                  - include: groups/missing.steps.yaml
                  - include: ../outside.steps.yaml
                  - include: /etc/passwd.steps.yaml
                  - include: groups/self.steps.yaml
                  - include: groups/g.yaml
                  - include: link.steps.yaml
                  - include: {with: {what: pass}}
                """);
        for (String expected : List.of(
                "g.steps.yaml:4:38: variable ${mine} is not defined here",
                "self.steps.yaml:2:10: a group of steps cannot include another one",
                at + "4:14: group g needs a value for \"what\"; give it under with",
                "group g has no parameter \"wat\"; did you mean what?",
                "group g finds no \"x\"; there is none",
                at + "6:14: there is no file",
                at + "7:14: an include stays inside the suite folder",
                at + "8:14: an include stays inside the suite folder",
                at + "10:14: the name of a file of steps ends in .steps.yaml",
                at + "11:14: scenarios/link.steps.yaml is a link that leads out of the suite folder",
                "include names a file: include: {file: NAME.steps.yaml")) {
            assertTrue(found.stream().anyMatch(defect -> defect.contains(expected)), expected + " in " + found);
        }
        assertEquals(11, found.size(), found::toString);
    }

    @Test
    void aValueOutOfRangeIsFoundBesideOneThatIsNotKnownYet() throws Exception {
        Path file = write("range" + Scenario.SUFFIX, """
                scenario: range
                steps:
                  - usb.attach: {}
                  - usb.notification: {type: network-connection, save: {took: delay}}
                  - usb.set-interface: {alternate: 300, within: "${took}"}
                """);
        assertEquals(List.of(file + ":5:36: alternate: 300 is out of range: 0 to 255"),
                ScenarioLoader.standard().validate(List.of(file)).stream().map(Defect::toString).toList());
    }
}
