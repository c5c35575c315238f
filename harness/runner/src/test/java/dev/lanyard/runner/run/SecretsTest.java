package dev.lanyard.runner.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Outcome;
import dev.lanyard.evidence.RunEvent;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.profile.Secrets;
import dev.lanyard.runner.scenario.ScenarioLoader;
import dev.lanyard.runner.step.Operator;
import dev.lanyard.runner.step.StepCatalogue;
import dev.lanyard.runner.value.Secret;
import dev.lanyard.runner.yaml.Defect;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A secret is used and nowhere told. */
@Timeout(30)
class SecretsTest {

    private static final String PIN = "7391-xq";
    private static final String HEX = HexFormat.of().formatHex(PIN.getBytes(StandardCharsets.UTF_8));

    private final Accessories accessories = new Accessories(List.of(new FakeAccessory.Provider(false)));
    private final ScenarioLoader loader =
            new ScenarioLoader(StepCatalogue.of(List.of(new ToyStep(), new UnlockStep())), Set.of());

    @TempDir
    private Path folder;

    /** Types {@link #PIN} when asked for it. */
    private static final Operator PERSON = new Operator() {
        @Override
        public Optional<String> ask(String question, Duration within) {
            return Optional.empty();
        }

        @Override
        public Optional<String> askSecret(String question) {
            return question.equals("the PIN on the label") ? Optional.of(PIN) : Optional.empty();
        }
    };

    private Path profile(String secrets) throws IOException {
        return Files.writeString(folder.resolve("fake.yaml"),
                "profile: fake\ntransport: usb\nfunction: ecm\nsecrets:\n" + secrets);
    }

    private RunPlan plan(String secrets, String steps, Optional<Operator> operator) throws Exception {
        Path scenario = Files.writeString(folder.resolve("s.scenario.yaml"), "scenario: s\nsteps:\n" + steps);
        return RunPlan.build(loader, accessories, List.of(scenario), List.of(AccessorySpec.parse("fake:one")),
                RunOptions.defaults(folder).withProfile(Optional.of(profile(secrets))).withOperator(operator));
    }

    private List<String> defects(String secrets, String steps) {
        return assertThrows(InvalidInputException.class, () -> plan(secrets, steps, Optional.empty())).defects().stream()
                .map(Defect::render).map(text -> text.replace(folder.toString() + "/", "")).toList();
    }

    private static void assertTellsNothing(String where, String text) {
        assertFalse(text.contains(PIN) || text.contains(HEX), () -> where + " tells the secret: " + text);
    }

    @Test
    void neitherEvidenceNorLogNorProgressNorResultTellsIt() throws Exception {
        List<String> told = new ArrayList<>();
        RunPlan plan = plan("  pin: {prompt: the PIN on the label}\n", """
                  - toy.unlock: {pin: "${secret.pin}", fail: false, save: {said: said}}
                  - toy.do: {what: note, text: "again ${said}"}
                  - toy.unlock: {pin: "${secret.pin}", fail: true}
                """, Optional.of(PERSON));
        Path out = folder.resolve("out");
        ScenarioResult result = new ScenarioRunner(accessories, (rules, evidence, profile, _) -> List.of(), List.of(),
                MonotonicClock.system()).run(plan, out, new ProgressListener() {
                    @Override
                    public void event(RunEvent event) {
                        told.add(event.toString());
                    }
                }, new Cancellation()).scenarios().getFirst();
        assertEquals(Outcome.FAILED, result.outcome());
        assertEquals("toy.unlock-2: the accessory refused ••••", result.message());
        told.forEach(text -> assertTellsNothing("progress", text));
        int masked = 0;
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertTellsNothing(file.toString(), text);
                masked += text.contains(new String(Secret.MASK.getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1)) ? 1 : 0;
            }
        }
        assertEquals(2, masked, "files that show where a secret was");
    }

    @Test
    void onlyAnArgumentMadeForSecretsTakesOneAndItStandsAlone() {
        assertEquals(List.of(
                "s.scenario.yaml:3:32: text: needs text (text), and ${secret.pin}, a secret of the profile, is a secret",
                "s.scenario.yaml:4:34: ${secret.pin} is a secret: it stands alone, where a secret is asked for"),
                defects("  pin: " + PIN + "\n", """
                          - toy.do: {what: pass, text: "${secret.pin}"}
                          - toy.do: {what: pass, text: "x${secret.pin}"}
                        """).stream().map(text -> text.lines().findFirst().orElseThrow()).toList());
    }

    @Test
    void aSecretThatIsNotThereIsSaidBeforeAnythingRuns() throws Exception {
        String use = "  - toy.unlock: {pin: \"${secret.pin}\", fail: false}\n";
        assertTrue(defects("  pn: abcd\n", use).getFirst()
                .contains("${secret.pin}: profile fake declares no secret of this name (pn)"));
        assertTrue(defects("  pin: {env: LANYARD_TEST_NO_SUCH}\n", use).getFirst()
                .contains("${secret.pin}: the environment variable LANYARD_TEST_NO_SUCH is not set"));
        assertEquals(Optional.of("the secret \"pin\" of profile fake is asked of a person, and nobody is there (no "
                + "terminal, CI=true, or --non-interactive)"),
                plan("  pin: {prompt: the PIN on the label}\n", use, Optional.empty()).scenarios().getFirst()
                        .notApplicable());
    }

    @Test
    void theEnvironmentIsAskedOnceForEachProfile() throws Exception {
        List<String> asked = new ArrayList<>();
        SecretStore store = new SecretStore(name -> {
            asked.add(name);
            return PIN;
        }, Optional.empty());
        Profile profile = Profiles.load(profile("  pin: {env: THE_PIN}\n"), new Defects()).orElseThrow();
        assertEquals(Map.of("pin", new Secret(PIN)), store.of(profile, Set.of("pin")).known());
        Secrets again = store.of(profile, Set.of("pin"));
        assertEquals(List.of("THE_PIN"), asked);
        assertTellsNothing("toString", again + " " + profile);
    }

    @Test
    void aMistakeInAProfileShowsNoLineWithSecrets() {
        for (String wrong : List.of("  pin: " + PIN + "\n  pin: " + PIN + "\n", "  pin: [" + PIN + "]\n",
                "  pin: {env: A, prompt: B, value: " + PIN + "}\n", "  pin: \"" + PIN + "\n", "  pin: {" + PIN + "}\n", "  pin: {" + PIN + ": ]}\n",
                "  key: 73\n  pin: &a " + PIN + "\n  PIN: *b\n")) {
            String said = String.join("\n", defects(wrong, "  - toy.do: {what: pass}\n"));
            assertTrue(said.contains("fake.yaml:"), said);
            assertTellsNothing(wrong, said);
        }
    }
}
