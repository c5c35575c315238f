package dev.lanyard.runner.step;

import dev.lanyard.runner.bind.Keys;
import dev.lanyard.runner.schema.RecordSchema;
import java.util.Arrays;
import java.util.Optional;

/** Whether a class that somebody calls a step is made as {@link Step} demands. */
final class StepShape {

    private static final String NAME = "[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+";

    private StepShape() {}

    /** What is wrong with it, as the end of a sentence. */
    static Optional<String> mistake(Step<?, ?> step) {
        try {
            Verb verb = step.verb();
            if (verb == null) {
                return Optional.of("has no @Verb, so it has no name in scenarios");
            }
            if (!verb.name().matches(NAME)) {
                return Optional.of("\"" + verb.name() + "\" is no name of a verb: small letters, digits and hyphens, "
                        + "in words with dots between them, such as group.word");
            }
            if (step.arguments() == null || step.result() == null) {
                return Optional.of("names no record for its arguments or for its result");
            }
            if (Arrays.stream(step.arguments().getRecordComponents()).map(Keys::of).anyMatch("save"::equals)) {
                return Optional.of("\"save\" is a key of every step and cannot be an argument");
            }
            // Reads the type of every argument, as the binder will.
            RecordSchema.literal().record(step.arguments());
            return Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            return Optional.of("cannot say what its arguments are: " + e.getMessage());
        }
    }
}
