package dev.lanyard.rules.observation;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunctionFinder;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.usb.ConfigurationDescriptor;
import dev.lanyard.wire.usb.ConfigurationTree;
import dev.lanyard.wire.usb.DescriptorParser;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.TransferType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The small things of an attempt, in the order of the evidence. Each list is bounded; overflow counts as blindness. */
final class Gathered {

    private static final int MAX = 200_000;

    private final List<Seen<Event.Transfer>> controls = new ArrayList<>();
    private final List<Seen<Event.Transfer>> interrupts = new ArrayList<>();
    private final List<Seen<Event.Notification>> notifications = new ArrayList<>();
    private final List<Seen<ConfigurationTree>> configurations = new ArrayList<>();
    private final List<Seen<SeenFrame<DhcpMessage>>> dhcp = new ArrayList<>();
    private final List<Seen<Event.StepStarted>> steps = new ArrayList<>();
    private final List<Seen<Event.Attached>> attachments = new ArrayList<>();
    private final List<Seen<Stimulus>> stimuli = new ArrayList<>();
    /** The last bulk OUT transfer before the accessory was let go of, where it was let go of in the middle. */
    private final List<Seen<Event.Transfer>> cutWrites = new ArrayList<>();
    private Seen<Event.Transfer> lastWrite;
    private final ReceivedFrames frames = new ReceivedFrames();
    private final IdleReads idleReads = new IdleReads();
    /** When the device came, went, or was configured: whatever was selected before is over. */
    private final List<Long> interruptions = new ArrayList<>();
    private OptionalInt selectedConfiguration = OptionalInt.empty();
    private boolean attachedBySystem;
    private boolean attachedByHarness;
    private String blindness;
    private long lastNanos;

    /** The source of the events of accessories that stay with the operating system's driver. */
    private static final String SYSTEM_DRIVER = "kernel";

    void add(Recorded recorded) {
        lastNanos = Math.max(lastNanos, recorded.nanos());
        switch (recorded.event()) {
            case Event.Transfer transfer -> addTransfer(recorded, transfer);
            case Event.Notification notification -> keep(notifications, recorded, notification);
            case Event.Frame frame -> addFrame(recorded, frame);
            case Event.StepStarted step -> keep(steps, recorded, step);
            case Event.Attached attached -> {
                attachedBySystem |= recorded.source().equals(SYSTEM_DRIVER);
                attachedByHarness |= !recorded.source().equals(SYSTEM_DRIVER);
                keep(attachments, recorded, attached);
                interrupt(recorded.nanos());
            }
            case Event.Measurement measurement -> Stimulus.of(measurement)
                    .ifPresent(stimulus -> keep(stimuli, recorded, stimulus));
            case Event.Detached _ -> {
                interrupt(recorded.nanos());
                if (lastWrite != null && cutWrites.size() < MAX) {
                    cutWrites.add(lastWrite);
                }
                lastWrite = null;
            }
            case Event.Note note when note.severity() == Event.Severity.BLIND && blindness == null ->
                    blindness = note.text();
            default -> { }
        }
    }

    private void addFrame(Recorded recorded, Event.Frame frame) {
        new SeenFrame<>(frame.received(), frame.data()).as(dhcpOf(frame.data()))
                .ifPresent(message -> keep(dhcp, recorded, message));
        if (frame.received()) {
            frames.add(recorded.sequence(), frame.data());
        }
    }

    private void interrupt(long nanos) {
        interruptions.add(nanos);
        idleReads.reset(nanos);
    }

    private void addTransfer(Recorded recorded, Event.Transfer transfer) {
        if (transfer.type() == TransferType.INTERRUPT && transfer.isIn()) {
            keep(interrupts, recorded, transfer);
        } else if (transfer.type() == TransferType.CONTROL && transfer.setup() != null) {
            keep(controls, recorded, transfer);
            addStandardRequest(recorded, transfer);
        } else if (transfer.type() == TransferType.BULK && transfer.isIn()) {
            idleReads.add(recorded, transfer);
        } else if (transfer.type() == TransferType.BULK && transfer.isOk()) {
            lastWrite = Seen.at(recorded, transfer);
        }
    }

    private void addStandardRequest(Recorded recorded, Event.Transfer transfer) {
        SetupPacket setup = transfer.setup();
        if (!transfer.isOk()) {
            return;
        }
        if (setup.bmRequestType() == SetupPacket.DEVICE_TO_HOST && setup.bRequest() == StandardRequests.GET_DESCRIPTOR
                && setup.wValue() >> 8 == DescriptorType.CONFIGURATION && isReadToItsEnd(setup, transfer.data())) {
            keep(configurations, recorded, DescriptorParser.configuration(transfer.data()));
        } else if (setup.bmRequestType() == 0 && setup.bRequest() == StandardRequests.SET_CONFIGURATION) {
            selectedConfiguration = OptionalInt.of(setup.wValue());
            interruptions.add(transfer.submittedNanos());
            idleReads.reset(recorded.nanos());
        } else if (setup.bmRequestType() == StandardRequests.TO_INTERFACE
                && setup.bRequest() == StandardRequests.SET_INTERFACE) {
            lastWrite = null;
            idleReads.select(setup.wIndex(), setup.wValue(), recorded.nanos());
        }
    }

    /** A host that asks for less than there is gets a prefix, which shows no defect of the whole. */
    private static boolean isReadToItsEnd(SetupPacket setup, Bytes data) {
        boolean isPrefix = data.length() >= setup.wLength() && data.has(0, 4) && data.u16le(2) > setup.wLength();
        return setup.wLength() > ConfigurationDescriptor.LENGTH && !isPrefix;
    }

    private static Optional<DhcpMessage> dhcpOf(Bytes frame) {
        return UdpDatagram.of(frame).filter(udp -> isDhcp(udp.sourcePort()) && isDhcp(udp.destinationPort()))
                .map(udp -> DhcpMessage.decode(udp.payload()));
    }

    private static boolean isDhcp(int port) {
        return port == DhcpMessage.SERVER_PORT || port == DhcpMessage.CLIENT_PORT;
    }

    private <T> void keep(List<Seen<T>> list, Recorded recorded, T what) {
        if (list.size() < MAX) {
            list.add(Seen.at(recorded, what));
        } else if (blindness == null) {
            blindness = "after event " + recorded.sequence() + " there are more events of one kind than are judged";
        }
    }

    /** The function of the selected configuration, as it was last read; else of the first configuration with one. */
    Optional<Seen<CdcFunction>> function() {
        Seen<CdcFunction> first = null;
        Seen<CdcFunction> selected = null;
        for (Seen<ConfigurationTree> seen : configurations) {
            List<CdcFunction> functions = CdcFunctionFinder.find(seen.what());
            if (functions.isEmpty()) {
                continue;
            }
            Seen<CdcFunction> found = seen.as(functions.getFirst());
            first = first == null ? found : first;
            if (selectedConfiguration.isPresent()
                    && seen.what().bConfigurationValue() == selectedConfiguration.getAsInt()) {
                selected = found;
            }
        }
        return Optional.ofNullable(selected == null ? first : selected);
    }

    List<Seen<Event.Transfer>> controls() {
        return controls;
    }

    List<Seen<Event.Transfer>> interrupts() {
        return interrupts;
    }

    List<Seen<Event.Notification>> notifications() {
        return notifications;
    }

    List<Seen<ConfigurationTree>> configurations() {
        return configurations;
    }

    List<Seen<SeenFrame<DhcpMessage>>> dhcp() {
        return dhcp;
    }

    List<Seen<Event.StepStarted>> steps() {
        return steps;
    }

    boolean throughSystem() {
        return attachedBySystem && !attachedByHarness;
    }

    List<Seen<Event.Attached>> attachments() {
        return attachments;
    }

    List<Seen<Stimulus>> stimuli() {
        return stimuli;
    }

    List<Seen<Event.Transfer>> cutWrites() {
        return cutWrites;
    }

    ReceivedFrames frames() {
        return frames;
    }

    IdleReads idleReads() {
        return idleReads;
    }

    List<Long> interruptions() {
        return interruptions;
    }

    Optional<String> blindness() {
        return Optional.ofNullable(blindness);
    }

    long lastNanos() {
        return lastNanos;
    }
}
