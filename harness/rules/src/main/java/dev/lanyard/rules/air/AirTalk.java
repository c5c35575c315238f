package dev.lanyard.rules.air;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.DataFrame;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.ProtectedBody;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.frame.NanBeacon;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** What harness and accessory said to each other on the air, and the steps of Wi-Fi Aware: for active rules. */
public final class AirTalk {

    /** So much is shown of a timeline; an attempt with more beacons than this is judged on its beginning. */
    private static final int MOST = 200_000;
    private static final int MOST_PROOFS = 3;
    private static final long CLOCK_HOLDS = Duration.ofSeconds(2).toNanos();

    private final List<Said> frames = new ArrayList<>();
    private final List<Carried> data = new ArrayList<>();
    private final List<Done> steps = new ArrayList<>();
    private long end;
    private long octets;

    /**
     * A management frame.
     *
     * @param received  the accessory sent it
     * @param frequency of its channel, in MHz
     * @param subtype   of management frames (802.11-2020 table 9-1)
     * @param secret    it is encrypted
     * @param octets    from the frame control
     * @param frame     empty where it is encrypted and no key at hand opens it, or none of Wi-Fi Aware
     */
    public record Said(long sequence, long nanos, boolean received, int frequency, int subtype, MacAddress from,
                       MacAddress to, boolean secret, Bytes octets, Optional<NanFrame> frame) {

        public boolean is(Class<? extends NanFrame> kind) {
            return frame.filter(kind::isInstance).isPresent();
        }

        /** The first attribute of a kind. */
        public <T extends NanAttribute> Optional<T> first(Class<T> type) {
            return frame.flatMap(one -> one.first(type));
        }
    }

    /** A data frame between data interfaces, as far as its header tells. */
    public record Carried(long sequence, long nanos, boolean received, MacAddress from, MacAddress to,
                          boolean secret) {}

    /** A step that ended. */
    public record Done(long sequence, long endSequence, long nanos, long endNanos, String verb,
                       Map<String, String> arguments, Map<String, String> values) {

        public boolean ended(String result) {
            return result.equals(values.get("result"));
        }

        public boolean says(String argument, String text) {
            return arguments.getOrDefault(argument, "").contains(text);
        }

        /** Whether it was tried at all; a step that failed before that has no result. */
        public boolean hasResult() {
            return values.containsKey("result");
        }

        /** What its end shows, and proves: {@code kept} where that is {@code good}, else {@code broken}. */
        public Finding shows(boolean good, String kept, String broken) {
            return good ? Finding.kept(kept, List.of(endSequence)) : Finding.broken(broken, List.of(endSequence));
        }
    }

    private AirTalk() {}

    /** The talk that {@code seen} holds. */
    public static AirTalk of(Observation seen) {
        return seen.once(AirTalk.class, AirTalk::gather);
    }

    private static AirTalk gather(Observation seen) {
        AirTalk talk = new AirTalk();
        Map<String, Done> running = new HashMap<>();
        seen.forEachEvent(recorded -> {
            talk.end = Math.max(talk.end, recorded.nanos());
            switch (recorded.event()) {
                case Event.AirFrame frame -> {
                    talk.octets++;
                    talk.add(recorded.sequence(), recorded.nanos(), frame, seen.air().keys());
                }
                case Event.StepStarted step when step.verb() != null && step.step() != null ->
                        running.put(step.step(), new Done(recorded.sequence(), 0, recorded.nanos(), 0, step.verb(),
                                step.arguments(), Map.of()));
                case Event.StepEnded step when running.containsKey(step.step()) -> {
                    Done begun = running.remove(step.step());
                    talk.steps.add(new Done(begun.sequence(), recorded.sequence(), begun.nanos(), recorded.nanos(),
                            begun.verb(), begun.arguments(), step.values()));
                }
                default -> { }
            }
        });
        return talk;
    }

    private void add(long sequence, long nanos, Event.AirFrame frame, AirKeys keys) {
        if (frames.size() + data.size() >= MOST) {
            return;
        }
        switch (Dot11Frame.decode(frame.data())) {
            case ManagementFrame management -> frames.add(new Said(sequence, nanos, frame.received(),
                    frame.frequencyMhz(), management.header().subtype(), management.header().address2(),
                    management.header().address1(), management.header().isProtected(), frame.data(),
                    NanFrame.of(opened(management, frame.data(), keys))));
            case DataFrame carried -> data.add(new Carried(sequence, nanos, frame.received(),
                    carried.header().address2(), carried.header().address1(), carried.header().isProtected()));
            default -> { }
        }
    }

    private static ManagementFrame opened(ManagementFrame frame, Bytes octets, AirKeys keys) {
        return frame.body() instanceof ProtectedBody ? keys.open(octets).map(frame::decrypted).orElse(frame) : frame;
    }

    /** Whether there is any frame of the air at all. */
    public boolean isEmpty() {
        return octets == 0;
    }

    /** When the evidence ends. */
    public long end() {
        return end;
    }

    /** What the harness sent. */
    public List<Said> sent(Predicate<Said> which) {
        return frames.stream().filter(said -> !said.received()).filter(which).toList();
    }

    /** What the accessory sent. */
    public List<Said> received(Predicate<Said> which) {
        return frames.stream().filter(Said::received).filter(which).toList();
    }

    /** Data frames of both. */
    public List<Carried> carried(Predicate<Carried> which) {
        return data.stream().filter(which).toList();
    }

    /**
     * The time of the cluster at a moment, in microseconds, by the last beacon of {@code cluster} before it; empty where
     * there was none for two seconds.
     */
    public OptionalLong tsf(MacAddress cluster, long nanos) {
        return frames.stream().filter(said -> said.nanos() <= nanos && nanos - said.nanos() < CLOCK_HOLDS
                        && said.frame().orElse(null) instanceof NanBeacon beacon
                        && beacon.header().address3().equals(cluster))
                .reduce((_, last) -> last).stream()
                .mapToLong(said -> ((NanBeacon) said.frame().orElseThrow()).beacon().timestamp()
                        + (nanos - said.nanos()) / 1_000).findFirst();
    }

    /** The steps of a verb that ended, in order. */
    public List<Done> steps(String verb) {
        return steps.stream().filter(step -> step.verb().equals(verb)).toList();
    }

    /** The last step of a verb that began before event {@code sequence}. */
    public Optional<Done> before(long sequence, String verb) {
        return steps(verb).stream().filter(step -> step.sequence() < sequence).reduce((_, last) -> last);
    }

    /** Whether the harness was up with this oddity when event {@code sequence} came. */
    public boolean isOdd(long sequence, String oddity) {
        return before(sequence, "aware.join").filter(join -> join.says("odd", oddity)).isPresent();
    }

    /** The first of many proofs: they tell as much as all. */
    public static List<Long> few(List<Long> proofs) {
        return proofs.subList(0, Math.min(MOST_PROOFS, proofs.size()));
    }

    /**
     * That every question is answered in time. A question at the end of the evidence, which has no time left, shows
     * nothing.
     *
     * @param answers whether the second frame answers the first
     */
    public Finding answered(List<Said> questions, BiPredicate<Said, Said> answers, Duration within, String question) {
        List<Long> kept = new ArrayList<>();
        for (Said asked : questions) {
            Optional<Said> answer = frames.stream().filter(said -> said.received() && said.nanos() >= asked.nanos()
                    && said.nanos() - asked.nanos() <= within.toNanos() && answers.test(asked, said)).findFirst();
            if (answer.isPresent()) {
                kept.add(answer.get().sequence());
            } else if (end - asked.nanos() > within.toNanos()) {
                return Finding.broken(question + " was not answered within " + within.toMillis() + " ms",
                        List.of(asked.sequence()));
            }
        }
        return kept.isEmpty() ? Finding.unseen("nothing of this kind was sent with time for an answer: " + question)
                : Finding.kept(question + ": answered " + kept.size() + " times", few(kept));
    }

    /** That no question is answered within a time that would be ample. */
    public Finding notAnswered(List<Said> questions, BiPredicate<Said, Said> answers, Duration within,
                               String question) {
        int watched = 0;
        for (Said asked : questions) {
            Optional<Said> answer = frames.stream().filter(said -> said.received() && said.nanos() >= asked.nanos()
                    && said.nanos() - asked.nanos() <= within.toNanos() && answers.test(asked, said)).findFirst();
            if (answer.isPresent()) {
                return Finding.broken(question + " was answered", List.of(asked.sequence(), answer.get().sequence()));
            }
            watched += end - asked.nanos() > within.toNanos() ? 1 : 0;
        }
        return watched == 0 ? Finding.unseen("nothing of this kind was sent with time for an answer: " + question)
                : Finding.kept(question + ": sent " + watched + " times, never answered",
                        List.of(questions.getFirst().sequence()));
    }
}
