package dev.lanyard.cli;

import dev.lanyard.cli.lint.KeyFile;
import dev.lanyard.runner.run.RunPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the keys go that a run of Wi-Fi Aware scenarios agrees on; nowhere unless it is asked for. */
final class KeepKeysOption {

    @Option(names = "--keep-keys", paramLabel = "FILE",
            description = "Writes the keys of Wi-Fi Aware scenarios to this new file, which only you may read, for "
                    + "lint --keys. Without it they are kept nowhere.")
    private Optional<Path> file = Optional.empty();

    /** What a plan is run by. */
    @FunctionalInterface
    interface Running<T> {
        T run(RunPlan plan) throws IOException;
    }

    /**
     * Runs {@code plan}, whose keys go to the file that was asked for.
     *
     * @param folder of the run, which must not hold the file
     */
    <T> T run(RunPlan plan, Path folder, Running<T> running) throws IOException {
        if (file.isEmpty()) {
            return running.run(plan);
        }
        try (KeyFile keys = KeyFile.create(file.get(), folder)) {
            return running.run(new RunPlan(plan.scenarios(), plan.options().withKeys(keys)));
        }
    }
}
