package dev.lanyard.cli;

import dev.lanyard.runner.reference.StepReference;
import dev.lanyard.runner.reference.StepsMarkdown;
import dev.lanyard.runner.reference.StepsText;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.step.Step;
import dev.lanyard.runner.step.StepCatalogue;
import dev.lanyard.runner.step.UserSteps;
import dev.lanyard.runner.yaml.Nearest;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Documents the verbs of scenarios. */
@Command(
        name = "steps",
        description = "Lists the verbs of scenarios, or says everything about one.",
        mixinStandardHelpOptions = true)
final class StepsCommand implements Callable<Integer> {

    /** How to print. */
    enum Format { TEXT, MARKDOWN }

    @Parameters(arity = "0..1", paramLabel = "VERB", description = "The verb, such as udp.echo; all when none is given.")
    private Optional<String> verb = Optional.empty();

    @Option(names = "--format", paramLabel = "text|markdown", description = "For a terminal, or as a page.")
    private Format format = Format.TEXT;

    @Mixin
    private StepsPathOption stepsPath;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        try (UserSteps steps = stepsPath.load()) {
            print(steps.catalogue());
        }
        return ExitCode.PASSED.code();
    }

    private void print(StepCatalogue catalogue) {
        Optional<StepReference> step = verb.map(name -> StepReference.of(find(catalogue, name)));
        switch (format) {
            case TEXT -> {
                PrintWriter out = command.commandLine().getOut();
                out.print(step.map(StepsText::of).orElseGet(() -> StepsText.of(catalogue)));
                out.flush();
            }
            case MARKDOWN -> GeneratedFile.print(
                    step.map(StepsMarkdown::of).map(String::stripLeading).orElseGet(() -> StepsMarkdown.of(catalogue)));
        }
    }

    private static Step<?, ?> find(StepCatalogue catalogue, String verb) {
        return catalogue.find(verb).orElseThrow(() -> new CommandFailed(ExitCode.USAGE,
                "unknown verb \"" + Printable.line(verb) + "\"" + Nearest.hint(verb, catalogue.verbs())));
    }
}
