package dev.lanyard.runner.scenario;

import dev.lanyard.runner.bind.Binder;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.value.StepRef;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.Position;
import dev.lanyard.runner.yaml.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A step as a scenario gives it.
 *
 * @param id        as given, or made of the verb: unique in the scenario
 * @param arguments unbound, because variables get their values while the scenario runs
 * @param save      variable name to component of the step's result
 * @param earlier   ids of the steps before it
 */
public record StepItem(Position position, Phase phase, String id, String verb, Step<?, ?> step, Yaml arguments,
                       Map<String, String> save, List<String> earlier) {

    /** The arguments with variables put in; empty when defects were added or a variable has no value yet. */
    public Optional<Record> bind(Variables variables, Defects defects) {
        return new Binder(defects, variables, Map.of(StepRef.class, earlier)).bind(arguments, step.arguments())
                .map(Record.class::cast);
    }
}
