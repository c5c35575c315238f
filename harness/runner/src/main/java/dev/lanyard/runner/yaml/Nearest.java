package dev.lanyard.runner.yaml;

import dev.lanyard.rules.Nearness;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what a user may have meant. */
public final class Nearest {

    private static final int SHORTEST_PART = 3;
    private static final int LISTED = 30;

    /** What other tools and languages call things, and what they are called here. */
    private static final Map<String, List<String>> SYNONYMS = Map.ofEntries(
            Map.entry("name", List.of("scenario", "group", "profile")), Map.entry("id", List.of("scenario", "group")),
            Map.entry("description", List.of("title")), Map.entry("variables", List.of("vars")),
            Map.entry("params", List.of("with", "parameters")), Map.entry("args", List.of("with", "parameters")),
            Map.entry("requires", List.of("needs")), Map.entry("timeout", List.of("within", "limit")),
            Map.entry("finally", List.of("teardown")), Map.entry("cleanup", List.of("teardown")),
            Map.entry("before", List.of("setup")), Map.entry("target", List.of("to")),
            Map.entry("host", List.of("to", "address")), Map.entry("count", List.of("times", "datagrams")),
            Map.entry("retries", List.of("bench-retries")), Map.entry("until", List.of("expires")),
            Map.entry("duration", List.of("for", "during")), Map.entry("type", List.of("event", "function")),
            Map.entry("wait", List.of("bench.wait")), Map.entry("sleep", List.of("bench.wait")),
            Map.entry("pause", List.of("bench.wait")), Map.entry("ping", List.of("ip.ping")));

    private Nearest() {}

    /**
     * What {@code word} may have been meant to be: the candidate that takes the fewest typing mistakes, if it takes few
     * enough, else one that says the same in other words, else the shortest of which it is a part.
     */
    public static Optional<String> to(String word, Collection<String> candidates) {
        String wanted = word.toLowerCase(Locale.ROOT);
        if (wanted.length() > 100) {
            return Optional.empty();
        }
        return mistyped(wanted, candidates)
                .or(() -> SYNONYMS.getOrDefault(wanted, List.of()).stream().filter(candidates::contains).findFirst())
                .or(() -> wanted.length() < SHORTEST_PART ? Optional.empty() : candidates.stream()
                        .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
                        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder())));
    }

    private static Optional<String> mistyped(String wanted, Collection<String> candidates) {
        int bound = Math.max(1, wanted.length() / 3);
        record Near(String name, int mistakes) {}
        return candidates.stream()
                .map(name -> new Near(name, Nearness.distance(wanted, name.toLowerCase(Locale.ROOT))))
                .filter(near -> near.mistakes() <= bound)
                .min(Comparator.comparingInt(Near::mistakes).thenComparing(Near::name))
                .map(Near::name);
    }

    /**
     * {@code "; did you mean x?"} when something is near, else what there is of the same area (before the dot), else the
     * list of what there is.
     */
    public static String hint(String word, Collection<String> candidates) {
        if (candidates.isEmpty()) {
            return "; there is none";
        }
        return to(word, candidates).map(near -> "; did you mean " + near + "?").orElseGet(() -> {
            String area = word.substring(0, word.indexOf('.') + 1);
            List<String> alike = area.isEmpty() ? List.of()
                    : candidates.stream().filter(name -> name.startsWith(area)).sorted().toList();
            return alike.isEmpty() ? "; there is " + listed(candidates.stream().sorted().toList())
                    : "; of " + area.substring(0, area.length() - 1) + " there is " + listed(alike);
        });
    }

    /** Where they are too many to read, what they are about. */
    private static String listed(List<String> names) {
        if (names.size() <= LISTED) {
            return String.join(", ", names);
        }
        List<String> areas = names.stream().map(name -> name.replaceFirst("\\..*", ".…")).distinct().toList();
        return areas.stream().limit(LISTED).collect(Collectors.joining(", ")) + " (" + names.size() + " in all)";
    }
}
