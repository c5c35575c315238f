package dev.lanyard.runner.scenario;

import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.profile.ProfileVariables;
import dev.lanyard.runner.profile.Secrets;
import dev.lanyard.runner.yaml.Yaml;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A scenario as its file gives it, checked as far as that is possible without an accessory.
 *
 * @param file   as the user named it
 * @param suite  the folders below the suite root, joined by {@code /}; may be empty
 * @param vars   unsubstituted: they may hold values of the profile
 * @param matrix what it is repeated over
 * @param cell   the combination that this one is; {@link Matrix.Cell#ONLY} as long as none is chosen
 * @param driver {@link DriverOptions}, unbound: they may hold variables
 */
public record Scenario(Path file, String suite, String name, Optional<String> title, List<String> tags,
                       List<String> rules, Needs needs, List<Claim> claims, Map<String, Yaml.Scalar> vars,
                       Matrix matrix, Matrix.Cell cell, Optional<Yaml> driver, Repeat repeat, List<StepItem> setup,
                       List<StepItem> steps, List<StepItem> teardown) {

    /** The suffix of scenario files. */
    public static final String SUFFIX = ".scenario.yaml";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]{1,100})}");

    /** {@code suite/name}, and which combination of its matrix it is: {@code suite/name[alternate=1]}. */
    public String qualifiedName() {
        return (suite.isEmpty() ? name : suite + "/" + name) + cell.label();
    }

    /** The name with the combination. */
    public String fullName() {
        return name + cell.label();
    }

    /** Every step of every phase, in the order of running. */
    public Stream<StepItem> allSteps() {
        return Stream.of(setup, steps, teardown).flatMap(List::stream);
    }

    /** A scenario for every combination of the matrix, whose values are variables there; without a matrix, this one. */
    public List<Scenario> cells() {
        return matrix.cells().stream().map(this::in).toList();
    }

    /** The names of the secrets that it uses. */
    public Set<String> secrets() {
        return variables().stream().filter(name -> name.startsWith(Secrets.PREFIX))
                .map(name -> name.substring(Secrets.PREFIX.length())).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The first value that it takes from {@code profile} and this one does not declare, as a sentence. */
    public Optional<String> gapIn(Profile profile) {
        ProfileVariables declared = ProfileVariables.of(profile);
        return variables().stream().filter(name -> !name.startsWith(Secrets.PREFIX))
                .flatMap(name -> declared.find(name).stream()).flatMap(variable -> variable.never().stream()).findFirst();
    }

    /** Every variable that it uses anywhere. */
    private Set<String> variables() {
        Set<String> names = new TreeSet<>();
        vars.values().forEach(value -> collect(value, names));
        driver.ifPresent(value -> collect(value, names));
        allSteps().forEach(item -> {
            collect(item.arguments(), names);
            item.scope().parameters().values().forEach(value -> value.ifPresent(given -> collect(given, names)));
        });
        return names;
    }

    private static void collect(Yaml node, Set<String> names) {
        switch (node) {
            case Yaml.Scalar scalar -> VARIABLE.matcher(scalar.text()).results().forEach(use -> names.add(use.group(1)));
            case Yaml.Sequence list -> list.items().forEach(item -> collect(item, names));
            case Yaml.Mapping mapping -> mapping.entries().forEach(entry -> collect(entry.value(), names));
        }
    }

    private Scenario in(Matrix.Cell chosen) {
        Map<String, Yaml.Scalar> all = new LinkedHashMap<>(vars);
        all.putAll(chosen.variables());
        return new Scenario(file, suite, name, title, tags, rules, needs, claims, all, matrix, chosen, driver, repeat,
                setup, steps, teardown);
    }
}
