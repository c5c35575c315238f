package dev.lanyard.wire.capture;

import dev.lanyard.wire.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a capture packet by packet, front to back, holding one packet at a time: {@link #advance} and what tells of the
 * packet at hand, or {@link #next} for packets of their own. The stream stays the caller's.
 */
public sealed interface CaptureReader permits PcapReader, PcapngReader {

    /**
     * Reads pcap or pcapng, plain or in gzip, whichever it is.
     *
     * @throws CaptureException when it is none of these; says what it seems to be
     */
    static CaptureReader open(InputStream in) throws IOException {
        CaptureInput input = new CaptureInput(in);
        ByteBuffer head = input.peek(4);
        if (head.remaining() >= 2 && head.getShort(0) == (short) 0x1F8B) {
            return compressed(input);
        }
        return plain(input);
    }

    private static CaptureReader compressed(CaptureInput input) throws IOException {
        try {
            return plain(new CaptureInput(new GZIPInputStream(input.asStream(), CaptureInput.CHUNK)));
        } catch (EOFException | ZipException e) {
            throw new CaptureException("the gzip data is damaged (" + e.getMessage() + ")", 0, 0);
        }
    }

    private static CaptureReader plain(CaptureInput input) throws IOException {
        ByteBuffer head = input.peek(4);
        if (head.remaining() < 4) {
            throw new CaptureException(input.trouble().orElse(head.hasRemaining() ? "the capture ends inside its header"
                    : "the capture is empty"), 0, 0);
        }
        int magic = head.getInt(0);
        if (magic == Pcapng.SECTION_HEADER) {
            return new PcapngReader(input);
        }
        if (PcapReader.isMagic(magic)) {
            return new PcapReader(input);
        }
        throw new CaptureException("neither pcap nor pcapng: begins with %08x%s".formatted(magic, switch (magic) {
            case 0x28B52FFD -> " (zstd; decompress it first)";
            case 0x04224D18 -> " (lz4; decompress it first)";
            case 0xA1B2CD34, 0x34CDB2A1 -> " (pcap of a patched libpcap; convert it with editcap -F pcapng)";
            case 0x736E6F6F -> " (snoop; convert it with editcap -F pcapng)";
            default -> Bytes.of(magic >>> 24, magic >>> 16, magic >>> 8).equals(Bytes.hex("425a68"))
                    ? " (bzip2; decompress it first)" : "";
        }), 0, 0);
    }

    /**
     * Moves on to the next packet; false at the end of the capture.
     *
     * @throws CaptureException when the capture is damaged, or ends inside a packet
     */
    boolean advance() throws IOException;

    /** The octets of the packet at hand, where the next packet will overwrite them: what is to stay must be copied. */
    Bytes octets();

    /** When the packet at hand was captured, in nanoseconds since 1970; 0 where the file does not say. */
    long epochNanos();

    /** The interface of the packet at hand. */
    CaptureInterface receiver();

    /** All of the packet at hand, its octets copied. */
    CapturePacket packet() throws IOException;

    /**
     * The next packet, or empty at the end of the capture.
     *
     * @throws CaptureException when the capture is damaged, or ends inside a packet
     */
    default Optional<CapturePacket> next() throws IOException {
        return advance() ? Optional.of(packet()) : Optional.empty();
    }

    /** The interfaces (of pcapng: of the current section) that were described so far; indices are interface ids. */
    List<CaptureInterface> interfaces();

    /** The interface of a packet that was just returned. */
    default CaptureInterface interfaceOf(CapturePacket packet) {
        return interfaces().get(packet.interfaceId());
    }

    /** How many packets there were up to the one at hand. */
    long packetsRead();
}
