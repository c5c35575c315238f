package dev.lanyard.runner.scenario;

import dev.lanyard.runner.bind.Binder;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.Nearest;
import dev.lanyard.runner.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Steps that scenarios include: a file of its own.
 *
 * @param parameters with their defaults; one without must be given
 */
record Group(String name, Optional<String> title, Map<String, Optional<Yaml.Scalar>> parameters, Yaml.Mapping root) {

    /** The suffix of such files. */
    static final String SUFFIX = ".steps.yaml";

    static final List<String> KEYS = List.of("group", "title", "parameters", "steps");

    /** Reads the header; empty after defects were added. */
    static Optional<Group> parse(Yaml yaml, Defects defects) {
        int before = defects.size();
        if (!(yaml instanceof Yaml.Mapping root)) {
            defects.add(yaml.position(), "a group of steps is a mapping that begins with group: NAME, not "
                    + yaml.kind());
            return Optional.empty();
        }
        root.entries().stream().filter(entry -> !KEYS.contains(entry.key())).forEach(entry ->
                defects.add(entry.position(), "\"" + entry.key() + "\" is not a key of a group of steps"
                        + Nearest.hint(entry.key(), KEYS)));
        String name = text(root, "group", defects).orElse("");
        if (!name.matches(StepsParser.NAME)) {
            defects.add(root.entry("group").map(e -> e.value().position()).orElse(root.position()),
                    name.isEmpty() ? "\"group\" is missing: the name of these steps"
                            : "a group's name has letters, digits, dots, hyphens and underscores, at most 100");
        }
        if (root.entry("steps").isEmpty()) {
            defects.add(root.position(), "\"steps\" is missing: a group has some");
        }
        Group group = new Group(name, text(root, "title", defects), parameters(root, defects), root);
        return defects.size() == before ? Optional.of(group) : Optional.empty();
    }

    private static Optional<String> text(Yaml.Mapping root, String key, Defects defects) {
        return root.entry(key)
                .flatMap(entry -> new Binder(defects, Variables.none()).bind(entry.value(), String.class, key));
    }

    private static Map<String, Optional<Yaml.Scalar>> parameters(Yaml.Mapping root, Defects defects) {
        Map<String, Optional<Yaml.Scalar>> parameters = new LinkedHashMap<>();
        root.entry("parameters").map(Yaml.Entry::value).ifPresent(value -> {
            if (!(value instanceof Yaml.Mapping given)) {
                defects.add(value.position(), "parameters is a mapping of names to defaults; a name with nothing after "
                        + "it must be given by the include");
                return;
            }
            for (Yaml.Entry entry : given.entries()) {
                if (!entry.key().matches(StepsParser.VARIABLE)) {
                    defects.add(entry.position(), StepsParser.NOT_A_VARIABLE);
                } else if (entry.value() instanceof Yaml.Scalar scalar) {
                    parameters.put(entry.key(), scalar.isNull() ? Optional.empty() : Optional.of(scalar));
                } else {
                    defects.add(entry.value().position(), "a default is a single value, not " + entry.value().kind());
                }
            }
        });
        return parameters;
    }
}
