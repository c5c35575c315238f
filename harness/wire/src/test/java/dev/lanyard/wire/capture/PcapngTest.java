package dev.lanyard.wire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CapturePacket.Direction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PcapngTest {

    /** Written by hand after the format's block diagrams: a section, an interface "eth0", one packet with a comment. */
    private static final String LITTLE_ENDIAN = """
            0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000
            01000000 28000000 0100 0000 00000400 0200 0400 65746830 0900 0100 09000000 0000 0000 28000000
            06000000 3c000000 00000000 01000000 02000000 05000000 05000000 6162636465 000000
              0200 0400 01000000 0100 0200 6869 0000 0000 0000 3c000000""";

    /** The same in the other byte order, microseconds (no if_tsresol), and an unknown block between. */
    private static final String BIG_ENDIAN = """
            0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c
            00000001 00000014 0001 0000 00000000 00000014
            00000bad 00000010 deadbeef 00000010
            00000006 00000028 00000000 00000000 00000003 00000005 00000009 6162636465 000000 00000028""";

    @Test
    void readsLittleEndian() throws IOException {
        PcapngReader reader = reader(Bytes.hex(LITTLE_ENDIAN));
        assertEquals(Optional.of(new CapturePacket(0, (1L << 32) + 2, Bytes.hex("6162636465"), 5, Direction.INBOUND,
                List.of("hi"))), reader.next());
        assertEquals(List.of(new CaptureInterface(1, 0x40000, "eth0")), reader.interfaces());
        assertEquals(Optional.empty(), reader.next());
    }

    @Test
    void readsBigEndianWithDefaultResolution() throws IOException {
        assertEquals(List.of(new CapturePacket(0, 3000, Bytes.hex("6162636465"), 9, Direction.UNKNOWN, List.of())),
                readAll(Bytes.hex(BIG_ENDIAN)));
    }

    @Test
    void aNewSectionForgetsInterfaces() throws IOException {
        Bytes both = Bytes.hex(BIG_ENDIAN).concat(Bytes.hex(LITTLE_ENDIAN));
        assertEquals(List.of(3000L, (1L << 32) + 2), readAll(both).stream().map(CapturePacket::epochNanos).toList());
    }

    @Test
    void readsResolutionsOfTwoAndOffsets() throws IOException {
        // if_tsresol 0x8a = 1/1024 s; if_tsoffset 2 s; 512 ticks.
        Bytes capture = Bytes.hex("""
                0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000
                01000000 2c000000 0100 0000 00000000 0900 0100 8a000000 0e00 0800 0200000000000000 0000 0000 2c000000
                06000000 20000000 00000000 00000000 00020000 00000000 00000000 20000000""");
        assertEquals(2_500_000_000L, readAll(capture).getFirst().epochNanos());
    }

    @Test
    void writesTheFormat() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PcapngWriter writer = new PcapngWriter(out, "t");
        assertEquals(0, writer.addInterface(new CaptureInterface(1, 0x40000, "eth0")));
        writer.write(new CapturePacket(0, (1L << 32) + 2, Bytes.hex("6162636465"), Direction.INBOUND, "hi"));
        String section = """
                0a0d0d0a 28000000 4d3c2b1a 0100 0000 ffffffffffffffff 0400 0100 74000000 0000 0000 28000000""";
        Bytes rest = Bytes.hex(LITTLE_ENDIAN).from(28);
        assertEquals(Bytes.hex(section).concat(rest), Bytes.wrap(out.toByteArray()));
    }

    @Test
    void returnsWhatWasWritten() throws IOException {
        Random random = new Random(3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PcapngWriter writer = new PcapngWriter(out, "Länyard");
        writer.addInterface(new CaptureInterface(LinkType.USB_LINUX_MMAPPED, "usb"));
        writer.addInterface(new CaptureInterface(LinkType.ETHERNET, "link 0 – ü"));
        List<CapturePacket> written = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            byte[] data = new byte[random.nextInt(20_000)];
            random.nextBytes(data);
            String[] comments = i % 3 == 0 ? new String[] {"sequence " + i, "größer"} : new String[0];
            CapturePacket packet = new CapturePacket(i % 2, 1_700_000_000_000_000_000L + i, Bytes.wrap(data),
                    Direction.values()[i % 3], comments);
            writer.write(packet);
            written.add(packet);
        }
        assertEquals(written, readAll(Bytes.wrap(out.toByteArray())));
    }

    @Test
    void cutsAnOverlongCommentAtACharacter() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PcapngWriter writer = new PcapngWriter(out, "t");
        writer.addInterface(new CaptureInterface(1, "e"));
        writer.write(new CapturePacket(0, 0, Bytes.EMPTY, Direction.UNKNOWN, "€".repeat(40_000)));
        assertEquals(List.of("€".repeat(0xFFFF / 3)), readAll(Bytes.wrap(out.toByteArray())).getFirst().comments());
    }

    @Test
    void aCutCaptureTellsHowManyPacketsWereRead() throws IOException {
        Bytes capture = Bytes.hex(LITTLE_ENDIAN);
        Bytes cut = capture.concat(capture.slice(68, 60)).concat(capture.slice(68, 33));
        PcapngReader reader = reader(cut);
        reader.next();
        reader.next();
        CaptureException e = assertThrows(CaptureException.class, reader::next);
        assertEquals("the capture ends inside a block, at octet 188 of the capture, after 2 packets", e.getMessage());
        assertEquals(2, e.packetsRead());
        assertEquals(188, e.offset());
    }

    @Test
    void namesWhatIsNotPcapng() {
        CaptureException pcap = assertThrows(CaptureException.class,
                () -> readAll(Bytes.hex("d4c3b2a1 02000400 00000000 00000000 00000400 01000000")));
        assertTrue(pcap.getMessage().contains("classic pcap"), pcap.getMessage());
        CaptureException text = assertThrows(CaptureException.class,
                () -> readAll(Bytes.hex("68656c6c6f20776f726c64")));
        assertTrue(text.getMessage().contains("68656c6c6f20776f"), text.getMessage());
        assertThrows(CaptureException.class, () -> readAll(Bytes.EMPTY));
    }

    @Test
    void namesDamage() {
        assertDamaged(LITTLE_ENDIAN.replace("28000000\n06", "2c000000\n06"), "at its start and 44 at its end");
        assertDamaged(LITTLE_ENDIAN.replace("06000000 3c000000", "06000000 3d000000"), "not a multiple of 4");
        assertDamaged(LITTLE_ENDIAN.replace("06000000 3c000000", "06000000 fcffff7f"), "not a multiple of 4 in 12..");
        assertDamaged(LITTLE_ENDIAN.replace("3c000000 00000000 01", "3c000000 07000000 01"), "interface 7, but 1");
        assertDamaged(LITTLE_ENDIAN.replace("02000000 05000000", "02000000 ff000000"), "255 octets in a block");
        assertDamaged(LITTLE_ENDIAN.replace("0100 0200 6869", "0100 f000 6869"), "option 1 of 240");
    }

    @Test
    void survivesMutationAndTruncation() {
        Random random = new Random(11);
        byte[] good = Bytes.hex(BIG_ENDIAN).concat(Bytes.hex(LITTLE_ENDIAN)).toArray();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 20_000; i++) {
                byte[] octets = java.util.Arrays.copyOf(good, i % 2 == 0 ? good.length : random.nextInt(good.length));
                if (octets.length > 0) {
                    octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
                }
                try {
                    readAll(Bytes.wrap(octets));
                } catch (CaptureException e) {
                    assertTrue(e.offset() <= octets.length);
                }
            }
        });
    }

    private static void assertDamaged(String capture, String message) {
        CaptureException e = assertThrows(CaptureException.class, () -> readAll(Bytes.hex(capture)));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    private static List<CapturePacket> readAll(Bytes capture) throws IOException {
        PcapngReader reader = reader(capture);
        List<CapturePacket> packets = new ArrayList<>();
        for (Optional<CapturePacket> next = reader.next(); next.isPresent(); next = reader.next()) {
            packets.add(next.get());
        }
        return packets;
    }

    private static PcapngReader reader(Bytes capture) {
        return new PcapngReader(new ByteArrayInputStream(capture.toArray()));
    }
}
