package dev.lanyard.runner.reference;

import dev.lanyard.runner.step.StepCatalogue;
import java.util.List;
import java.util.stream.Collectors;

/** The verbs for a terminal. */
public final class StepsText {

    private StepsText() {}

    /** Each verb with what it does. */
    public static String of(StepCatalogue catalogue) {
        int width = catalogue.verbs().stream().mapToInt(String::length).max().orElse(0);
        return catalogue.steps().stream().map(StepReference::of)
                .map(step -> ("%-" + width + "s  %s%n").formatted(step.verb(), firstSentence(step.doc())))
                .collect(Collectors.joining());
    }

    /** One verb: what it does, its keys, what it finds, its example. */
    public static String of(StepReference step) {
        StringBuilder text = new StringBuilder(step.verb()).append("\n  ").append(step.doc()).append('\n');
        if (!step.place().isEmpty()) {
            text.append("  ").append(step.place()).append('\n');
        }
        append(text, "Keys:", step.keys());
        append(text, "Results, for save:", step.results());
        return text.append("\nExample:\n").append(step.item().indent(2)).toString();
    }

    private static void append(StringBuilder text, String heading, List<KeyReference> keys) {
        if (keys.isEmpty()) {
            return;
        }
        int width = keys.stream().mapToInt(key -> key.name().length()).max().orElse(0);
        text.append('\n').append(heading).append('\n');
        for (KeyReference key : keys) {
            String otherwise = heading.startsWith("Keys") && key.required() ? "; required"
                    : key.fallback().map(value -> "; default " + value).orElse("");
            text.append(("  %-" + width + "s  %s%n").formatted(key.name(), key.doc()))
                    .append(("  %-" + width + "s    %s%s%n").formatted("", key.type(), otherwise));
        }
    }

    private static String firstSentence(String doc) {
        int end = doc.indexOf(". ");
        return end < 0 ? doc : doc.substring(0, end + 1);
    }
}
