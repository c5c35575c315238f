package dev.lanyard.rules.catalogue;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.OutTransfer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Judges what an accessory makes of transfers by the echo requests in them. A request that goes unanswered proves
 * something only where an ordinary one, the nearest before it (or, at the beginning, after it), was answered.
 */
final class Echoes {

    private static final int MAX_NAMED = 10;

    private final List<OutTransfer> all;

    private Echoes(List<OutTransfer> all) {
        this.all = all;
    }

    static Echoes of(Observation seen) {
        return new Echoes(seen.outTransfers());
    }

    /**
     * How transfers of one kind fared, by the number that tells them apart: a number is taken when a transfer of it was
     * answered, and lost when none was although ordinary ones were.
     */
    record Fates(TreeMap<Integer, Long> taken, TreeMap<Integer, Long> lost) {

        boolean isEmpty() {
            return taken.isEmpty() && lost.isEmpty();
        }

        /** Broken when a number is lost, kept when some is taken; {@code unseen} when there is neither. */
        Finding finding(String what, String unit, String unseen) {
            if (!lost.isEmpty()) {
                return Finding.broken(what + (unit.isEmpty() ? "" : " of " + numbers(lost.keySet()) + " " + unit)
                        + " went unanswered, though ordinary ones were answered", proof(lost));
            }
            return taken.isEmpty() ? Finding.unseen(unseen)
                    : Finding.kept(what + (unit.isEmpty() ? "" : " of " + numbers(taken.keySet()) + " " + unit)
                            + " were answered", proof(taken));
        }
    }

    /** Transfers of which only {@code which} is tried. */
    Fates fates(Predicate<OutTransfer> which, ToIntFunction<OutTransfer> number) {
        Fates fates = new Fates(new TreeMap<>(), new TreeMap<>());
        for (int i = 0; i < all.size(); i++) {
            OutTransfer one = all.get(i);
            if (one.echoes().isEmpty() || !which.test(one)) {
                continue;
            }
            if (one.isAnswered()) {
                fates.taken.putIfAbsent(number.applyAsInt(one), one.sequence());
            } else if (one.isDecided() && works(i)) {
                fates.lost.putIfAbsent(number.applyAsInt(one), one.sequence());
            }
        }
        fates.lost.keySet().removeAll(fates.taken.keySet());
        return fates;
    }

    /** All frames of echo requests of at most {@code longest} octets, by their lengths. */
    Fates frames(int longest) {
        Fates fates = new Fates(new TreeMap<>(), new TreeMap<>());
        TreeSet<Integer> exact = new TreeSet<>();
        for (int i = 0; i < all.size(); i++) {
            OutTransfer one = all.get(i);
            boolean sound = one.block().map(block -> block.defects().isEmpty() && block.format() == block.selected()
                    && block.trailing() == 0).orElse(one.extra() <= 1);
            if (!sound) {
                continue;
            }
            // An octet behind the frame may be why it was lost, but does not make it be taken.
            boolean works = one.isDecided() && one.extra() == 0 && works(i);
            for (OutTransfer.Echo echo : one.echoes()) {
                if (echo.frameLength() > longest) {
                    continue;
                }
                if (echo.isAnswered()) {
                    if (one.extra() == 0) {
                        exact.add(echo.frameLength());
                    }
                    fates.taken.putIfAbsent(echo.frameLength(), one.sequence());
                } else if (works) {
                    fates.lost.putIfAbsent(echo.frameLength(), one.sequence());
                }
            }
        }
        fates.lost.keySet().removeAll(exact);
        return fates;
    }

    /**
     * Whether the accessory goes on after transfers that it should ignore: broken when it refuses one by a stall, or
     * when no ordinary echo request between it and the next special transfer is answered.
     *
     * @param least how many of them must have been survived in all
     */
    Finding survives(String what, Predicate<OutTransfer> which, int least) {
        List<Long> survived = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            OutTransfer one = all.get(i);
            if (!which.test(one) || !one.isDecided() || !workedBefore(i)) {
                continue;
            }
            if (one.status().equals("STALL")) {
                return Finding.broken(what + " were refused by a stall", List.of(one.sequence()));
            }
            List<OutTransfer> after = ordinaryAfter(i);
            if (after.stream().anyMatch(OutTransfer::isAnswered)) {
                survived.add(one.sequence());
            } else if (!after.isEmpty() || !one.status().equals("OK")) {
                return Finding.broken("after " + what + (survived.isEmpty() ? "" : " (" + (survived.size() + 1)
                        + " of them)") + " no echo request was answered, though they were before", proof(one, after));
            }
        }
        return survived.size() >= least
                ? Finding.kept("echo requests were answered after " + survived.size() + " " + what,
                        survived.stream().limit(MAX_NAMED).toList())
                : Finding.unseen(survived.isEmpty() ? "no " + what + " were sent between ordinary echo requests"
                        : "only " + survived.size() + " " + what + " were sent, and " + least + " are needed");
    }

    private static List<Long> proof(OutTransfer one, List<OutTransfer> after) {
        List<Long> proof = new ArrayList<>(List.of(one.sequence()));
        after.stream().limit(MAX_NAMED - 1).forEach(ordinary -> proof.add(ordinary.sequence()));
        return proof;
    }

    /** Whether the accessory answered the nearest ordinary request before this one, or where there is none, after it. */
    boolean works(int index) {
        for (int i = index - 1; i >= 0 && all.get(i).path() == all.get(index).path(); i--) {
            if (all.get(i).isOrdinary()) {
                return all.get(i).isAnswered();
            }
        }
        return nextOrdinary(index);
    }

    private boolean nextOrdinary(int index) {
        for (int i = index + 1; i < all.size() && all.get(i).path() == all.get(index).path(); i++) {
            if (all.get(i).isOrdinary()) {
                return all.get(i).isAnswered();
            }
        }
        return false;
    }

    /** Whether it answered the nearest ordinary request before this one. */
    private boolean workedBefore(int index) {
        for (int i = index - 1; i >= 0 && all.get(i).path() == all.get(index).path(); i--) {
            if (all.get(i).isOrdinary()) {
                return all.get(i).isAnswered();
            }
        }
        return false;
    }

    /** The ordinary requests up to the next transfer that is not, leaving out others of the same volley. */
    private List<OutTransfer> ordinaryAfter(int index) {
        List<OutTransfer> found = new ArrayList<>();
        for (int i = index + 1; i < all.size() && all.get(i).path() == all.get(index).path(); i++) {
            if (all.get(i).isOrdinary()) {
                found.add(all.get(i));
            } else if (!found.isEmpty()) {
                break;
            }
        }
        return found;
    }

    List<OutTransfer> all() {
        return all;
    }

    private static String numbers(Collection<Integer> numbers) {
        List<String> named = numbers.stream().limit(MAX_NAMED).map(String::valueOf).toList();
        return String.join(", ", named) + (numbers.size() > MAX_NAMED ? " and " + (numbers.size() - MAX_NAMED)
                + " more sizes of" : "");
    }

    private static List<Long> proof(Map<Integer, Long> sequences) {
        return sequences.values().stream().distinct().sorted().limit(MAX_NAMED).toList();
    }
}
