package dev.lanyard.runner.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How to run.
 *
 * @param profile         the profile of every accessory; when empty, the one in {@code profilesFolder} that names the
 *                        accessory is taken
 * @param profilesFolder  where profiles of known accessories are
 * @param tags            when not empty, only scenarios with one of these tags
 * @param parallel        how many scenarios run at the same time at most; an accessory that is there only once runs one
 *                        at a time whatever this says
 * @param harnessVersion  for the run's log
 * @param commandLine     for the run's log
 */
public record RunOptions(Optional<Path> profile, Path profilesFolder, Set<String> tags, int parallel,
                         String harnessVersion, List<String> commandLine) {

    public RunOptions {
        tags = Set.copyOf(tags);
        commandLine = List.copyOf(commandLine);
        if (parallel < 1) {
            throw new IllegalArgumentException("at least one scenario must be allowed to run: " + parallel);
        }
    }

    /** Profiles from {@code profilesFolder}, all tags, as many at a time as there are processors, at least two. */
    public static RunOptions defaults(Path profilesFolder) {
        return new RunOptions(Optional.empty(), profilesFolder, Set.of(),
                Math.max(2, Runtime.getRuntime().availableProcessors()), "unknown", List.of());
    }
}
