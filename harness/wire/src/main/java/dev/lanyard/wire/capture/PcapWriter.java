package dev.lanyard.wire.capture;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes classic pcap (draft-ietf-opsawg-pcap), little-endian, with times in microseconds: what every tool reads from a
 * pipe or a TCP connection. For files, {@link PcapngWriter} says more. The stream stays the caller's.
 */
public final class PcapWriter {

    private static final int MAGIC = 0xA1B2C3D4;
    private static final int SNAP_LENGTH = 0x40000;

    private final OutputStream out;

    /** Writes the header. */
    public PcapWriter(OutputStream out, int linkType) throws IOException {
        this.out = out;
        out.write(new BytesWriter().u32(MAGIC & 0xFFFF_FFFFL).u16(2).u16(4).u32(0).u32(0).u32(SNAP_LENGTH)
                .u32(linkType).toBytes().toArray());
    }

    /** Writes a packet, in one piece. */
    public void write(long epochNanos, Bytes packet) throws IOException {
        out.write(new BytesWriter().u32(epochNanos / 1_000_000_000 & 0xFFFF_FFFFL)
                .u32(epochNanos % 1_000_000_000 / 1_000).u32(packet.length()).u32(packet.length()).bytes(packet)
                .toBytes().toArray());
    }
}
