package dev.lanyard.cli;

import dev.lanyard.cli.lint.LintJson;
import dev.lanyard.reports.output.VerdictsJson;
import dev.lanyard.runner.bench.BenchSchema;
import dev.lanyard.runner.profile.ProfileSchema;
import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.scenario.GroupSchema;
import dev.lanyard.runner.scenario.ScenarioSchema;
import dev.lanyard.runner.step.UserSteps;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints what editors need to complete and check files. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema (2020-12) of scenarios, of groups of steps (.steps.yaml), of profiles or of "
                + "benches, for editors, or of verdicts.json or of what lint --format json prints.",
        mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

    /** Kinds of files. */
    enum Kind { SCENARIO, STEPS, PROFILE, BENCH, VERDICTS, LINT }

    @Parameters(paramLabel = "scenario|steps|profile|bench|verdicts|lint", description = "The kind of file.")
    private Kind kind;

    @Mixin
    private StepsPathOption stepsPath;

    @Override
    public Integer call() {
        try (UserSteps steps = stepsPath.load()) {
            GeneratedFile.print(switch (kind) {
                case SCENARIO -> ScenarioSchema.of(steps.catalogue());
                case STEPS -> GroupSchema.text();
                case PROFILE -> ProfileSchema.text();
                case BENCH -> BenchSchema.text();
                case VERDICTS -> VerdictsJson.schema();
                case LINT -> LintJson.schema();
            });
        }
        return ExitCode.PASSED.code();
    }
}
