package dev.lanyard.wire.ntb;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ntb.Ntb.Entry;
import dev.lanyard.wire.ntb.Ntb.Entry.Role;
import dev.lanyard.wire.ntb.Ntb.Header;
import dev.lanyard.wire.ntb.Ntb.Ndp;
import dev.lanyard.wire.ntb.NtbDefect.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;

/** One lenient decoding of a transfer. Work is bounded by {@link Ntb#MAX_NDPS} and {@link #MAX_ENTRIES}. */
final class NtbDecoder {

    /** A 64 KiB block full of minimal frames needs about 3,600. */
    private static final int MAX_ENTRIES = 16_384;
    private static final int MAX_DEFECTS = 256;

    private final Bytes transfer;
    private final NtbFormat format;
    private final boolean formatKnown;
    private final List<NtbDefect> defects = new ArrayList<>();
    private final List<Ndp> ndps = new ArrayList<>();
    private final List<Extent> extents = new ArrayList<>();
    private int entryCount;
    private int blockLength;

    /** Octets that something claims; {@code declaredAt} is the offset of the field that does. */
    private record Extent(String name, long begin, long end, int declaredAt) {}

    NtbDecoder(Bytes transfer, NtbFormat fallback) {
        this.transfer = transfer;
        var found = NtbFormat.ofNthSignature(word(0));
        this.formatKnown = found.isPresent();
        this.format = found.orElse(fallback);
    }

    Ntb decode() {
        Header header = header();
        checkHeader(header);
        extents.add(new Extent("the header", 0, format.nthLength(), 0));
        followChain(header.ndpIndex());
        checkOverlaps();
        return new Ntb(transfer, format, header, ndps, defects);
    }

    private Header header() {
        return format == NtbFormat.NTB16
                ? new Header(word(0), half(4), half(6), half(8), half(10))
                : new Header(word(0), half(4), half(6), word(8), word(12));
    }

    private void checkHeader(Header header) {
        if (!transfer.has(0, format.nthLength())) {
            add(Kind.TRUNCATED_HEADER, transfer.length(), "%d octets are no header, which has %d"
                    .formatted(transfer.length(), format.nthLength()));
        }
        if (!formatKnown) {
            add(Kind.NTH_SIGNATURE, 0, "signature 0x%08x is neither NCMH nor ncmh".formatted(header.signature()));
        }
        if (header.wHeaderLength() != format.nthLength()) {
            add(Kind.HEADER_LENGTH, 4, "wHeaderLength is %d, %s has %d"
                    .formatted(header.wHeaderLength(), format, format.nthLength()));
        }
        long named = header.blockLength();
        blockLength = named == 0 ? transfer.length() : (int) Math.min(named, transfer.length());
        if (named > transfer.length()) {
            add(Kind.BLOCK_LENGTH, 8, "block length %d, but the transfer carried %d octets"
                    .formatted(named, transfer.length()));
        } else if (named != 0 && named < format.nthLength()) {
            add(Kind.BLOCK_LENGTH, 8, "block length %d is less than the header".formatted(named));
        } else if (transfer.length() - blockLength > 1) {
            add(Kind.TRAILING_OCTETS, blockLength, "%d octets follow the block of %d"
                    .formatted(transfer.length() - blockLength, blockLength));
        }
    }

    private void followChain(long first) {
        long index = first;
        int declaredAt = format == NtbFormat.NTB16 ? 10 : 12;
        do {
            if (!isUsable(index, declaredAt)) {
                return;
            }
            if (ndps.size() == Ntb.MAX_NDPS) {
                add(Kind.TOO_MANY, declaredAt, "more than %d tables".formatted(Ntb.MAX_NDPS));
                return;
            }
            Ndp ndp = table((int) index);
            ndps.add(ndp);
            declaredAt = ndp.offset() + (format == NtbFormat.NTB16 ? 6 : 8);
            index = ndp.nextNdpIndex();
        } while (index != 0);
    }

    private boolean isUsable(long index, int declaredAt) {
        if (ndps.stream().anyMatch(ndp -> ndp.offset() == index)) {
            add(Kind.NDP_LOOP, declaredAt, "NDP index %d was visited before".formatted(index));
            return false;
        }
        if (index < format.nthLength()) {
            add(Kind.NDP_INDEX, declaredAt, "NDP index %d lies inside the header".formatted(index));
            return false;
        }
        if (index + format.ndpHeaderLength() > blockLength) {
            add(Kind.NDP_INDEX, declaredAt, "NDP index %d leaves no room for a table in a block of %d"
                    .formatted(index, blockLength));
            return false;
        }
        if (index % 4 != 0) {
            add(Kind.NDP_INDEX, declaredAt, "NDP index %d is no multiple of 4".formatted(index));
        }
        return true;
    }

    private Ndp table(int offset) {
        long signature = word(offset);
        int wLength = half(offset + 4);
        long next = format == NtbFormat.NTB16 ? half(offset + 6) : word(offset + 8);
        int reserved6 = format == NtbFormat.NTB16 ? 0 : half(offset + 6);
        long reserved12 = format == NtbFormat.NTB16 ? 0 : word(offset + 12);
        if (signature != format.ndpSignature(false) && signature != format.ndpSignature(true)) {
            add(Kind.NDP_SIGNATURE, offset, "table signature 0x%08x does not belong to %s"
                    .formatted(signature, format));
        }
        checkTableLength(offset, wLength);
        if (reserved6 != 0 || reserved12 != 0) {
            add(Kind.RESERVED, reserved6 != 0 ? offset + 6 : offset + 12,
                    "reserved words are 0x%04x and 0x%08x".formatted(reserved6, reserved12));
        }
        extents.add(new Extent("the table at " + offset, offset, offset + Math.max(wLength, 1L), offset + 4));
        List<Entry> entries = entries(offset, wLength);
        for (Entry entry : entries) {
            if (entry.role() == Role.DATAGRAM) {
                checkDatagram(entry, signature == format.ndpSignature(true));
            }
        }
        return new Ndp(offset, signature, wLength, next, reserved6, reserved12, entries);
    }

    private void checkTableLength(int offset, int wLength) {
        int smallest = format.ndpLength(2);
        if (wLength < smallest) {
            add(Kind.NDP_LENGTH, offset + 4, "wLength %d is less than %d".formatted(wLength, smallest));
        } else if (wLength % format.entryLength() != 0) {
            add(Kind.NDP_LENGTH, offset + 4, "wLength %d is no multiple of %d"
                    .formatted(wLength, format.entryLength()));
        }
        if (offset + wLength > blockLength) {
            add(Kind.NDP_LENGTH, offset + 4, "the table of %d octets at %d reaches past the block of %d"
                    .formatted(wLength, offset, blockLength));
        }
    }

    private List<Entry> entries(int offset, int wLength) {
        List<Entry> entries = new ArrayList<>();
        int end = Math.min(offset + wLength, blockLength);
        Role role = Role.DATAGRAM;
        for (int at = offset + format.ndpHeaderLength(); at + format.entryLength() <= end; at += format.entryLength()) {
            if (entryCount++ >= MAX_ENTRIES) {
                add(Kind.TOO_MANY, at, "more than %d entries".formatted(MAX_ENTRIES));
                return entries;
            }
            long index = format == NtbFormat.NTB16 ? half(at) : word(at);
            long length = format == NtbFormat.NTB16 ? half(at + 2) : word(at + 4);
            if (role == Role.DATAGRAM && (index == 0 || length == 0)) {
                role = Role.NULL;
                if (index != length) {
                    add(Kind.HALF_NULL_ENTRY, at, "entry (%d, %d) is half a null entry".formatted(index, length));
                }
            } else if (role == Role.NULL) {
                role = Role.IGNORED;
            }
            entries.add(new Entry(at, index, length, role));
        }
        if (role == Role.DATAGRAM) {
            add(Kind.NO_NULL_ENTRY, offset, "the table at %d has %d entries and no null entry"
                    .formatted(offset, entries.size()));
        }
        return entries;
    }

    private void checkDatagram(Entry entry, boolean crc) {
        long begin = entry.datagramIndex();
        long end = begin + entry.datagramLength();
        extents.add(new Extent("the datagram at " + begin, begin, end, entry.offset()));
        if (end > blockLength) {
            add(Kind.DATAGRAM_OUTSIDE, entry.offset(), "datagram (%d, %d) reaches past the block of %d"
                    .formatted(begin, entry.datagramLength(), blockLength));
            return;
        }
        int smallest = NtbAlignment.ETHERNET_HEADER_LENGTH + (crc ? 4 : 0);
        if (entry.datagramLength() < smallest) {
            add(Kind.DATAGRAM_SHORT, entry.offset(), "datagram of %d octets is shorter than %d"
                    .formatted(entry.datagramLength(), smallest));
        } else if (crc) {
            checkCrc((int) begin, (int) entry.datagramLength() - 4);
        }
    }

    private void checkCrc(int begin, int length) {
        CRC32 crc = new CRC32();
        crc.update(transfer.slice(begin, length).toArray());
        long seen = word(begin + length);
        if (seen != crc.getValue()) {
            add(Kind.CRC, begin + length, "CRC-32 is 0x%08x, the datagram's is 0x%08x"
                    .formatted(seen, crc.getValue()));
        }
    }

    private void checkOverlaps() {
        extents.sort(Comparator.comparingLong(Extent::begin));
        Extent furthest = extents.getFirst();
        for (Extent extent : extents.subList(1, extents.size())) {
            if (extent.begin() < furthest.end()) {
                add(Kind.OVERLAP, extent.declaredAt(), "%s begins inside %s, which ends at %d"
                        .formatted(extent.name(), furthest.name(), furthest.end()));
            }
            if (extent.end() > furthest.end()) {
                furthest = extent;
            }
        }
    }

    private void add(Kind kind, int offset, String text) {
        if (defects.size() < MAX_DEFECTS) {
            defects.add(new NtbDefect(kind, offset, text));
        }
    }

    private int half(int offset) {
        return octet(offset) | octet(offset + 1) << 8;
    }

    private long word(int offset) {
        return half(offset) | (long) half(offset + 2) << 16;
    }

    private int octet(int offset) {
        return transfer.has(offset, 1) ? transfer.u8(offset) : 0;
    }
}
