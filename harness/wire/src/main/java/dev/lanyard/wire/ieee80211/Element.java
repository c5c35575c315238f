package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;

/**
 * An information element (§9.4.2.1): id 1, length 1, body; with id 255 the body begins with the extension id. A body of
 * more than 255 octets is continued in Fragment elements (§10.28.11).
 */
public sealed interface Element permits RsnElement, RsnExtensionElement, PasnParametersElement, WrappedDataElement,
        MicElement, ManagementMicElement, MobilityDomainElement, FastTransitionElement, TimeoutIntervalElement,
        HtCapabilitiesElement, VhtCapabilitiesElement, HeCapabilitiesElement, VendorElement, UnknownElement,
        MalformedElement, TruncatedElement {

    int HT_CAPABILITIES = 45;
    int RSN = 48;
    int MOBILITY_DOMAIN = 54;
    int FAST_TRANSITION = 55;
    int TIMEOUT_INTERVAL = 56;
    int MANAGEMENT_MIC = 76;
    int MIC = 140;
    int VHT_CAPABILITIES = 191;
    int VENDOR = 221;
    int FRAGMENT = 242;
    int RSN_EXTENSION = 244;
    int EXTENSION = 255;

    int EXTENSION_WRAPPED_DATA = 8;
    int EXTENSION_HE_CAPABILITIES = 35;
    int EXTENSION_PASN_PARAMETERS = 100;

    /** Octets of id and length. */
    int HEADER = 2;
    /** The most octets of one element's body. */
    int MAX_BODY = 255;

    int id();

    /** What follows the length octet; with id 255 the extension id first. */
    Bytes body();

    /** The whole element, fragmented where its body is longer than 255 octets. */
    default Bytes encode() {
        return encode(id(), body());
    }

    /** An element of {@code id}, fragmented where {@code body} is longer than 255 octets. */
    static Bytes encode(int id, Bytes body) {
        BytesWriter out = new BytesWriter();
        int first = Math.min(body.length(), MAX_BODY);
        out.u8(id).u8(first).bytes(body.truncate(first));
        for (int at = first; at < body.length(); at += MAX_BODY) {
            int length = Math.min(body.length() - at, MAX_BODY);
            out.u8(FRAGMENT).u8(length).bytes(body.slice(at, length));
        }
        return out.toBytes();
    }

    /** What {@code body} says; null where ids without decoder; the reader has failed where the layout is not met. */
    static Element decode(int id, BytesReader in) {
        return switch (id) {
            case HT_CAPABILITIES -> HtCapabilitiesElement.read(in);
            case VHT_CAPABILITIES -> VhtCapabilitiesElement.read(in);
            case RSN -> RsnElement.read(in);
            case RSN_EXTENSION -> new RsnExtensionElement(in.rest());
            case MOBILITY_DOMAIN -> new MobilityDomainElement(in.u16(), in.u8());
            case FAST_TRANSITION -> FastTransitionElement.read(in);
            case TIMEOUT_INTERVAL -> new TimeoutIntervalElement(in.u8(), in.u32());
            case MANAGEMENT_MIC -> ManagementMicElement.read(in);
            case MIC -> new MicElement(in.rest());
            case VENDOR -> new VendorElement(in.u24be(), in.rest());
            case EXTENSION -> switch (in.peek(0)) {
                case EXTENSION_WRAPPED_DATA -> {
                    in.u8();
                    yield new WrappedDataElement(in.rest());
                }
                case EXTENSION_HE_CAPABILITIES -> {
                    in.u8();
                    yield HeCapabilitiesElement.read(in);
                }
                case EXTENSION_PASN_PARAMETERS -> {
                    in.u8();
                    yield PasnParametersElement.read(in);
                }
                default -> null;
            };
            default -> null;
        };
    }

    /** {@code 48}, or {@code 255/100} for an extension. */
    static String name(int id, Bytes body) {
        return id == EXTENSION && !body.isEmpty() ? id + "/" + body.u8(0) : Integer.toString(id);
    }
}
