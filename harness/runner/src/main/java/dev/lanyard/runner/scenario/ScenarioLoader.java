package dev.lanyard.runner.scenario;

import dev.lanyard.runner.bind.Binder;
import dev.lanyard.runner.profile.ProfileVariables;
import dev.lanyard.runner.bench.Benches;
import dev.lanyard.runner.profile.Profiles;
import dev.lanyard.runner.step.StepCatalogue;
import dev.lanyard.runner.yaml.Defect;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.InvalidInputException;
import dev.lanyard.runner.yaml.Nearest;
import dev.lanyard.runner.yaml.Yaml;
import dev.lanyard.runner.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds and reads scenarios. */
public final class ScenarioLoader {

    /** How deep below a named folder scenarios are looked for. */
    private static final int MAX_DEPTH = 8;

    private final StepCatalogue catalogue;
    private final Set<String> rules;

    /** {@code rules} are the ids that a scenario may name. */
    public ScenarioLoader(StepCatalogue catalogue, Set<String> rules) {
        this.catalogue = catalogue;
        this.rules = Set.copyOf(rules);
    }

    /** With the verbs and rules of this class path. */
    public static ScenarioLoader standard() {
        return with(StepCatalogue.standard());
    }

    /** With these verbs and the rules of this class path. */
    public static ScenarioLoader with(StepCatalogue catalogue) {
        return new ScenarioLoader(catalogue, RuleIds.known());
    }

    /**
     * Reads the scenarios that {@code paths} name: files, and folders with everything below them, in the order of their
     * paths. Fails with every mistake in every file, and when there is no scenario at all.
     */
    public List<Scenario> load(Collection<Path> paths) throws InvalidInputException {
        Defects defects = new Defects();
        List<Scenario> scenarios = new ArrayList<>();
        Map<String, Path> names = new HashMap<>();
        for (Path path : paths) {
            for (Path file : find(path, defects)) {
                if (scenarios.stream().anyMatch(s -> s.file().equals(file))) {
                    continue;
                }
                read(file, defects).ifPresent(scenario -> {
                    Path other = names.putIfAbsent(scenario.qualifiedName(), file);
                    if (other != null) {
                        defects.add(Defect.general(file + ": the name " + scenario.qualifiedName() + " is taken by "
                                + other));
                    }
                    scenarios.add(scenario);
                });
            }
        }
        defects.throwIfAny();
        return List.copyOf(scenarios);
    }

    /** Reads one scenario file; empty after at least one defect was added. */
    public Optional<Scenario> read(Path file, Defects defects) {
        return YamlReader.read(file, defects)
                .flatMap(yaml -> new ScenarioParser(catalogue, rules, defects).parse(file, yaml));
    }

    /** Reads a file of steps by itself. */
    private void readGroup(Path file, Defects defects) {
        YamlReader.read(file, defects).flatMap(yaml -> Group.parse(yaml, defects)).ifPresent(group -> {
            Map<String, Optional<Yaml.Scalar>> open = new LinkedHashMap<>();
            group.parameters().keySet().forEach(name -> open.put(name, Optional.empty()));
            group.parameters().values().stream().flatMap(Optional::stream).forEach(value ->
                    new Binder(defects, ProfileVariables.unknown()).variable(value));
            StepsParser parser = new StepsParser(catalogue, Optional.empty(),
                    new Scope(group.name(), group.name(), open, "a parameter of this group"), defects);
            ScenarioCheck.check(parser.steps(group.root(), "steps", Phase.STEPS), parser.forgiven(), defects);
        });
    }

    /**
     * Everything that is wrong with {@code paths}: scenarios and groups of steps by their suffixes, other YAML files as
     * bench files or profiles, folders with the scenarios and groups below them, and folders that hold these instead.
     */
    public List<Defect> validate(Collection<Path> paths) {
        Defects defects = new Defects();
        for (Path path : paths) {
            if (Files.isDirectory(path) && isOfProfiles(path)) {
                List<Path> files = below(path, ".yaml", defects);
                if (files.stream().anyMatch(Benches::isOne)) {
                    files.forEach(file -> readPlain(file, defects));
                } else {
                    Profiles.all(path, defects);
                }
            } else if (Files.isDirectory(path)) {
                find(path, defects).forEach(file -> read(file, defects));
                below(path, Group.SUFFIX, defects).forEach(file -> readGroup(file, defects));
            } else if (path.toString().endsWith(Scenario.SUFFIX)) {
                read(path, defects);
            } else if (path.toString().endsWith(Group.SUFFIX)) {
                readGroup(path, defects);
            } else {
                readPlain(path, defects);
            }
        }
        return defects.list();
    }

    private static void readPlain(Path file, Defects defects) {
        if (Benches.isOne(file)) {
            Benches.load(file, defects);
        } else {
            Profiles.load(file, defects);
        }
    }

    /** A folder with YAML files and no scenario among them or below. */
    private static boolean isOfProfiles(Path folder) {
        Defects none = new Defects();
        return below(folder, Scenario.SUFFIX, none).isEmpty() && below(folder, Group.SUFFIX, none).isEmpty()
                && none.isEmpty() && !below(folder, ".yaml", none).isEmpty();
    }

    private static List<Path> find(Path path, Defects defects) {
        if (!Files.isDirectory(path)) {
            if (!path.toString().endsWith(Scenario.SUFFIX)) {
                defects.add(Defect.general(path + (Files.exists(path) ? path.toString().endsWith(Group.SUFFIX)
                        ? ": a group of steps runs in the scenarios that include it; validate checks it by itself"
                        : ": the name of a scenario file ends in " + Scenario.SUFFIX
                        : ": no such file or folder" + near(path))));
                return List.of();
            }
            return List.of(path);
        }
        List<Path> found = below(path, Scenario.SUFFIX, defects);
        if (found.isEmpty()) {
            defects.add(Defect.general(path + ": no *" + Scenario.SUFFIX + " in this folder"));
        }
        return found;
    }

    /** What of the same folder may have been meant. */
    private static String near(Path path) {
        Path folder = path.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder) || path.getFileName() == null) {
            return "";
        }
        try (Stream<Path> there = Files.list(folder)) {
            return Nearest.to(path.getFileName().toString(), there.map(one -> one.getFileName().toString()).toList())
                    .map(name -> "; did you mean " + path.resolveSibling(name) + "?").orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static List<Path> below(Path folder, String suffix, Defects defects) {
        try (Stream<Path> below = Files.walk(folder, MAX_DEPTH)) {
            Path root = folder.toRealPath();
            List<Path> found = new ArrayList<>();
            for (Path file : below.filter(file -> file.toString().endsWith(suffix)).filter(Files::isRegularFile)
                    .sorted().toList()) {
                if (file.toRealPath().startsWith(root)) {
                    found.add(file);
                } else {
                    defects.add(Defect.general(file + ": a link that leads out of " + folder
                            + "; name the file itself to use it"));
                }
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            defects.add(Defect.general(folder + ": cannot be searched: " + e.getMessage()));
            return List.of();
        }
    }
}
