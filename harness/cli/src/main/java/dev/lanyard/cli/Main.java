package dev.lanyard.cli;

import dev.lanyard.cli.lint.LintCommand;
import dev.lanyard.cli.doctor.DoctorCommand;
import dev.lanyard.runner.run.ExitCode;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine;

/** The command line: {@code lanyard COMMAND}, with the commands below. */
@Command(
        name = "lanyard",
        version = "lanyard " + Version.TEXT,
        description = "Tests network accessories (USB CDC-ECM, USB CDC-NCM, Wi-Fi Aware) and reports what they break.%n"
                + "A beginning: lanyard run; lanyard check emulated:ncm --fault HOST-WIN-04; lanyard list.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; everything required passed",
            "1:a rule or an expectation failed",
            "2:wrong usage or an invalid file",
            "3:nothing failed, but something could not be judged",
            "4:interrupted"
        })
public final class Main {

    /** In the order in which the help shows them. Each is named as its class is. */
    static final List<Class<?>> COMMANDS = List.of(
            RunCommand.class, CheckCommand.class, RejudgeCommand.class, ReportCommand.class, OpenCommand.class,
            RunsCommand.class, LintCommand.class, RulesCommand.class, ExplainCommand.class, ListCommand.class,
            DescribeCommand.class, ServeCommand.class, AirCommand.class, ValidateCommand.class, WatchCommand.class,
            BenchCommand.class, DoctorCommand.class, ProfileCommand.class, StepsCommand.class, SchemaCommand.class,
            LabCommand.class, WarmUpCommand.class, HelpCommand.class);

    private Main() {}

    public static void main(String[] arguments) {
        Output output = new Output(new FileOutputStream(FileDescriptor.out));
        System.setOut(new PrintStream(new BufferedOutputStream(output), true, System.out.charset()));
        Interrupts.endWithTheirCode();
        int code = run(arguments);
        if (output.failure().isPresent()) {
            System.err.println("lanyard: not all output could be written: " + output.failure().get());
            code = code == ExitCode.PASSED.code() ? ExitCode.INCONCLUSIVE.code() : code;
        }
        System.exit(code);
    }

    /** Runs a command line; returns its exit code and throws nothing. */
    static int run(String... arguments) {
        // To look at all commands takes a tenth of a second, which is half of what a short one needs.
        Optional<Class<?>> only = COMMANDS.stream()
                .filter(command -> command != HelpCommand.class && arguments.length > 0
                        && name(command).equals(arguments[0])).findFirst();
        only.filter(LintCommand.class::equals).ifPresent(_ -> LintCommand.prepare());
        CommandLine commandLine = new CommandLine(new Main());
        only.map(List::<Class<?>>of).orElse(COMMANDS).forEach(commandLine::addSubcommand);
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command.getErr()));
        commandLine.setParameterExceptionHandler((failure, _) -> WrongUsage.explain(failure));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(true);
        PrintWriter out = new PrintWriter(System.out, true);
        commandLine.setOut(out);
        try {
            return commandLine.execute(arguments);
        } finally {
            // What was printed without an end of line is still here.
            out.flush();
        }
    }

    /** {@code warm-up} of WarmUpCommand. */
    static String name(Class<?> command) {
        return command.getSimpleName().replaceFirst("Command$", "").replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    private static int explain(Exception failure, PrintWriter err) {
        if (failure instanceof CommandFailed known) {
            err.println("lanyard: " + known.getMessage());
            return known.exitCode().code();
        }
        if (failure instanceof InterruptedException) {
            err.println("lanyard: interrupted");
            return ExitCode.INTERRUPTED.code();
        }
        err.println("lanyard: " + Printable.line(message(failure)));
        if (failure instanceof RuntimeException) {
            err.println("lanyard: this is a defect of Lanyard; run again with LANYARD_TRACE=1 and report what it prints");
            if (System.getenv("LANYARD_TRACE") != null) {
                failure.printStackTrace(err);
            }
        }
        return ExitCode.INCONCLUSIVE.code();
    }

    /** Exceptions of the file system that the operating system gave no words name the file alone. */
    private static String message(Exception failure) {
        return switch (failure) {
            case AccessDeniedException e -> "no rights to use " + e.getFile();
            case NoSuchFileException e -> "there is no " + e.getFile();
            case NotDirectoryException e -> e.getFile() + " is no folder";
            default -> failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        };
    }
}
