package dev.lanyard.runner.profile;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.rules.Catalogue;
import dev.lanyard.rules.Rule;
import dev.lanyard.runner.bind.Binder;
import dev.lanyard.runner.bind.Variables;
import dev.lanyard.runner.value.RuleId;
import dev.lanyard.runner.yaml.Defect;
import dev.lanyard.runner.yaml.Defects;
import dev.lanyard.runner.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads profiles. */
public final class Profiles {

    private static final Set<String> RULES =
            Catalogue.all().rules().stream().map(Rule::id).collect(Collectors.toUnmodifiableSet());

    private Profiles() {}

    /** Reads the profile in {@code file}; empty after at least one defect was added. */
    public static Optional<Profile> load(Path file, Defects defects) {
        return YamlReader.read(file, defects).flatMap(yaml ->
                new Binder(defects, Variables.none(), Map.of(RuleId.class, RULES)).bind(yaml, Profile.class));
    }

    /**
     * The one profile of {@code folder} that names {@code accessory}, or else the one that names the accessory of which
     * it is a variant; empty after a defect was added.
     */
    public static Optional<Profile> find(Path folder, AccessorySpec accessory, Defects defects) {
        List<Profile> all = all(folder, defects).stream().map(Filed::profile).toList();
        List<Profile> naming = naming(all, accessory);
        if (naming.isEmpty()) {
            naming = naming(all, accessory.withoutVariant());
        }
        if (naming.size() == 1) {
            return Optional.of(naming.getFirst());
        }
        if (naming.isEmpty()) {
            defects.add(Defect.general("no profile in " + folder + " names " + accessory
                    + "; say which one describes it with --profile FILE (there is "
                    + all.stream().map(Profile::profile).sorted().collect(Collectors.joining(", ")) + ")"));
        } else {
            defects.add(Defect.general("several profiles in " + folder + " name " + accessory + ": "
                    + naming.stream().map(Profile::profile).collect(Collectors.joining(", "))));
        }
        return Optional.empty();
    }

    private static List<Profile> naming(List<Profile> all, AccessorySpec accessory) {
        return all.stream().filter(p -> p.accessories().contains(accessory.toString())).toList();
    }

    /** A profile and the file that holds it. */
    public record Filed(Path file, Profile profile) {}

    /** The profiles of {@code folder} in the order of their files' names; those with defects are left out. */
    public static List<Filed> all(Path folder, Defects defects) {
        List<Filed> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".yaml")).sorted()
                    .forEach(file -> load(file, defects).ifPresent(profile -> found.add(new Filed(file, profile))));
        } catch (IOException e) {
            defects.add(Defect.general(folder + ": no folder of device profiles (" + e.getMessage() + ")"));
        }
        return found;
    }
}
