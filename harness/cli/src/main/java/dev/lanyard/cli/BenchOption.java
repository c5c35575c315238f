package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.runner.bench.Benches;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.yaml.InvalidInputException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which bench file holds. */
final class BenchOption {

    @Option(names = "--bench", paramLabel = "FILE",
            description = "What stands on the bench: names of accessories, consoles, power switches; by default "
                    + "bench.yaml here, or in ~/.config/lanyard.")
    private Optional<Path> file = Optional.empty();

    /** The bench, where there is one. */
    Optional<Benches.Filed> find() {
        try {
            return Benches.find(file);
        } catch (InvalidInputException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
    }

    /** What {@code text} names: a port of {@code bench}, or SCHEME:WHICH. */
    static AccessorySpec accessory(Optional<Benches.Filed> bench, String text) {
        try {
            return bench.isPresent() ? bench.get().accessory(text) : AccessorySpec.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage() + (bench.isEmpty() && !text.contains(":")
                    ? "; names come from a bench file, and there is none (--bench FILE)" : ""));
        }
    }
}
