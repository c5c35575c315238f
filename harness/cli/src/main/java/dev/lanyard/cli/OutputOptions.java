package dev.lanyard.cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a run tells what happens. */
final class OutputOptions {

    /** For whom the output is. */
    enum Format { TEXT, JSON }

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private Loudness loudness = new Loudness();

    @Option(names = "--format", paramLabel = "text|json",
            description = "text for people; json gives a line of JSON for each event of the run as it happens, and the "
                    + "report's place as the last one.")
    private Format format = Format.TEXT;

    /** One or the other. */
    static final class Loudness {

        @Option(names = {"-q", "--quiet"}, description = "Say only what it means in the end.")
        private boolean quiet;

        @Option(names = {"-v", "--verbose"}, description = "Say every step and every verdict.")
        private boolean verbose;
    }

    boolean isJson() {
        return format == Format.JSON;
    }

    /** @param usual what is said where neither option is given */
    Progress.Detail detail(Progress.Detail usual) {
        return loudness.quiet ? Progress.Detail.QUIET
                : loudness.verbose ? Progress.Detail.VERBOSE : usual;
    }
}
