package dev.lanyard.drivers.aware;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pairings under way. With each device there is one that this end began or that was authenticated; beside it are a
 * few that somebody under its address began and has not authenticated yet. Those change nothing until they are; there is
 * a bound to them, so that a flood of first messages costs no more than its first few.
 */
final class PairingAttempts {

    /** As many answers to first messages wait for a third one, from one address and from all. */
    static final int CLAIMS_OF_ONE = 3;
    static final int CLAIMS = 24;
    private static final int PRESENT = 64;

    private final Map<Neighbour, PairingAttempt> present = new LinkedHashMap<>();
    private final Map<Neighbour, List<PairingAttempt>> claims = new HashMap<>();

    /** What this end began, or what was authenticated last, over or not. */
    Optional<PairingAttempt> present(Neighbour with) {
        return Optional.ofNullable(present.get(with));
    }

    /** Sets it, and gives the one before. */
    Optional<PairingAttempt> replace(Neighbour with, PairingAttempt attempt) {
        withdraw(with, attempt);
        PairingAttempt before = present.put(with, attempt);
        if (present.size() > PRESENT) {
            present.entrySet().stream().filter(one -> one.getValue().isOver() && one.getKey() != with)
                    .map(Map.Entry::getKey).findFirst().ifPresent(present::remove);
        }
        return Optional.ofNullable(before);
    }

    List<PairingAttempt> claims(Neighbour of) {
        return List.copyOf(claims.getOrDefault(of, List.of()));
    }

    /** Whether there is room for another claim. */
    boolean admits(Neighbour of) {
        return claims.getOrDefault(of, List.of()).size() < CLAIMS_OF_ONE
                && claims.values().stream().mapToInt(List::size).sum() < CLAIMS;
    }

    void claim(Neighbour by, PairingAttempt attempt) {
        claims.computeIfAbsent(by, _ -> new ArrayList<>()).add(attempt);
    }

    void withdraw(Neighbour by, PairingAttempt attempt) {
        claims.computeIfPresent(by, (_, all) -> {
            all.remove(attempt);
            return all.isEmpty() ? null : all;
        });
    }

    /** Whether something goes on with a device. */
    boolean isWith(Neighbour one) {
        return claims.containsKey(one) || present.containsKey(one) && !present.get(one).isOver();
    }
}
