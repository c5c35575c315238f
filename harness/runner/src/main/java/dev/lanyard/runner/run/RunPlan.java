package dev.lanyard.runner.run;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.scenario.Scenario;
import dev.lanyard.runner.scenario.ScenarioLoader;
import dev.lanyard.runner.yaml.Defect;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** What is going to run: every scenario on every accessory, with the accessory's profile. */
public record RunPlan(List<PlannedScenario> scenarios, RunOptions options) {

    public RunPlan {
        scenarios = List.copyOf(scenarios);
    }

    /**
     * Reads scenarios and profiles, and checks each scenario against the profile of each accessory it concerns.
     *
     * @throws InvalidInputException with everything that is wrong, or when nothing is left to run
     */
    public static RunPlan build(List<Path> scenarios, List<AccessorySpec> accessories, RunOptions options)
            throws InvalidInputException {
        return build(ScenarioLoader.standard(), scenarios, accessories, options);
    }

    /** As {@link #build(List, List, RunOptions)}, with the verbs and rules that {@code loader} knows. */
    public static RunPlan build(ScenarioLoader loader, List<Path> scenarios, List<AccessorySpec> accessories,
                                RunOptions options) throws InvalidInputException {
        return build(loader, Accessories.standard(), scenarios, accessories, options);
    }

    /** As {@link #build(List, List, RunOptions)}, with the verbs, rules and accessories that these know. */
    static RunPlan build(ScenarioLoader loader, Accessories known, List<Path> paths, List<AccessorySpec> accessories,
                         RunOptions options) throws InvalidInputException {
        List<Scenario> all = loader.load(paths);
        Defects defects = new Defects();
        List<Scenario> tagged = all.stream().filter(s -> options.tags().isEmpty()
                || s.tags().stream().anyMatch(options.tags()::contains)).toList();
        List<Scenario> selected = ScenarioNames.choose(tagged.stream().flatMap(s -> s.cells().stream()).toList(),
                options.only(), defects);
        if (tagged.isEmpty()) {
            defects.add(Defect.general("none of the " + all.size() + " scenarios has one of the tags "
                    + String.join(", ", options.tags()) + "; there is "
                    + String.join(", ", all.stream().flatMap(s -> s.tags().stream()).distinct().sorted().toList())));
        }
        if (accessories.isEmpty()) {
            defects.add(Defect.general("no accessory is named; name one, such as emulated:ncm"));
        }
        List<PlannedScenario> planned = new ArrayList<>();
        SecretStore store = new SecretStore(System::getenv, options.operator());
        for (AccessorySpec accessory : new LinkedHashSet<>(accessories)) {
            tryOut(known, accessory, defects).flatMap(a -> profile(a, options, defects)).ifPresent(profile -> {
                Planner planner = new Planner(accessory, profile, options, store, defects);
                selected.forEach(scenario -> planned.add(planner.plan(scenario)));
            });
        }
        defects.throwIfAny();
        return new RunPlan(planned, options);
    }

    /** Opens nothing, but a spec that names nothing possible is the user's mistake and not the bench's. */
    private static Optional<AccessorySpec> tryOut(Accessories known, AccessorySpec accessory, Defects defects) {
        try (Accessory made = known.create(accessory)) {
            return Optional.of(made.spec());
        } catch (IllegalArgumentException e) {
            defects.add(Defect.general(e.getMessage()));
            return Optional.empty();
        } catch (UsbException e) {
            // The bench's trouble: the run itself says so.
            return Optional.of(accessory);
        }
    }

    private static Optional<Profile> profile(AccessorySpec accessory, RunOptions options, Defects defects) {
        return options.profileOf(accessory)
                .map(file -> Profiles.load(file, defects))
                .orElseGet(() -> Profiles.find(options.profilesFolder(), accessory, defects));
    }
}
