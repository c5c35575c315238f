package dev.lanyard.wire.nan.dialogue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CaptureInterface;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.PcapngWriter;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.BeaconBody;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementBody;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.ieee80211.Radiotap;
import dev.lanyard.wire.nan.attribute.AttributeList;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.nan.frame.NanFrame;
import dev.lanyard.wire.nan.frame.ServiceDiscoveryFrame;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A recorded exchange. Each frame has a name, which several may share ({@code publish} of every discovery window); the
 * methods that change frames change all of a name, and throw {@link IllegalArgumentException} where there is none.
 *
 * <p>Integrity codes are not mended after a change: pass the change to the {@link Stage} that makes the frames instead.
 */
public record Dialogue(List<Dialogue.Frame> frames) {

    /** 802.11 with radiotap header. */
    private static final int LINK_TYPE = 127;
    /** 2026-01-01T00:00:00Z, in nanoseconds since 1970: the TSF of dialogues counts from it. */
    private static final long EPOCH = 1_767_225_600_000_000_000L;
    private static final int SIGNAL = -48;

    /**
     * One frame.
     *
     * @param name      what it is in its dialogue
     * @param tsf       when, in microseconds of the cluster's TSF
     * @param frequency where, in MHz
     * @param octets    from its frame control, without frame check sequence
     */
    public record Frame(String name, long tsf, int frequency, Bytes octets) {

        /** The same with other octets. */
        public Frame withOctets(Bytes others) {
            return new Frame(name, tsf, frequency, others);
        }

        /** The frame as one of Wi-Fi Aware; throws for one that is none. */
        public NanFrame nan() {
            return NanFrame.decode(octets).orElseThrow(() ->
                    new IllegalArgumentException(name + " is no frame of Wi-Fi Aware that could be read"));
        }
    }

    public Dialogue {
        frames = frames.stream().sorted(Comparator.comparingLong(Frame::tsf)).toList();
    }

    /** The first frame of a name. */
    public Frame frame(String name) {
        return frames.stream().filter(frame -> frame.name().equals(name)).findFirst()
                .orElseThrow(() -> missing(name));
    }

    /** Without the frames of a name. */
    public Dialogue without(String name) {
        frame(name);
        return new Dialogue(frames.stream().filter(frame -> !frame.name().equals(name)).toList());
    }

    /** With the frames of a name changed. */
    public Dialogue change(String name, UnaryOperator<Frame> edit) {
        frame(name);
        return new Dialogue(frames.stream().map(frame -> frame.name().equals(name) ? edit.apply(frame) : frame)
                .toList());
    }

    /** With other octets of the frames of a name. */
    public Dialogue changeOctets(String name, UnaryOperator<Bytes> edit) {
        return change(name, frame -> frame.withOctets(edit.apply(frame.octets())));
    }

    /** With another MAC header of the frames of a name. */
    public Dialogue changeHeader(String name, UnaryOperator<FrameHeader> edit) {
        return changeOctets(name, octets -> edit.apply(Dot11Frame.decode(octets).macHeader().orElseThrow()).encode()
                .concat(octets.from(FrameHeader.LENGTH)));
    }

    /** With the frames of a name so much later; a negative number makes them earlier. */
    public Dialogue delay(String name, long micros) {
        return change(name, frame -> new Frame(name, frame.tsf() + micros, frame.frequency(), frame.octets()));
    }

    /** With other attributes of the frames of a name. */
    public Dialogue changeAttributes(String name, UnaryOperator<List<NanAttribute>> edit) {
        return changeOctets(name, octets -> withAttributes(octets, edit));
    }

    /** With one more attribute at the end of the frames of a name. */
    public Dialogue add(String name, NanAttribute attribute) {
        return changeAttributes(name, Edits.add(attribute));
    }

    /** Without the attributes of a kind in the frames of a name. */
    public Dialogue remove(String name, Class<? extends NanAttribute> type) {
        return changeAttributes(name, Edits.remove(type));
    }

    /** With other attributes in the place of those of a kind. */
    public <T extends NanAttribute> Dialogue replace(String name, Class<T> type, Function<T, NanAttribute> edit) {
        return changeAttributes(name, Edits.replace(type, edit));
    }

    /** Both dialogues on one time line, as they are. */
    public Dialogue with(Dialogue other) {
        List<Frame> all = new ArrayList<>(frames);
        all.addAll(other.frames);
        return new Dialogue(all);
    }

    /** Writes a pcapng file of radiotap frames, times from the TSF, names as comments. */
    public void write(OutputStream out) throws IOException {
        Capture capture = new Capture(out, true);
        for (Frame frame : frames) {
            capture.write(frame);
        }
    }

    /** A pcapng file of radiotap frames, times from the TSF; names are comments, if they are wanted. */
    static final class Capture {
        private final PcapngWriter writer;
        private final int air;
        private final boolean named;

        Capture(OutputStream out, boolean named) throws IOException {
            this.named = named;
            writer = new PcapngWriter(out, "Lanyard");
            air = writer.addInterface(new CaptureInterface(LINK_TYPE, "air"));
        }

        void write(Frame frame) throws IOException {
            Bytes packet = Radiotap.received(frame.tsf(), frame.frequency(), SIGNAL).encode().concat(frame.octets());
            writer.write(new CapturePacket(air, EPOCH + frame.tsf() * 1000, packet,
                    CapturePacket.Direction.INBOUND, named ? new String[] {frame.name()} : new String[0]));
        }
    }

    private IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("no frame is called " + name + "; there are "
                + frames.stream().map(Frame::name).distinct().toList());
    }

    private static Bytes withAttributes(Bytes octets, UnaryOperator<List<NanAttribute>> edit) {
        NanFrame nan = NanFrame.decode(octets).orElseThrow(() ->
                new IllegalArgumentException("not a frame of Wi-Fi Aware that could be read: " + octets));
        AttributeList list = AttributeList.of(edit.apply(new ArrayList<>(nan.attributes().values())));
        return switch (nan) {
            case ServiceDiscoveryFrame sdf -> ServiceDiscoveryFrame.create(sdf.action().category(), sdf.header(),
                    list.values()).encode();
            case NanActionFrame naf -> NanActionFrame.create(naf.action().category(), naf.subtype(), naf.header(),
                    list.values()).encode();
            default -> withElement(nan.frame(), list);
        };
    }

    private static Bytes withElement(ManagementFrame frame, AttributeList list) {
        ManagementBody body = switch (frame.body()) {
            case BeaconBody beacon -> new BeaconBody(beacon.timestamp(), beacon.beaconInterval(), beacon.capability(),
                    withElement(beacon.elements(), list));
            case AuthenticationBody pasn -> AuthenticationBody.pasn(pasn.transaction(), pasn.status(),
                    withElement(pasn.elements(), list));
            case ActionBody action -> action;
            default -> frame.body();
        };
        return new ManagementFrame(frame.header(), body).encode();
    }

    private static Elements withElement(Elements elements, AttributeList list) {
        List<Element> edited = new ArrayList<>();
        for (Placed<Element> entry : elements.entries()) {
            edited.add(NanFrame.isNan(entry.value()) ? NanFrame.element(list) : entry.value());
        }
        return Elements.of(edited);
    }
}
