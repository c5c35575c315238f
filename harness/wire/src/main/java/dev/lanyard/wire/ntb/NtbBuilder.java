package dev.lanyard.wire.ntb;

import dev.lanyard.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Builds a block of a chosen structure: well-formed by default, and each structural rule can be left out on its own.
 * Single fields are then changed with {@link NtbEdit}. For moving traffic use {@link NtbWriter}.
 *
 * <p>It does not care whether the result fits a negotiated size; a block longer than its length field can name is an
 * {@link IllegalStateException}.
 */
public final class NtbBuilder {

    private final NtbFormat format;
    private final List<Bytes> frames = new ArrayList<>();
    private boolean crc;
    private boolean ndpFirst;
    private boolean nullEntry = true;
    private int datagramsPerNdp = Integer.MAX_VALUE;
    private int sequence;
    private NtbAlignment alignment = NtbAlignment.NONE;

    public NtbBuilder(NtbFormat format) {
        this.format = format;
    }

    /** Appends a CRC-32 to every datagram and uses the signature that says so. */
    public NtbBuilder crc(boolean on) {
        crc = on;
        return this;
    }

    /** Puts each table before its datagrams; else it stands behind them. */
    public NtbBuilder ndpFirst(boolean on) {
        ndpFirst = on;
        return this;
    }

    /** Whether every table ends in a null entry, as it must. */
    public NtbBuilder nullEntry(boolean on) {
        nullEntry = on;
        return this;
    }

    /** Chains a further table after every {@code count} datagrams. */
    public NtbBuilder datagramsPerNdp(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("datagrams per table is " + count + ", must be at least 1");
        }
        datagramsPerNdp = count;
        return this;
    }

    /** wSequence; the low sixteen bits count. */
    public NtbBuilder sequence(int wSequence) {
        sequence = wSequence & 0xFFFF;
        return this;
    }

    public NtbBuilder alignment(NtbAlignment value) {
        alignment = value;
        return this;
    }

    /** Adds a datagram: an Ethernet frame without FCS, or anything else where a fault wants it. */
    public NtbBuilder add(Bytes frame) {
        frames.add(frame);
        return this;
    }

    /** The block. Without datagrams it has one table that holds only what a table must hold. */
    public Bytes build() {
        Octets out = new Octets();
        out.zeros(format.nthLength());
        List<List<Bytes>> groups = groups();
        int linkAt = format == NtbFormat.NTB16 ? 10 : 12;
        for (List<Bytes> group : groups) {
            int ndpAt = writeGroup(out, group);
            out.put(linkAt, width(), ndpAt);
            linkAt = ndpAt + (format == NtbFormat.NTB16 ? 6 : 8);
        }
        if (out.size() > format.maxBlockLength()) {
            throw new IllegalStateException(out.size() + " octets do not fit " + format);
        }
        out.put(0, 4, format.nthSignature());
        out.put(4, 2, format.nthLength());
        out.put(6, 2, sequence);
        out.put(8, width(), out.size());
        return out.toBytes();
    }

    private List<List<Bytes>> groups() {
        List<List<Bytes>> groups = new ArrayList<>();
        for (int i = 0; i < frames.size(); i += Math.min(datagramsPerNdp, frames.size() - i)) {
            groups.add(frames.subList(i, i + Math.min(datagramsPerNdp, frames.size() - i)));
        }
        return groups.isEmpty() ? List.of(List.of()) : groups;
    }

    /** Writes one table and its datagrams; returns where the table is. */
    private int writeGroup(Octets out, List<Bytes> group) {
        int tableLength = format.ndpLength(group.size() + (nullEntry ? 1 : 0));
        int ndpAt = 0;
        if (ndpFirst) {
            out.zeros(alignment.ndpOffset(out.size()) - out.size());
            ndpAt = out.size();
            out.zeros(tableLength);
        }
        List<int[]> entries = new ArrayList<>();
        for (Bytes frame : group) {
            out.zeros(alignment.datagramOffset(out.size()) - out.size());
            entries.add(new int[] {out.size(), frame.length() + (crc ? 4 : 0)});
            out.append(frame);
            if (crc) {
                int at = out.size();
                out.zeros(4);
                out.put(at, 4, crc32(frame));
            }
        }
        if (!ndpFirst) {
            out.zeros(alignment.ndpOffset(out.size()) - out.size());
            ndpAt = out.size();
            out.zeros(tableLength);
        }
        out.put(ndpAt, 4, format.ndpSignature(crc));
        out.put(ndpAt + 4, 2, tableLength);
        int at = ndpAt + format.ndpHeaderLength();
        for (int[] entry : entries) {
            out.put(at, width(), entry[0]);
            out.put(at + width(), width(), entry[1]);
            at += format.entryLength();
        }
        return ndpAt;
    }

    private int width() {
        return format == NtbFormat.NTB16 ? 2 : 4;
    }

    private static long crc32(Bytes frame) {
        CRC32 crc = new CRC32();
        crc.update(frame.toArray());
        return crc.getValue();
    }

    /** A growing run of octets in which words can be set afterwards. */
    private static final class Octets extends ByteArrayOutputStream {

        void zeros(int n) {
            writeBytes(new byte[n]);
        }

        void append(Bytes bytes) {
            writeBytes(bytes.toArray());
        }

        void put(int offset, int width, long value) {
            for (int i = 0; i < width; i++) {
                buf[offset + i] = (byte) (value >> 8 * i);
            }
        }

        Bytes toBytes() {
            return Bytes.wrap(toByteArray());
        }
    }
}
