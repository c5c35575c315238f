package dev.lanyard.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.profile.Transport;
import dev.lanyard.runner.scenario.Scenario;
import dev.lanyard.runner.scenario.ScenarioCheck;
import dev.lanyard.runner.scenario.ScenarioLoader;
import dev.lanyard.runner.yaml.Defects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is shipped is valid, and every scenario of the smoke suite runs with every profile. */
class ShippedFilesTest {

    private static final Path PROFILES = Path.of("../device-profiles");

    private static List<Path> profiles() throws IOException {
        try (Stream<Path> files = Files.list(PROFILES)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @Test
    void everyProfileAndScenarioIsValid() throws IOException {
        ScenarioLoader loader = ScenarioLoader.standard();
        assertFalse(profiles().isEmpty());
        assertEquals(List.of(), loader.validate(profiles()));
        assertEquals(List.of(), loader.validate(List.of(Path.of("smoke"), Path.of("compliance"), Path.of("check"))));
    }

    /** Accessories that lease no addresses have suites that give them, or the host, one first. */
    @Test
    void theSmokeSuiteConcernsEveryProfileThatLeasesAddresses() throws Exception {
        Defects defects = new Defects();
        for (Path file : profiles()) {
            Profile profile = Profiles.load(file, defects).orElseThrow();
            if (profile.transport() != Transport.USB || !profile.claims().contains(Claim.DHCP_SERVER)) {
                continue;
            }
            for (Scenario scenario : ScenarioLoader.standard().load(List.of(Path.of("smoke")))) {
                assertEquals("", scenario.needs().closedFor(profile, scenario.claims()).orElse(""));
                ScenarioCheck.check(scenario, profile, defects);
            }
        }
        assertEquals(List.of(), defects.list());
    }
}
