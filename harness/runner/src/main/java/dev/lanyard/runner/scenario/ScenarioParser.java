package dev.lanyard.runner.scenario;

import dev.lanyard.runner.bind.Binder;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.profile.ProfileVariables;
import dev.lanyard.runner.step.StepCatalogue;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.Nearest;
import dev.lanyard.runner.yaml.Position;
import dev.lanyard.runner.yaml.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a {@link Scenario} of YAML and notes everything that is wrong on the way. */
final class ScenarioParser {

    static final List<String> KEYS = List.of("scenario", "title", "rules", "tags", "needs", "claims", "vars",
            "matrix", "driver", "repeat", "setup", "steps", "teardown");

    /** Values stand in names of scenarios, and so in reports. */
    private static final String AXIS_VALUE = "[^\\p{Cntrl}]{1,60}";

    private final StepCatalogue catalogue;
    private final Set<String> rules;
    private final Defects defects;

    /** {@code rules} are the ids that a scenario may name. */
    ScenarioParser(StepCatalogue catalogue, Set<String> rules, Defects defects) {
        this.catalogue = catalogue;
        this.rules = rules;
        this.defects = defects;
    }

    Optional<Scenario> parse(Path file, Yaml root) {
        int before = defects.size();
        if (!(root instanceof Yaml.Mapping mapping)) {
            defects.add(root.position(), "a scenario is a mapping that begins with scenario: NAME, not " + root.kind());
            return Optional.empty();
        }
        for (Yaml.Entry entry : mapping.entries()) {
            if (!KEYS.contains(entry.key())) {
                defects.add(entry.position(), "\"" + entry.key() + "\" is not a key of a scenario"
                        + Nearest.hint(entry.key(), KEYS));
            }
        }
        Header header = new Header(mapping);
        SuiteFolder folder = SuiteFolder.of(file);
        StepsParser parser = new StepsParser(catalogue, Optional.of(new Includes(folder, defects)), Scope.SCENARIO,
                defects);
        List<StepItem> setup = parser.steps(mapping, "setup", Phase.SETUP);
        List<StepItem> steps = parser.steps(mapping, "steps", Phase.STEPS);
        List<StepItem> teardown = parser.steps(mapping, "teardown", Phase.TEARDOWN);
        if (mapping.entry("steps").isEmpty()) {
            defects.add(mapping.position(), "\"steps\" is missing: a scenario does something");
        }
        // Read all of it, so that one look shows every mistake; use none of it when there was one.
        Scenario scenario = new Scenario(file, folder.suite(), header.name(), header.text("title"), header.texts("tags"),
                header.rules(), header.bound("needs", Needs.class, Needs.NOTHING), header.claims(), header.vars(),
                header.matrix(), Matrix.Cell.ONLY, mapping.entry("driver").map(Yaml.Entry::value),
                header.bound("repeat", Repeat.class, Repeat.ONCE), setup, steps, teardown);
        scenario.cells().forEach(cell ->
                ScenarioCheck.check(cell, ProfileVariables.unknown(), parser.forgiven(), defects));
        return defects.size() == before ? Optional.of(scenario) : Optional.empty();
    }

    /** The keys that are not steps. */
    private final class Header {

        private final Yaml.Mapping mapping;

        Header(Yaml.Mapping mapping) {
            this.mapping = mapping;
        }

        String name() {
            String name = text("scenario").orElse("");
            Position at = mapping.entry("scenario").map(e -> e.value().position()).orElse(mapping.position());
            if (name.isEmpty()) {
                defects.add(at, "\"scenario\" is missing: the scenario's name");
            } else if (!name.matches(StepsParser.NAME)) {
                String near = name.strip().replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[._-]+|-+$", "");
                defects.add(at, "a scenario's name has letters, digits, dots, hyphens and underscores, at most 100"
                        + (near.matches(StepsParser.NAME) ? "; " + near + "? A title may have any text" : ""));
            }
            return name;
        }

        Optional<String> text(String key) {
            return mapping.entry(key).flatMap(e -> named(key, e.value(), String.class));
        }

        List<String> texts(String key) {
            return items(key).stream().flatMap(item -> named(key, item, String.class).stream()).toList();
        }

        List<Claim> claims() {
            return items("claims").stream().flatMap(item -> named("claims", item, Claim.class).stream()).toList();
        }

        List<String> rules() {
            List<String> named = new ArrayList<>();
            for (Yaml item : items("rules")) {
                named("rules", item, String.class).ifPresent(id -> {
                    if (rules.contains(id)) {
                        named.add(id);
                    } else {
                        defects.add(item.position(), "no rule has the id \"" + id + "\"" + (id.contains(",")
                                ? "; several are a list: [" + id + "]" : Nearest.to(id, rules)
                                        .map(near -> "; did you mean " + near + "?").orElse("")));
                    }
                });
            }
            return named;
        }

        <T> T bound(String key, Class<T> type, T otherwise) {
            return mapping.entry(key).flatMap(e -> named(key, e.value(), type)).orElse(otherwise);
        }

        Map<String, Yaml.Scalar> vars() {
            Map<String, Yaml.Scalar> vars = new LinkedHashMap<>();
            mapping.entry("vars").map(Yaml.Entry::value).ifPresent(value -> {
                if (!(value instanceof Yaml.Mapping given)) {
                    defects.add(value.position(), "vars is a mapping of names to values, not " + value.kind());
                    return;
                }
                for (Yaml.Entry entry : given.entries()) {
                    if (!entry.key().matches(StepsParser.VARIABLE)) {
                        defects.add(entry.position(), StepsParser.NOT_A_VARIABLE);
                    } else if (entry.value() instanceof Yaml.Scalar scalar && !scalar.isNull()) {
                        vars.put(entry.key(), scalar);
                    } else {
                        defects.add(entry.value().position(), "a variable is a single value, not "
                                + entry.value().kind());
                    }
                }
            });
            return vars;
        }

        Matrix matrix() {
            Map<String, List<Yaml.Scalar>> axes = new LinkedHashMap<>();
            Optional<Yaml> value = mapping.entry("matrix").map(Yaml.Entry::value);
            if (value.isEmpty()) {
                return Matrix.NONE;
            }
            if (!(value.get() instanceof Yaml.Mapping given)) {
                defects.add(value.get().position(), "matrix is a mapping of variables to lists of their values, not "
                        + value.get().kind());
                return Matrix.NONE;
            }
            for (Yaml.Entry axis : given.entries()) {
                if (!axis.key().matches(StepsParser.VARIABLE)) {
                    defects.add(axis.position(), StepsParser.NOT_A_VARIABLE);
                } else if (mapping.entry("vars").map(Yaml.Entry::value).filter(Yaml.Mapping.class::isInstance)
                        .flatMap(vars -> ((Yaml.Mapping) vars).entry(axis.key())).isPresent()) {
                    defects.add(axis.position(), "\"" + axis.key() + "\" stands in vars as well");
                } else {
                    axes.put(axis.key(), axisValues(axis));
                }
            }
            Matrix matrix = new Matrix(axes);
            if (matrix.size() > Matrix.MOST) {
                defects.add(given.position(), "this matrix has " + matrix.size() + " combinations; at most "
                        + Matrix.MOST);
                return Matrix.NONE;
            }
            return matrix.size() == 0 ? Matrix.NONE : matrix;
        }

        private List<Yaml.Scalar> axisValues(Yaml.Entry axis) {
            List<Yaml> items = axis.value() instanceof Yaml.Sequence list ? list.items() : List.of(axis.value());
            Map<String, Yaml.Scalar> values = new LinkedHashMap<>();
            if (items.isEmpty()) {
                defects.add(axis.value().position(), "\"" + axis.key() + "\" needs at least one value");
            }
            for (Yaml item : items) {
                if (!(item instanceof Yaml.Scalar scalar) || !scalar.text().matches(AXIS_VALUE)) {
                    defects.add(item.position(), "a value of a matrix is a text of 1 to 60 characters, not "
                            + item.kind());
                } else if (values.putIfAbsent(scalar.text(), scalar) != null) {
                    defects.add(item.position(), "\"" + scalar.text() + "\" is in this list already");
                }
            }
            return List.copyOf(values.values());
        }

        private List<Yaml> items(String key) {
            return mapping.entry(key).map(e -> e.value() instanceof Yaml.Sequence list ? list.items()
                    : List.of(e.value())).orElse(List.of());
        }

        private <T> Optional<T> named(String key, Yaml value, Class<T> type) {
            return new Binder(defects, Variables.none()).bind(value, type, key);
        }
    }
}
