package dev.lanyard.drivers.aware;

import dev.lanyard.wire.net.MacAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The other devices that were heard, {@value #MOST} at most. A flood of senders must not fill the memory, nor drive out
 * those with whom something is going on: who was not heard for the longest time goes first, of those who have neither
 * keys nor anything under way.
 */
final class Neighbours {

    private static final int MOST = 512;

    private final Map<MacAddress, Neighbour> all = new LinkedHashMap<>(16, 0.75f, true);
    private Predicate<Neighbour> pairing = one -> false;
    private Predicate<Neighbour> onDataPath = one -> false;

    /** Says who must stay. */
    void keep(Predicate<Neighbour> whoPairs, Predicate<Neighbour> whoHasDataPaths) {
        pairing = whoPairs;
        onDataPath = whoHasDataPaths;
    }

    /** A device by its NMI, known or new. */
    Neighbour of(MacAddress nmi) {
        if (all.size() >= MOST && !all.containsKey(nmi)) {
            Predicate<Neighbour> engaged = one -> one.paired.isPresent() || pairing.test(one) || onDataPath.test(one);
            oldest(one -> !engaged.test(one) && !one.isBootstrapping()).or(() -> oldest(engaged.negate()))
                    .or(() -> oldest(onDataPath.negate())).or(() -> oldest(_ -> true))
                    .ifPresent(one -> all.remove(one.nmi));
        }
        return all.computeIfAbsent(nmi, Neighbour::new);
    }

    private Optional<Neighbour> oldest(Predicate<Neighbour> which) {
        return all.values().stream().filter(which).findFirst();
    }

    /** A device that was heard before. */
    Optional<Neighbour> known(MacAddress nmi) {
        return Optional.ofNullable(all.get(nmi));
    }

    Collection<Neighbour> all() {
        return all.values();
    }
}
