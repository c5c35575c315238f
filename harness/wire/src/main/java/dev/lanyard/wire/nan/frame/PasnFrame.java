package dev.lanyard.wire.nan.frame;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.AuthenticationBody;
import dev.lanyard.wire.ieee80211.Element;
import dev.lanyard.wire.ieee80211.Elements;
import dev.lanyard.wire.ieee80211.FrameDefect;
import dev.lanyard.wire.ieee80211.FrameHeader;
import dev.lanyard.wire.ieee80211.ManagementFrame;
import dev.lanyard.wire.nan.attribute.AttributeList;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A PASN frame (authentication algorithm 7): pairing when its address 3 is a cluster id. Messages 1 and 2 hold NAN
 * attributes in a vendor element 50-6F-9A type 0x13, message 3 none.
 */
public record PasnFrame(ManagementFrame frame, AuthenticationBody authentication, AttributeList attributes,
                        List<FrameDefect> attributeDefects) implements NanFrame {

    public PasnFrame {
        attributeDefects = List.copyOf(attributeDefects);
    }

    static PasnFrame of(ManagementFrame frame, AuthenticationBody authentication) {
        List<FrameDefect> defects = new ArrayList<>();
        return new PasnFrame(frame, authentication, NanFrame.attributesOf(authentication.elements(), defects),
                defects);
    }

    /** A message to send; NAN attributes go into an element made by {@link NanFrame#element}. */
    public static PasnFrame create(MacAddress receiver, MacAddress transmitter, MacAddress clusterId,
                                   int sequenceNumber, int transaction, int status,
                                   List<? extends Element> elements) {
        FrameHeader header = FrameHeader.management(FrameHeader.AUTHENTICATION, receiver, transmitter, clusterId,
                sequenceNumber);
        AuthenticationBody body = AuthenticationBody.pasn(transaction, status, Elements.of(elements));
        return of(new ManagementFrame(header, body), body);
    }

    /** The message's number: 1, 2, 3. */
    public int transaction() {
        return authentication.transaction();
    }

    @Override
    public Bytes encode() {
        return frame.encode();
    }
}
