package dev.lanyard.rules.air;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.BeaconBody;
import dev.lanyard.wire.ieee80211.DataFrame;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementBody;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.ManagementMicElement;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.AttributeList;
import dev.lanyard.wire.nan.attribute.ClusterAttribute;
import dev.lanyard.wire.nan.attribute.DeviceCapability;
import dev.lanyard.wire.nan.attribute.MasterIndication;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.attribute.ServiceDescriptor;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.frame.NanBeacon;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.PasnFrame;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import dev.lanyard.wire.net.MacAddress;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A frame of Wi-Fi Aware as rules see it: its kind, its attributes, and how it was received. */
public final class AirFrame implements Hearing.Heard {

    private static final int HT_CONTROL = 4;

    private final Content content;
    private final long number;
    private final long nanos;
    /** The like of it was heard before; then its octets and attributes are put together only when somebody asks. */
    private final boolean again;
    /** What a frame that was heard before has of its own, see {@link Repeated}. */
    private final long ownHeader;
    private final long timestamp;
    private final long anchorBeaconTime;
    private Repeated repeated;
    private Bytes octets;
    private AttributeList attributes;
    private FrameHeader header;
    private List<Placed<ServiceDescriptor>> offers;

    /**
     * What a frame says, whenever it is sent.
     *
     * @param header     its addresses count, its frame control and sequence number are those of one of the frames
     * @param body       null of data frames
     * @param attributes the time in the Cluster attribute is that of one of the frames
     */
    record Content(FrameHeader header, ManagementBody body, FrameKind kind, int subtype, AttributeList attributes,
                   List<FrameDefect> defects, boolean decrypted, OptionalLong packetNumber, OptionalInt frequencyMhz,
                   Often often) {

        Content(FrameHeader header, ManagementBody body, FrameKind kind, int subtype, AttributeList attributes,
                List<FrameDefect> defects, boolean decrypted, OptionalLong packetNumber, OptionalInt frequencyMhz) {
            this(header, body, kind, subtype, attributes, defects, decrypted, packetNumber, frequencyMhz,
                    Often.of(body, attributes));
        }
    }

    /** What is asked of every beacon, looked for once. */
    private record Often(Optional<Placed<MasterIndication>> master, Optional<ClusterAttribute> cluster,
                         Optional<DeviceCapability> capability, Optional<ManagementMicElement> protection) {

        static Often of(ManagementBody body, AttributeList attributes) {
            return new Often(firstIn(attributes.entries(), MasterIndication.class),
                    attributes.first(ClusterAttribute.class), attributes.first(DeviceCapability.class),
                    body instanceof BeaconBody beacon ? beacon.elements().first(ManagementMicElement.class)
                            : Optional.empty());
        }
    }

    /**
     * Where a frame stands in its capture, and what the radio said of it.
     *
     * @param number       from 1, as capture viewers number frames
     * @param epochNanos   when; 0 where the capture does not say
     * @param frequencyMhz of the channel
     */
    public record Reception(long number, long epochNanos, OptionalInt frequencyMhz) {}

    private AirFrame(Reception reception, Bytes octets, Content content) {
        this.content = content;
        this.number = reception.number();
        this.nanos = reception.epochNanos();
        this.octets = octets;
        this.attributes = content.attributes;
        this.header = content.header;
        this.ownHeader = 0;
        this.timestamp = content.kind == FrameKind.BEACON ? octets.u64le(FrameHeader.LENGTH) : 0;
        this.anchorBeaconTime = content.often.cluster.map(ClusterAttribute::beaconTransmissionTime).orElse(0L);
        this.again = false;
    }

    /** A frame like one that was heard before. */
    AirFrame(AirFrame first, Repeated repeated, long number, long nanos, long ownHeader, long timestamp,
             long anchorBeaconTime) {
        this.content = first.content;
        this.number = number;
        this.nanos = nanos;
        this.repeated = repeated;
        this.again = true;
        this.ownHeader = ownHeader;
        this.timestamp = timestamp;
        this.anchorBeaconTime = anchorBeaconTime;
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
            case DataFrame data -> Optional.of(new AirFrame(reception, octets, new Content(data.header(), null,
                    FrameKind.DATA, -1, AttributeList.NONE, data.defects(), decrypted, data.security()
                            .map(security -> OptionalLong.of(security.packetNumber())).orElse(OptionalLong.empty()),
                    reception.frequencyMhz())));
            case ManagementFrame management -> NanFrame.of(management)
                    .map(nan -> managed(reception, octets, management, kind(nan),
                            nan instanceof NanActionFrame action ? action.subtype() : -1, nan.attributes(),
                            nan.defects(), decrypted))
                    .or(() -> foreign(reception, management, octets, decrypted));
            default -> Optional.empty();
        };
    }

    private static AirFrame managed(Reception reception, Bytes octets, ManagementFrame frame, FrameKind kind,
                                    int subtype, AttributeList attributes, List<FrameDefect> defects,
                                    boolean decrypted) {
        return new AirFrame(reception, octets, new Content(frame.header(), frame.body(), kind, subtype, attributes,
                defects, decrypted, OptionalLong.empty(), reception.frequencyMhz()));
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
                ? Optional.of(managed(reception, octets, frame, FrameKind.OTHER, -1, AttributeList.NONE,
                        frame.defects(), decrypted)) : Optional.empty();
    }

    private static boolean isPublic(ActionBody action) {
        return action.category() == ActionBody.PUBLIC || action.category() == ActionBody.PROTECTED_DUAL;
    }

    public long number() {
        return number;
    }

    /** When, in nanoseconds since 1970. */
    public long nanos() {
        return nanos;
    }

    /** Of the channel, where the capture says it. */
    public OptionalInt frequencyMhz() {
        return content.frequencyMhz;
    }

    public FrameKind kind() {
        return content.kind;
    }

    /** Of a NAN action frame; else -1. */
    public int subtype() {
        return content.subtype;
    }

    public FrameHeader header() {
        if (header == null) {
            header = Repeated.header(content.header, ownHeader);
        }
        return header;
    }

    /** The sender's count of its frames, 12 bits. */
    public int sequenceNumber() {
        return again ? Repeated.sequenceNumber(ownHeader) : content.header.sequenceNumber();
    }

    /** A hash of what follows the header of a frame that is no beacon. */
    public long bodyHash() {
        return again ? repeated.bodyHash() : hash(octets);
    }

    static long hash(Bytes frame) {
        int body = Math.min(FrameHeader.LENGTH, frame.length());
        return frame.mix(body, frame.length() - body);
    }

    /** Address 1. */
    public MacAddress receiver() {
        return content.header.address1();
    }

    /** Address 2. */
    public MacAddress transmitter() {
        return content.header.address2();
    }

    /** Address 3: in NAN frames the cluster id. */
    public MacAddress cluster() {
        return content.header.address3();
    }

    public AttributeList attributes() {
        if (attributes == null) {
            attributes = repeated.attributes(this);
        }
        return attributes;
    }

    /** Where to look for attributes of a kind: only those that may differ need the frame itself. */
    private List<Placed<NanAttribute>> entries(Class<? extends NanAttribute> type) {
        boolean mayDiffer = type == ClusterAttribute.class || type == NanAttribute.class;
        return (mayDiffer ? attributes() : content.attributes).entries();
    }

    /** The first Master Indication of a beacon. */
    public Optional<Placed<MasterIndication>> masterIndication() {
        return content.often.master;
    }

    /**
     * The rank and the hop count that the first Cluster attribute says; of its time only {@link #anchorBeaconTime} is
     * this frame's.
     */
    public Optional<ClusterAttribute> anchor() {
        return content.often.cluster;
    }

    /** The anchor master's beacon time (AMBTT) that the first Cluster attribute says; 0 where there is none. */
    public long anchorBeaconTime() {
        return anchorBeaconTime;
    }

    /** The first Device Capability. */
    public Optional<DeviceCapability> capability() {
        return content.often.capability;
    }

    /** What frames like this one share; null of those that are not remembered. */
    Repeated repeated() {
        return repeated;
    }

    void rememberedAs(Repeated one) {
        repeated = one;
    }

    long ownHeader() {
        return ownHeader;
    }

    /** What is wrong with the form of the frame, its elements and its attributes. */
    public List<FrameDefect> defects() {
        return content.defects;
    }

    /** The frame from its frame control, without frame check sequence. */
    public Bytes octets() {
        if (octets == null) {
            octets = repeated.octets(this);
        }
        return octets;
    }

    /** The body of a frame that is no beacon, decrypted where it had to be. */
    public Bytes bodyOctets() {
        return content.body == null ? Bytes.EMPTY : content.body.encode();
    }

    /** Where the body begins, in the offsets of what it holds. */
    int bodyOffset() {
        return FrameHeader.LENGTH + (content.header.order() ? HT_CONTROL : 0);
    }

    /** The packet number of a protected data frame. */
    public OptionalLong packetNumber() {
        return content.packetNumber;
    }

    /** Whether the frame was encrypted, and keys were at hand. */
    public boolean isDecrypted() {
        return content.decrypted;
    }

    /** The timestamp of a beacon: its sender's TSF in microseconds; 0 of other frames. */
    public long timestamp() {
        return timestamp;
    }

    /** The interval field of a beacon, in TU; 0 of other frames. */
    public int beaconInterval() {
        return content.body instanceof BeaconBody beacon ? beacon.beaconInterval() : 0;
    }

    /** The elements of a beacon; none of other frames. */
    public Elements elements() {
        Elements first = content.body instanceof BeaconBody beacon ? beacon.elements() : Elements.NONE;
        return again ? repeated.elements(first, this) : first;
    }

    /** The Management MIC element of a protected beacon. */
    public Optional<ManagementMicElement> protection() {
        return content.often.protection;
    }

    /** The descriptors of services that the frame publishes or subscribes to. */
    public List<Placed<ServiceDescriptor>> offers() {
        if (offers == null && again) {
            offers = repeated.first().offers();
        } else if (offers == null) {
            offers = new ArrayList<>(2);
            for (Placed<ServiceDescriptor> placed : all(ServiceDescriptor.class)) {
                ServiceDescriptor.Type type = placed.value().type();
                if (type == ServiceDescriptor.Type.PUBLISH || type == ServiceDescriptor.Type.SUBSCRIBE) {
                    offers.add(placed);
                }
            }
        }
        return offers;
    }

    /** The body of a PASN frame. */
    public Optional<AuthenticationBody> pasn() {
        return content.body instanceof AuthenticationBody authentication ? Optional.of(authentication)
                : Optional.empty();
    }

    /** The body of an action frame. */
    public Optional<ActionBody> action() {
        return content.body instanceof ActionBody action ? Optional.of(action) : Optional.empty();
    }

    /** The category of an action frame, else -1. */
    public int category() {
        return content.body instanceof ActionBody action ? action.category() : -1;
    }

    /** The first attribute of a kind. */
    public <T extends NanAttribute> Optional<Placed<T>> first(Class<T> type) {
        return firstIn(entries(type), type);
    }

    private static <T extends NanAttribute> Optional<Placed<T>> firstIn(List<Placed<NanAttribute>> entries,
                                                                        Class<T> type) {
        int at = indexIn(entries, 0, type);
        return at < 0 ? Optional.empty() : Optional.of(cast(entries.get(at)));
    }

    /**
     * Where the first attribute of a kind stands, at {@code from} or behind; -1 where there is none. This is asked several
     * times of every frame; of a final class none but its own objects are instances, which is seen at once.
     */
    private static int indexIn(List<Placed<NanAttribute>> entries, int from, Class<? extends NanAttribute> type) {
        boolean exact = Modifier.isFinal(type.getModifiers());
        for (int i = from; i < entries.size(); i++) {
            Object value = entries.get(i).value();
            if (exact ? value.getClass() == type : type.isInstance(value)) {
                return i;
            }
        }
        return -1;
    }

    /** All attributes of a kind. */
    public <T extends NanAttribute> List<Placed<T>> all(Class<T> type) {
        List<Placed<NanAttribute>> entries = entries(type);
        List<Placed<T>> found = new ArrayList<>(2);
        for (int at = indexIn(entries, 0, type); at >= 0; at = indexIn(entries, at + 1, type)) {
            found.add(cast(entries.get(at)));
        }
        return found;
    }

    /** The value of the first attribute of a kind. */
    public <T extends NanAttribute> Optional<T> value(Class<T> type) {
        List<Placed<NanAttribute>> entries = entries(type);
        int at = indexIn(entries, 0, type);
        return at < 0 ? Optional.empty() : Optional.of(AirFrame.<T>cast(entries.get(at)).value());
    }

    public boolean has(Class<? extends NanAttribute> type) {
        return indexIn(entries(type), 0, type) >= 0;
    }

    /** A placed attribute is what its value is: the record holds nothing else of its type. */
    @SuppressWarnings("unchecked")
    private static <T extends NanAttribute> Placed<T> cast(Placed<NanAttribute> entry) {
        return (Placed<T>) (Placed<?>) entry;
    }
}
