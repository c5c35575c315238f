package dev.lanyard.runner.reference;

import dev.lanyard.runner.step.Step;
import java.util.List;

/**
 * A verb as people read about it.
 *
 * @param doc     what it does
 * @param keys    its arguments
 * @param results what {@code save} may name
 * @param example an item of {@code steps}, without the hyphen
 */
public record StepReference(String verb, String doc, List<KeyReference> keys, List<KeyReference> results,
                            String example) {

    /** What {@code step}'s annotations and records say. */
    public static StepReference of(Step<?, ?> step) {
        return new StepReference(step.verb().name(), step.verb().doc(), KeyReference.of(step.arguments()),
                KeyReference.of(step.result()), step.verb().example().strip());
    }

    /** The example as it stands in a scenario. */
    String item() {
        return "- " + example.indent(2).strip();
    }
}
