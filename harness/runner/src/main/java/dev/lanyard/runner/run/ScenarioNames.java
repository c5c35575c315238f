package dev.lanyard.runner.run;

import dev.lanyard.runner.scenario.Scenario;
import dev.lanyard.runner.yaml.Defect;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chooses scenarios by their names: {@code attach-to-echo}, {@code smoke/attach-to-echo}, one combination of a matrix
 * as reports name it ({@code bounce[personality=apple]}), each with {@code *} for any text.
 */
final class ScenarioNames {

    private ScenarioNames() {}

    /** Those of {@code all} that one of {@code patterns} names; all of them without patterns. */
    static List<Scenario> choose(List<Scenario> all, Collection<String> patterns, Defects defects) {
        if (patterns.isEmpty()) {
            return all;
        }
        List<String> names = all.stream().flatMap(ScenarioNames::of).distinct().toList();
        patterns.stream().sorted().filter(pattern -> names.stream().noneMatch(name -> matches(pattern, name)))
                .forEach(pattern -> defects.add(Defect.general("no scenario is called \"" + pattern + "\""
                        + Nearest.hint(pattern, names))));
        return all.stream().filter(scenario -> patterns.stream()
                .anyMatch(pattern -> of(scenario).anyMatch(name -> matches(pattern, name)))).toList();
    }

    private static Stream<String> of(Scenario scenario) {
        String qualified = scenario.qualifiedName();
        return Stream.of(scenario.name(), qualified.substring(0, qualified.length() - scenario.cell().label().length()),
                scenario.fullName(), qualified);
    }

    private static boolean matches(String pattern, String name) {
        return name.matches(Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }
}
