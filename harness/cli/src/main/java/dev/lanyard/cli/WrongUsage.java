package dev.lanyard.cli;

import dev.lanyard.runner.run.ExitCode;
import dev.lanyard.runner.yaml.Nearest;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said to a command line that cannot be understood: what is wrong, what came near, where help is. */
final class WrongUsage {

    /** Picocli shows constants as Java names them; the options take and show them in small letters. */
    private static final Pattern CONSTANTS = Pattern.compile("\\[([A-Z_, ]+)] \\(case-insensitive\\)");

    private WrongUsage() {}

    /** Returns the exit code. */
    static int explain(ParameterException failure) {
        CommandLine at = failure.getCommandLine();
        PrintWriter err = at.getErr();
        boolean choice = !at.getSubcommands().isEmpty();
        if (choice && failure instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String word = unmatched.getUnmatched().getFirst();
            err.println("lanyard: " + (at.getParent() == null ? "there is no command \"" : name(at) + " has no command \"")
                    + Printable.line(word) + "\""
                    + Nearest.to(word, at.getSubcommands().keySet()).map(near -> "; did you mean " + near + "?").orElse(""));
        } else {
            err.println("lanyard: " + Printable.line(CONSTANTS.matcher(failure.getMessage())
                    .replaceAll(found -> found.group(1).toLowerCase(Locale.ROOT))));
            if (choice && !(failure instanceof UnmatchedArgumentException)) {
                at.usage(err);
                err.flush();
                return ExitCode.USAGE.code();
            }
            if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
                err.print(at.getHelp().synopsisHeading() + at.getHelp().synopsis(at.getHelp().synopsisHeadingLength()));
            }
        }
        err.println("All about it: ./" + name(at) + " --help");
        err.flush();
        return ExitCode.USAGE.code();
    }

    private static String name(CommandLine at) {
        return at.getCommandSpec().qualifiedName();
    }
}
