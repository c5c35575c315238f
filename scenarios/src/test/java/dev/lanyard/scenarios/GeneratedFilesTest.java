package dev.lanyard.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanyard.runner.bench.BenchSchema;
import dev.lanyard.runner.profile.ProfileSchema;
import dev.lanyard.runner.reference.StepsMarkdown;
import dev.lanyard.runner.scenario.GroupSchema;
import dev.lanyard.runner.scenario.ScenarioSchema;
import dev.lanyard.runner.step.StepCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is generated from the steps and shipped says what the steps say today. */
class GeneratedFilesTest {

    @Test
    void theListOfVerbsIsNotStale() throws IOException {
        assertFresh("scenarios/STEPS.md", "steps --format markdown", StepsMarkdown.of(StepCatalogue.standard()));
    }

    @Test
    void theSchemaOfScenariosIsNotStale() throws IOException {
        assertFresh("scenarios/scenario.schema.json", "schema scenario", ScenarioSchema.of(StepCatalogue.standard()));
    }

    @Test
    void theSchemaOfGroupsIsNotStale() throws IOException {
        assertFresh("scenarios/steps.schema.json", "schema steps", GroupSchema.text());
    }

    @Test
    void theSchemaOfProfilesIsNotStale() throws IOException {
        assertFresh("device-profiles/profile.schema.json", "schema profile", ProfileSchema.text());
    }

    @Test
    void theSchemaOfBenchesIsNotStale() throws IOException {
        assertFresh("fixtures/bench/bench.schema.json", "schema bench", BenchSchema.text());
    }

    private static void assertFresh(String file, String command, String generated) throws IOException {
        assertEquals(generated, Files.readString(Path.of("..").resolve(file)),
                file + " is stale; make it anew: ./lanyard " + command + " > " + file);
    }
}
