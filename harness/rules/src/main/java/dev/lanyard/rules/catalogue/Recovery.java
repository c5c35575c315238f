package dev.lanyard.rules.catalogue;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.observation.DataPath;
import dev.lanyard.rules.observation.LinkTraffic.Passed;
import dev.lanyard.rules.observation.LinkTraffic.Way;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.cdc.CdcFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether traffic flows after something was done to the accessory: the first frame that may be answered is.
 *
 * @param reason    for {@link State#BROKEN} and {@link State#UNTRIED}
 * @param tookNanos for {@link State#ANSWERED}: from the first frame to the first answer
 */
record Recovery(State state, String reason, List<Long> proof, long tookNanos) {

    Recovery(State state, String reason, List<Long> proof) {
        this(state, reason, proof, 0);
    }

    /** The same, broken when the answer took longer than {@code limit}. */
    Recovery within(long limit) {
        return state != State.ANSWERED || tookNanos <= limit ? this : new Recovery(State.BROKEN, String.format(
                Locale.ROOT, "the first answer came after %.1f s", tookNanos / 1e9), proof);
    }

    /** So long without any answer is a failure; a network stack may take a second to notice that its link is up. */
    static final long PATIENCE = 2_000_000_000L;

    enum State { ANSWERED, BROKEN, UNTRIED }

    /** Looks at the first data path that is opened after {@code nanos} and before the accessory is interrupted. */
    static Recovery after(Observation seen, CdcFunction function, long sequence, long nanos) {
        long end = seen.interruptions().stream().filter(at -> at > nanos).min(Long::compare).orElse(seen.lastNanos());
        Optional<DataPath> opened = seen.dataPaths().stream()
                .filter(path -> path.requestedNanos() >= nanos && path.requestedNanos() <= end).findFirst();
        Optional<Seen<Event.Transfer>> refused = opened.isPresent() ? Optional.empty() : seen.controls().stream()
                .filter(made -> made.nanos() > nanos && made.what().submittedNanos() < end
                        && ClassRequestsMade.isSelection(function, made.what().setup())
                        && isCarrying(function, made) && (made.what().status().equals("STALL")
                        || made.what().status().equals("TIMEOUT"))).findFirst();
        if (refused.isPresent()) {
            return new Recovery(State.BROKEN, "selecting the data path ended with " + refused.get().what().status(),
                    List.of(sequence, refused.get().sequence()));
        }
        return opened.map(path -> in(seen, path, path.openedNanos(), sequence))
                .orElseGet(() -> new Recovery(State.UNTRIED, "the data path was not opened after it", List.of()));
    }

    private static boolean isCarrying(CdcFunction function, Seen<Event.Transfer> selection) {
        return function.dataAlternate()
                .filter(data -> data.bAlternateSetting() == selection.what().setup().wValue()).isPresent();
    }

    /** Looks at {@code path} from {@code from} on. */
    static Recovery in(Observation seen, DataPath path, long from, long sequence) {
        Optional<Seen<Passed>> asked = seen.traffic().first(Way.ASKING, from, path.endNanos());
        if (asked.isEmpty()) {
            return new Recovery(State.UNTRIED, "no frame that could be answered was sent after it", List.of());
        }
        long begin = asked.get().nanos();
        Optional<Seen<Passed>> answer = seen.traffic().first(Way.DIRECTED, begin, path.endNanos());
        if (answer.isPresent()) {
            return new Recovery(State.ANSWERED, "", List.of(sequence, answer.get().sequence()),
                    answer.get().nanos() - begin);
        }
        if (path.endNanos() - begin < PATIENCE) {
            return new Recovery(State.UNTRIED, "the data path was closed before an answer could be missed", List.of());
        }
        return new Recovery(State.BROKEN, "no answer to the frames sent after it came",
                List.of(sequence, asked.get().sequence()));
    }

    /** One finding of several recoveries: broken when one is, kept when at least {@code needed} are answered. */
    static Finding all(List<Recovery> recoveries, int needed, String what, String unseen) {
        Optional<Recovery> broken = recoveries.stream().filter(r -> r.state == State.BROKEN).findFirst();
        if (broken.isPresent()) {
            return Finding.broken("after " + what + ": " + broken.get().reason, distinct(broken.get().proof));
        }
        List<Long> proof = new ArrayList<>();
        recoveries.stream().filter(r -> r.state == State.ANSWERED).forEach(r -> proof.addAll(r.proof));
        long answered = recoveries.stream().filter(r -> r.state == State.ANSWERED).count();
        if (answered >= needed) {
            return Finding.kept("traffic came back after " + what + ", seen " + answered + (answered == 1 ? " time"
                    : " times"), distinct(proof).stream().limit(10).toList());
        }
        return Finding.unseen(recoveries.stream().filter(r -> r.state == State.UNTRIED).findFirst()
                .map(r -> what + " was seen, but " + r.reason).orElse(unseen));
    }

    private static List<Long> distinct(List<Long> proof) {
        return proof.stream().distinct().sorted().toList();
    }
}
