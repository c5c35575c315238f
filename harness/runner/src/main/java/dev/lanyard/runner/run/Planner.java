package dev.lanyard.runner.run;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.profile.Secrets;
import dev.lanyard.runner.scenario.Scenario;
import dev.lanyard.runner.scenario.ScenarioCheck;
import dev.lanyard.runner.scenario.StepItem;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.Nearest;
import dev.lanyard.runner.yaml.Yaml;
import java.util.List;
import java.util.Optional;

/** Plans scenarios on one accessory: finds the profile, the gate that is closed if any, and what is wrong. */
final class Planner {

    private final AccessorySpec accessory;
    private final Profile own;
    private final RunOptions options;
    private final SecretStore store;
    private final Defects defects;
    private Optional<List<Profile>> known = Optional.empty();

    /** {@code own} is the accessory's profile where a matrix names no other. */
    Planner(AccessorySpec accessory, Profile own, RunOptions options, SecretStore store, Defects defects) {
        this.accessory = accessory;
        this.own = own;
        this.options = options;
        this.store = store;
        this.defects = defects;
    }

    PlannedScenario plan(Scenario scenario) {
        Profile profile = scenario.cell().profile().map(this::named).orElse(own);
        Optional<String> closed = describes(profile)
                .or(() -> scenario.needs().closedFor(profile, scenario.claims())).or(() -> unattended(scenario))
                .or(() -> store.unattended(profile, scenario.secrets()))
                .or(() -> options.gaps() ? scenario.gapIn(profile) : Optional.empty());
        Secrets secrets = closed.isPresent() ? Secrets.NONE : store.of(profile, scenario.secrets());
        if (closed.isEmpty()) {
            ScenarioCheck.check(scenario, profile, secrets, defects);
        }
        return new PlannedScenario(scenario.qualifiedName() + " @ " + accessory, scenario, accessory, profile, closed,
                secrets);
    }

    private Profile named(Yaml.Scalar name) {
        if (known.isEmpty()) {
            known = Optional.of(Profiles.all(options.profilesFolder(), defects).stream().map(Profiles.Filed::profile)
                    .toList());
        }
        List<Profile> all = known.get();
        return own.profile().equals(name.text()) ? own
                : all.stream().filter(profile -> profile.profile().equals(name.text())).findFirst().orElseGet(() -> {
                    defects.add(name.position(), "no profile in " + options.profilesFolder() + " is called \""
                            + name.text() + "\""
                            + Nearest.hint(name.text(), all.stream().map(Profile::profile).toList()));
                    return own;
                });
    }

    /** A matrix over profiles holds for the accessories that these describe. */
    private Optional<String> describes(Profile profile) {
        List<String> names = profile.accessories();
        boolean here = profile.profile().equals(own.profile()) || names.isEmpty()
                || names.contains(accessory.toString()) || names.contains(accessory.withoutVariant().toString());
        return here ? Optional.empty() : Optional.of("matrix profile: " + profile.profile() + " describes "
                + String.join(", ", names) + ", not " + accessory);
    }

    private Optional<String> unattended(Scenario scenario) {
        return options.operator().isPresent() ? Optional.empty()
                : scenario.allSteps().filter(item -> item.step().needsOperator()).findFirst().map(StepItem::id)
                        .map(step -> "step \"" + step + "\" needs a person at the bench, and nobody is there (no "
                                + "terminal, CI=true, or --non-interactive)");
    }
}
