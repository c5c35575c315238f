package dev.lanyard.runner.run;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Secrets;
import dev.lanyard.runner.scenario.Scenario;
import java.util.Optional;

/**
 * One scenario on one accessory.
 *
 * @param id            unique within the run, stable between runs: {@code smoke/attach-to-echo @ emulated:ncm}
 * @param notApplicable the gate that is closed, printed with what was seen; empty when it can run
 * @param secrets       those that it uses
 */
public record PlannedScenario(String id, Scenario scenario, AccessorySpec accessory, Profile profile,
                              Optional<String> notApplicable, Secrets secrets) {}
