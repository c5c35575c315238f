package dev.lanyard.rules.air;

import dev.lanyard.rules.Rule;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.ProtectedBody;
import dev.lanyard.wire.nan.ServiceId;
import dev.lanyard.wire.nan.security.FrameCipher;
import dev.lanyard.wire.nan.security.Secret;
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
    private record Judging(int index, Rule rule, AirJudge judge) {}

    /** Version 0, type data. */
    private static final int DATA = 0x08;
    private static final int ACTION = 0xD0;
    private static final int PROTECTED = 0x40;
    private static final int BODY = 24;

    private final Air air;
    private final Map<FrameKind, List<Judging>> judges = new EnumMap<>(FrameKind.class);
    private final List<Judging> all = new ArrayList<>();
    private BiConsumer<AirFrame, Device> listener = (_, _) -> { };
    private final Repeated.Memory memory = new Repeated.Memory();
    private final Map<String, String> failures = new TreeMap<>();
    private long awareFrames;
    private long undecrypted;

    /**
     * Judges by those of {@code rules} that have a judge of the air.
     *
     * @param names what services are called, where that is known
     */
    public AirMonitor(Collection<Rule> rules, AirKeys keys, Map<ServiceId, String> names) {
        air = new Air(keys, names);
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
        if (!octets.has(0, 2) || !mayConcern(octets.u8(0))) {
            return;
        }
        boolean plainAction = octets.u8(0) == ACTION && (octets.u8(1) & PROTECTED) == 0 && octets.has(0, BODY);
        if (plainAction) {
            Repeated before = memory.find(octets);
            if (before != null) {
                judge(before.frame().again(reception, octets), before.sender(), before);
                return;
            }
        }
        Dot11Frame decoded = Dot11Frame.decode(octets);
        boolean decrypted = false;
        if (decoded instanceof ManagementFrame management && management.body() instanceof ProtectedBody) {
            if (air.device(management.header().address2()).isEmpty()) {
                return;
            }
            Optional<Bytes> plain = decrypt(octets);
            if (plain.isEmpty()) {
                undecrypted++;
                return;
            }
            decoded = management.decrypted(plain.get());
            decrypted = true;
        }
        AirFrame.of(reception, decoded, octets, decrypted).ifPresent(frame -> air.sender(frame).ifPresent(sender -> {
            boolean clean = judge(frame, sender, null);
            if (plainAction && sender.nmi().equals(frame.transmitter())) {
                memory.remember(new Repeated(octets, frame, sender, clean));
            }
        }));
    }

    /** Beacons, action and authentication frames; data frames once a data interface is known. */
    private boolean mayConcern(int firstOctet) {
        return switch (firstOctet) {
            case 0x80, 0xD0, 0xE0, 0xB0 -> true;
            default -> (firstOctet & 0x0F) == DATA && air.hasDataInterfaces();
        };
    }

    private Optional<Bytes> decrypt(Bytes octets) {
        for (Secret key : air.keys().tks()) {
            Optional<Bytes> plain = FrameCipher.decrypt(key, octets);
            if (plain.isPresent()) {
                return plain;
            }
        }
        return Optional.empty();
    }

    /**
     * Shows a frame to its judges.
     *
     * @param before the same frame, sent before; null for a new one
     * @return whether no judge of content found anything
     */
    private boolean judge(AirFrame frame, Device sender, Repeated before) {
        awareFrames++;
        Sight sight = new Sight(air, frame, sender);
        boolean clean = true;
        for (Judging judging : judges.get(frame.kind())) {
            boolean contentOnly = judging.judge().isContentOnly();
            if (contentOnly && before != null && before.clean()) {
                continue;
            }
            Ruling ruling = ruling(sender, judging).about(frame);
            try {
                judging.judge().see(sight, ruling);
            } catch (RuntimeException e) {
                failures.putIfAbsent(judging.rule().id(), "frame " + frame.number() + ": " + e);
            }
            clean &= !contentOnly || !ruling.isBroken();
        }
        air.learn(frame, sender, before != null);
        listener.accept(frame, sender);
        return clean;
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
