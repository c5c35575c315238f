package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.FrameDefect.Code;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A data frame (§9.3.2): header, [address 4 when to DS and from DS], [QoS control 2 LE], [HT control 4], [security
 * header 8 when protected], payload, [FCS].
 *
 * @param security the header of CCMP or GCMP; absent in a plain frame
 * @param payload  in a plain frame LLC and what it carries; in a protected one ciphertext and MIC
 * @param fcs      four octets, or none
 */
public record DataFrame(FrameHeader header, Optional<MacAddress> address4, OptionalInt qosControl, Bytes htControl,
                        Optional<SecurityHeader> security, Bytes payload, Bytes fcs, List<FrameDefect> defects)
        implements Dot11Frame {

    private static final int QOS = 8;
    private static final int NO_DATA = 4;

    public DataFrame {
        defects = List.copyOf(defects);
    }

    /** Null, with a defect, where a part of the header is missing. */
    static DataFrame read(FrameHeader header, BytesReader in, Bytes fcs, List<FrameDefect> defects) {
        boolean qos = (header.subtype() & QOS) != 0;
        Optional<MacAddress> address4 = header.toDs() && header.fromDs() ? Optional.of(in.mac()) : Optional.empty();
        OptionalInt qosControl = qos ? OptionalInt.of(in.u16()) : OptionalInt.empty();
        Bytes htControl = qos && header.order() ? in.bytes(4) : Bytes.EMPTY;
        boolean hasSecurity = header.isProtected() && (header.subtype() & NO_DATA) == 0;
        Optional<SecurityHeader> security = hasSecurity ? Optional.of(SecurityHeader.read(in)) : Optional.empty();
        if (in.failed()) {
            defects.add(new FrameDefect(FrameHeader.LENGTH, Code.SHORT, "the header of this data frame is cut short"));
            return null;
        }
        Bytes payload = in.rest();
        DataFrame frame = new DataFrame(header, address4, qosControl, htControl, security, payload, fcs, defects);
        return frame.fcsIsWrong() ? new DataFrame(header, address4, qosControl, htControl, security, payload, fcs,
                List.of(ManagementFrame.wrongFcs(frame.withoutFcs().length(), fcs))) : frame;
    }

    private boolean fcsIsWrong() {
        return !fcs.isEmpty() && !fcs.equals(Dot11Frame.fcs(withoutFcs()));
    }

    private Bytes withoutFcs() {
        BytesWriter out = new BytesWriter();
        header.write(out);
        address4.ifPresent(out::mac);
        qosControl.ifPresent(out::u16);
        out.bytes(htControl);
        security.ifPresent(s -> s.write(out));
        return out.bytes(payload).toBytes();
    }

    @Override
    public Bytes encode() {
        return withoutFcs().concat(fcs);
    }
}
