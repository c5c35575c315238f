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
 * A service discovery frame (SDF): category 4, or 9 when protected, action 9, OUI 50-6F-9A, type 0x13, attributes.
 */
public record ServiceDiscoveryFrame(ManagementFrame frame, ActionBody action, AttributeList attributes,
                                    List<FrameDefect> attributeDefects) implements NanFrame {

    public ServiceDiscoveryFrame {
        attributeDefects = List.copyOf(attributeDefects);
    }

    static ServiceDiscoveryFrame of(ManagementFrame frame, ActionBody action, BytesReader in) {
        List<FrameDefect> defects = new ArrayList<>();
        int offset = in.offset();
        return new ServiceDiscoveryFrame(frame, action, AttributeList.decode(in.rest(), offset, defects), defects);
    }

    /** A public frame to send; multicast ones go to {@link Nan#NETWORK_ID}. */
    public static ServiceDiscoveryFrame create(MacAddress receiver, MacAddress transmitter, MacAddress clusterId,
                                               int sequenceNumber, NanAttribute... attributes) {
        return create(ActionBody.PUBLIC, FrameHeader.management(FrameHeader.ACTION, receiver, transmitter, clusterId,
                sequenceNumber), List.of(attributes));
    }

    /** A frame to send of any category. */
    public static ServiceDiscoveryFrame create(int category, FrameHeader header,
                                               List<? extends NanAttribute> attributes) {
        AttributeList list = AttributeList.of(attributes);
        Bytes content = new BytesWriter().u24be(Nan.OUI).u8(Nan.TYPE_DISCOVERY).bytes(list.encode()).toBytes();
        ActionBody body = new ActionBody(category, ActionBody.VENDOR_SPECIFIC, content);
        return new ServiceDiscoveryFrame(new ManagementFrame(header, body), body, list, List.of());
    }

    /** Whether nobody in particular is asked: the receiver is a group. */
    public boolean isMulticast() {
        return header().address1().isGroup();
    }

    @Override
    public Bytes encode() {
        Bytes content = new BytesWriter().u24be(Nan.OUI).u8(Nan.TYPE_DISCOVERY).bytes(attributes.encode()).toBytes();
        return new ManagementFrame(frame.header(), frame.htControl(), new ActionBody(action.category(),
                action.action(), content, action.managementMic()), frame.fcs(), List.of()).encode();
    }
}
