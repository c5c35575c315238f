package dev.lanyard.cli;

import dev.lanyard.runner.run.ExitCode;

/** Ends a command with a message for people and an exit code; never shown with a stack trace. */
public final class CommandFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public CommandFailed(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
