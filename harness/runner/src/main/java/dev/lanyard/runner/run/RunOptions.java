package dev.lanyard.runner.run;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.KeySink;
import dev.lanyard.runner.bench.Benches;
import dev.lanyard.runner.step.Operator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How to run. Start from {@link #defaults} and change with the {@code with} methods.
 *
 * @param profile         the profile of every accessory; when empty, the one in {@code profilesFolder} that names the
 *                        accessory is taken
 * @param profilesFolder  where profiles of known accessories are
 * @param tags            when not empty, only scenarios with one of these tags
 * @param only            when not empty, only scenarios that one of these names: {@link ScenarioNames}
 * @param parallel        how many scenarios run at the same time at most; an accessory that is there only once runs one
 *                        at a time whatever this says
 * @param operator        who does what only a person can; scenarios that need one are not applicable without
 * @param gaps            whether a scenario that needs a value which its profile does not declare is not applicable;
 *                        else it is a mistake
 * @param bench           what stands on the bench, where that is known
 * @param recognised      profiles of accessories that none in {@code profilesFolder} names
 * @param harnessVersion  for the run's log
 * @param commandLine     for the run's log
 * @param keys            gets the keys of Wi-Fi Aware, which the run itself keeps nowhere
 */
public record RunOptions(Optional<Path> profile, Path profilesFolder, Set<String> tags, Set<String> only, int parallel,
                         Optional<Operator> operator, boolean gaps, Optional<Benches.Filed> bench,
                         Map<AccessorySpec, Path> recognised, String harnessVersion, List<String> commandLine,
                         KeySink keys) {

    public RunOptions {
        tags = Set.copyOf(tags);
        only = Set.copyOf(only);
        recognised = Map.copyOf(recognised);
        commandLine = List.copyOf(commandLine);
        if (parallel < 1) {
            throw new IllegalArgumentException("at least one scenario must be allowed to run: " + parallel);
        }
    }

    /**
     * Profiles from {@code profilesFolder}, everything, three times as many at a time as there are processors:
     * scenarios spend most of their time waiting.
     */
    public static RunOptions defaults(Path profilesFolder) {
        return new RunOptions(Optional.empty(), profilesFolder, Set.of(), Set.of(),
                3 * Math.max(2, Runtime.getRuntime().availableProcessors()), Optional.empty(), false,
                Optional.empty(), Map.of(), "unknown", List.of(), KeySink.NONE);
    }

    public RunOptions withProfile(Optional<Path> file) {
        return new RunOptions(file, profilesFolder, tags, only, parallel, operator, gaps, bench,
                recognised, harnessVersion, commandLine, keys);
    }

    /** Which scenarios; an empty set chooses all. */
    public RunOptions withChoice(Set<String> oneOfTags, Set<String> oneOfNames) {
        return new RunOptions(profile, profilesFolder, oneOfTags, oneOfNames, parallel, operator, gaps, bench,
                recognised, harnessVersion, commandLine, keys);
    }

    public RunOptions withParallel(int most) {
        return new RunOptions(profile, profilesFolder, tags, only, most, operator, gaps, bench,
                recognised, harnessVersion, commandLine, keys);
    }

    public RunOptions withOperator(Optional<Operator> person) {
        return new RunOptions(profile, profilesFolder, tags, only, parallel, person, gaps, bench,
                recognised, harnessVersion, commandLine, keys);
    }

    /** The bench names consoles, power switches and profiles of accessories. */
    public RunOptions withBench(Optional<Benches.Filed> known) {
        return new RunOptions(profile, profilesFolder, tags, only, parallel, operator, gaps, known,
                recognised, harnessVersion, commandLine, keys);
    }

    /** Accessories that were asked who they are. */
    public RunOptions withRecognised(Map<AccessorySpec, Path> profiles) {
        return new RunOptions(profile, profilesFolder, tags, only, parallel, operator, gaps, bench,
                profiles, harnessVersion, commandLine, keys);
    }

    /** The profile of {@code accessory}, where it is not the one of {@link #profilesFolder} that names it. */
    Optional<Path> profileOf(AccessorySpec accessory) {
        return profile.or(() -> bench.flatMap(known -> known.profileOf(accessory)))
                .or(() -> Optional.ofNullable(recognised.get(accessory)));
    }

    /** For profiles that nobody wrote: what they do not declare closes a gate. */
    public RunOptions withGaps() {
        return new RunOptions(profile, profilesFolder, tags, only, parallel, operator, true, bench,
                recognised, harnessVersion, commandLine, keys);
    }

    /** What the run's log says of who runs it. */
    public RunOptions withOrigin(String version, List<String> arguments) {
        return new RunOptions(profile, profilesFolder, tags, only, parallel, operator, gaps, bench,
                recognised, version, arguments, keys);
    }

    /** Who else gets the keys that Wi-Fi Aware scenarios agree on. */
    public RunOptions withKeys(KeySink sink) {
        return new RunOptions(profile, profilesFolder, tags, only, parallel, operator, gaps, bench,
                recognised, harnessVersion, commandLine, sink);
    }
}
