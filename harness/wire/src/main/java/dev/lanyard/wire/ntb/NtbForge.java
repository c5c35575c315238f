package dev.lanyard.wire.ntb;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ntb.NtbEdit.EntryField;
import dev.lanyard.wire.ntb.NtbEdit.HeaderField;
import dev.lanyard.wire.ntb.NtbEdit.NdpField;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Makes transfers of every {@link NtbForm}, as a host would send them.
 *
 * @param format         what was negotiated
 * @param crc            whether CRC mode is on
 * @param alignment      what the receiver asks for
 * @param sequence       wSequence
 * @param maxBlockLength the longest block that the receiver takes, in octets
 * @param packetSize     wMaxPacketSize of the endpoint, in octets
 */
public record NtbForge(NtbFormat format, boolean crc, NtbAlignment alignment, int sequence, int maxBlockLength,
                       int packetSize) {

    private static final int FAR = 1000;
    private static final int TABLE_IN_HEADER = 4;
    private static final int HUGE_TABLE = 0xFFF0;
    private static final int SHORT_DATAGRAM = 13;
    private static final int NOISE_LENGTH = 100;
    private static final int CUT = 6;

    /**
     * What goes out.
     *
     * @param zeroPacket whether a zero-length packet has to follow whole packets
     */
    public record Transfer(Bytes octets, boolean zeroPacket) {}

    /**
     * A transfer of this form with {@code frames} in it.
     *
     * @throws IllegalArgumentException when there is no frame, when the frames do not fit the largest block, or when
     *                                  the form needs more of them
     */
    public Transfer make(NtbForm form, List<Bytes> frames) {
        if (frames.isEmpty() || form == NtbForm.TWO_TABLES && frames.size() < 2) {
            throw new IllegalArgumentException("a block with two tables needs two datagrams or more, and any other one");
        }
        Bytes octets = octets(form, frames);
        if (form.isSound() && octets.length() > maxBlockLength + (form == NtbForm.EXTRA_OCTET ? 1 : 0)) {
            throw new IllegalArgumentException(frames.size() + " datagrams make a block of " + octets.length()
                    + " octets, and the accessory takes " + maxBlockLength);
        }
        return new Transfer(octets, octets.length() % packetSize == 0 && octets.length() < maxBlockLength);
    }

    private Bytes octets(NtbForm form, List<Bytes> frames) {
        Bytes plain = build(frames, UnaryOperator.identity());
        return switch (form) {
            case PLAIN -> plain;
            case TABLE_FIRST -> build(frames, b -> b.ndpFirst(true));
            case FAR_TABLE -> tableMoved(plain, FAR + (alignment.ndpAlignment() - FAR % alignment.ndpAlignment())
                    % alignment.ndpAlignment());
            case TWO_TABLES -> build(frames, b -> b.datagramsPerNdp((frames.size() + 1) / 2));
            case UNNAMED_LENGTH -> shortEnd(plain);
            case EXTRA_OCTET -> plain.concat(Bytes.of(0));
            case FILLED -> filled(plain, maxBlockLength - 1);
            case LARGEST -> filled(stretched(plain), maxBlockLength);
            case UNALIGNED -> build(frames, b -> b.alignment(NtbAlignment.NONE));
            case TRUNCATED_HEADER -> plain.truncate(CUT);
            case HEADER_SIGNATURE -> edit(plain, e -> e.header(HeaderField.SIGNATURE, 0x21646142));
            case HEADER_LENGTH -> edit(plain, e -> e.header(HeaderField.HEADER_LENGTH, format.nthLength() + 4L));
            case OTHER_FORMAT -> otherFormat(frames);
            case BLOCK_LENGTH -> edit(plain, e -> e.header(HeaderField.BLOCK_LENGTH, plain.length() + 100L));
            case TABLE_OUTSIDE -> edit(plain, e -> e.header(HeaderField.NDP_INDEX, (plain.length() + 7L) / 4 * 4));
            case TABLE_IN_HEADER -> edit(plain, e -> e.header(HeaderField.NDP_INDEX, TABLE_IN_HEADER));
            case TABLE_MISALIGNED -> tableMoved(plain, 1);
            case TABLE_SIGNATURE -> edit(plain, e -> e.ndp(0, NdpField.SIGNATURE, 0x21646142));
            case TABLE_LENGTH -> edit(plain, e -> e.ndp(0, NdpField.LENGTH, HUGE_TABLE));
            case TABLE_SHORT -> edit(plain, e -> e.ndp(0, NdpField.LENGTH, format.ndpHeaderLength()));
            case TABLE_LOOP -> edit(plain, e -> e.ndp(0, NdpField.NEXT_NDP_INDEX, tableAt(plain)));
            case NO_NULL_ENTRY -> build(frames, b -> b.nullEntry(false));
            case CRC_SIGNATURE -> edit(plain, e -> e.ndp(0, NdpField.SIGNATURE, format.ndpSignature(!crc)));
            case DATAGRAM_OUTSIDE -> edit(plain, e -> e.entry(0, 0, EntryField.DATAGRAM_INDEX, plain.length() - 4L));
            case DATAGRAM_SHORT -> edit(plain, e -> e.entry(0, 0, EntryField.DATAGRAM_LENGTH, SHORT_DATAGRAM));
            case NOISE -> noise();
        };
    }

    private Bytes build(List<Bytes> frames, UnaryOperator<NtbBuilder> structure) {
        NtbBuilder builder = new NtbBuilder(format).crc(crc).alignment(alignment).sequence(sequence);
        frames.forEach(builder::add);
        return structure.apply(builder).build();
    }

    private static Bytes edit(Bytes block, UnaryOperator<NtbEdit> change) {
        return change.apply(NtbEdit.of(block)).build();
    }

    private static int tableAt(Bytes block) {
        return Ntb.decode(block).ndps().getFirst().offset();
    }

    /** The only table, which is last, so many octets further on. */
    private static Bytes tableMoved(Bytes plain, int by) {
        int at = tableAt(plain);
        Bytes moved = plain.truncate(at).concat(Bytes.wrap(new byte[by])).concat(plain.from(at));
        return edit(moved, e -> e.header(HeaderField.NDP_INDEX, at + (long) by)
                .header(HeaderField.BLOCK_LENGTH, moved.length()));
    }

    /** With the table as far behind the datagrams as its alignment lets it be. */
    private Bytes stretched(Bytes plain) {
        int missing = Math.max(0, maxBlockLength - plain.length());
        return tableMoved(plain, missing - missing % alignment.ndpAlignment());
    }

    private static Bytes filled(Bytes plain, int length) {
        Bytes filled = plain.concat(Bytes.wrap(new byte[Math.max(0, length - plain.length())]));
        return edit(filled, e -> e.header(HeaderField.BLOCK_LENGTH, filled.length()));
    }

    /** Without a named length only a short packet may end the transfer. */
    private Bytes shortEnd(Bytes plain) {
        Bytes block = plain.length() % packetSize == 0 ? tableMoved(plain, alignment.ndpAlignment()) : plain;
        return edit(block, e -> e.header(HeaderField.BLOCK_LENGTH, 0));
    }

    private Bytes otherFormat(List<Bytes> frames) {
        NtbBuilder builder = new NtbBuilder(format == NtbFormat.NTB16 ? NtbFormat.NTB32 : NtbFormat.NTB16).crc(crc)
                .alignment(alignment).sequence(sequence);
        frames.forEach(builder::add);
        return builder.build();
    }

    private static Bytes noise() {
        byte[] octets = new byte[NOISE_LENGTH];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (i * 73 + 41);
        }
        return Bytes.wrap(octets);
    }
}
