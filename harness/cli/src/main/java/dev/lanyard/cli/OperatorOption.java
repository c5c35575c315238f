package dev.lanyard.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --non-interactive}, for commands that may ask the person who runs them. */
final class OperatorOption {

    @Option(names = "--non-interactive",
            description = "Ask nobody anything: scenarios that need a person are not applicable. So it is without a "
                    + "terminal and where the environment says CI=true.")
    private boolean nonInteractive;

    /** Whoever runs the command, if somebody can answer. */
    Optional<ConsoleOperator> present() {
        boolean terminal = System.console() != null && System.console().isTerminal();
        boolean automated = "true".equalsIgnoreCase(System.getenv("CI")) || "1".equals(System.getenv("CI"));
        return nonInteractive || automated || !terminal ? Optional.empty()
                : Optional.of(new ConsoleOperator(System.in));
    }
}
