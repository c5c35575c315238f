package dev.lanyard.runner.bench;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.runner.bind.Binder;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.value.ConsoleName;
import dev.lanyard.runner.value.PowerName;
import dev.lanyard.runner.value.RadioName;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.InvalidInputException;
import dev.lanyard.runner.yaml.Nearest;
import dev.lanyard.runner.yaml.Yaml;
import dev.lanyard.runner.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds and reads bench files. */
public final class Benches {

    /** How the file is called. */
    public static final String FILE = "bench.yaml";

    private Benches() {}

    /** A bench and the file that holds it. */
    public record Filed(Path file, Bench bench) {

        /** The profile of the port that has {@code accessory}, where the bench names one. */
        public Optional<Path> profileOf(AccessorySpec accessory) {
            return bench.portOf(accessory).flatMap(entry -> entry.getValue().profile())
                    .map(name -> file.toAbsolutePath().resolveSibling(name));
        }

        /**
         * What {@code text} names: a port or a radio of this bench, or else SCHEME:WHICH.
         *
         * @throws IllegalArgumentException when it is neither
         */
        public AccessorySpec accessory(String text) {
            Bench.Port port = bench.ports().get(text);
            if (port != null) {
                return bench.spec(port);
            }
            Bench.Radio radio = bench.radios().get(text);
            if (radio != null) {
                return radio.spec();
            }
            if (text.contains(":")) {
                return AccessorySpec.parse(text);
            }
            throw new IllegalArgumentException("bench " + bench.bench() + " (" + file + ") has no port or radio called \""
                    + text + "\"" + Nearest.hint(text, names()) + (names().isEmpty() ? "; it has none" : ""));
        }

        private Set<String> names() {
            Set<String> names = new TreeSet<>(bench.ports().keySet());
            names.addAll(bench.radios().keySet());
            return names;
        }
    }

    /** Whether {@code file} is a bench file by its name, or by its first words. */
    public static boolean isOne(Path file) {
        return file.endsWith(FILE) || YamlReader.read(file, new Defects()).filter(Yaml.Mapping.class::isInstance)
                .map(root -> ((Yaml.Mapping) root).keys()).filter(keys -> keys.contains("bench")
                        && !keys.contains("profile")).isPresent();
    }

    /** Reads the bench in {@code file}; empty after at least one defect was added. */
    public static Optional<Bench> load(Path file, Defects defects) {
        return YamlReader.read(file, defects).flatMap(yaml -> new Binder(defects, Variables.none(),
                Map.of(ConsoleName.class, keys(yaml, "consoles"), PowerName.class, keys(yaml, "power"),
                        RadioName.class, keys(yaml, "radios")))
                .bind(yaml, Bench.class));
    }

    private static List<String> keys(Yaml root, String key) {
        return root instanceof Yaml.Mapping mapping && mapping.entry(key).map(Yaml.Entry::value).orElse(null)
                instanceof Yaml.Mapping names ? names.keys() : List.of();
    }

    /**
     * The bench of {@code given}, or else of {@value #FILE} in the working directory, or in
     * {@code $XDG_CONFIG_HOME/lanyard}; empty when there is none.
     *
     * @throws InvalidInputException when the file is not there, or is wrong
     */
    public static Optional<Filed> find(Optional<Path> given) throws InvalidInputException {
        Optional<Path> file = given.or(() -> places().filter(Files::isRegularFile).findFirst());
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Defects defects = new Defects();
        Optional<Bench> bench = load(file.get(), defects);
        defects.throwIfAny();
        return bench.map(read -> new Filed(file.get(), read));
    }

    /** Where a bench file is looked for when none is named. */
    public static Stream<Path> places() {
        String config = System.getenv("XDG_CONFIG_HOME");
        Path base = config == null || config.isBlank() ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(config);
        return Stream.of(Path.of(FILE), base.resolve("lanyard").resolve(FILE));
    }
}
