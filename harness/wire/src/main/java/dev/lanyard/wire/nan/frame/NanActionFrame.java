package dev.lanyard.wire.nan.frame;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.ActionBody;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.nan.attribute.AttributeList;
import dev.lanyard.wire.nan.attribute.NanAttribute;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A NAN action frame (NAF): category 4, or 9 (subtypes 5–9 only), action 9, OUI 50-6F-9A, type 0x18, subtype 1,
 * attributes.
 */
public record NanActionFrame(ManagementFrame frame, ActionBody action, int subtype, AttributeList attributes,
                             List<FrameDefect> attributeDefects) implements NanFrame {

    public static final int RANGING_REQUEST = 1;
    public static final int RANGING_RESPONSE = 2;
    public static final int RANGING_TERMINATION = 3;
    public static final int RANGING_REPORT = 4;
    public static final int DATA_PATH_REQUEST = 5;
    public static final int DATA_PATH_RESPONSE = 6;
    public static final int DATA_PATH_CONFIRM = 7;
    public static final int DATA_PATH_KEY_INSTALLMENT = 8;
    public static final int DATA_PATH_TERMINATION = 9;
    public static final int SCHEDULE_REQUEST = 10;
    public static final int SCHEDULE_RESPONSE = 11;
    public static final int SCHEDULE_CONFIRM = 12;
    public static final int SCHEDULE_UPDATE = 13;

    private static final List<String> NAMES = List.of("Ranging Request", "Ranging Response", "Ranging Termination",
            "Ranging Report", "Data Path Request", "Data Path Response", "Data Path Confirm",
            "Data Path Key Installment", "Data Path Termination", "Schedule Request", "Schedule Response",
            "Schedule Confirm", "Schedule Update Notification");

    public NanActionFrame {
        attributeDefects = List.copyOf(attributeDefects);
    }

    static NanActionFrame of(ManagementFrame frame, ActionBody action, BytesReader in) {
        List<FrameDefect> defects = new ArrayList<>();
        int subtype = in.u8();
        int offset = in.offset();
        return new NanActionFrame(frame, action, subtype, AttributeList.decode(in.rest(), offset, defects), defects);
    }

    /** A public frame to send. */
    public static NanActionFrame create(int subtype, MacAddress receiver, MacAddress transmitter, MacAddress clusterId,
                                        int sequenceNumber, NanAttribute... attributes) {
        return create(ActionBody.PUBLIC, subtype, FrameHeader.management(FrameHeader.ACTION, receiver, transmitter,
                clusterId, sequenceNumber), List.of(attributes));
    }

    /** A frame to send of any category. */
    public static NanActionFrame create(int category, int subtype, FrameHeader header,
                                        List<? extends NanAttribute> attributes) {
        AttributeList list = AttributeList.of(attributes);
        ActionBody body = new ActionBody(category, ActionBody.VENDOR_SPECIFIC, content(subtype, list));
        return new NanActionFrame(new ManagementFrame(header, body), body, subtype, list, List.of());
    }

    private static Bytes content(int subtype, AttributeList attributes) {
        return new BytesWriter().u24be(Nan.OUI).u8(Nan.TYPE_ACTION).u8(subtype).bytes(attributes.encode()).toBytes();
    }

    /** {@code Data Path Request}; {@code reserved} for subtypes that have no meaning. */
    public static String name(int subtype) {
        return subtype >= 1 && subtype <= NAMES.size() ? NAMES.get(subtype - 1) : "reserved";
    }

    @Override
    public Bytes encode() {
        return new ManagementFrame(frame.header(), frame.htControl(), new ActionBody(action.category(),
                action.action(), content(subtype, attributes), action.managementMic()), frame.fcs(), List.of())
                .encode();
    }
}
