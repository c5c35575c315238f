package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.ieee80211.FrameDefect.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** An IEEE 802.11 frame (§9.2). */
public sealed interface Dot11Frame permits ManagementFrame, DataFrame, OtherFrame {

    /** What is wrong with its form, in the order of the octets; empty for frames made here. */
    List<FrameDefect> defects();

    /** The octets, with the frame check sequence where the frame has one. */
    Bytes encode();

    /** Decodes a frame without frame check sequence. */
    static Dot11Frame decode(Bytes octets) {
        return decode(octets, false);
    }

    /** Decodes any octets; {@code hasFcs} says whether the last four are the frame check sequence. */
    static Dot11Frame decode(Bytes octets, boolean hasFcs) {
        List<FrameDefect> defects = new ArrayList<>();
        Bytes fcs = hasFcs && octets.has(0, 4) ? octets.from(octets.length() - 4) : Bytes.EMPTY;
        Bytes frame = octets.truncate(octets.length() - fcs.length());
        if (!frame.has(0, 2)) {
            defects.add(new FrameDefect(0, Code.SHORT, "a frame of " + octets.length() + " octets has no header"));
            return new OtherFrame(octets, List.copyOf(defects));
        }
        int type = frame.u8(0) >> 2 & 3;
        boolean decodable = type == FrameHeader.TYPE_MANAGEMENT || type == FrameHeader.TYPE_DATA;
        if (decodable && !frame.has(0, FrameHeader.LENGTH)) {
            defects.add(new FrameDefect(0, Code.SHORT, "a frame of " + frame.length()
                    + " octets; the header alone has " + FrameHeader.LENGTH));
        }
        if (!decodable || !defects.isEmpty()) {
            return new OtherFrame(octets, List.copyOf(defects));
        }
        BytesReader in = new BytesReader(frame);
        FrameHeader header = FrameHeader.read(in);
        Dot11Frame decoded = type == FrameHeader.TYPE_MANAGEMENT
                ? ManagementFrame.read(header, in, fcs, defects)
                : DataFrame.read(header, in, fcs, defects);
        if (decoded == null) {
            return new OtherFrame(octets, List.copyOf(defects));
        }
        return decoded;
    }

    /** The frame check sequence of {@code frame} (§9.2.4.8), in the order in which it is sent. */
    static Bytes fcs(Bytes frame) {
        CRC32 crc = new CRC32();
        crc.update(frame.toArray());
        long value = crc.getValue();
        return Bytes.of((int) value, (int) (value >> 8), (int) (value >> 16), (int) (value >> 24));
    }

    /** The header; empty for frames that have not all of it. */
    default Optional<FrameHeader> macHeader() {
        return switch (this) {
            case ManagementFrame management -> Optional.of(management.header());
            case DataFrame data -> Optional.of(data.header());
            case OtherFrame _ -> Optional.empty();
        };
    }
}
