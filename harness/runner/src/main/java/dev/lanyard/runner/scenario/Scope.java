package dev.lanyard.runner.scenario;

import dev.lanyard.runner.bind.Binder;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.Yaml;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a step's names mean: those of the scenario, or those of the group of steps that an include put there. A group
 * sees its parameters, what its own steps save, and the profile; nothing else of the scenario.
 *
 * @param group      the id of the include; empty for the scenario itself
 * @param title      one line about the group
 * @param parameters of the group, with the values that the include gives or their defaults; without a value where a
 *                   group is looked at by itself
 * @param origin     where these come from, as the end of a sentence
 */
public record Scope(String group, String title, Map<String, Optional<Yaml.Scalar>> parameters, String origin) {

    /** The scenario's own names. */
    static final Scope SCENARIO = new Scope("", "", Map.of(), "");

    /** Prefixes of variables that every scope sees. */
    private static final List<String> EVERYWHERE = List.of("profile.", "secret.");

    /** Whether the step stands in a group. */
    public boolean isGroup() {
        return !group.isEmpty();
    }

    /** {@code name}, which a step or variable has in this scope, as the scenario knows it. */
    public String full(String name) {
        return isGroup() ? group + "." + name : name;
    }

    /** The variables of {@code scenario} as this scope sees them. */
    Variables over(Variables scenario, Defects defects) {
        return isGroup() ? new Inner(scenario, defects) : scenario;
    }

    private final class Inner implements Variables {

        private final Variables scenario;
        private final Defects defects;

        Inner(Variables scenario, Defects defects) {
            this.scenario = scenario;
            this.defects = defects;
        }

        @Override
        public Optional<Variable> find(String name) {
            if (parameters.containsKey(name)) {
                return Optional.of(parameter(name, parameters.get(name)));
            }
            if (EVERYWHERE.stream().anyMatch(name::startsWith)) {
                return scenario.find(name);
            }
            return scenario.find(full(name)).map(found -> found.named(name));
        }

        /** What is wrong with a given value is found where it is given. */
        private Variable parameter(String name, Optional<Yaml.Scalar> given) {
            return given.flatMap(scalar -> new Binder(defects, scenario).variable(scalar))
                    .map(value -> new Variable(name, value.type(), value.value(), origin, value.never()))
                    .orElseGet(() -> new Variable(name, Object.class, Optional.empty(), origin));
        }

        @Override
        public Collection<String> names() {
            Set<String> names = new LinkedHashSet<>(parameters.keySet());
            String prefix = full("");
            for (String name : scenario.names()) {
                if (EVERYWHERE.stream().anyMatch(name::startsWith)) {
                    names.add(name);
                } else if (name.startsWith(prefix)) {
                    names.add(name.substring(prefix.length()));
                }
            }
            return names;
        }
    }
}
