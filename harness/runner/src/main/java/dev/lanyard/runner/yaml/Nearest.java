package dev.lanyard.runner.yaml;

import dev.lanyard.rules.Nearness;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what a user may have meant. */
public final class Nearest {

    private Nearest() {}

    /** The candidate that takes the fewest typing mistakes to become {@code word}, if it takes few enough. */
    public static Optional<String> to(String word, Collection<String> candidates) {
        String wanted = word.toLowerCase(Locale.ROOT);
        if (wanted.length() > 100) {
            return Optional.empty();
        }
        int bound = Math.max(1, wanted.length() / 3);
        record Near(String name, int mistakes) {}
        return candidates.stream()
                .map(name -> new Near(name, Nearness.distance(wanted, name.toLowerCase(Locale.ROOT))))
                .filter(near -> near.mistakes() <= bound)
                .min(Comparator.comparingInt(Near::mistakes).thenComparing(Near::name))
                .map(Near::name);
    }

    /** {@code "; did you mean x?"} when something is near, else the list of what there is. */
    public static String hint(String word, Collection<String> candidates) {
        if (candidates.isEmpty()) {
            return "; there is none";
        }
        return to(word, candidates).map(near -> "; did you mean " + near + "?")
                .orElseGet(() -> "; there is " + candidates.stream().sorted().limit(30)
                        .collect(Collectors.joining(", ")));
    }
}
