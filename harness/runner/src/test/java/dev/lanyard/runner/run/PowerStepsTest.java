package dev.lanyard.runner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.power.PowerSwitch.State;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.runner.scenario.ScenarioLoader;
import dev.lanyard.runner.step.StepCatalogue;
import dev.lanyard.runner.step.power.PowerCycle;
import dev.lanyard.runner.step.power.PowerOff;
import dev.lanyard.runner.step.power.PowerOn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PowerStepsTest {

    private final FakeAccessory.Provider provider = new FakeAccessory.Provider(false);
    private final FakeSwitch power = new FakeSwitch();
    private final Cancellation cancellation = new Cancellation();
    private final ScenarioLoader loader = new ScenarioLoader(StepCatalogue.of(List.of(new ToyStep(), new PowerOff(),
            new PowerOn(), new PowerCycle())), Set.of());

    @TempDir
    private Path folder;

    private ScenarioResult run(String steps) throws Exception {
        provider.power = power;
        Path scenario = Files.writeString(folder.resolve("s.scenario.yaml"), "scenario: s\nsteps:\n" + steps);
        Path profile = Files.writeString(folder.resolve("fake.yaml"), "profile: fake\ntransport: usb\nfunction: ecm\n");
        Accessories accessories = new Accessories(List.of(provider));
        RunPlan plan = RunPlan.build(loader, accessories, List.of(scenario), List.of(AccessorySpec.parse("fake:one")),
                RunOptions.defaults(folder).withProfile(Optional.of(profile)));
        return new ScenarioRunner(accessories, (rules, evidence, known, _) -> List.of(), List.of(),
                MonotonicClock.system()).run(plan, folder.resolve("out"), ProgressListener.none(), cancellation)
                .scenarios().getFirst();
    }

    private List<Event.Note> notes() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            Path attempt = files.filter(file -> file.endsWith("events.jsonl")
                    && !file.getParent().equals(folder.resolve("out"))).findFirst().orElseThrow().getParent();
            return Evidence.read(attempt).events().stream().map(e -> e.event())
                    .filter(Event.Note.class::isInstance).map(Event.Note.class::cast).toList();
        }
    }

    @Test
    void anAttachedAccessoryThatVanishesProvesThatItsPowerWasCut() throws Exception {
        power.cuts = () -> provider.last.tearOff("no power");
        ScenarioResult result = run("""
                  - toy.do: {what: attach}
                  - power.cycle: {off: 10ms, expect: {proof: observed}}
                  - toy.do: {what: attach}
                """);
        assertEquals(Outcome.PASSED, result.outcome(), result.message());
        assertEquals(List.of("off", "on", "closed"), power.orders);
        assertEquals(new Event.Note(Event.Severity.INFO, "fake switch was switched off: it tells nothing; the accessory "
                + "left its bus"), notes().getFirst());
    }

    @Test
    void aSwitchThatProvesNothingSaysSoInTheEvidence() throws Exception {
        ScenarioResult result = run("  - power.off: {}\n  - power.on: {}\n");
        assertEquals(Outcome.PASSED, result.outcome(), result.message());
        assertEquals(new Event.Note(Event.Severity.WARNING, "fake switch was switched off: it tells nothing; nothing "
                + "proves that the power was cut: the accessory is still on its bus"), notes().getFirst());
    }

    @Test
    void whatASwitchSaysIsNotWhatWasSeen() throws Exception {
        power.says = State.OFF;
        ScenarioResult result = run("  - power.off: {expect: {proof: observed}}\n");
        assertEquals(Outcome.FAILED, result.outcome());
        assertEquals("power.off: proof is reported, expected == observed (fake switch)", result.message());
        assertTrue(notes().getFirst().text().endsWith("but the accessory is still on its bus: its power was not cut, or "
                + "it has another source"), notes().toString());
    }

    @Test
    void whatWasSwitchedOffIsOnInTheEndAfterAFailure() throws Exception {
        ScenarioResult result = run("  - power.off: {}\n  - toy.do: {what: break}\n");
        assertEquals(Outcome.INCONCLUSIVE, result.outcome());
        assertEquals(List.of("off", "on", "closed"), power.orders);
        assertTrue(notes().getLast().text().startsWith("fake switch was switched on again at the end"),
                notes().toString());
    }

    @Test
    void whatWasSwitchedOffIsOnInTheEndAfterAnInterruption() throws Exception {
        Thread.ofVirtual().start(() -> {
            Awaitility.await().until(() -> power.orders.contains("off"));
            cancellation.cancel("interrupted by the user");
        });
        ScenarioResult result = run("  - power.off: {}\n  - toy.do: {what: hang, limit: 1h}\n");
        assertEquals(Outcome.INTERRUPTED, result.outcome());
        assertEquals(List.of("off", "on", "closed"), power.orders);
    }

    @Test
    void aSwitchThatDoesNotAnswerIsTheBenchsTroubleAndIsTriedAgainInTheEnd() throws Exception {
        power.refuses = true;
        ScenarioResult result = run("  - power.off: {}\n");
        assertEquals(Outcome.INCONCLUSIVE, result.outcome());
        assertEquals("power.off: fake switch: no answer", result.message());
        assertEquals(List.of("off", "on", "closed"), power.orders);
        assertEquals(new Event.Note(Event.Severity.WARNING, "fake switch could not be switched on again and may still be "
                + "off: fake switch: no answer"), notes().getLast());
    }

    @Test
    void aSwitchThatStaysOnIsTheBenchsTrouble() throws Exception {
        power.says = State.ON;
        assertEquals("power.off: fake switch was told to switch off and is still on: it says so",
                run("  - power.off: {}\n").message());
    }

    @Test
    void aBenchWithoutASwitchSaysWhereToNameOne() throws Exception {
        Path scenario = Files.writeString(folder.resolve("s.scenario.yaml"), "scenario: s\nsteps:\n  - power.off: {}\n");
        Path profile = Files.writeString(folder.resolve("fake.yaml"), "profile: fake\ntransport: usb\nfunction: ecm\n");
        Accessories accessories = new Accessories(List.of(provider));
        ScenarioResult result = new ScenarioRunner(accessories, (rules, evidence, known, _) -> List.of(), List.of(),
                MonotonicClock.system()).run(RunPlan.build(loader, accessories, List.of(scenario),
                        List.of(AccessorySpec.parse("fake:one")),
                        RunOptions.defaults(folder).withProfile(Optional.of(profile))), folder.resolve("out"),
                ProgressListener.none(), cancellation).scenarios().getFirst();
        assertEquals(Outcome.NOT_APPLICABLE, result.outcome());
        assertEquals("power.off: no power switch is known of fake:one; a bench file names one "
                + "(bench.yaml, --bench)", result.message());
    }
}
