package dev.lanyard.runner.profile;

import dev.lanyard.runner.bind.Variables.Variable;
import dev.lanyard.runner.value.Secret;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets that a scenario may use, as <code>${secret.name}</code>.
 *
 * @param known   by name, as far as they were found
 * @param missing why others have no value, by name
 * @param origin  where they come from, as the end of a sentence
 */
public record Secrets(Map<String, Secret> known, Map<String, String> missing, String origin) {

    /** What their variables begin with. */
    public static final String PREFIX = "secret.";

    /** No secrets. */
    public static final Secrets NONE = new Secrets(Map.of(), Map.of(), "");

    public Secrets {
        known = Map.copyOf(known);
        missing = Map.copyOf(missing);
    }

    Optional<Variable> find(String variable) {
        String name = variable.substring(PREFIX.length());
        return known.containsKey(name)
                ? Optional.of(new Variable(variable, Secret.class, Optional.of(known.get(name)), origin))
                : Optional.ofNullable(missing.get(name)).map(why -> new Variable(variable, Secret.class,
                        Optional.empty(), origin, Optional.of(why)));
    }

    Collection<String> names() {
        return known.keySet().stream().map(PREFIX::concat).toList();
    }
}
