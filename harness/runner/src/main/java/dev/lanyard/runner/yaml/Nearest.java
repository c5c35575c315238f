package dev.lanyard.runner.yaml;

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
                .map(name -> new Near(name, mistakes(wanted, name.toLowerCase(Locale.ROOT))))
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

    /** Optimal string alignment distance: insertions, deletions, substitutions, swaps of neighbours. */
    private static int mistakes(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int substitution = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(substitution, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
