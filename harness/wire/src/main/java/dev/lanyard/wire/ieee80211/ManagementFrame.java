package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.FrameDefect.Code;
import java.util.ArrayList;
import java.util.List;

/**
 * A management frame (§9.3.3.1): header, [HT control 4 when +HTC/order is set], body, [FCS].
 *
 * @param htControl four octets, or none
 * @param fcs       four octets, or none
 */
public record ManagementFrame(FrameHeader header, Bytes htControl, ManagementBody body, Bytes fcs,
                              List<FrameDefect> defects) implements Dot11Frame {

    public ManagementFrame {
        defects = List.copyOf(defects);
    }

    /** A frame to send, without frame check sequence. */
    public ManagementFrame(FrameHeader header, ManagementBody body) {
        this(header, Bytes.EMPTY, body, Bytes.EMPTY, List.of());
    }

    /** Null, with a defect, where the HT control field is missing. */
    static ManagementFrame read(FrameHeader header, BytesReader in, Bytes fcs, List<FrameDefect> defects) {
        Bytes htControl = header.order() ? in.bytes(4) : Bytes.EMPTY;
        if (in.failed()) {
            defects.add(new FrameDefect(FrameHeader.LENGTH, Code.SHORT, "the HT Control field is cut short"));
            return null;
        }
        int at = in.offset();
        Bytes octets = in.rest();
        ManagementBody body = header.isProtected() ? ProtectedBody.read(octets, at, defects)
                : ManagementBody.decode(header, octets, at, defects);
        if (!fcs.isEmpty()) {
            Bytes frame = header.encode().concat(htControl).concat(octets);
            if (!fcs.equals(Dot11Frame.fcs(frame))) {
                defects.add(wrongFcs(frame.length(), fcs));
            }
        }
        return new ManagementFrame(header, htControl, body, fcs, defects);
    }

    static FrameDefect wrongFcs(int offset, Bytes fcs) {
        return new FrameDefect(offset, Code.FCS, "the frame check sequence " + fcs.toHex() + " is not the frame's");
    }

    /** The same frame with its body decrypted; its header still says protected. */
    public ManagementFrame decrypted(Bytes plaintext) {
        List<FrameDefect> found = new ArrayList<>();
        return new ManagementFrame(header, htControl, ManagementBody.decode(header, plaintext, bodyOffset(), found),
                Bytes.EMPTY, found);
    }

    /** Where the body begins. */
    public int bodyOffset() {
        return FrameHeader.LENGTH + htControl.length();
    }

    @Override
    public Bytes encode() {
        BytesWriter out = new BytesWriter();
        header.write(out);
        return out.bytes(htControl).bytes(body.encode()).bytes(fcs).toBytes();
    }
}
