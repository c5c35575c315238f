package dev.lanyard.evidence;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CaptureException;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.CaptureReader;
import dev.lanyard.wire.capture.LinkType;
import dev.lanyard.wire.capture.UsbPcapPacket;
import dev.lanyard.wire.capture.UsbmonPacket;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunctionFinder;
import dev.lanyard.wire.usb.DescriptorParser;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.TransferType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Evidence of USB captures that others made (usbmon or USBPcap, frames of the link beside them or not): one timeline
 * for each device that shows an ECM or NCM function. What a capture does not show (steps, when the device came) is
 * absent. A capture that fits is held in memory, a larger one is read again at every pass.
 *
 * @param devices      those with a network function, in the order in which they were first seen
 * @param otherDevices how many more were seen
 * @param packets      how many packets were read
 * @param damage       why the capture could not be read to its end
 */
public record UsbCapture(List<Device> devices, int otherDevices, long packets, Optional<String> damage) {

    /** Captures that are smaller are held in memory. */
    private static final long IN_MEMORY_OCTETS = 32L << 20;
    private static final int MAX_DEVICES = 1024;

    public UsbCapture {
        devices = List.copyOf(devices);
    }

    /**
     * A device of a capture.
     *
     * @param bus    1 and up
     * @param number its address on the bus
     * @param model  of its network function
     */
    public record Device(int bus, int number, CdcFunction.Model model, Evidence evidence) {

        @Override
        public String toString() {
            return "USB bus " + bus + " device " + number;
        }
    }

    /** A device's address; the root hub and what the host has not addressed yet are none. */
    record Address(int bus, int number) {}

    /** Whether packets of this link type are for this reader. */
    public static boolean isUsb(int linkType) {
        return linkType == LinkType.USB_LINUX_MMAPPED || linkType == LinkType.USBPCAP;
    }

    /**
     * Reads {@code file} to its end, or to where it is damaged.
     *
     * @throws CaptureException when it is no capture at all
     */
    public static UsbCapture read(Path file) throws IOException {
        return read(file, IN_MEMORY_OCTETS);
    }

    static UsbCapture read(Path file, long inMemoryOctets) throws IOException {
        Map<Address, Optional<CdcFunction.Model>> seen = new LinkedHashMap<>();
        boolean hasLink = false;
        long packets = 0;
        Optional<String> damage = Optional.empty();
        Map<Long, SetupPacket> asked = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file)) {
            CaptureReader reader = CaptureReader.open(in);
            try {
                for (Optional<CapturePacket> next = reader.next(); next.isPresent(); next = reader.next()) {
                    int linkType = reader.interfaceOf(next.get()).linkType();
                    hasLink |= linkType == LinkType.ETHERNET;
                    usb(linkType, next.get()).filter(record -> seen.size() < MAX_DEVICES)
                            .ifPresent(record -> look(record, seen, asked));
                }
            } catch (CaptureException e) {
                damage = Optional.of(e.getMessage());
            }
            packets = reader.packetsRead();
        }
        List<Device> devices = new ArrayList<>();
        for (Map.Entry<Address, Optional<CdcFunction.Model>> entry : seen.entrySet()) {
            if (entry.getValue().isPresent()) {
                boolean frames = !hasLink;
                devices.add(new Device(entry.getKey().bus(), entry.getKey().number(), entry.getValue().get(),
                        evidence(file, entry.getKey(), entry.getValue().get(), frames, damage, inMemoryOctets)));
            }
        }
        return new UsbCapture(devices, seen.size() - devices.size(), packets, damage);
    }

    private static Evidence evidence(Path file, Address device, CdcFunction.Model model, boolean framesFromTransfers,
                                     Optional<String> damage, long inMemoryOctets) throws IOException {
        List<Recorded> kept = Files.size(file) <= inMemoryOctets ? new ArrayList<>() : null;
        Evidence.SummaryBuilder summary = new Evidence.SummaryBuilder();
        try (UsbCapturePass pass = new UsbCapturePass(file, device, model, framesFromTransfers)) {
            for (Recorded recorded = pass.next(); recorded != null; recorded = pass.next()) {
                summary.add(recorded);
                if (kept != null) {
                    kept.add(recorded);
                }
            }
        }
        Evidence.Source source = kept != null ? List.copyOf(kept)::stream
                : () -> stream(new UsbCapturePass(file, device, model, framesFromTransfers));
        Evidence.Summary told = summary.build(Optional.empty());
        return new Evidence(source, new Evidence.Summary(told.count(), told.started(), told.ended(), damage));
    }

    private static Stream<Recorded> stream(UsbCapturePass pass) {
        Spliterator<Recorded> events = new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE,
                Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE) {
            @Override
            public boolean tryAdvance(Consumer<? super Recorded> action) {
                try {
                    Recorded recorded = pass.next();
                    if (recorded != null) {
                        action.accept(recorded);
                    }
                    return recorded != null;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        return StreamSupport.stream(events, false).onClose(() -> {
            try {
                pass.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A USB record; empty for packets of other link types, and for records that cannot be read. */
    static Optional<UsbmonPacket> usb(int linkType, CapturePacket packet) {
        try {
            return switch (linkType) {
                case LinkType.USB_LINUX_MMAPPED -> Optional.of(UsbmonPacket.decode(packet.data()));
                case LinkType.USBPCAP -> Optional.of(UsbPcapPacket.decode(packet.data(), packet.epochNanos()));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void look(UsbmonPacket record, Map<Address, Optional<CdcFunction.Model>> seen,
                             Map<Long, SetupPacket> asked) {
        if (record.device() == 0) {
            return;
        }
        Address address = new Address(record.bus(), record.device());
        seen.putIfAbsent(address, Optional.empty());
        if (record.transferType() != TransferType.CONTROL) {
            return;
        }
        if (record.setup() != null) {
            asked.put(record.id(), record.setup());
            if (asked.size() > MAX_DEVICES) {
                asked.remove(asked.keySet().iterator().next());
            }
            return;
        }
        SetupPacket setup = asked.remove(record.id());
        if (setup != null && setup.bmRequestType() == SetupPacket.DEVICE_TO_HOST
                && setup.bRequest() == StandardRequests.GET_DESCRIPTOR
                && setup.wValue() >> 8 == DescriptorType.CONFIGURATION) {
            model(record.data()).ifPresent(model -> seen.put(address, Optional.of(model)));
        }
    }

    private static Optional<CdcFunction.Model> model(Bytes configuration) {
        return CdcFunctionFinder.find(DescriptorParser.configuration(configuration)).stream()
                .map(CdcFunction::model).findFirst();
    }
}
