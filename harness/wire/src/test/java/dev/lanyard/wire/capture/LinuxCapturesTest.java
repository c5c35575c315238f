package dev.lanyard.wire.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbFormat;
import dev.lanyard.wire.ntb.NtbReader;
import dev.lanyard.wire.usb.TransferType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Captures that dumpcap made of Linux talking to Linux: nothing in them was written by this project. */
class LinuxCapturesTest {

    private static final Path FOLDER = Path.of("..", "..", "fixtures", "virtual-lab", "reference");
    /** Start frame, transfer flags and the number of isochronous descriptors, which are not kept. */
    private static final int NOT_KEPT = 12;

    @Test
    void everyUsbmonRecordIsDecodedAndEncodedAlike() throws IOException {
        assertEquals(322, encodedAlike("linux-cdc_ncm.pcapng"));
        assertEquals(600, encodedAlike("linux-cdc_ecm.pcapng"));
    }

    @Test
    void blocksOfCdcNcmAndOfItsGadgetAreSound() throws IOException {
        int in = 0;
        int out = 0;
        int several = 0;
        for (UsbmonPacket record : records("linux-cdc_ncm.pcapng")) {
            if (record.transferType() != TransferType.BULK || record.data().isEmpty()) {
                continue;
            }
            Ntb block = Ntb.decode(record.data());
            assertEquals(List.of(), block.defects(), record::toString);
            List<Bytes> frames = new ArrayList<>();
            byte[] octets = record.data().toArray();
            new NtbReader(NtbFormat.NTB16, false).read(octets, 0, octets.length, (buffer, offset, length) ->
                    frames.add(Bytes.copyOf(buffer, offset, length)));
            assertEquals(block.datagrams(), frames);
            several += frames.size() > 1 ? 1 : 0;
            in += record.isIn() ? 1 : 0;
            out += record.isIn() ? 0 : 1;
        }
        assertTrue(in > 20 && out > 20 && several > 2, in + " in, " + out + " out, " + several + " with several");
    }

    /** Returns how many records there were. */
    private static int encodedAlike(String file) throws IOException {
        int count = 0;
        for (Bytes packet : packets(file)) {
            UsbmonPacket record = UsbmonPacket.decode(packet);
            Bytes encoded = record.encode();
            int kept = UsbmonPacket.HEADER_LENGTH - NOT_KEPT;
            assertEquals(packet.from(UsbmonPacket.HEADER_LENGTH), encoded.from(UsbmonPacket.HEADER_LENGTH));
            // The kernel leaves old octets where the setup packet would be.
            int upTo = record.setup() == null ? 40 : kept;
            assertEquals(packet.truncate(upTo), encoded.truncate(upTo), record::toString);
            count++;
        }
        return count;
    }

    private static List<UsbmonPacket> records(String file) throws IOException {
        return packets(file).stream().map(UsbmonPacket::decode).toList();
    }

    private static List<Bytes> packets(String file) throws IOException {
        List<Bytes> packets = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(FOLDER.resolve(file)))) {
            PcapngReader reader = new PcapngReader(in);
            for (Optional<CapturePacket> next = reader.next(); next.isPresent(); next = reader.next()) {
                packets.add(next.get().data());
            }
            assertEquals(LinkType.USB_LINUX_MMAPPED, reader.interfaces().getFirst().linkType());
        }
        return packets;
    }
}
