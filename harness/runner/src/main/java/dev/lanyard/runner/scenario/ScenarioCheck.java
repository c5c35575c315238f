package dev.lanyard.runner.scenario;

import dev.lanyard.runner.bind.Binder;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.bind.Variables.Variable;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.ProfileVariables;
import dev.lanyard.runner.profile.Secrets;
import dev.lanyard.runner.yaml.Defects;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds wrong arguments and variables before anything runs. */
public final class ScenarioCheck {

    private ScenarioCheck() {}

    /** Checks {@code scenario} with the values that {@code profile} declares. */
    public static void check(Scenario scenario, Profile profile, Defects defects) {
        check(scenario, profile, Secrets.NONE, defects);
    }

    /** Checks {@code scenario} with the values that {@code profile} declares, and {@code secrets}. */
    public static void check(Scenario scenario, Profile profile, Secrets secrets, Defects defects) {
        check(scenario, ProfileVariables.of(profile, secrets), Set.of(), defects);
    }

    /** {@code forgiven} are variables that a step would have saved, had it been understood. */
    static void check(Scenario scenario, Variables outer, Set<String> forgiven, Defects defects) {
        ScenarioVariables variables = begin(scenario, outer, defects);
        forgiven.forEach(name -> variables.define(new Variable(name, Object.class, Optional.empty(), "")));
        driver(scenario, variables, defects);
        scenario.allSteps().forEach(item -> {
            item.bind(variables, defects);
            variables.declareSaves(item);
        });
    }

    /** The scenario's driver options with variables put in; empty when it has none or defects were added. */
    public static Optional<DriverOptions> driver(Scenario scenario, Variables variables, Defects defects) {
        return scenario.driver().flatMap(given ->
                new Binder(defects, variables).bind(given, DriverOptions.class, "driver"));
    }

    /** Checks a group of steps by itself: its parameters may have any value. */
    static void check(List<StepItem> steps, Set<String> forgiven, Defects defects) {
        ScenarioVariables variables = new ScenarioVariables(ProfileVariables.unknown());
        forgiven.forEach(name -> variables.define(new Variable(name, Object.class, Optional.empty(), "")));
        steps.forEach(item -> {
            item.bind(variables, defects);
            variables.declareSaves(item);
        });
    }

    /** The variables as an attempt finds them at its beginning. */
    public static ScenarioVariables begin(Scenario scenario, Variables outer, Defects defects) {
        ScenarioVariables variables = new ScenarioVariables(outer);
        scenario.vars().forEach((name, scalar) -> variables.define(new Variable(name, String.class,
                new Binder(defects, variables).bind(scalar, String.class).map(Object.class::cast),
                scenario.cell().values().containsKey(name) ? "given in matrix" : "given in vars")));
        return variables;
    }

    /** Teardown may use what a step would have saved, had it run: says so instead of "undefined". */
    public static void declareUnsaved(Scenario scenario, ScenarioVariables variables) {
        scenario.allSteps().forEach(item -> item.save().keySet().stream()
                .filter(name -> variables.find(name).isEmpty())
                .forEach(name -> variables.define(new Variable(name, Object.class, Optional.empty(), "",
                        Optional.of("step \"" + item.id() + "\" did not come to save it")))));
    }
}
