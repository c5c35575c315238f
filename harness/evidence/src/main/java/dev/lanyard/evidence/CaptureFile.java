package dev.lanyard.evidence;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CaptureInterface;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.CapturePacket.Direction;
import dev.lanyard.wire.capture.LinkType;
import dev.lanyard.wire.capture.PcapngReader;
import dev.lanyard.wire.capture.PcapngWriter;
import dev.lanyard.wire.capture.UsbmonPacket;
import dev.lanyard.wire.ieee80211.Radiotap;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The capture beside a timeline: USB transfers as pairs of usbmon records on one interface, Ethernet frames on another,
 * frames of the air with radiotap headers on a third.
 * Packets are numbered from 1, as capture viewers number them. A transfer is written when it has completed, so its
 * submission may stand behind packets that are later than it.
 */
final class CaptureFile {

    private static final int USB = 0;
    private static final int ETHERNET = 1;
    private static final int AIR = 2;
    private static final int BUFFER = 256 << 10;
    private static final int BUS = 1;
    private static final int MAX_DEVICE = 127;

    /** The errno that Linux gives in each case, as usbmon shows it. */
    private static final Map<String, Integer> ERRNO = Map.of("OK", 0, "STALL", -32, "TIMEOUT", -2, "CANCELLED", -104,
            "DETACHED", -108, "OVERFLOW", -75, "PROTOCOL", -71);
    private static final int EIO = -5;

    private CaptureFile() {}

    /** Writes a capture; for one thread. */
    static final class Writer implements Closeable {
        private final OutputStream out;
        private final PcapngWriter pcapng;
        private final long epochNanos;
        private long packets;
        private int device;

        Writer(Path file, Instant start) throws IOException {
            out = new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), BUFFER);
            epochNanos = Math.addExact(Math.multiplyExact(start.getEpochSecond(), 1_000_000_000L), start.getNano());
            pcapng = new PcapngWriter(out, "Lanyard");
            pcapng.addInterface(new CaptureInterface(LinkType.USB_LINUX_MMAPPED, "usb"));
            pcapng.addInterface(new CaptureInterface(LinkType.ETHERNET, "link"));
            pcapng.addInterface(new CaptureInterface(LinkType.IEEE802_11_RADIOTAP, "air"));
        }

        /** Each attachment is a device of its own in the capture. */
        void attached() {
            device = device % MAX_DEVICE + 1;
        }

        /** Returns the number of the packet with the frame. */
        long frame(long nanos, Event.Frame frame) throws IOException {
            pcapng.write(new CapturePacket(ETHERNET, epochNanos + nanos, frame.data(),
                    frame.received() ? Direction.INBOUND : Direction.OUTBOUND));
            return ++packets;
        }

        /** Returns the number of the packet with the frame; its radiotap header has the time in microseconds as TSFT. */
        long airFrame(long nanos, Event.AirFrame frame) throws IOException {
            Bytes header = Radiotap.received(nanos / 1_000, frame.frequencyMhz(), frame.signalDbm()).encode();
            pcapng.write(new CapturePacket(AIR, epochNanos + nanos, header.concat(frame.data()),
                    frame.received() ? Direction.INBOUND : Direction.OUTBOUND));
            return ++packets;
        }

        /** Returns the number of the packet with the transfer's octets. */
        long transfer(long nanos, Event.Transfer transfer) throws IOException {
            long submitted = epochNanos + transfer.submittedNanos();
            long completed = epochNanos + nanos;
            int number = Math.max(1, device);
            Bytes data = transfer.data();
            long done = transfer.isIn() || transfer.isOk() ? data.length() : 0;
            write(submitted, Direction.OUTBOUND, UsbmonPacket.submit(transfer.id(), transfer.type(),
                    transfer.endpointAddress(), number, BUS, transfer.setup(), submitted, transfer.requestedLength(),
                    data));
            write(completed, Direction.INBOUND, UsbmonPacket.complete(transfer.id(), transfer.type(),
                    transfer.endpointAddress(), number, BUS, completed,
                    ERRNO.getOrDefault(transfer.status(), EIO), done, data));
            return transfer.isIn() ? packets : packets - 1;
        }

        void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }

        private void write(long at, Direction direction, UsbmonPacket packet) throws IOException {
            pcapng.write(new CapturePacket(USB, at, packet.encode(), direction));
            packets++;
        }
    }

    /** Fetches octets from a capture, front to back. */
    static final class Reader implements EventReader.Capture, Closeable {
        private final Path file;
        private BufferedInputStream in;
        private PcapngReader pcapng;
        private long packets;

        Reader(Path file) {
            this.file = file;
        }

        @Override
        public Bytes data(long packet, int length) throws IOException {
            open();
            if (packet <= packets) {
                throw new IllegalArgumentException("packet " + packet + " stands before packet " + packets
                        + ", which an earlier event has");
            }
            Optional<CapturePacket> found = Optional.empty();
            while (packets < packet) {
                found = pcapng.next();
                packets++;
                if (found.isEmpty()) {
                    throw new IllegalArgumentException("the capture ends before packet " + packet);
                }
            }
            Bytes data = payload(found.orElseThrow());
            if (data.length() != length) {
                throw new IllegalArgumentException("the event has " + length + " octets, its packet " + packet + " has "
                        + data.length());
            }
            return data;
        }

        @Override
        public void close() throws IOException {
            if (in != null) {
                in.close();
            }
        }

        private void open() throws IOException {
            if (in == null) {
                try {
                    in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
                } catch (NoSuchFileException e) {
                    throw new IllegalArgumentException("there is no " + file + " with its octets", e);
                }
                pcapng = new PcapngReader(in);
            }
        }

        private static Bytes payload(CapturePacket packet) {
            return switch (packet.interfaceId()) {
                case USB -> UsbmonPacket.decode(packet.data()).data();
                case AIR -> packet.data().from(Math.min(packet.data().length(),
                        Radiotap.decode(packet.data()).length()));
                default -> packet.data();
            };
        }
    }
}
