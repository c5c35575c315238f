package dev.lanyard.rules.catalogue;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.usb.DescriptorDefect.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Judging every one of something: the first fault is the reason, the first few are the proof. */
public final class Each {

    private static final int MAX_PROOFS = 10;
    private static final Set<Code> UNREADABLE = Set.of(Code.LENGTH_IMPOSSIBLE, Code.OVERRUN);

    private final String what;
    private final List<Long> faulty = new ArrayList<>();
    private long first = -1;
    private long count;
    private long faults;
    private String reason;

    /** @param what the plural of what is judged: {@code "blocks"} */
    public Each(String what) {
        this.what = what;
    }

    public void add(long sequence, Optional<String> fault) {
        count++;
        first = first < 0 ? sequence : first;
        fault.ifPresent(text -> {
            faults++;
            if (reason == null) {
                reason = text;
            }
            if (faulty.size() < MAX_PROOFS && !faulty.contains(sequence)) {
                faulty.add(sequence);
            }
        });
    }

    public long count() {
        return count;
    }

    /** The event of the first one; -1 when there is none. */
    public long first() {
        return first;
    }

    public Optional<Finding> broken() {
        return faults == 0 ? Optional.empty()
                : Optional.of(Finding.broken(faults + " of " + count + " " + what + ", first: " + reason, faulty));
    }

    /** Kept when there is at least one and none has a fault; {@code unseen} says what is missing when there is none. */
    public static <T> Finding of(String what, Collection<Seen<T>> all, String unseen,
                                 Function<T, Optional<String>> fault) {
        Each each = new Each(what);
        all.forEach(seen -> each.add(seen.sequence(), fault.apply(seen.what())));
        return each.count == 0 ? Finding.unseen(unseen) : each.broken().orElseGet(() -> Finding.kept(
                each.count + " of " + each.count + " " + what + " keep it", List.of(each.first)));
    }

    /** As {@link #of}, for what only watching can tell: none with a fault proves no more than was watched. */
    public static <T> Finding watched(String what, Collection<Seen<T>> all, String unseen,
                                      Function<T, Optional<String>> fault) {
        Finding finding = of(what, all, unseen, fault);
        return finding.kind() == Finding.Kind.KEPT ? Finding.neverBroken(finding.reason(), finding.proof()) : finding;
    }

    /** Judges one thing of the function's descriptors: a fault, or none. */
    public static Finding descriptors(Seen<CdcFunction> function, String good, Optional<String> fault) {
        List<Long> proof = List.of(function.sequence());
        return fault.map(text -> Finding.broken(text, proof)).orElseGet(() -> Finding.kept(good, proof));
    }

    /** Judges the function, which must have been seen. */
    public static Finding function(Observation seen, Function<Seen<CdcFunction>, Finding> judge) {
        return seen.function().map(judge).orElseGet(() -> seen.configurations().isEmpty()
                ? Finding.unseen("no configuration descriptor was read")
                : Finding.notApplicable("no configuration that was read has an ECM or NCM function"));
    }

    /** As {@link #function}, for what an unreadable part of the configuration could hide. */
    public static Finding wholeFunction(Observation seen, Function<Seen<CdcFunction>, Finding> judge) {
        return function(seen, function -> seen.configurationOf(function)
                .filter(tree -> tree.defects().stream().anyMatch(defect -> UNREADABLE.contains(defect.code())))
                .map(_ -> Finding.unseen("part of the configuration descriptor cannot be read (see USB-CFG-01)"))
                .orElseGet(() -> judge.apply(function)));
    }

    /** As {@link #function}, but only where it is of {@code model}. */
    public static Finding onlyFor(Model model, Observation seen, Function<Seen<CdcFunction>, Finding> judge) {
        return function(seen, function -> function.what().model() == model ? judge.apply(function)
                : Finding.notApplicable("the function is " + function.what().model()));
    }
}
