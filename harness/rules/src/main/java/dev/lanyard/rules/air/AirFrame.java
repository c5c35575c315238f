package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.BeaconBody;
import dev.lanyard.wire.ieee80211.DataFrame;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementBody;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.ieee80211.VendorElement;
import dev.lanyard.wire.nan.AttributeList;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.NanAttribute;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A frame of Wi-Fi Aware as rules see it: its kind, its attributes, and how it was received. */
public final class AirFrame {

    private static final int OUI_AND_TYPE = 4;

    private final Reception reception;
    private final FrameHeader header;
    private final ManagementBody body;
    private final FrameKind kind;
    private final int subtype;
    private final AttributeList attributes;
    private final List<FrameDefect> defects;
    private final Bytes octets;
    private final boolean decrypted;

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
            case DataFrame data -> Optional.of(new AirFrame(reception, data.header(), null, FrameKind.DATA, -1,
                    AttributeList.NONE, List.of(), octets, decrypted));
            case ManagementFrame management -> switch (management.body()) {
                case BeaconBody beacon -> inElements(reception, management, beacon.elements(), FrameKind.BEACON,
                        octets, decrypted);
                case AuthenticationBody pasn when pasn.algorithm() == AuthenticationBody.PASN ->
                        inElements(reception, management, pasn.elements(), FrameKind.PASN, octets, decrypted);
                case ActionBody action -> action(reception, management, action, octets, decrypted);
                default -> Optional.empty();
            };
            default -> Optional.empty();
        };
    }

    private static Optional<AirFrame> inElements(Reception reception, ManagementFrame frame, Elements elements,
                                                 FrameKind kind, Bytes octets, boolean decrypted) {
        List<Placed<NanAttribute>> entries = new ArrayList<>();
        List<FrameDefect> defects = new ArrayList<>(frame.defects());
        boolean found = kind == FrameKind.PASN;
        for (Placed<Element> placed : elements.entries()) {
            if (placed.value() instanceof VendorElement vendor && vendor.oui() == Nan.OUI
                    && vendor.content().has(0, 1) && vendor.content().u8(0) == Nan.TYPE_DISCOVERY) {
                found = true;
                int offset = placed.offset() + Element.HEADER + OUI_AND_TYPE;
                entries.addAll(AttributeList.decode(vendor.content().from(1), offset, defects).entries());
            }
        }
        return found ? Optional.of(new AirFrame(reception, frame.header(), frame.body(), kind, -1,
                new AttributeList(entries, Bytes.EMPTY), defects, octets, decrypted)) : Optional.empty();
    }

    private static Optional<AirFrame> action(Reception reception, ManagementFrame frame, ActionBody action,
                                             Bytes octets, boolean decrypted) {
        Bytes content = action.content();
        boolean isPublic = action.category() == ActionBody.PUBLIC || action.category() == ActionBody.PROTECTED_DUAL;
        if (!isPublic || !content.has(0, OUI_AND_TYPE)
                || (content.u16be(0) << 8 | content.u8(2)) != Nan.OUI) {
            return Optional.empty();
        }
        int type = content.u8(3);
        int at = frame.bodyOffset() + ActionBody.CONTENT_OFFSET + OUI_AND_TYPE;
        List<FrameDefect> defects = new ArrayList<>(frame.defects());
        if (type == Nan.TYPE_DISCOVERY) {
            return Optional.of(new AirFrame(reception, frame.header(), action, FrameKind.SDF, -1,
                    AttributeList.decode(content.from(OUI_AND_TYPE), at, defects), defects, octets, decrypted));
        }
        if (type == Nan.TYPE_ACTION && content.has(OUI_AND_TYPE, 1)) {
            return Optional.of(new AirFrame(reception, frame.header(), action, FrameKind.NAF,
                    content.u8(OUI_AND_TYPE), AttributeList.decode(content.from(OUI_AND_TYPE + 1), at + 1, defects),
                    defects, octets, decrypted));
        }
        // Wi-Fi Direct and others share the OUI: only what goes to or comes from NAN's addresses is a wrong NAN frame.
        boolean forNan = Nan.isClusterId(frame.header().address3())
                || frame.header().address1().equals(Nan.NETWORK_ID);
        return forNan ? Optional.of(new AirFrame(reception, frame.header(), action, FrameKind.OTHER, type,
                AttributeList.NONE, defects, octets, decrypted)) : Optional.empty();
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

    /** Of a NAN action frame; of a frame of kind OTHER its OUI type; else -1. */
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
                return Optional.of(cast(type, entry));
            }
        }
        return Optional.empty();
    }

    /** All attributes of a kind. */
    public <T extends NanAttribute> List<Placed<T>> all(Class<T> type) {
        List<Placed<T>> found = new ArrayList<>(2);
        for (Placed<NanAttribute> entry : attributes.entries()) {
            if (type.isInstance(entry.value())) {
                found.add(cast(type, entry));
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

    private static <T extends NanAttribute> Placed<T> cast(Class<T> type, Placed<NanAttribute> entry) {
        return new Placed<>(entry.offset(), entry.octets(), type.cast(entry.value()), entry.trailing());
    }
}
