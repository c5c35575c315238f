package dev.lanyard.evidence;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CaptureException;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.CaptureReader;
import dev.lanyard.wire.capture.LinkType;
import dev.lanyard.wire.capture.UsbmonPacket;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** One reading of a USB capture, as the events of one device. */
final class UsbCapturePass implements Closeable {

    private static final String SOURCE = "capture";
    private static final int MAX_PENDING = 65_536;
    private static final int EREMOTEIO = -121;

    private final InputStream in;
    private final CaptureReader reader;
    private final UsbCapture.Address device;
    private final CdcFunction.Model model;
    private final boolean framesFromTransfers;
    private final Map<Long, UsbmonPacket> submitted = new LinkedHashMap<>();
    private final Queue<Recorded> ready = new ArrayDeque<>();
    private final String name;
    private long sequence;
    private long start = Long.MIN_VALUE;
    private boolean over;

    UsbCapturePass(Path file, UsbCapture.Address device, CdcFunction.Model model, boolean framesFromTransfers)
            throws IOException {
        this.in = Files.newInputStream(file);
        this.device = device;
        this.model = model;
        this.framesFromTransfers = framesFromTransfers;
        this.name = String.valueOf(file.getFileName());
        try {
            this.reader = CaptureReader.open(in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The next event; null at the end, or where the capture is damaged. */
    Recorded next() throws IOException {
        while (ready.isEmpty() && !over) {
            Optional<CapturePacket> packet;
            try {
                packet = reader.next();
            } catch (CaptureException e) {
                packet = Optional.empty();
            }
            if (packet.isEmpty()) {
                over = true;
            } else {
                add(packet.get());
            }
        }
        return ready.poll();
    }

    private void add(CapturePacket packet) {
        int linkType = reader.interfaceOf(packet).linkType();
        if (linkType == LinkType.ETHERNET) {
            if (packet.direction() != CapturePacket.Direction.UNKNOWN) {
                begin(packet.epochNanos());
                record(packet.epochNanos(), new Event.Frame(
                        packet.direction() == CapturePacket.Direction.INBOUND, packet.data()));
            }
            return;
        }
        UsbCapture.usb(linkType, packet).filter(record -> record.device() == device.number()
                && record.bus() == device.bus()).ifPresent(this::add);
    }

    private void add(UsbmonPacket record) {
        begin(record.epochNanos());
        if (record.kind() == UsbmonPacket.Kind.SUBMIT) {
            submitted.put(record.id(), record);
            if (submitted.size() > MAX_PENDING) {
                submitted.remove(submitted.keySet().iterator().next());
            }
            return;
        }
        UsbmonPacket submit = submitted.remove(record.id());
        if (submit != null) {
            transfer(submit, record);
        }
    }

    private void begin(long epochNanos) {
        if (start == Long.MIN_VALUE) {
            start = epochNanos;
            record(epochNanos, new Event.AttemptStarted("capture", 1, name, "", Instant.EPOCH.plusNanos(epochNanos)));
            // Neither kind of capture tells the speed.
            record(epochNanos, new Event.Attached(name, 0, 0, UsbSpeed.UNKNOWN));
        }
    }

    private void transfer(UsbmonPacket submit, UsbmonPacket complete) {
        Bytes data = submit.isIn() ? complete.data() : submit.data();
        String status = switch (complete.status()) {
            case 0, EREMOTEIO -> "OK";
            case -32 -> "STALL";
            case -2, -104 -> "CANCELLED";
            case -108 -> "DETACHED";
            case -75 -> "OVERFLOW";
            case -71 -> "PROTOCOL";
            default -> "IO";
        };
        record(complete.epochNanos(), new Event.Transfer(submit.id(), submit.transferType(), submit.endpointAddress(),
                submit.setup(), (int) Math.min(submit.length(), Integer.MAX_VALUE), status,
                submit.epochNanos() - start, false, data));
        if (framesFromTransfers && submit.transferType() == TransferType.BULK && !data.isEmpty()) {
            List<Bytes> frames = model == CdcFunction.Model.NCM ? Ntb.decode(data).datagrams() : List.of(data);
            frames.forEach(frame -> record(complete.epochNanos(), new Event.Frame(submit.isIn(), frame)));
        }
    }

    private void record(long epochNanos, Event event) {
        ready.add(new Recorded(++sequence, epochNanos - start, SOURCE, event));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
