package dev.lanyard.runner.step.console;

import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.value.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the named groups of a pattern matched. */
@Doc("each named group of the pattern, under its own name: text, or a secret")
public final class Groups implements Step.Named {

    private final Map<String, Object> values;

    private Groups(Map<String, Object> values) {
        this.values = values;
    }

    /** {@code secret} names groups whose text nobody may read. */
    static Groups of(Map<String, String> found, Set<String> secret) {
        Map<String, Object> values = new LinkedHashMap<>();
        found.forEach((name, text) -> values.put(name, secret.contains(name) ? new Secret(text) : text));
        return new Groups(values);
    }

    @Override
    public Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
