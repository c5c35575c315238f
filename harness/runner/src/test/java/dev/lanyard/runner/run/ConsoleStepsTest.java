package dev.lanyard.runner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.runner.scenario.ScenarioLoader;
import dev.lanyard.runner.step.StepCatalogue;
import dev.lanyard.runner.step.console.ConsoleExpect;
import dev.lanyard.runner.step.console.ConsoleNever;
import dev.lanyard.runner.step.console.ConsoleSend;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ConsoleStepsTest {

    private static final String PIN = "48213907";
    private static final String GREETING = "boot v1.2\r\n[ok] ready\r\n$ ";

    private final FakeAccessory.Provider provider = new FakeAccessory.Provider(false);
    private final ScenarioLoader loader = new ScenarioLoader(StepCatalogue.of(List.of(new ToyStep(), new UnlockStep(),
            new ConsoleExpect(), new ConsoleSend(), new ConsoleNever())), Set.of());
    private final List<String> told = new ArrayList<>();

    @TempDir
    private Path folder;

    private ScenarioResult run(String steps) throws Exception {
        return run(GREETING, Map.of("pin", "PIN: " + PIN, "die", "KERNEL PANIC at 0x0"), steps);
    }

    private ScenarioResult run(String greeting, Map<String, String> answers, String steps) throws Exception {
        provider.console = new ScriptedConsole(greeting, answers);
        RunPlan plan = plan(steps);
        return new ScenarioRunner(new Accessories(List.of(provider)), (rules, evidence, profile, _) -> List.of(), List.of(),
                MonotonicClock.system()).run(plan, folder.resolve("out"), new ProgressListener() {
                    @Override
                    public void event(RunEvent event) {
                        told.add(event.toString());
                    }
                }, new Cancellation()).scenarios().getFirst();
    }

    private RunPlan plan(String steps) throws Exception {
        Path scenario = Files.writeString(folder.resolve("s.scenario.yaml"), "scenario: s\nsteps:\n" + steps);
        Path profile = Files.writeString(folder.resolve("fake.yaml"), "profile: fake\ntransport: usb\nfunction: ecm\n");
        return RunPlan.build(loader, new Accessories(List.of(provider)), List.of(scenario),
                List.of(AccessorySpec.parse("fake:one")), RunOptions.defaults(folder)
                        .withProfile(Optional.of(profile)));
    }

    private String defects(String steps) {
        return assertThrows(InvalidInputException.class, () -> plan(steps)).getMessage();
    }

    private List<Event.ConsoleLine> lines() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            Path attempt = files.filter(file -> file.endsWith("events.jsonl") && !file.getParent().endsWith("out"))
                    .findFirst().orElseThrow().getParent();
            return Evidence.read(attempt).events().stream().map(e -> e.event())
                    .filter(Event.ConsoleLine.class::isInstance).map(Event.ConsoleLine.class::cast).toList();
        }
    }

    @Test
    void namedGroupsBecomeVariables() throws Exception {
        ScenarioResult result = run("""
                  - console.expect: {pattern: 'boot v(?<version>[0-9.]+)', save: {v: version, line: line}}
                  - console.send: {text: "check ${v}"}
                  - console.expect: {pattern: 'check ${v}'}
                """);
        assertEquals(Outcome.PASSED, result.outcome(), result.message());
        assertTrue(lines().contains(new Event.ConsoleLine("serial", false, "check 1.2", true)));
    }

    @Test
    void eachExpectGoesOnBehindTheOneBefore() throws Exception {
        ScenarioResult result = run("""
                  - console.expect: {pattern: ready}
                  - console.expect: {pattern: boot, within: 300ms}
                """);
        assertEquals(Outcome.FAILED, result.outcome());
        assertTrue(result.message().startsWith("console.expect-2: no line with boot within 300ms; "), result.message());
    }

    @Test
    void whatDoesNotComeIsToldWithWhatCame() throws Exception {
        ScenarioResult result = run("  - console.expect: {pattern: never, within: 2s}\n");
        assertEquals("console.expect: no line with never within 2s; 3 lines came: \"boot v1.2\", \"[ok] ready\", "
                + "\"$ \"", result.message());
    }

    @Test
    void aPinThatTheConsoleShowsStandsNowhere() throws Exception {
        ScenarioResult result = run("""
                  - console.send: {text: pin}
                  - console.expect: {pattern: 'PIN: (?<pin>\\d{8})', secret: pin, save: {pin: pin}}
                  - toy.unlock: {pin: "${pin}", fail: false}
                  - console.send: {secret: "${pin}"}
                  - console.expect: {pattern: what}
                  - console.expect: {pattern: 'nothing of the kind', within: 10ms}
                """);
        assertEquals(Outcome.FAILED, result.outcome());
        assertFalse(result.message().contains(PIN), result.message());
        told.forEach(text -> assertFalse(text.contains(PIN), text));
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(PIN), file.toString());
            }
        }
        assertTrue(lines().contains(new Event.ConsoleLine("serial", true, "PIN: ••••", true)), lines().toString());
        assertTrue(lines().contains(new Event.ConsoleLine("serial", false, "••••", true)), lines().toString());
    }

    @Test
    void aPanicFailsTheScenarioEvenAfterTheStepThatForbadeIt() throws Exception {
        ScenarioResult result = run("""
                  - console.never: {}
                  - console.send: {text: die}
                  - console.expect: {pattern: PANIC}
                """);
        assertEquals(Outcome.FAILED, result.outcome());
        assertTrue(result.message().startsWith("console.never: console serial wrote \"KERNEL PANIC at 0x0\" "),
                result.message());
    }

    @Test
    void whatCameBeforeCountsForTheWholeScenarioAndNotForAWhile() throws Exception {
        assertEquals(Outcome.PASSED, run("""
                  - console.expect: {pattern: ready}
                  - console.never: {pattern: boot, during: 50ms}
                """).outcome());
    }

    @Test
    void aConsoleThatIsNotThereIsNoSilence() throws Exception {
        ScenarioResult result = run("", Map.of(), "  - console.never: {}\n");
        assertEquals(Outcome.INCONCLUSIVE, result.outcome());
        assertEquals("console serial is not open: /dev/ttyTEST is not there", result.message());
    }

    @Test
    void anExpressionThatTakesForEverIsTheBenchsTrouble() throws Exception {
        ScenarioResult result = run("a".repeat(3_000) + "\n", Map.of(), "  - console.expect: {pattern: '(a+)+b'}\n");
        assertEquals(Outcome.INCONCLUSIVE, result.outcome());
        assertTrue(result.message().contains("the pattern (a+)+b takes too long"), result.message());
    }

    @Test
    void mistakesAreFoundBeforeAnythingRuns() {
        String said = defects("""
                  - console.expect: {pattern: '(open'}
                  - console.expect: {pattern: 'v(?<version>.*)', save: {v: versoin}}
                  - console.expect: {pattern: 'x', secret: pin}
                  - console.send: {}
                  - console.send: {text: "${v}"}
                """);
        for (String part : List.of("s.scenario.yaml:3:31", "\"(open\" is not a regular expression", "Unclosed group at character 6",
                "finds no \"versoin\"; did you mean version?", "the pattern has no group called pin",
                "needs text, or secret")) {
            assertTrue(said.contains(part), said);
        }
    }
}
