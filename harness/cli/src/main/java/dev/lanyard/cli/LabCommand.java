package dev.lanyard.cli;

import dev.lanyard.runner.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Hands over to the virtual lab's own script, which knows how to fetch, build, boot and stop it. */
@Command(
        name = "lab",
        description = "Starts and stops the virtual lab: Linux gadgets, or a Linux host, in a small QEMU guest.",
        mixinStandardHelpOptions = true)
final class LabCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "up a|up b|status|down|…", description = "What the lab script is to do.")
    private List<String> words = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path script = Home.directory().resolve("fixtures/virtual-lab/lab");
        if (!Files.isExecutable(script)) {
            throw new CommandFailed(ExitCode.INCONCLUSIVE, "the virtual lab's script is not at " + script);
        }
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(words);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
