package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.BeaconBody;
import dev.lanyard.wire.ieee80211.DataFrame;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementBody;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.AttributeList;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.NanActionFrame;
import dev.lanyard.wire.nan.NanAttribute;
import dev.lanyard.wire.nan.NanBeacon;
import dev.lanyard.wire.nan.NanFrame;
import dev.lanyard.wire.nan.PasnFrame;
import dev.lanyard.wire.nan.ServiceDiscoveryFrame;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A frame of Wi-Fi Aware as rules see it: its kind, its attributes, and how it was received. */
public final class AirFrame {

    private final Reception reception;
    private final FrameHeader header;
    private final ManagementBody body;
    private final FrameKind kind;
    private final int subtype;
    private final AttributeList attributes;
    private final List<FrameDefect> defects;
    private final Bytes octets;
    private final boolean decrypted;
    private OptionalLong packetNumber = OptionalLong.empty();

    /**
     * Where a frame stands in its capture, and what the radio said of it.
     *
     * @param number       from 1, as capture viewers number frames
     * @param epochNanos   when; 0 where the capture does not say
     * @param frequencyMhz of the channel
     */
    public record Reception(long number, long epochNanos, OptionalInt frequencyMhz) {}

    private AirFrame(Reception reception, FrameHeader header, ManagementBody body, FrameKind kind, int subtype,
                     AttributeList attributes, List<FrameDefect> defects, Bytes octets, boolean decrypted) {
        this.reception = reception;
        this.header = header;
        this.body = body;
        this.kind = kind;
        this.subtype = subtype;
        this.attributes = attributes;
        this.defects = defects;
        this.octets = octets;
        this.decrypted = decrypted;
    }

    /**
     * What a decoded frame is in Wi-Fi Aware; empty for frames of other networks. Data frames are all let through:
     * only {@link Air} knows which addresses are data interfaces.
     *
     * @param octets    the frame from its frame control, without frame check sequence
     * @param decrypted the body was decrypted
     */
    public static Optional<AirFrame> of(Reception reception, Dot11Frame frame, Bytes octets, boolean decrypted) {
        return switch (frame) {
            case DataFrame data -> {
                AirFrame made = new AirFrame(reception, data.header(), null, FrameKind.DATA, -1, AttributeList.NONE,
                        data.defects(), octets, decrypted);
                data.security().ifPresent(header -> made.packetNumber = OptionalLong.of(header.packetNumber()));
                yield Optional.of(made);
            }
            case ManagementFrame management -> NanFrame.of(management)
                    .map(nan -> new AirFrame(reception, management.header(), management.body(), kind(nan),
                            nan instanceof NanActionFrame action ? action.subtype() : -1, nan.attributes(),
                            nan.defects(), octets, decrypted))
                    .or(() -> foreign(reception, management, octets, decrypted));
            default -> Optional.empty();
        };
    }

    /** The same frame sent again, as it was received this time. */
    AirFrame again(Reception other, Bytes received) {
        FrameHeader now = new FrameHeader(received.u16le(0), received.u16le(2), header.address1(), header.address2(),
                header.address3(), received.u16le(22));
        return new AirFrame(other, now, body, kind, subtype, attributes, defects, received, decrypted);
    }

    private static FrameKind kind(NanFrame nan) {
        return switch (nan) {
            case NanBeacon _ -> FrameKind.BEACON;
            case ServiceDiscoveryFrame _ -> FrameKind.SDF;
            case NanActionFrame _ -> FrameKind.NAF;
            case PasnFrame _ -> FrameKind.PASN;
        };
    }

    /** Wi-Fi Direct and others share the OUI: only what is addressed as NAN frames are is a NAN frame gone wrong. */
    private static Optional<AirFrame> foreign(Reception reception, ManagementFrame frame, Bytes octets,
                                              boolean decrypted) {
        boolean addressed = Nan.isClusterId(frame.header().address3())
                || frame.header().address1().equals(Nan.NETWORK_ID);
        return frame.body() instanceof ActionBody action && addressed && isPublic(action)
                ? Optional.of(new AirFrame(reception, frame.header(), action, FrameKind.OTHER, -1, AttributeList.NONE,
                        frame.defects(), octets, decrypted)) : Optional.empty();
    }

    private static boolean isPublic(ActionBody action) {
        return action.category() == ActionBody.PUBLIC || action.category() == ActionBody.PROTECTED_DUAL;
    }

    public long number() {
        return reception.number();
    }

    /** When, in nanoseconds since 1970. */
    public long nanos() {
        return reception.epochNanos();
    }

    /** Of the channel, where the capture says it. */
    public OptionalInt frequencyMhz() {
        return reception.frequencyMhz();
    }

    public FrameKind kind() {
        return kind;
    }

    /** Of a NAN action frame; else -1. */
    public int subtype() {
        return subtype;
    }

    public FrameHeader header() {
        return header;
    }

    /** Address 1. */
    public MacAddress receiver() {
        return header.address1();
    }

    /** Address 2. */
    public MacAddress transmitter() {
        return header.address2();
    }

    /** Address 3: in NAN frames the cluster id. */
    public MacAddress cluster() {
        return header.address3();
    }

    public AttributeList attributes() {
        return attributes;
    }

    /** What is wrong with the form of the frame, its elements and its attributes. */
    public List<FrameDefect> defects() {
        return defects;
    }

    /** The frame from its frame control, without frame check sequence. */
    public Bytes octets() {
        return octets;
    }

    /** The body, decrypted where it had to be. */
    public Bytes bodyOctets() {
        return body == null ? Bytes.EMPTY : body.encode();
    }

    /** The packet number of a protected data frame. */
    public OptionalLong packetNumber() {
        return packetNumber;
    }

    /** Whether the frame was encrypted, and keys were at hand. */
    public boolean isDecrypted() {
        return decrypted;
    }

    /** The body of a beacon. */
    public Optional<BeaconBody> beacon() {
        return body instanceof BeaconBody beacon ? Optional.of(beacon) : Optional.empty();
    }

    /** The body of a PASN frame. */
    public Optional<AuthenticationBody> pasn() {
        return body instanceof AuthenticationBody authentication ? Optional.of(authentication) : Optional.empty();
    }

    /** The body of an action frame. */
    public Optional<ActionBody> action() {
        return body instanceof ActionBody action ? Optional.of(action) : Optional.empty();
    }

    /** The category of an action frame, else -1. */
    public int category() {
        return body instanceof ActionBody action ? action.category() : -1;
    }

    /** The first attribute of a kind. */
    public <T extends NanAttribute> Optional<Placed<T>> first(Class<T> type) {
        for (Placed<NanAttribute> entry : attributes.entries()) {
            if (type.isInstance(entry.value())) {
                return Optional.of(cast(entry));
            }
        }
        return Optional.empty();
    }

    /** All attributes of a kind. */
    public <T extends NanAttribute> List<Placed<T>> all(Class<T> type) {
        List<Placed<T>> found = new ArrayList<>(2);
        for (Placed<NanAttribute> entry : attributes.entries()) {
            if (type.isInstance(entry.value())) {
                found.add(cast(entry));
            }
        }
        return found;
    }

    /** The value of the first attribute of a kind. */
    public <T extends NanAttribute> Optional<T> value(Class<T> type) {
        for (Placed<NanAttribute> entry : attributes.entries()) {
            if (type.isInstance(entry.value())) {
                return Optional.of(type.cast(entry.value()));
            }
        }
        return Optional.empty();
    }

    public boolean has(Class<? extends NanAttribute> type) {
        for (Placed<NanAttribute> entry : attributes.entries()) {
            if (type.isInstance(entry.value())) {
                return true;
            }
        }
        return false;
    }

    /** A placed attribute is what its value is: the record holds nothing else of its type. */
    @SuppressWarnings("unchecked")
    private static <T extends NanAttribute> Placed<T> cast(Placed<NanAttribute> entry) {
        return (Placed<T>) (Placed<?>) entry;
    }
}
