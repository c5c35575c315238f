package dev.lanyard.runner.scenario;

import dev.lanyard.runner.bind.Binder;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.usb.UsbNever;
import dev.lanyard.runner.value.StepRef;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.Position;
import dev.lanyard.runner.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A step as a scenario gives it.
 *
 * @param id        as given, or made of the verb, behind the id of its group: unique in the scenario
 * @param arguments unbound, because variables get their values while the scenario runs
 * @param save      variable name, as the scenario knows it, to component of the step's result
 * @param earlier   ids of the steps before it that it may name, as its scope calls them
 * @param never     what must not happen while it runs
 * @param scope     what its names mean
 */
public record StepItem(Position position, Phase phase, String id, String verb, Step<?, ?> step, Yaml arguments,
                       Map<String, String> save, List<String> earlier, List<UsbNever.Unwanted> never, Scope scope) {

    /** The arguments with variables put in; empty when defects were added or a variable has no value yet. */
    public Optional<Record> bind(Variables variables, Defects defects) {
        return new Binder(defects, scope.over(variables, defects), Map.of(StepRef.class, earlier))
                .bind(arguments, step.arguments()).map(Record.class::cast);
    }

    /** With more names for what it saves: variable to variable that it saves already. */
    StepItem alsoSaving(Map<String, String> aliases) {
        Map<String, String> more = new LinkedHashMap<>(save);
        aliases.forEach((alias, variable) -> {
            if (save.containsKey(variable)) {
                more.put(alias, save.get(variable));
            }
        });
        return new StepItem(position, phase, id, verb, step, arguments, more, earlier, never, scope);
    }
}
