package dev.lanyard.runner.scenario;

import dev.lanyard.runner.bind.Binder;
import dev.lanyard.runner.bind.Keys;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepCatalogue;
import dev.lanyard.runner.step.usb.UsbNever;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.Nearest;
import dev.lanyard.runner.yaml.Yaml;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes steps of the lists that hold them. One parser reads all lists of one scope, in order. */
final class StepsParser {

    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    static final String VARIABLE = "[a-z][a-z0-9-]{0,49}";
    static final String NOT_A_VARIABLE = "a variable's name begins with a small letter and goes on with small letters, "
            + "digits and hyphens, at most 50";
    static final int MAX_STEPS = 500;

    /** What may stand beside a step's verb. */
    private static final Set<String> BESIDE = Set.of("id", "never");

    /** What other tools have, and a scenario on purpose has not. */
    private static final Set<String> LOGIC = Set.of("if", "when", "unless", "else", "loop", "for", "foreach", "while",
            "with_items", "retry", "retries", "until");

    private final StepCatalogue catalogue;
    private final Optional<Includes> includes;
    private final Scope scope;
    private final Defects defects;
    private final List<String> ids = new ArrayList<>();
    private final Set<String> forgiven = new HashSet<>();

    /** Without {@code includes}, a group can include nothing: no group comes to hold itself. */
    StepsParser(StepCatalogue catalogue, Optional<Includes> includes, Scope scope, Defects defects) {
        this.catalogue = catalogue;
        this.includes = includes;
        this.scope = scope;
        this.defects = defects;
    }

    /** Variables that steps with mistakes would have saved: using them is not one more mistake. */
    Set<String> forgiven() {
        return forgiven;
    }

    /** The steps below {@code key}; none where it is not given. */
    List<StepItem> steps(Yaml.Mapping mapping, String key, Phase phase) {
        Optional<Yaml> value = mapping.entry(key).map(Yaml.Entry::value);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof Yaml.Sequence list) || list.items().size() > MAX_STEPS
                || phase == Phase.STEPS && list.items().isEmpty()) {
            defects.add(value.get().position(), key + " is a list of 1 to " + MAX_STEPS + " steps, each - VERB: {…}");
            return List.of();
        }
        List<StepItem> items = list.items().stream().flatMap(item -> item(item, phase).stream()).toList();
        if (items.size() > MAX_STEPS) {
            defects.add(list.position(), key + " has " + items.size() + " steps with those that it includes; at most "
                    + MAX_STEPS);
        }
        return items;
    }

    private List<StepItem> item(Yaml node, Phase phase) {
        if (!(node instanceof Yaml.Mapping mapping)) {
            defects.add(node.position(), "a step is VERB: {arguments}, not " + node.kind()
                    + (node instanceof Yaml.Scalar text && catalogue.find(text.text()).isPresent()
                            ? "; write " + text.text() + ": {}" : ""));
            return List.of();
        }
        List<Yaml.Entry> verbs = mapping.entries().stream().filter(e -> !BESIDE.contains(e.key())).toList();
        if (verbs.size() != 1) {
            defects.add(mapping.position(), verbs.isEmpty() ? "this step has no verb"
                    : "a step has one verb; this one has " + String.join(" and ",
                            verbs.stream().map(Yaml.Entry::key).toList()) + misplaced(verbs));
            return List.of();
        }
        Yaml.Entry verb = verbs.getFirst();
        return verb.key().equals(Includes.VERB) ? include(mapping, verb, phase)
                : step(mapping, verb, phase).stream().toList();
    }

    /** Arguments that stand beside their verb. */
    private String misplaced(List<Yaml.Entry> entries) {
        List<String> keys = entries.stream().map(Yaml.Entry::key).toList();
        List<String> verbs = keys.stream().filter(key -> catalogue.find(key).isPresent() || key.equals(Includes.VERB))
                .toList();
        Optional<String> logic = keys.stream().filter(LOGIC::contains).findFirst();
        if (logic.isPresent()) {
            return "; a scenario has no \"" + logic.get() + "\": needs and claims say whom it concerns, matrix and repeat "
                    + "how often it runs";
        }
        return verbs.size() != 1 ? "; are the arguments indented?" : "; the arguments stand inside: "
                + verbs.getFirst() + ": {" + keys.stream().filter(key -> !verbs.contains(key))
                        .map(key -> key + ": …").collect(Collectors.joining(", ")) + "}";
    }

    /** Names what stands beside a verb and was put among its arguments. */
    private void misplacedInside(Yaml.Entry verb, Step<?, ?> step) {
        if (verb.value() instanceof Yaml.Mapping arguments) {
            arguments.entries().stream().filter(entry -> isBeside(entry.key(), step)).forEach(entry ->
                    defects.add(entry.position(), "\"" + entry.key() + "\" stands beside the verb, on a line of its own: "
                            + entry.key() + ": …"));
        }
    }

    private static boolean isBeside(String key, Step<?, ?> step) {
        return BESIDE.contains(key)
                && Arrays.stream(step.arguments().getRecordComponents()).map(Keys::of).noneMatch(key::equals);
    }

    private Optional<StepItem> step(Yaml.Mapping mapping, Yaml.Entry verb, Phase phase) {
        Optional<Step<?, ?>> step = catalogue.find(verb.key());
        List<String> earlier = List.copyOf(ids);
        String id = id(mapping, verb.key());
        List<UsbNever.Unwanted> never = never(mapping);
        if (step.isEmpty()) {
            List<String> verbs = new ArrayList<>(catalogue.verbs());
            verbs.add(Includes.VERB);
            defects.add(verb.position(), "unknown verb \"" + verb.key() + "\"" + Nearest.hint(verb.key(), verbs));
            forgive(verb.value());
            return Optional.empty();
        }
        misplacedInside(verb, step.get());
        Map<String, String> save = save(verb.value(), verb.key(), 
                ScenarioVariables.saveable(step.get(), verb.value()));
        Map<String, String> full = new LinkedHashMap<>();
        save.forEach((name, result) -> full.put(scope.full(name), result));
        return Optional.of(new StepItem(verb.position(), phase, scope.full(id), verb.key(), step.get(),
                own(verb.value(), step.get()), full, earlier, never, scope));
    }

    private List<StepItem> include(Yaml.Mapping mapping, Yaml.Entry verb, Phase phase) {
        mapping.entry("never").ifPresent(never -> defects.add(never.position(),
                "never stands beside a verb; write it to the steps of the group"));
        if (includes.isEmpty()) {
            defects.add(verb.position(), "a group of steps cannot include another one");
            return List.of();
        }
        return includes.get().read(verb.value()).map(include -> {
            String id = id(mapping, include.group().name());
            if (id.equals("profile") || id.equals("secret")) {
                defects.add(mapping.position(), "an include cannot have the id \"" + id + "\"; give it another");
            }
            Scope inner = include.scope(id, defects);
            StepsParser parser = new StepsParser(catalogue, Optional.empty(), inner, defects);
            List<StepItem> items = parser.steps(include.group().root(), "steps", phase);
            parser.ids.forEach(own -> ids.add(inner.full(own)));
            forgiven.addAll(parser.forgiven);
            List<String> saved = items.stream().flatMap(item -> item.save().keySet().stream()).distinct()
                    .map(name -> name.substring(inner.full("").length())).toList();
            Map<String, String> aliases = new LinkedHashMap<>();
            save(verb.value(), "group " + include.group().name(), saved)
                    .forEach((name, variable) -> aliases.put(name, inner.full(variable)));
            return items.stream().map(item -> item.alsoSaving(aliases)).toList();
        }).orElseGet(() -> {
            id(mapping, Includes.VERB);
            forgive(verb.value());
            return List.of();
        });
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

    private List<UsbNever.Unwanted> never(Yaml.Mapping mapping) {
        List<UsbNever.Unwanted> never = new ArrayList<>();
        mapping.entry("never").map(Yaml.Entry::value).ifPresent(value -> {
            List<Yaml> each = value instanceof Yaml.Sequence list ? list.items() : List.of(value);
            each.forEach(one -> new Binder(defects, Variables.none()).bind(one, UsbNever.Unwanted.class, "never")
                    .ifPresent(never::add));
        });
        return never;
    }

    private void forgive(Yaml arguments) {
        if (arguments instanceof Yaml.Mapping mapping) {
            mapping.entry("save").ifPresent(save -> {
                if (save.value() instanceof Yaml.Mapping names) {
                    names.keys().forEach(name -> forgiven.add(scope.full(name)));
                }
            });
        }
    }

    private Map<String, String> save(Yaml arguments, String who, List<String> results) {
        Map<String, String> save = new LinkedHashMap<>();
        Optional<Yaml> given = arguments instanceof Yaml.Mapping mapping
                ? mapping.entry("save").map(Yaml.Entry::value) : Optional.empty();
        if (given.isPresent() && !(given.get() instanceof Yaml.Mapping)) {
            defects.add(given.get().position(), "save is a mapping of variable to result: {name: result}");
        } else if (given.isPresent() && given.get() instanceof Yaml.Mapping names) {
            for (Yaml.Entry entry : names.entries()) {
                String result = entry.value() instanceof Yaml.Scalar scalar ? scalar.text() : "";
                if (!entry.key().matches(VARIABLE)) {
                    defects.add(entry.position(), NOT_A_VARIABLE);
                } else if (!results.contains(result)) {
                    defects.add(entry.value().position(), who + " finds no \"" + result + "\""
                            + (results.contains(entry.key()) && result.matches(VARIABLE)
                                    ? "; first the variable, then the result: {" + result + ": " + entry.key() + "}?"
                                    : Nearest.hint(result, results)));
                    forgiven.add(scope.full(entry.key()));
                } else {
                    save.put(entry.key(), result);
                }
            }
        }
        return save;
    }

    /** The arguments of the step itself. */
    private static Yaml own(Yaml arguments, Step<?, ?> step) {
        return arguments instanceof Yaml.Mapping mapping ? new Yaml.Mapping(mapping.position(), mapping.entries().stream()
                .filter(entry -> !entry.key().equals("save") && !isBeside(entry.key(), step)).toList()) : arguments;
    }
}
