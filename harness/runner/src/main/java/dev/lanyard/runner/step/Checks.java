package dev.lanyard.runner.step;

import dev.lanyard.runner.value.Expectation;
import dev.lanyard.runner.value.Literals;
import dev.lanyard.wire.DeviceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares what a step saw with what its scenario expects, all of it before it fails. */
public final class Checks {

    private static final int MOST_SHOWN = 10;

    private final List<String> unmet = new ArrayList<>();

    public <T> Checks value(String name, Optional<Expectation<T>> expected, T seen) {
        return optional(name, expected, Optional.of(seen));
    }

    /** As {@link #value}, for what may be absent. */
    public <T> Checks optional(String name, Optional<Expectation<T>> expected, Optional<? extends T> seen) {
        expected.filter(e -> !e.isMetBy(seen)).ifPresent(e -> unmet.add(name + " is "
                + seen.map(Literals::show).orElse("absent") + ", expected " + e));
        return this;
    }

    /** That {@code seen} holds all of {@code expected}; {@code name} is what one of them is called. */
    public Checks includes(String name, List<String> expected, List<String> seen) {
        expected.stream().filter(one -> !seen.contains(one)).forEach(one -> unmet.add("no " + name + " is "
                + DeviceText.quoted(one) + "; there " + (seen.isEmpty() ? "is none" : "are "
                + seen.stream().limit(MOST_SHOWN).map(DeviceText::quoted).collect(Collectors.joining(", ")))));
        return this;
    }

    /**
     * Returns {@code found}, the step's result, or fails with everything that is not as expected.
     *
     * @param context the end of the message: what else was seen
     */
    public <R extends Record> R orFail(R found, String context) throws StepFailure {
        if (!unmet.isEmpty()) {
            throw StepFailure.unmet(String.join("; ", unmet) + (context.isEmpty() ? "" : " (" + context + ")"), found);
        }
        return found;
    }
}
