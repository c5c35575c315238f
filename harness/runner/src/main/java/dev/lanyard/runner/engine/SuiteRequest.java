package dev.lanyard.runner.engine;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.runner.run.RunOptions;
import dev.lanyard.runner.run.RunPlan;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.ConfigurationParameters;

/**
 * What a suite is to run.
 *
 * @param home the project's folder, from which relative paths count
 * @param out  where runs are kept
 */
record SuiteRequest(Path home, Path out, List<Path> scenarios, List<String> accessories, Optional<Path> profile,
                    Set<String> tags) {

    /** Comma-separated accessories for scenarios that are selected as files or folders. */
    static final String ACCESSORIES = "lanyard.accessories";
    /** Comma-separated scenario files and folders. */
    static final String SCENARIOS = "lanyard.scenarios";
    /** The profile of all accessories. */
    static final String PROFILE = "lanyard.profile";
    /** The project's folder. */
    static final String HOME = "lanyard.home";
    /** Where runs are kept; {@code target/lanyard} when not given. */
    static final String OUT = "lanyard.out";

    private static final String ALL_EMULATED = "emulated:ecm,emulated:ncm";

    static SuiteRequest of(Class<?> suite, ConfigurationParameters parameters) {
        ScenarioSuite given = suite.getAnnotation(ScenarioSuite.class);
        Path home = home(parameters);
        return new SuiteRequest(home, out(parameters), paths(home, List.of(given.scenarios())),
                List.of(given.accessories()),
                given.profile().isEmpty() ? Optional.empty() : Optional.of(home.resolve(given.profile())),
                Set.of(given.tags()));
    }

    static SuiteRequest of(List<Path> selected, ConfigurationParameters parameters) {
        Path home = home(parameters);
        return new SuiteRequest(home, out(parameters), selected,
                List.of(parameters.get(ACCESSORIES).orElse(ALL_EMULATED).split("\\s*,\\s*")),
                parameters.get(PROFILE).map(home::resolve), Set.of());
    }

    /** The paths of {@link #SCENARIOS}. */
    static List<Path> configured(ConfigurationParameters parameters) {
        return parameters.get(SCENARIOS).map(text -> paths(home(parameters), List.of(text.split("\\s*,\\s*"))))
                .orElse(List.of());
    }

    RunPlan plan() throws InvalidInputException {
        List<AccessorySpec> specs;
        try {
            specs = accessories.stream().map(AccessorySpec::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(e.getMessage());
        }
        return RunPlan.build(scenarios, specs, RunOptions.defaults(home.resolve("device-profiles"))
                .withProfile(profile).withChoice(tags, Set.of()).withOrigin("unknown", List.of("(JUnit Platform)")));
    }

    private static List<Path> paths(Path home, List<String> texts) {
        return texts.stream().map(home::resolve).toList();
    }

    private static Path out(ConfigurationParameters parameters) {
        return Path.of(parameters.get(OUT).orElse("target/lanyard"));
    }

    /** The nearest folder above the working directory that holds device profiles: tools start in any module. */
    private static Path home(ConfigurationParameters parameters) {
        Path here = Path.of("").toAbsolutePath();
        return parameters.get(HOME).map(Path::of).orElseGet(() -> {
            for (Path folder = here; folder != null; folder = folder.getParent()) {
                if (Files.isDirectory(folder.resolve("device-profiles"))) {
                    return folder;
                }
            }
            return here;
        });
    }
}
