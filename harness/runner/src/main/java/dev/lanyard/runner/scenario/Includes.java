package dev.lanyard.runner.scenario;

import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.Nearest;
import dev.lanyard.runner.yaml.Yaml;
import dev.lanyard.runner.yaml.YamlReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the groups of steps that one scenario includes. */
final class Includes {

    /** The word that stands where a verb does. */
    static final String VERB = "include";

    private static final List<String> KEYS = List.of("file", "with", "save");

    private final SuiteFolder folder;
    private final Defects defects;

    Includes(SuiteFolder folder, Defects defects) {
        this.folder = folder;
        this.defects = defects;
    }

    /** An include with the group that it names. */
    record Include(Yaml.Scalar file, Map<String, Yaml.Scalar> with, Group group) {

        /** What names mean in the group as the include {@code id} puts it there. */
        Scope scope(String id, Defects defects) {
            Map<String, Optional<Yaml.Scalar>> values = new LinkedHashMap<>(group.parameters());
            with.forEach((name, value) -> {
                if (group.parameters().containsKey(name)) {
                    values.put(name, Optional.of(value));
                } else {
                    defects.add(value.position(), "group " + group.name() + " has no parameter \"" + name + "\""
                            + Nearest.hint(name, group.parameters().keySet()));
                }
            });
            values.forEach((name, value) -> {
                if (value.isEmpty()) {
                    defects.add(file.position(), "group " + group.name() + " needs a value for \"" + name
                            + "\"; give it under with");
                }
            });
            return new Scope(id, group.title().orElse(group.name()), values, "a parameter of group " + group.name());
        }
    }

    /** Reads the group that {@code node} includes; empty after at least one defect was added. */
    Optional<Include> read(Yaml node) {
        Optional<Yaml.Scalar> file = file(node);
        Map<String, Yaml.Scalar> with = with(node);
        return file.flatMap(name -> folder.resolve(name.text(), name.position(), defects)
                .flatMap(path -> YamlReader.read(path, defects)).flatMap(yaml -> Group.parse(yaml, defects))
                .map(group -> new Include(name, with, group)));
    }

    private Optional<Yaml.Scalar> file(Yaml node) {
        Optional<Yaml> given = node instanceof Yaml.Mapping mapping ? mapping.entry("file").map(Yaml.Entry::value)
                : Optional.of(node);
        if (node instanceof Yaml.Mapping mapping) {
            mapping.entries().stream().filter(entry -> !KEYS.contains(entry.key())).forEach(entry ->
                    defects.add(entry.position(), "\"" + entry.key() + "\" is not a key of include"
                            + Nearest.hint(entry.key(), KEYS)));
        }
        if (given.isPresent() && given.get() instanceof Yaml.Scalar scalar && !scalar.isNull()) {
            return Optional.of(scalar);
        }
        defects.add(given.orElse(node).position(), "include names a file: include: {file: NAME" + Group.SUFFIX
                + ", with: {parameter: value}, save: {variable: variable of the group}}");
        return Optional.empty();
    }

    private Map<String, Yaml.Scalar> with(Yaml node) {
        Map<String, Yaml.Scalar> with = new LinkedHashMap<>();
        Optional<Yaml> given = node instanceof Yaml.Mapping mapping ? mapping.entry("with").map(Yaml.Entry::value)
                : Optional.empty();
        given.ifPresent(value -> {
            if (!(value instanceof Yaml.Mapping values)) {
                defects.add(value.position(), "with is a mapping of parameters to values, not " + value.kind());
                return;
            }
            for (Yaml.Entry entry : values.entries()) {
                if (entry.value() instanceof Yaml.Scalar scalar && !scalar.isNull()) {
                    with.put(entry.key(), scalar);
                } else {
                    defects.add(entry.value().position(), "a parameter has a single value, not "
                            + entry.value().kind());
                }
            }
        });
        return with;
    }
}
