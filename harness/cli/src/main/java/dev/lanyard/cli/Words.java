package dev.lanyard.cli;

import dev.lanyard.evidence.Outcome;
import dev.lanyard.rules.HostMatrix;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.HostVerdict;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Verdict;
import java.util.Collection;
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

    /** {@code all USB hosts}, {@code all of Wi-Fi Aware}, {@code no host}, {@code Apple, Windows}. */
    static String hosts(Set<HostPlatform> hosts) {
        if (hosts.isEmpty()) {
            return "no host";
        }
        return hosts.equals(HostPlatform.usb()) ? "all USB hosts"
                : hosts.equals(HostPlatform.aware()) ? "all of Wi-Fi Aware" : listed(hosts);
    }

    /** {@code Apple, Windows}, in the order of the matrix. */
    public static String listed(Collection<HostPlatform> hosts) {
        return hosts.stream().sorted().map(HostPlatform::title).collect(Collectors.joining(", "));
    }

    /** A cell of the table; {@code n/a} where no rule says anything. */
    static String of(HostMatrix.Column column) {
        return column.concerns() ? of(column.verdict()) : "n/a";
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
