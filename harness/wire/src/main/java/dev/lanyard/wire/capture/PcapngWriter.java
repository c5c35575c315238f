package dev.lanyard.wire.capture;

import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes one pcapng section, little-endian, times in nanoseconds. Every block goes out in a single write, so a file
 * that is cut keeps all blocks but perhaps its last. For one thread at a time; the stream stays the caller's.
 */
public final class PcapngWriter {

    private static final int MAX_OPTION = 0xFFFF;

    private final OutputStream out;
    private ByteBuffer block = newBuffer(4096);
    private int interfaces;

    /** Begins the section; {@code application} is who writes it. */
    public PcapngWriter(OutputStream out, String application) throws IOException {
        this.out = out;
        begin(Pcapng.SECTION_HEADER, 16 + optionRoom(application));
        block.putInt(Pcapng.BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0);
        // The section's length is not known while it grows.
        block.putLong(-1);
        text(Pcapng.SHB_USERAPPL, application);
        endOptions();
        end();
    }

    /** Describes a further interface; the result is its id for {@link CapturePacket#interfaceId()}. */
    public int addInterface(CaptureInterface description) throws IOException {
        begin(Pcapng.INTERFACE_DESCRIPTION, 16 + optionRoom(description.name()));
        block.putShort((short) description.linkType()).putShort((short) 0).putInt(description.snapLength());
        if (!description.name().isEmpty()) {
            text(Pcapng.IF_NAME, description.name());
        }
        block.putShort((short) Pcapng.IF_TSRESOL).putShort((short) 1).put((byte) 9);
        pad();
        endOptions();
        end();
        return interfaces++;
    }

    /** Writes a packet of an interface that {@link #addInterface} described. */
    public void write(CapturePacket packet) throws IOException {
        if (packet.interfaceId() < 0 || packet.interfaceId() >= interfaces) {
            throw new IllegalArgumentException("interface " + packet.interfaceId() + " was not described; there are "
                    + interfaces);
        }
        Bytes data = packet.data();
        int room = 20 + data.length() + 4 + 8;
        for (String comment : packet.comments()) {
            room += optionRoom(comment);
        }
        begin(Pcapng.ENHANCED_PACKET, room);
        block.putInt(packet.interfaceId());
        block.putInt((int) (packet.epochNanos() >>> 32)).putInt((int) packet.epochNanos());
        block.putInt(data.length()).putInt((int) packet.originalLength());
        data.copyTo(block.array(), block.position());
        block.position(block.position() + data.length());
        pad();
        if (packet.direction() != CapturePacket.Direction.UNKNOWN) {
            block.putShort((short) Pcapng.EPB_FLAGS).putShort((short) 4).putInt(packet.direction().ordinal());
        }
        for (String comment : packet.comments()) {
            text(Pcapng.OPTION_COMMENT, comment);
        }
        if (packet.direction() != CapturePacket.Direction.UNKNOWN || !packet.comments().isEmpty()) {
            endOptions();
        }
        end();
    }

    private static int optionRoom(String text) {
        return 8 + 4 * text.length();
    }

    private void begin(int type, int room) {
        int needed = room + 32;
        if (block.capacity() < needed) {
            block = newBuffer(needed + needed / 2);
        }
        block.clear();
        block.putInt(type).putInt(0);
    }

    private void end() throws IOException {
        int length = block.position() + 4;
        block.putInt(length).putInt(4, length);
        out.write(block.array(), 0, length);
    }

    private void text(int code, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        int length = octets.length;
        if (length > MAX_OPTION) {
            length = MAX_OPTION;
            while ((octets[length] & 0xC0) == 0x80) {
                length--;
            }
        }
        block.putShort((short) code).putShort((short) length).put(octets, 0, length);
        pad();
    }

    private void endOptions() {
        block.putInt(Pcapng.OPTION_END);
    }

    private void pad() {
        while (block.position() % 4 != 0) {
            block.put((byte) 0);
        }
    }

    private static ByteBuffer newBuffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
