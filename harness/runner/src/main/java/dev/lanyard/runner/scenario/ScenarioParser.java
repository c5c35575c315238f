package dev.lanyard.runner.scenario;

import dev.lanyard.runner.bind.Binder;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.profile.ProfileVariables;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepCatalogue;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.Nearest;
import dev.lanyard.runner.yaml.Position;
import dev.lanyard.runner.yaml.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a {@link Scenario} of YAML and notes everything that is wrong on the way. */
final class ScenarioParser {

    static final List<String> KEYS = List.of("scenario", "title", "rules", "tags", "needs", "claims", "vars",
            "repeat", "setup", "steps", "teardown");
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    static final String VARIABLE = "[a-z][a-z0-9-]{0,49}";
    static final int MAX_STEPS = 500;

    private final StepCatalogue catalogue;
    private final Set<String> rules;
    private final Defects defects;
    private final List<String> ids = new ArrayList<>();
    private final Set<String> forgiven = new HashSet<>();

    /** {@code rules} are the ids that a scenario may name. */
    ScenarioParser(StepCatalogue catalogue, Set<String> rules, Defects defects) {
        this.catalogue = catalogue;
        this.rules = rules;
        this.defects = defects;
    }

    Optional<Scenario> parse(Path file, String suite, Yaml root) {
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
        List<StepItem> setup = steps(mapping, "setup", Phase.SETUP);
        List<StepItem> steps = steps(mapping, "steps", Phase.STEPS);
        List<StepItem> teardown = steps(mapping, "teardown", Phase.TEARDOWN);
        if (mapping.entry("steps").isEmpty()) {
            defects.add(mapping.position(), "\"steps\" is missing: a scenario does something");
        }
        // Read all of it, so that one look shows every mistake; use none of it when there was one.
        Scenario scenario = new Scenario(file, suite, header.name(), header.text("title"), header.texts("tags"),
                header.rules(), header.bound("needs", Needs.class, Needs.NOTHING), header.claims(), header.vars(),
                header.bound("repeat", Repeat.class, Repeat.ONCE), setup, steps, teardown);
        ScenarioCheck.check(scenario, ProfileVariables.unknown(), forgiven, defects);
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
            } else if (!name.matches(NAME)) {
                defects.add(at, "a scenario's name has letters, digits, dots, hyphens and underscores, at most 100");
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
                        defects.add(item.position(), "no rule has the id \"" + id + "\"" + Nearest.to(id, rules)
                                .map(near -> "; did you mean " + near + "?").orElse(""));
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
                    if (!entry.key().matches(VARIABLE)) {
                        defects.add(entry.position(), "a variable's name begins with a small letter and goes on with "
                                + "small letters, digits and hyphens");
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

        private List<Yaml> items(String key) {
            return mapping.entry(key).map(e -> e.value() instanceof Yaml.Sequence list ? list.items()
                    : List.of(e.value())).orElse(List.of());
        }

        private <T> Optional<T> named(String key, Yaml value, Class<T> type) {
            return new Binder(defects, Variables.none()).bind(value, type, key);
        }
    }

    private List<StepItem> steps(Yaml.Mapping mapping, String key, Phase phase) {
        Optional<Yaml> value = mapping.entry(key).map(Yaml.Entry::value);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof Yaml.Sequence list) || list.items().size() > MAX_STEPS
                || phase == Phase.STEPS && list.items().isEmpty()) {
            defects.add(value.get().position(), key + " is a list of 1 to " + MAX_STEPS + " steps, each - VERB: {…}");
            return List.of();
        }
        return list.items().stream().flatMap(item -> step(item, phase).stream()).toList();
    }

    private Optional<StepItem> step(Yaml node, Phase phase) {
        if (!(node instanceof Yaml.Mapping mapping)) {
            defects.add(node.position(), "a step is VERB: {arguments}, not " + node.kind()
                    + (node instanceof Yaml.Scalar text && catalogue.find(text.text()).isPresent()
                            ? "; write " + text.text() + ": {}" : ""));
            return Optional.empty();
        }
        List<Yaml.Entry> verbs = mapping.entries().stream().filter(e -> !e.key().equals("id")).toList();
        if (verbs.size() != 1) {
            defects.add(mapping.position(), verbs.isEmpty() ? "this step has no verb"
                    : "a step has one verb; this one has " + String.join(" and ",
                            verbs.stream().map(Yaml.Entry::key).toList()) + "; are the arguments indented?");
            return Optional.empty();
        }
        Yaml.Entry verb = verbs.getFirst();
        Optional<Step<?, ?>> step = catalogue.find(verb.key());
        List<String> earlier = List.copyOf(ids);
        String id = id(mapping, verb.key());
        if (step.isEmpty()) {
            defects.add(verb.position(), "unknown verb \"" + verb.key() + "\""
                    + Nearest.hint(verb.key(), catalogue.verbs()));
            declareForgiving(verb.value());
            return Optional.empty();
        }
        Map<String, String> save = save(verb.value(), step.get());
        return Optional.of(new StepItem(verb.position(), phase, id, verb.key(), step.get(), withoutSave(verb.value()),
                save, earlier));
    }

    private String id(Yaml.Mapping mapping, String verb) {
        Optional<Yaml> given = mapping.entry("id").map(Yaml.Entry::value);
        String id = verb;
        if (given.isPresent()) {
            if (given.get() instanceof Yaml.Scalar scalar && scalar.text().matches(NAME)) {
                id = scalar.text();
                if (ids.contains(id)) {
                    defects.add(scalar.position(), "the id \"" + id + "\" is taken by an earlier step");
                }
            } else {
                defects.add(given.get().position(), "an id has letters, digits, dots, hyphens and underscores");
            }
        } else {
            for (int n = 2; ids.contains(id); n++) {
                id = verb + "-" + n;
            }
        }
        ids.add(id);
        return id;
    }

    /** Variables that a step of an unknown verb would save: using them later is not one more mistake. */
    private void declareForgiving(Yaml arguments) {
        if (arguments instanceof Yaml.Mapping mapping) {
            mapping.entry("save").ifPresent(save -> {
                if (save.value() instanceof Yaml.Mapping names) {
                    forgiven.addAll(names.keys());
                }
            });
        }
    }

    private Map<String, String> save(Yaml arguments, Step<?, ?> step) {
        Map<String, String> save = new LinkedHashMap<>();
        Optional<Yaml> given = arguments instanceof Yaml.Mapping mapping
                ? mapping.entry("save").map(Yaml.Entry::value) : Optional.empty();
        if (given.isPresent() && !(given.get() instanceof Yaml.Mapping)) {
            defects.add(given.get().position(), "save is a mapping of variable to result: {name: result}");
        } else if (given.isPresent() && given.get() instanceof Yaml.Mapping names) {
            List<String> results = ScenarioVariables.saveable(step);
            for (Yaml.Entry entry : names.entries()) {
                String result = entry.value() instanceof Yaml.Scalar scalar ? scalar.text() : "";
                if (!entry.key().matches(VARIABLE)) {
                    defects.add(entry.position(), "a variable's name begins with a small letter and goes on with small "
                            + "letters, digits and hyphens");
                } else if (!results.contains(result)) {
                    defects.add(entry.value().position(), step.verb().name() + " finds no \"" + result + "\""
                            + Nearest.hint(result, results));
                } else {
                    save.put(entry.key(), result);
                }
            }
        }
        return save;
    }

    private static Yaml withoutSave(Yaml arguments) {
        return arguments instanceof Yaml.Mapping mapping && mapping.entry("save").isPresent()
                ? new Yaml.Mapping(mapping.position(),
                        mapping.entries().stream().filter(e -> !e.key().equals("save")).toList())
                : arguments;
    }
}
