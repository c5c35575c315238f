package dev.lanyard.wire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CapturePacket.Direction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class CaptureReaderTest {

    /** After the diagrams of the format: 802.11 with radiotap, one packet of 3 octets at 2.000003 s. */
    private static final String LITTLE_MICROS = """
            d4c3b2a1 0200 0400 00000000 00000000 ffff0000 7f000000
            02000000 03000000 03000000 05000000 616263""";
    private static final String BIG_NANOS = """
            a1b23c4d 0002 0004 00000000 00000000 0000ffff 00000069
            00000002 00000bb8 00000003 00000005 616263""";

    @Test
    void readsPcapOfEitherByteOrderAndResolution() throws IOException {
        for (String capture : List.of(LITTLE_MICROS, BIG_NANOS)) {
            CaptureReader reader = open(Bytes.hex(capture));
            assertEquals(List.of(new CapturePacket(0, 2_000_003_000L, Bytes.hex("616263"), 5, Direction.UNKNOWN,
                    List.of())), readAll(reader));
            assertEquals(1, reader.packetsRead());
        }
        assertEquals(LinkType.IEEE802_11_RADIOTAP, open(Bytes.hex(LITTLE_MICROS)).interfaces().getFirst().linkType());
        assertEquals(LinkType.IEEE802_11, open(Bytes.hex(BIG_NANOS)).interfaces().getFirst().linkType());
    }

    @Test
    void tellsTheLengthOfTheFrameCheckSequence() throws IOException {
        Bytes withFcs = Bytes.hex(LITTLE_MICROS.replace("7f000000", "69000024"));
        assertEquals(new CaptureInterface(LinkType.IEEE802_11, 65535, "", 4), open(withFcs).interfaces().getFirst());
    }

    @Test
    void readsCompressedCaptures() throws IOException {
        assertEquals(1, readAll(open(gzip(Bytes.hex(LITTLE_MICROS)))).size());
        assertEquals(300, readAll(open(gzip(pcapng(300)))).size());
    }

    @Test
    void aCompressedCaptureThatEndsEarlyGivesWhatItHolds() throws IOException {
        Bytes whole = gzip(pcapng(300));
        CaptureReader reader = open(whole.truncate(whole.length() / 2));
        CaptureException e = assertThrows(CaptureException.class, () -> readAll(reader));
        assertTrue(e.getMessage().startsWith("the compressed capture ends early, at octet "), e.getMessage());
        assertTrue(e.packetsRead() > 100, e.getMessage());
    }

    @Test
    void aDamagedPcapTellsHowManyPacketsWereRead() throws IOException {
        Bytes capture = Bytes.hex(LITTLE_MICROS);
        Bytes cut = capture.concat(capture.from(24)).concat(capture.slice(24, 17));
        CaptureReader reader = open(cut);
        CaptureException e = assertThrows(CaptureException.class, () -> readAll(reader));
        assertEquals("the capture ends inside a packet, at octet 62 of the capture, after 2 packets", e.getMessage());
        Bytes absurd = capture.concat(Bytes.hex("02000000 03000000 03000070 05000070"));
        assertTrue(assertThrows(CaptureException.class, () -> readAll(open(absurd))).getMessage()
                .contains("after 1 packets"));
    }

    @Test
    void saysWhatAForeignFileIs() {
        assertEquals("the capture is empty, at octet 0 of the capture, after 0 packets", refusal(Bytes.EMPTY));
        assertTrue(refusal(Bytes.hex("28b52ffd00000000")).contains("zstd; decompress it first"));
        assertTrue(refusal(Bytes.hex("89504e470d0a1a0a")).contains("neither pcap nor pcapng: begins with 89504e47"));
        assertTrue(refusal(Bytes.hex("1f8b00000000")).contains("gzip data is damaged"));
        assertTrue(refusal(Bytes.hex("a1b2")).contains("inside its header"));
    }

    @Test
    void readsTheObsoletePacketBlock() throws IOException {
        Bytes capture = Bytes.hex("""
                0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000
                01000000 14000000 6900 0000 00000000 14000000
                02000000 24000000 0000 0000 00000000 05000000 03000000 03000000 61626300 24000000""");
        assertEquals(List.of(new CapturePacket(0, 5000, Bytes.hex("616263"), 3, Direction.UNKNOWN, List.of())),
                readAll(open(capture)));
    }

    @Test
    void eachInterfaceHasItsLinkTypeAndResolution() throws IOException {
        Bytes capture = Bytes.hex("""
                0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000
                01000000 14000000 6900 0000 00000000 14000000
                01000000 20000000 dc00 0000 00000000 0900 0100 03000000 0000 0000 20000000
                06000000 20000000 00000000 00000000 05000000 00000000 00000000 20000000
                06000000 20000000 01000000 00000000 05000000 00000000 00000000 20000000""");
        CaptureReader reader = open(capture);
        CapturePacket first = reader.next().orElseThrow();
        assertEquals(LinkType.IEEE802_11, reader.interfaceOf(first).linkType());
        assertEquals(5_000, first.epochNanos());
        CapturePacket second = reader.next().orElseThrow();
        assertEquals(LinkType.USB_LINUX_MMAPPED, reader.interfaceOf(second).linkType());
        assertEquals(5_000_000, second.epochNanos());
    }

    @Test
    void mutatedCapturesEndInACaptureExceptionOrReadOn() throws IOException {
        Random random = new Random(11);
        for (Bytes seed : List.of(Bytes.hex(LITTLE_MICROS), Bytes.hex(BIG_NANOS), pcapng(3), gzip(pcapng(3)))) {
            for (int i = 0; i < 3000; i++) {
                byte[] mutated = seed.truncate(1 + random.nextInt(seed.length())).toArray();
                for (int flips = random.nextInt(4); flips > 0; flips--) {
                    mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
                }
                try {
                    readAll(open(Bytes.wrap(mutated)));
                } catch (CaptureException expected) {
                    assertTrue(expected.packetsRead() < 100);
                }
            }
        }
    }

    @Test
    void takesOffOlderRadioHeaders() {
        Bytes frame = Bytes.hex("d000");
        Bytes prism = Bytes.hex("44000000 90000000" + "00".repeat(16) + "44000100 0000 0400 01000000"
                + "44000200 0000 0400 40e20100" + "44000300 0000 0400 06000000" + "44000400 0100 0400 00000000"
                + "00".repeat(72)).concat(frame);
        assertEquals(Optional.of(new RadioHeader(105, frame, OptionalLong.of(123456), OptionalInt.of(2437),
                OptionalInt.empty(), false, false)), RadioHeader.decode(LinkType.IEEE802_11_PRISM, prism));
        Bytes avs = Bytes.hex("80211001 00000040 0000000000000007 0000000000000000 00000004 00000095 00000000 00000000"
                + "00000000 00000002 ffffffc4 00000000 00000000 00000000").concat(frame);
        RadioHeader expected = new RadioHeader(105, frame, OptionalLong.of(7), OptionalInt.of(5745),
                OptionalInt.of(-60), false, false);
        assertEquals(Optional.of(expected), RadioHeader.decode(LinkType.IEEE802_11_AVS, avs));
        assertEquals(Optional.of(expected), RadioHeader.decode(LinkType.IEEE802_11_PRISM, avs));
        Bytes ppi = Bytes.hex("00 00 2000 69000000 0200 1400 0900000000000000 0100 0200 8509 0000 0000 c4 00")
                .concat(frame);
        assertEquals(Optional.of(new RadioHeader(105, frame, OptionalLong.of(9), OptionalInt.of(2437),
                OptionalInt.of(-60), true, false)), RadioHeader.decode(LinkType.PPI, ppi));
        for (int type : List.of(LinkType.IEEE802_11_PRISM, LinkType.IEEE802_11_AVS, LinkType.PPI)) {
            assertEquals(Optional.empty(), RadioHeader.decode(type, frame));
        }
    }

    static boolean hasEditcap() {
        return Files.isExecutable(Path.of("/usr/bin/editcap"));
    }

    /** What Wireshark's editcap makes of our capture in other formats reads the same. */
    @Test
    @EnabledIf("hasEditcap")
    void readsWhatEditcapWrites(@TempDir Path folder) throws Exception {
        Path ours = folder.resolve("ours.pcapng");
        Files.write(ours, pcapng(50).toArray());
        List<Bytes> expected = readAll(open(pcapng(50))).stream().map(CapturePacket::data).toList();
        for (String format : List.of("pcap", "nsecpcap", "pcapng")) {
            Path theirs = folder.resolve(format);
            Process editcap = new ProcessBuilder("editcap", "-F", format, ours.toString(), theirs.toString())
                    .redirectErrorStream(true).start();
            String said = new String(editcap.getInputStream().readAllBytes());
            assertEquals(0, editcap.waitFor(), said);
            try (InputStream in = Files.newInputStream(theirs)) {
                assertEquals(expected, readAll(CaptureReader.open(in)).stream().map(CapturePacket::data).toList());
            }
        }
    }

    private static String refusal(Bytes capture) {
        return assertThrows(CaptureException.class, () -> open(capture)).getMessage();
    }

    private static Bytes pcapng(int packets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PcapngWriter writer = new PcapngWriter(out, "t");
        writer.addInterface(new CaptureInterface(LinkType.IEEE802_11, "wlan0"));
        Random random = new Random(5);
        for (int i = 0; i < packets; i++) {
            byte[] data = new byte[24 + random.nextInt(100)];
            random.nextBytes(data);
            writer.write(new CapturePacket(0, 1_700_000_000_000_000_000L + i * 1000, Bytes.wrap(data),
                    Direction.UNKNOWN));
        }
        return Bytes.wrap(out.toByteArray());
    }

    private static Bytes gzip(Bytes plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain.toArray());
        }
        return Bytes.wrap(out.toByteArray());
    }

    private static CaptureReader open(Bytes capture) throws IOException {
        return CaptureReader.open(new ByteArrayInputStream(capture.toArray()));
    }

    private static List<CapturePacket> readAll(CaptureReader reader) throws IOException {
        List<CapturePacket> packets = new ArrayList<>();
        for (Optional<CapturePacket> next = reader.next(); next.isPresent(); next = reader.next()) {
            packets.add(next.get());
        }
        return packets;
    }
}
