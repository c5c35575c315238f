package dev.lanyard.wire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CapturePacket.Direction;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second opinion on every field: Wireshark's dissectors. */
class TsharkReadsOurCapturesTest {

    private static final long START = 1_700_000_000_000_000_000L;
    private static final Bytes NTB_PARAMETERS =
            Bytes.hex("1c000300004000000400000004000000004000000400000004000000");
    private static final Bytes SPEED = Bytes.hex("a12a0000000008000000641900006419");
    private static final Bytes ARP = Bytes.hex(
            "ffffffffffff021122334461 0806 0001 0800 06 04 0001 021122334461 c0a84e02 000000000000 c0a84e01");
    private static final Bytes NTB = Bytes.hex("4e434d480c00000048003800").concat(ARP)
            .concat(Bytes.hex("00004e434d30100000000c002a0000000000"));
    /** f_ncm's configuration, so that the dissector knows what each endpoint is. */
    private static final Bytes CONFIGURATION = Bytes.hex("""
            09025e000201048001 080b0002020d0008 0904000001020d0005 0524001001 0524060001
            0d240f0600000000ea05000000 06241a000111 07058203100009
            09040100000a000107 09040101020a000107 07058102000200 07050102000200""");

    @TempDir
    Path folder;
    private Path capture;
    private PcapngWriter writer;
    private int packets;

    @BeforeEach
    void requireTshark() {
        boolean found = Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "tshark")));
        assumeTrue(found, "tshark is not installed (apt-get install tshark): captures were not checked by it");
        capture = folder.resolve("capture.pcapng");
    }

    @Test
    void readsControlInterruptBulkAndEthernet() throws Exception {
        try (OutputStream out = Files.newOutputStream(capture)) {
            writer = new PcapngWriter(out, "Lanyard test");
            writer.addInterface(new CaptureInterface(LinkType.USB_LINUX_MMAPPED, "usb"));
            writer.addInterface(new CaptureInterface(LinkType.ETHERNET, "link"));
            transfer(1, TransferType.CONTROL, 0x80, new SetupPacket(0x80, 6, 0x200, 0, 255), 255, 0, CONFIGURATION);
            transfer(2, TransferType.CONTROL, 0x80, new SetupPacket(0xA1, 0x80, 0, 0, 28), 28, 0, NTB_PARAMETERS);
            transfer(3, TransferType.CONTROL, 0x00, new SetupPacket(0x21, 0x86, 0, 0, 4), 4, 0, Bytes.hex("00080000"));
            transfer(4, TransferType.CONTROL, 0x00, new SetupPacket(0x01, 0x0B, 2, 1, 0), 0, -32, Bytes.EMPTY);
            transfer(5, TransferType.INTERRUPT, 0x82, null, 16, 0, SPEED);
            transfer(6, TransferType.BULK, 0x01, null, NTB.length(), 0, NTB);
            transfer(7, TransferType.BULK, 0x81, null, 16_384, 0, NTB);
            transfer(8, TransferType.BULK, 0x81, null, 16_384, -104, Bytes.EMPTY);
            writer.write(new CapturePacket(1, START + 500_000_123, ARP, Direction.OUTBOUND, "sequence 9"));
        }

        assertEquals(List.of(), tshark("-Y", "_ws.malformed || _ws.expert.severity >= 0x800000"));
        List<String> usb = tshark("-Y", "usb", "-T", "fields", "-E", "separator=;", "-e", "usb.urb_id", "-e",
                "usb.urb_type", "-e", "usb.transfer_type", "-e", "usb.endpoint_address", "-e", "usb.urb_status", "-e",
                "usb.urb_len", "-e", "usb.data_len", "-e", "usb.device_address", "-e", "usb.bus_id");
        assertEquals(16, usb.size());
        assertEquals(List.of(
                "'S';0x02;0x80;-115;255;0;5;1", "'C';0x02;0x80;0;94;94;5;1",
                "'S';0x02;0x80;-115;28;0;5;1", "'C';0x02;0x80;0;28;28;5;1",
                "'S';0x02;0x00;-115;4;4;5;1", "'C';0x02;0x00;0;4;0;5;1",
                "'S';0x02;0x00;-115;0;0;5;1", "'C';0x02;0x00;-32;0;0;5;1",
                "'S';0x01;0x82;-115;16;0;5;1", "'C';0x01;0x82;0;16;16;5;1",
                "'S';0x03;0x01;-115;72;72;5;1", "'C';0x03;0x01;0;72;0;5;1",
                "'S';0x03;0x81;-115;16384;0;5;1", "'C';0x03;0x81;0;72;72;5;1",
                "'S';0x03;0x81;-115;16384;0;5;1", "'C';0x03;0x81;-104;0;0;5;1"),
                usb.stream().map(line -> line.substring(line.indexOf(';') + 1)).toList());
        assertEquals(List.of("0x0000000000000001", "0x0000000000000001", "0x0000000000000002"),
                usb.stream().limit(3).map(line -> line.substring(0, line.indexOf(';'))).toList());
    }

    @Test
    void readsSetupPacketsTimesFlagsAndComments() throws Exception {
        try (OutputStream out = Files.newOutputStream(capture)) {
            writer = new PcapngWriter(out, "Lanyard test");
            writer.addInterface(new CaptureInterface(LinkType.USB_LINUX_MMAPPED, "usb"));
            writer.addInterface(new CaptureInterface(LinkType.ETHERNET, "link"));
            transfer(1, TransferType.CONTROL, 0x80, new SetupPacket(0x80, 6, 0x200, 0, 255), 255, 0, CONFIGURATION);
            writer.write(new CapturePacket(1, START + 500_000_123, ARP, Direction.OUTBOUND, "sequence 9"));
        }

        assertEquals(List.of("0x80;6;0x02;255"), tshark("-Y", "usb.urb_type == 'S'", "-T", "fields", "-E",
                "separator=;", "-e", "usb.bmRequestType", "-e", "usb.setup.bRequest", "-e", "usb.bDescriptorType", "-e",
                "usb.setup.wLength"));
        assertEquals(List.of("2;0,1,1;0x82,0x81,0x01"), tshark("-Y", "usb.bNumInterfaces", "-T", "fields", "-E",
                "separator=;", "-e", "usb.bNumInterfaces", "-e", "usb.bInterfaceNumber", "-e",
                "usb.bEndpointAddress"));
        assertEquals(List.of("1700000000.500000123;0x00000002;sequence 9;link;192.168.78.1"), tshark("-Y", "arp", "-T",
                "fields", "-E", "separator=;", "-e", "frame.time_epoch", "-e", "frame.packet_flags", "-e",
                "frame.comment", "-e", "frame.interface_name", "-e", "arp.dst.proto_ipv4"));
    }

    /** The test would see a malformed packet if there were one. */
    @Test
    void noticesAMalformedPacket() throws Exception {
        try (OutputStream out = Files.newOutputStream(capture)) {
            writer = new PcapngWriter(out, "Lanyard test");
            writer.addInterface(new CaptureInterface(LinkType.ETHERNET, "link"));
            writer.write(new CapturePacket(0, START, ARP.truncate(30), Direction.OUTBOUND));
        }
        assertFalse(tshark("-Y", "_ws.malformed").isEmpty());
    }

    private void transfer(long id, TransferType type, int endpoint, SetupPacket setup, long requested, int status,
                          Bytes data) throws IOException {
        write(UsbmonPacket.submit(id, type, endpoint, 5, 1, setup, START + 1_000_000L * packets, requested, data));
        write(UsbmonPacket.complete(id, type, endpoint, 5, 1, START + 1_000_000L * packets, status, data.length(),
                data));
    }

    private void write(UsbmonPacket packet) throws IOException {
        packets++;
        writer.write(new CapturePacket(0, packet.epochNanos(), packet.encode(),
                packet.isIn() ? Direction.INBOUND : Direction.OUTBOUND));
    }

    private List<String> tshark(String... arguments) throws Exception {
        Path output = folder.resolve("out.txt");
        Path errors = folder.resolve("err.txt");
        List<String> command = Stream.concat(Stream.of("tshark", "-n", "-r", capture.toString()),
                Arrays.stream(arguments)).toList();
        Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "tshark did not end within 60 s");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), () -> read(errors));
        return read(output).lines().filter(line -> !line.isBlank()).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
