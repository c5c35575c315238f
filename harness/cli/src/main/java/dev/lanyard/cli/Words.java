package dev.lanyard.cli;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.HostVerdict;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Verdict;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Outcomes and verdicts as the terminal says them. */
public final class Words {

    private Words() {}

    static String of(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "passed";
            case NOT_APPLICABLE -> "not applicable";
            case SKIPPED -> "skipped";
            case INCONCLUSIVE -> "inconclusive";
            case FAILED -> "FAILED";
            case INTERRUPTED -> "interrupted";
        };
    }

    static String of(Verdict.Kind kind) {
        return lower(kind);
    }

    static String of(Obligation obligation) {
        return lower(obligation);
    }

    public static String of(HostPlatform host) {
        String name = host.name();
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    /** {@code all hosts}, {@code no host}, {@code Apple, Windows}. */
    static String hosts(Set<HostPlatform> hosts) {
        if (hosts.isEmpty()) {
            return "no host";
        }
        return hosts.size() == HostPlatform.values().length ? "all hosts"
                : hosts.stream().sorted().map(Words::of).collect(Collectors.joining(", "));
    }

    static String of(HostVerdict verdict) {
        return switch (verdict) {
            case WORKS -> "works";
            case WORKS_WITH_WARNINGS -> "works (warnings)";
            case UNKNOWN -> "unknown";
            case FAILS -> "FAILS";
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
