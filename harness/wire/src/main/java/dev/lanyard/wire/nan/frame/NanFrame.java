package dev.lanyard.wire.nan.frame;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.BeaconBody;
import dev.lanyard.wire.ieee80211.Dot11Frame;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.ieee80211.Placed;
import dev.lanyard.wire.ieee80211.VendorElement;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.AttributeList;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A management frame of Wi-Fi Aware. */
public sealed interface NanFrame permits NanBeacon, ServiceDiscoveryFrame, NanActionFrame, PasnFrame {

    /** The management frame that it is. */
    ManagementFrame frame();

    AttributeList attributes();

    /** What is wrong with the form of the attributes; {@code frame().defects()} has the rest. */
    List<FrameDefect> attributeDefects();

    default FrameHeader header() {
        return frame().header();
    }

    /** Everything that is wrong with the form of the frame, from its start to its end. */
    default List<FrameDefect> defects() {
        List<FrameDefect> all = new ArrayList<>(frame().defects());
        all.addAll(attributeDefects());
        all.sort((a, b) -> Integer.compare(a.offset(), b.offset()));
        return List.copyOf(all);
    }

    /** The octets, with the attributes encoded from their records. */
    Bytes encode();

    /** The first attribute of a kind. */
    default <T extends NanAttribute> Optional<T> first(Class<T> type) {
        return attributes().first(type);
    }

    /** Decodes a frame without frame check sequence; empty where it is none of Wi-Fi Aware. */
    static Optional<NanFrame> decode(Bytes octets) {
        return Dot11Frame.decode(octets) instanceof ManagementFrame management ? of(management) : Optional.empty();
    }

    /**
     * The frame as one of Wi-Fi Aware: a beacon with a NAN element, a vendor-specific public action frame of the Wi-Fi
     * Alliance with one of the two NAN types, or any PASN frame (message 3 of pairing holds nothing that marks it).
     * Encrypted frames are none until {@link ManagementFrame#decrypted} was asked.
     */
    static Optional<NanFrame> of(ManagementFrame frame) {
        return switch (frame.body()) {
            case BeaconBody beacon when frame.header().subtype() == FrameHeader.BEACON && isNan(beacon.elements()) ->
                    Optional.of(NanBeacon.of(frame, beacon));
            case ActionBody action -> ofAction(frame, action);
            case AuthenticationBody authentication when authentication.algorithm() == AuthenticationBody.PASN ->
                    Optional.of(PasnFrame.of(frame, authentication));
            default -> Optional.empty();
        };
    }

    private static Optional<NanFrame> ofAction(ManagementFrame frame, ActionBody action) {
        BytesReader in = new BytesReader(action.content(), frame.bodyOffset() + ActionBody.CONTENT_OFFSET);
        boolean vendor = (action.category() == ActionBody.PUBLIC || action.category() == ActionBody.PROTECTED_DUAL)
                && action.action() == ActionBody.VENDOR_SPECIFIC && in.u24be() == Nan.OUI;
        int type = in.u8();
        if (!vendor || in.failed()) {
            return Optional.empty();
        }
        if (type == Nan.TYPE_DISCOVERY) {
            return Optional.of(ServiceDiscoveryFrame.of(frame, action, in));
        }
        return type == Nan.TYPE_ACTION && in.more() ? Optional.of(NanActionFrame.of(frame, action, in))
                : Optional.empty();
    }

    /** Whether a NAN element is among {@code elements}. */
    static boolean isNan(Elements elements) {
        for (Placed<Element> entry : elements.entries()) {
            if (isNan(entry.value())) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code element} is a vendor element of the Wi-Fi Alliance of type {@link Nan#TYPE_DISCOVERY}. */
    static boolean isNan(Element element) {
        return element instanceof VendorElement vendor && vendor.oui() == Nan.OUI && !vendor.content().isEmpty()
                && vendor.content().u8(0) == Nan.TYPE_DISCOVERY;
    }

    /** A NAN element with these attributes. */
    static VendorElement element(AttributeList attributes) {
        return new VendorElement(Nan.OUI, new BytesWriter().u8(Nan.TYPE_DISCOVERY).bytes(attributes.encode())
                .toBytes());
    }

    /** The attributes of all NAN elements among {@code elements}, each element read for itself. */
    static AttributeList attributesOf(Elements elements, List<FrameDefect> defects) {
        List<Placed<NanAttribute>> entries = new ArrayList<>();
        for (Placed<Element> entry : elements.entries()) {
            if (isNan(entry.value())) {
                Bytes content = ((VendorElement) entry.value()).content().from(1);
                // id, length, OUI, type
                AttributeList list = AttributeList.decode(content, entry.offset() + Element.HEADER + 4, defects);
                entries.addAll(list.entries());
            }
        }
        return new AttributeList(entries, Bytes.EMPTY);
    }
}
