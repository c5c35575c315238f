package dev.lanyard.runner.reference;

import dev.lanyard.runner.profile.Function;
import dev.lanyard.runner.step.Situation;
import dev.lanyard.runner.step.Step;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A verb as people read about it.
 *
 * @param doc     what it does
 * @param keys    its arguments
 * @param results what {@code save} may name
 * @param example an item of {@code steps}, without the hyphen
 * @param after   what must have been done before
 * @param only    the network functions that it is for; empty for all
 */
public record StepReference(String verb, String doc, List<KeyReference> keys, List<KeyReference> results,
                            String example, Situation after, List<Function> only) {

    /** What {@code step}'s annotations and records say. */
    public static StepReference of(Step<?, ?> step) {
        return new StepReference(step.verb().name(), step.verb().doc(), KeyReference.of(step.arguments()),
                KeyReference.of(step.result()), step.verb().example().strip(), step.verb().after(),
                step.verb().functions().length == Function.values().length ? List.of()
                        : List.of(step.verb().functions()));
    }

    /** The example as it stands in a scenario. */
    String item() {
        return item(example);
    }

    static String item(String step) {
        return "- " + step.indent(2).strip();
    }

    /** {@code Comes after a link that is up. For NCM only.}, or nothing. */
    String place() {
        String text = after == Situation.BEGINNING ? "" : "Comes after " + after.title() + ". ";
        return (text + (only.isEmpty() ? "" : "For " + only.stream().map(Function::name)
                .collect(Collectors.joining(" and ")) + " only.")).strip();
    }
}
