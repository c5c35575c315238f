package dev.lanyard.cli;

import dev.lanyard.wire.nan.dialogue.BusyAir;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Runs the smoke suite into a folder that is thrown away, and lints a capture, so that the launcher can record
 * which classes a start needs.
 */
@Command(name = "warm-up", hidden = true, description = "Used by the launcher after a build.")
final class WarmUpCommand implements Callable<Integer> {

    private static final int FRAMES = 20_000;

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("lanyard-warm-up");
        try {
            Path smoke = Home.directory().resolve("scenarios/smoke");
            Path capture = directory.resolve("air.pcapng");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(capture))) {
                new BusyAir().write(out, FRAMES);
            }
            // Looks at all commands.
            Main.run("--version");
            Main.run("lint", capture.toString());
            return Main.run("run", smoke.toString(), "--out", directory.resolve("run").toString());
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
