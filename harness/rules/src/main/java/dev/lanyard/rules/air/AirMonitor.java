package dev.lanyard.rules.air;

import dev.lanyard.rules.Rule;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.ProtectedBody;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Judges rules on a stream of frames: each frame is shown to the judges that ask for its kind, and then becomes part of
 * what is known. Memory does not grow with the stream. For one thread.
 */
public final class AirMonitor {

    /** @param index its place in the list of all, and of its ruling in {@link Device#rulings} */
    record Judging(int index, Rule rule, AirJudge judge) {}

    /** A judge that is to see a device's frame, and where it puts what it finds. */
    record Asked(Judging judging, Ruling ruling) {}

    private static final Asked[] NOBODY = {};

    private final Air air;
    private final Map<FrameKind, List<Judging>> judges = new EnumMap<>(FrameKind.class);
    private final List<Judging> all = new ArrayList<>();
    private BiConsumer<AirFrame, Device> listener = (_, _) -> { };
    private final Hearing hearing = Hearing.remembering();
    private final Map<String, String> failures = new TreeMap<>();
    private long awareFrames;
    private long undecrypted;

    /** Judges by those of {@code rules} that have a judge of the air. */
    public AirMonitor(Collection<Rule> rules, AirKeys keys, AirDeclarations declared) {
        air = new Air(keys, declared);
        for (FrameKind kind : FrameKind.values()) {
            judges.put(kind, new ArrayList<>());
        }
        for (Rule rule : rules) {
            rule.airJudge().ifPresent(judge -> {
                Judging judging = new Judging(all.size(), rule, judge);
                all.add(judging);
                judge.kinds().forEach(kind -> judges.get(kind).add(judging));
            });
        }
    }

    /** Shows every frame of Wi-Fi Aware, and who sent it, after it was judged. */
    public void onFrame(BiConsumer<AirFrame, Device> consumer) {
        listener = consumer;
    }

    /**
     * Judges a frame; frames of other networks are passed over.
     *
     * @param octets from the frame control, without frame check sequence
     */
    public void add(AirFrame.Reception reception, Bytes octets) {
        hearing.hear(reception, octets).ifPresent(this::add);
    }

    /** Judges a frame that was heard elsewhere. */
    public void add(Hearing.Heard heard) {
        switch (heard) {
            case AirFrame frame -> add(frame);
            case Hearing.Late late -> addLate(late.reception(), late.octets());
        }
    }

    private void add(AirFrame frame) {
        Repeated repeated = frame.repeated();
        if (repeated != null && repeated.verdict != null) {
            judgeAgain(frame, repeated.verdict);
            return;
        }
        air.sender(frame).ifPresent(sender -> {
            Asked[] asked = judge(frame, sender).toArray(NOBODY);
            if (repeated != null && sender.nmi().equals(frame.transmitter())) {
                repeated.verdict = new Repeated.Verdict(sender, asked);
            }
        });
    }

    /** Data frames count once a data interface is known, encrypted ones once their sender is. */
    private void addLate(AirFrame.Reception reception, Bytes octets) {
        boolean data = (octets.u8(0) & 0x0F) == 0x08;
        if (data && !air.hasDataInterfaces()) {
            return;
        }
        Dot11Frame decoded = Dot11Frame.decode(octets);
        boolean decrypted = false;
        if (decoded instanceof ManagementFrame management && management.body() instanceof ProtectedBody) {
            if (air.device(management.header().address2()).isEmpty()) {
                return;
            }
            Optional<Bytes> plain = air.keys().open(octets);
            if (plain.isEmpty()) {
                undecrypted++;
                air.unread(management.header().address2(), management.header().address1(), reception.number());
                return;
            }
            decoded = management.decrypted(plain.get());
            decrypted = true;
        }
        AirFrame.of(reception, decoded, octets, decrypted).ifPresent(frame -> air.sender(frame).ifPresent(sender ->
                judge(frame, sender)));
    }

    /**
     * Shows a frame to the judges of its kind.
     *
     * @return those that want to see its like each time: all but those of content that found nothing, and those whom
     *         its content does not concern
     */
    private List<Asked> judge(AirFrame frame, Device sender) {
        awareFrames++;
        Sight sight = new Sight(air, frame, sender);
        List<Asked> again = new ArrayList<>();
        for (Judging judging : judges.get(frame.kind())) {
            if (judging.judge().concerns(frame)) {
                Asked asked = new Asked(judging, ruling(sender, judging));
                see(sight, asked);
                if (!judging.judge().isContentOnly() || asked.ruling().isBroken()) {
                    again.add(asked);
                }
            }
        }
        air.learn(frame, sender, false);
        listener.accept(frame, sender);
        return again;
    }

    /** Shows a frame to those who want to see it although a frame like it was judged before. */
    private void judgeAgain(AirFrame frame, Repeated.Verdict verdict) {
        awareFrames++;
        Sight sight = new Sight(air, frame, verdict.sender());
        for (Asked asked : verdict.asked()) {
            see(sight, asked);
        }
        air.learn(frame, verdict.sender(), true);
        listener.accept(frame, verdict.sender());
    }

    private void see(Sight sight, Asked asked) {
        try {
            asked.judging().judge().see(sight, asked.ruling().about(sight.frame()));
        } catch (RuntimeException e) {
            failures.putIfAbsent(asked.judging().rule().id(), "frame " + sight.frame().number() + ": " + e);
        }
    }

    private Ruling ruling(Device sender, Judging judging) {
        Ruling[] rulings = sender.rulings(all.size());
        if (rulings[judging.index()] == null) {
            rulings[judging.index()] = new Ruling(sender.tally(judging.rule().id()));
        }
        return rulings[judging.index()];
    }

    /** The stream is over: judges say what only the end shows. Returns what is known then. */
    public Air end() {
        for (Device device : air.devices()) {
            for (Judging judging : all) {
                judging.judge().end(air, device, ruling(device, judging));
            }
        }
        return air;
    }

    /** Rules whose judge failed, which is a fault of the harness, and where. */
    public Map<String, String> failures() {
        return Map.copyOf(failures);
    }

    /** How many frames of Wi-Fi Aware were judged. */
    public long awareFrames() {
        return awareFrames;
    }

    /** How many encrypted frames of known devices no key at hand opened. */
    public long undecrypted() {
        return undecrypted;
    }
}
