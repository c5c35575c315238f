package dev.lanyard.runner.step;

import dev.lanyard.runner.yaml.Yaml;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A verb of the scenario dialect. Found by {@link java.util.ServiceLoader}, so a user can add one: a class with a
 * public constructor without parameters, a {@link Verb} annotation, one record of arguments and one of results.
 *
 * <p>A step stimulates and waits. It fails only on its own expectation and never judges compliance: that is for rules,
 * which read what was recorded. One object serves many runs at the same time, so it keeps no state.
 *
 * @param <A> a record whose components are the keys of the step in YAML
 * @param <R> a record of what it found: {@code save} names its components, and the report shows them
 */
public interface Step<A extends Record, R extends Record> {

    /** The first of the two records that the class names; only a step that makes its record at run time overrides it. */
    @SuppressWarnings("unchecked")
    default Class<A> arguments() {
        return (Class<A>) StepRecords.of(getClass()).arguments();
    }

    /** The second of them. */
    @SuppressWarnings("unchecked")
    default Class<R> result() {
        return (Class<R>) StepRecords.of(getClass()).result();
    }

    /**
     * Does it, on a thread of its own, which is interrupted when the accessory vanishes or the user stops the run.
     *
     * @throws StepFailure when an expectation is not met, or the bench is not able
     * @throws IOException failures of a driver; the runner decides from their kind what they mean
     */
    R run(A arguments, StepContext context) throws StepFailure, IOException, InterruptedException;

    /**
     * How long it may take at most, whatever happens; past this it is broken off, and nothing can be said. A step keeps
     * its own {@code within} and needs this only against its own mistakes, so it must be longer.
     */
    default Duration limit(A arguments) {
        return Duration.ofMinutes(1);
    }

    /** Whether it cannot do without a person at the bench. */
    default boolean needsOperator() {
        return false;
    }

    /** Its verb's documentation. */
    default Verb verb() {
        return getClass().getAnnotation(Verb.class);
    }

    /**
     * What it finds besides the components of its result, name to type, as far as {@code arguments} tell before
     * anything runs. One component of the result is then {@link Named}.
     */
    default Map<String, Class<?>> finds(Yaml arguments) {
        return Map.of();
    }

    /** A component of a result that holds values under names which only the arguments tell; it is not saved itself. */
    interface Named {
        Optional<Object> value(String name);
    }

    /** For steps that find nothing. */
    record Nothing() {}
}
