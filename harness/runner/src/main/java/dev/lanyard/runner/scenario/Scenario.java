package dev.lanyard.runner.scenario;

import dev.lanyard.runner.profile.Claim;
import dev.lanyard.runner.yaml.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A scenario as its file gives it, checked as far as that is possible without an accessory.
 *
 * @param file  as the user named it
 * @param suite the folders below the suite root, joined by {@code /}; may be empty
 * @param vars  unsubstituted: they may hold values of the profile
 */
public record Scenario(Path file, String suite, String name, Optional<String> title, List<String> tags,
                       List<String> rules, Needs needs, List<Claim> claims, Map<String, Yaml.Scalar> vars,
                       Repeat repeat, List<StepItem> setup, List<StepItem> steps, List<StepItem> teardown) {

    /** The suffix of scenario files. */
    public static final String SUFFIX = ".scenario.yaml";

    /** {@code suite/name}. */
    public String qualifiedName() {
        return suite.isEmpty() ? name : suite + "/" + name;
    }

    /** Every step of every phase, in the order of running. */
    public Stream<StepItem> allSteps() {
        return Stream.of(setup, steps, teardown).flatMap(List::stream);
    }
}
