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
import picocli.CommandLine.Parameters;

/** Does what is done often in a folder that is thrown away, so that the launcher can record which classes that needs. */
@Command(name = "warm-up", hidden = true, description = "Used by the launcher after a build.")
final class WarmUpCommand implements Callable<Integer> {

    /** So many have all dialogues of a busy air. */
    private static final int FRAMES = 100_000;

    /** What the launcher keeps a record of its own for. */
    enum Kind { RUNS, READS }

    @Parameters(arity = "1", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}.")
    private Kind kind;

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("lanyard-warm-up");
        try {
            Path capture = directory.resolve("air.pcapng");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(capture))) {
                new BusyAir().write(out, FRAMES);
            }
            switch (kind) {
                case RUNS -> {
                    Main.run("lint", capture.toString());
                    Main.run("run", scenarios("smoke"), "--out", directory.resolve("run").toString());
                }
                case READS -> {
                    for (String format : new String[] {"text", "json", "sarif"}) {
                        Main.run("lint", "--format", format, capture.toString());
                    }
                    Main.run("rules");
                    Main.run("explain", "NAN-DCEA-01");
                    Main.run("validate", scenarios("smoke"));
                    // Looks at all commands.
                    Main.run("--version");
                }
            }
            return 0;
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String scenarios(String suite) {
        return Home.directory().resolve("scenarios").resolve(suite).toString();
    }
}
