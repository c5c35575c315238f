package dev.lanyard.wire.nan.security;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.DataFrame;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.ProtectedBody;
import dev.lanyard.wire.ieee80211.SecurityHeader;
import java.util.Optional;
import java.util.function.Function;

/**
 * Frames between two addresses under one key: an NM-TK (follow-ups and NAN action frames of category 9 between NMIs) or
 * the TK of a data path (its data, and action frames between NDIs). Counts what it sends and refuses what it received
 * before: management frames have one window, data frames one per traffic identifier (IEEE 802.11-2020 §12.5.2.4.4).
 */
public final class ProtectedFrames {

    private static final long LAST = (1L << 48) - 1;
    private static final int PROTECTED = 0x4000;
    private static final int TRAFFIC_IDENTIFIERS = 16;
    private static final int MANAGEMENT = TRAFFIC_IDENTIFIERS;

    private final Secret tk;
    private final ReplayWindow[] windows = new ReplayWindow[TRAFFIC_IDENTIFIERS + 1];
    private final boolean replaysPass;
    private final int keyId;
    private long sent;

    private ProtectedFrames(Secret tk, int width, boolean replaysPass) {
        this(tk, 0, width, replaysPass);
    }

    private ProtectedFrames(Secret tk, int keyId, int width, boolean replaysPass) {
        this.tk = tk;
        this.keyId = keyId;
        this.replaysPass = replaysPass;
        for (int i = 0; i < windows.length; i++) {
            windows[i] = new ReplayWindow(width);
        }
    }

    /** Every packet number has to be greater than the one before. */
    public static ProtectedFrames of(Secret tk) {
        return new ProtectedFrames(tk, 1, false);
    }

    /** Packet numbers that are less than {@code width} behind may come late, once. */
    public static ProtectedFrames withWindow(Secret tk, int width) {
        return new ProtectedFrames(tk, width, false);
    }

    /**
     * Frames of one device to groups, under its GTK.
     *
     * @param keyId 1 or 2
     */
    public static ProtectedFrames ofGroup(Secret gtk, int keyId) {
        return new ProtectedFrames(gtk, keyId, 1, false);
    }

    /** As a broken device does it. */
    public static ProtectedFrames acceptingReplays(Secret tk) {
        return new ProtectedFrames(tk, 1, true);
    }

    /** What became of a received frame. */
    public sealed interface Opened {}

    /** A management frame, its body readable. */
    public record Management(ManagementFrame frame, long packetNumber) implements Opened {}

    /** The plain payload of a data frame. */
    public record Data(DataFrame frame, Bytes payload, long packetNumber) implements Opened {}

    /** Nobody may act on it. */
    public record Rejected(Rejection rejection) implements Opened {}

    /** Why a frame was rejected. */
    public enum Rejection { NOT_PROTECTED, MALFORMED, REPLAYED, NOT_AUTHENTIC }

    /** Encrypts a management frame; its header comes out protected. */
    public Bytes protect(ManagementFrame frame) {
        return FrameCipher.encrypt(tk, keyId, withProtection(frame.header()).encode(), next(), frame.body().encode());
    }

    /**
     * Encrypts a data frame with QoS control.
     *
     * @param header     24 octets; comes out protected
     * @param qosControl its low 4 bits are the traffic identifier
     * @param payload    from LLC
     */
    public Bytes protect(FrameHeader header, int qosControl, Bytes payload) {
        return FrameCipher.encrypt(tk, keyId, withProtection(header).encode().concat(Bytes.of(qosControl, qosControl >> 8)),
                next(), payload);
    }

    private static FrameHeader withProtection(FrameHeader header) {
        return new FrameHeader(header.frameControl() | PROTECTED, header.duration(), header.address1(),
                header.address2(), header.address3(), header.sequenceControl());
    }

    private long next() {
        if (sent == LAST) {
            throw new IllegalStateException("all packet numbers of this key are used up; it must be replaced");
        }
        return ++sent;
    }

    /** Whether these are frames under this key, so that it must not be installed again. */
    public boolean isUnder(Secret key, int id) {
        return keyId == id && tk.equals(key);
    }

    /** How many frames were protected: the last packet number. */
    public long sent() {
        return sent;
    }

    /**
     * Decrypts a frame and remembers its packet number.
     *
     * @param octets from frame control, without frame check sequence
     */
    public Opened open(Bytes octets) {
        return switch (Dot11Frame.decode(octets)) {
            case ManagementFrame frame when frame.body() instanceof ProtectedBody body ->
                    open(octets, body.security(), MANAGEMENT, plain -> new Management(frame.decrypted(plain),
                            body.security().packetNumber()));
            case DataFrame frame when frame.security().isPresent() ->
                    open(octets, frame.security().get(), frame.qosControl().orElse(0) & 0xF, plain ->
                            new Data(frame, plain, frame.security().get().packetNumber()));
            case Dot11Frame frame -> new Rejected(frame.macHeader().filter(header -> !header.isProtected())
                    .isPresent() ? Rejection.NOT_PROTECTED : Rejection.MALFORMED);
        };
    }

    private Opened open(Bytes octets, SecurityHeader security, int window, Function<Bytes, Opened> authentic) {
        if (security.keyId() != keyId) {
            return new Rejected(Rejection.NOT_AUTHENTIC);
        }
        ReplayWindow seen = windows[window];
        if (seen.isReplay(security.packetNumber()) && !replaysPass) {
            return new Rejected(Rejection.REPLAYED);
        }
        Optional<Bytes> plain = FrameCipher.decrypt(tk, octets);
        if (plain.isEmpty()) {
            return new Rejected(Rejection.NOT_AUTHENTIC);
        }
        seen.accept(security.packetNumber());
        return authentic.apply(plain.get());
    }

    /** Forgets the key. */
    public void destroy() {
        tk.destroy();
    }
}
