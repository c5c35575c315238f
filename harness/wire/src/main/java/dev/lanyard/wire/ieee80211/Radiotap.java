package dev.lanyard.wire.ieee80211;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import dev.lanyard.wire.ieee80211.FrameDefect.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A radiotap header (radiotap.org): version 1, pad 1, length 2, present words of 4 each (b31 another follows), then the
 * fields of the bits that are set, each aligned to its size from the start of the header. All integers little-endian.
 *
 * @param octets  the whole header as received, fields that are not known included
 * @param fields  the fields found, up to the first bit whose size is not known
 * @param defects with offsets from the start of this header
 */
public record Radiotap(Bytes octets, List<RadiotapField> fields, List<FrameDefect> defects) {

    /** The flag that says that a frame check sequence is at the end of the frame. */
    public static final int FLAG_FCS_AT_END = 0x10;
    /** The flag that says that the frame check sequence did not match. */
    public static final int FLAG_BAD_FCS = 0x40;

    private static final int FIXED = 8;
    private static final int RADIOTAP_NAMESPACE = 29;
    private static final int VENDOR_NAMESPACE = 30;
    private static final int VENDOR_HEADER = 6;
    /** Alignment and size of the fields of bits 0–27; bits without entry are not known. */
    private static final int[][] LAYOUT = {{8, 8}, {1, 1}, {1, 1}, {2, 4}, {2, 2}, {1, 1}, {1, 1}, {2, 2}, {2, 2},
        {2, 2}, {1, 1}, {1, 1}, {1, 1}, {1, 1}, {2, 2}, {2, 2}, {1, 1}, {1, 1}, {4, 8}, {1, 3}, {4, 8}, {2, 12},
        {8, 12}, {2, 12}, {2, 12}, {2, 6}, {1, 1}, {2, 4}};

    public Radiotap {
        fields = List.copyOf(fields);
        defects = List.copyOf(defects);
    }

    /** The shortest header: 8 octets that say nothing. */
    public static Radiotap minimal() {
        return decode(Bytes.of(0, 0, 8, 0, 0, 0, 0, 0));
    }

    /**
     * A header to send with at 6 Mbit/s, the lowest rate of Wi-Fi Aware, under the frame's own sequence number: rate (bit
     * 2, in 500 kbit/s), TX flags (bit 15, 0x0010 sequence number preset).
     */
    public static Radiotap toSend() {
        return decode(Bytes.of(0, 0, 12, 0, 0x04, 0x80, 0, 0, 12, 0, 0x10, 0));
    }

    /**
     * A header as monitor interfaces give: TSFT, flags 0, channel, signal.
     *
     * @param tsft      microseconds
     * @param frequency of the channel, in MHz
     * @param signal    in dBm
     */
    public static Radiotap received(long tsft, int frequency, int signal) {
        // 2 GHz dynamic CCK-OFDM, or 5 GHz OFDM
        int flags = frequency < 3000 ? 0x0480 : 0x0140;
        return decode(new BytesWriter().u8(0).u8(0).u16(23).u32(0x0000_002B).u64(tsft).u8(0).u8(0).u16(frequency)
                .u16(flags).u8(signal).toBytes());
    }

    /** The header at the start of {@code packet}, whatever is there; what follows {@link #length} is the frame. */
    public static Radiotap decode(Bytes packet) {
        List<FrameDefect> defects = new ArrayList<>();
        if (!packet.has(0, FIXED)) {
            defects.add(new FrameDefect(0, Code.SHORT, "a packet of " + packet.length()
                    + " octets has no radiotap header"));
            return new Radiotap(packet, List.of(), defects);
        }
        int length = packet.u16le(2);
        if (length < FIXED) {
            defects.add(new FrameDefect(2, Code.SHORT, "it_len is " + length + ", less than " + FIXED));
            return new Radiotap(packet.truncate(FIXED), List.of(), defects);
        }
        if (length > packet.length()) {
            defects.add(new FrameDefect(2, Code.OVERRUN, "it_len is " + length + ", the packet has " + packet.length()
                    + " octets"));
        }
        if (packet.u8(0) != 0) {
            defects.add(new FrameDefect(0, Code.LAYOUT, "it_version is " + packet.u8(0) + ", not 0"));
            return new Radiotap(packet.truncate(length), List.of(), defects);
        }
        Bytes header = packet.truncate(length);
        List<RadiotapField> fields = new ArrayList<>();
        int fieldsAt = 4;
        while (header.has(fieldsAt, 4) && header.u32le(fieldsAt) >>> 31 != 0) {
            fieldsAt += 4;
        }
        if (!header.has(fieldsAt, 4)) {
            defects.add(new FrameDefect(4, Code.OVERRUN, "the present words reach past the header"));
            return new Radiotap(header, List.of(), defects);
        }
        readFields(header, fieldsAt + 4, fields, defects);
        return new Radiotap(header, fields, defects);
    }

    private static void readFields(Bytes header, int start, List<RadiotapField> fields, List<FrameDefect> defects) {
        int at = start;
        int namespace = 0;
        boolean vendor = false;
        for (int word = 4; word < start; word += 4) {
            long present = header.u32le(word);
            for (int bit = 0; bit < RADIOTAP_NAMESPACE; bit++) {
                if ((present >> bit & 1) == 0 || vendor) {
                    continue;
                }
                if (bit >= LAYOUT.length) {
                    // A field of unknown size hides those after it; the header's length still leads to the frame.
                    return;
                }
                at = aligned(at, LAYOUT[bit][0]);
                if (!header.has(at, LAYOUT[bit][1])) {
                    defects.add(overrun(at, "field " + bit));
                    return;
                }
                fields.add(new RadiotapField(namespace, bit, at, header.slice(at, LAYOUT[bit][1])));
                at += LAYOUT[bit][1];
            }
            if ((present >> VENDOR_NAMESPACE & 1) != 0) {
                at = aligned(at, 2);
                int size = header.has(at, VENDOR_HEADER) ? VENDOR_HEADER + header.u16le(at + 4) : -1;
                if (size < 0 || !header.has(at, size)) {
                    defects.add(overrun(at, "a vendor namespace"));
                    return;
                }
                fields.add(new RadiotapField(namespace, RadiotapField.VENDOR, at, header.slice(at, size)));
                at += size;
                vendor = true;
                namespace++;
            } else if ((present >> RADIOTAP_NAMESPACE & 1) != 0) {
                vendor = false;
                namespace++;
            }
        }
    }

    private static FrameDefect overrun(int at, String what) {
        return new FrameDefect(at, Code.OVERRUN, what + " reaches past the radiotap header");
    }

    private static int aligned(int offset, int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }

    /** Octets of the header: where the frame begins. */
    public int length() {
        return octets.length();
    }

    /** The first field of a bit. */
    public Optional<Bytes> field(int bit) {
        for (RadiotapField field : fields) {
            if (field.bit() == bit) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    /**
     * What the header says of how the frame was received; of fields that come twice, the first counts.
     *
     * @param tsft          the receiver's TSF when the first bit of the frame arrived, in microseconds
     * @param flags         0 where there are none
     * @param frequency     in MHz
     * @param antennaSignal in dBm
     */
    public record Reception(OptionalLong tsft, int flags, OptionalInt frequency, OptionalInt antennaSignal) {}

    /** What the header says of how the frame was received. */
    public Reception reception() {
        OptionalLong tsft = OptionalLong.empty();
        int flags = -1;
        OptionalInt frequency = OptionalInt.empty();
        OptionalInt signal = OptionalInt.empty();
        for (int i = 0; i < fields.size(); i++) {
            Bytes value = fields.get(i).value();
            int bit = fields.get(i).bit();
            if (bit == RadiotapField.TSFT && tsft.isEmpty()) {
                tsft = OptionalLong.of(value.u64le(0));
            } else if (bit == RadiotapField.FLAGS && flags < 0) {
                flags = value.u8(0);
            } else if (bit == RadiotapField.CHANNEL && frequency.isEmpty()) {
                frequency = OptionalInt.of(value.u16le(0));
            } else if (bit == RadiotapField.ANTENNA_SIGNAL && signal.isEmpty()) {
                signal = OptionalInt.of((byte) value.u8(0));
            }
        }
        return new Reception(tsft, Math.max(flags, 0), frequency, signal);
    }

    /** The receiver's TSF when the first bit of the frame arrived, in microseconds. */
    public OptionalLong tsft() {
        return reception().tsft();
    }

    /** In MHz. */
    public OptionalInt frequency() {
        return reception().frequency();
    }

    /** In dBm. */
    public OptionalInt antennaSignal() {
        return reception().antennaSignal();
    }

    /** The flags; 0 where there are none. */
    public int flags() {
        return reception().flags();
    }

    /** Whether the frame that follows ends with its frame check sequence. */
    public boolean frameHasFcs() {
        return (flags() & FLAG_FCS_AT_END) != 0;
    }

    public Bytes encode() {
        return octets;
    }
}
