package dev.lanyard.rules.observation;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Evidence;
import dev.lanyard.evidence.Recorded;
import dev.lanyard.rules.Declarations;
import dev.lanyard.rules.air.AirKnowledge;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.usb.ConfigurationTree;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.DeviceDescriptor;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.StringDescriptor;
import dev.lanyard.wire.usb.UsbSpeed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the evidence of one attempt shows. Small things (descriptors, requests, notifications, DHCP messages) are
 * gathered once; traffic is passed over again for each judge that asks, so that its size costs no memory.
 *
 * <p>Nothing here throws for odd evidence: events may be missing, out of order or nonsense. Only files that cannot be
 * read do ({@link java.io.UncheckedIOException}).
 */
public final class Observation {

    private final Evidence evidence;
    private final Declarations declared;
    private final AirKnowledge air;
    private final Gathered gathered;
    private final Optional<Seen<CdcFunction>> function;
    private final List<Seen<SeenNotification>> notifications;
    private final List<Seen<String>> notificationGarbage;
    private final List<DataPath> dataPaths;
    private final Map<Class<?>, Derived> derived = new ConcurrentHashMap<>();

    private Observation(Evidence evidence, Declarations declared, AirKnowledge air, Gathered gathered) {
        this.evidence = evidence;
        this.declared = declared;
        this.air = air;
        this.gathered = gathered;
        this.function = gathered.function();
        NotificationGathering interrupt = new NotificationGathering(gathered, function.map(Seen::what));
        this.notifications = interrupt.notifications();
        this.notificationGarbage = interrupt.garbage();
        this.dataPaths = function.map(f -> DataPaths.of(gathered, f.what(), notifications)).orElse(List.of());
    }

    /** As {@link #of(Evidence, Declarations, AirKnowledge)}, where nothing is known of a Wi-Fi Aware device. */
    public static Observation of(Evidence evidence, Declarations declared) {
        return of(evidence, declared, AirKnowledge.NONE);
    }

    /** Gathers in one pass. */
    public static Observation of(Evidence evidence, Declarations declared, AirKnowledge air) {
        Gathered gathered = new Gathered();
        try (Stream<Recorded> events = evidence.stream()) {
            events.forEach(gathered::add);
        }
        return new Observation(evidence, declared, air, gathered);
    }

    /** What is declared about the accessory. */
    public Declarations declared() {
        return declared;
    }

    /** What is known of a Wi-Fi Aware device besides its frames. */
    public AirKnowledge air() {
        return air;
    }

    /** How the evidence is cut, if it is. */
    public Optional<String> cut() {
        return evidence.cut();
    }

    /** Why the harness could not see something, if it says so. */
    public Optional<String> blindness() {
        return gathered.blindness();
    }

    /** Every configuration that was read to its end, in the order of reading. */
    public List<Seen<ConfigurationTree>> configurations() {
        return gathered.configurations();
    }

    /** The ECM or NCM function of the selected configuration, else the first one of any. */
    public Optional<Seen<CdcFunction>> function() {
        return function;
    }

    /** The whole configuration that {@code function} was found in. */
    public Optional<ConfigurationTree> configurationOf(Seen<CdcFunction> function) {
        return configurations().stream().filter(read -> read.sequence() == function.sequence()).map(Seen::what)
                .findFirst();
    }

    /** When the accessory was opened, in order. */
    public List<Seen<Event.Attached>> attachments() {
        return gathered.attachments();
    }

    /** Whether the operating system's driver had the accessory all the time, so that no transfer was seen. */
    public boolean throughSystem() {
        return gathered.throughSystem();
    }

    /** The speed at which the accessory ran, when it was told and always the same. */
    public Optional<UsbSpeed> speed() {
        List<UsbSpeed> speeds = attachments().stream().map(seen -> seen.what().speed()).distinct().toList();
        return speeds.size() == 1 ? Optional.of(speeds.getFirst()).filter(speed -> speed != UsbSpeed.UNKNOWN)
                : Optional.empty();
    }

    /** Every control transfer, whatever became of it, in order. */
    public List<Seen<Event.Transfer>> controls() {
        return List.copyOf(gathered.controls());
    }

    /** What was done to the accessory that no transfer shows. */
    public List<Seen<Stimulus>> stimuli() {
        return List.copyOf(gathered.stimuli());
    }

    /** Bulk OUT transfers after which the accessory was let go of with its data path open: the last one each time. */
    public List<Seen<Event.Transfer>> cutWrites() {
        return List.copyOf(gathered.cutWrites());
    }

    /** The frames that passed the link, in order, as far as judges look at them one by one. */
    public LinkTraffic traffic() {
        return once(LinkTraffic.class, seen -> {
            LinkTraffic traffic = new LinkTraffic();
            try (Stream<Recorded> events = evidence.stream()) {
                events.forEach(traffic::add);
            }
            return traffic;
        });
    }

    /** Reads of a descriptor of this type, whatever became of them. */
    public List<Seen<Event.Transfer>> descriptorReads(int bDescriptorType) {
        return standardRequests(SetupPacket.DEVICE_TO_HOST, StandardRequests.GET_DESCRIPTOR).stream()
                .filter(seen -> seen.what().setup().wValue() >> 8 == bDescriptorType).toList();
    }

    /** Control transfers with these two octets, whatever became of them. */
    public List<Seen<Event.Transfer>> standardRequests(int bmRequestType, int bRequest) {
        return gathered.controls().stream().filter(seen -> seen.what().setup().bmRequestType() == bmRequestType
                && seen.what().setup().bRequest() == bRequest).toList();
    }

    /** Control transfers whose setup packet is one of {@code which}, whatever became of them. */
    public List<Seen<Event.Transfer>> controlRequests(Predicate<SetupPacket> which) {
        return gathered.controls().stream().filter(seen -> which.test(seen.what().setup())).toList();
    }

    /** Every device descriptor that was read whole. */
    public List<Seen<DeviceDescriptor>> deviceDescriptors() {
        return descriptorReads(DescriptorType.DEVICE).stream()
                .filter(read -> read.what().isOk() && read.what().data().has(0, DeviceDescriptor.LENGTH))
                .map(read -> read.as(new DeviceDescriptor(read.what().data(), 0))).toList();
    }

    /** The frames that came from the accessory, summed up. */
    public ReceivedFrames receivedFrames() {
        return gathered.frames();
    }

    /** Reads of this bulk IN endpoint that began while every interface was in alternate setting 0. */
    public List<Seen<Event.Transfer>> idleReads(int bEndpointAddress) {
        return gathered.idleReads().of(bEndpointAddress);
    }

    /** Reads of interrupt endpoints. */
    public List<Seen<Event.Transfer>> interruptReads() {
        return gathered.interrupts();
    }

    /** When the device came, went or was configured. */
    public List<Long> interruptions() {
        return List.copyOf(gathered.interruptions());
    }

    /** When the last event was. */
    public long lastNanos() {
        return gathered.lastNanos();
    }

    /** What {@code work} makes of this observation, made once: several judges can share a pass over the traffic. */
    public <T> T once(Class<T> kind, Function<Observation, T> work) {
        return kind.cast(derived.computeIfAbsent(kind, _ -> new Derived()).get(() -> work.apply(this)));
    }

    /** Something made once, by whichever judge wants it first; others wait. */
    private static final class Derived {
        private Object made;

        synchronized Object get(Supplier<Object> work) {
            if (made == null) {
                made = work.get();
            }
            return made;
        }
    }

    /** The answers to GET_DESCRIPTOR of string {@code index}; failed ones are left out. */
    public List<Seen<StringDescriptor>> strings(int index) {
        return gathered.controls().stream()
                .filter(seen -> seen.what().isOk() && isStringRead(seen.what().setup(), index))
                .filter(seen -> seen.what().data().has(0, StringDescriptor.LENGTH))
                .map(seen -> seen.as(new StringDescriptor(seen.what().data(), 0))).toList();
    }

    private static boolean isStringRead(SetupPacket setup, int index) {
        return setup.bmRequestType() == SetupPacket.DEVICE_TO_HOST
                && setup.bRequest() == StandardRequests.GET_DESCRIPTOR
                && setup.wValue() == (DescriptorType.STRING << 8 | index);
    }

    /** Control transfers that made this class request, whatever became of them. */
    public List<Seen<Event.Transfer>> requests(CdcRequest request) {
        return gathered.controls().stream()
                .filter(seen -> CdcRequest.of(seen.what().setup()).filter(request::equals).isPresent()).toList();
    }

    /** All notifications in order. */
    public List<Seen<SeenNotification>> notifications() {
        return notifications;
    }

    /** Octets of the notification endpoint that belong to no notification, described. */
    public List<Seen<String>> notificationGarbage() {
        return notificationGarbage;
    }

    /** The times during which the data path was open. */
    public List<DataPath> dataPaths() {
        return dataPaths;
    }

    /** DHCP messages that passed the link. */
    public List<Seen<SeenFrame<DhcpMessage>>> dhcpMessages() {
        return gathered.dhcp();
    }

    /** The steps of this verb that began, with their arguments. */
    public List<Seen<Event.StepStarted>> steps(String verb) {
        return gathered.steps().stream().filter(step -> verb.equals(step.what().verb())).toList();
    }

    /** The steps that began whose verb belongs to this group: {@code mdns} for {@code mdns.resolve}. */
    public List<Seen<Event.StepStarted>> stepsOf(String group) {
        return gathered.steps().stream()
                .filter(step -> step.what().verb() != null && step.what().verb().startsWith(group + ".")).toList();
    }

    /** Passes over the transfer blocks that an NCM accessory sent. */
    public void forEachInBlock(Consumer<Seen<InBlock>> consumer) {
        if (function.filter(f -> f.what().model() == CdcFunction.Model.NCM).isEmpty()) {
            return;
        }
        try (Stream<Recorded> events = evidence.stream()) {
            events.forEach(new InBlocks(function.get().what(), consumer)::add);
        }
    }

    /** What the host sent to the function's bulk OUT endpoint, and how the echo requests in it fared. */
    public List<OutTransfer> outTransfers() {
        return once(OutTransfers.class, OutTransfers::of).all();
    }

    /** Passes over all events. */
    public void forEachEvent(Consumer<Recorded> consumer) {
        try (Stream<Recorded> events = evidence.stream()) {
            events.forEach(consumer);
        }
    }

    /** Passes over the UDP datagrams that passed the link. */
    public void forEachUdpDatagram(Consumer<Seen<SeenFrame<UdpDatagram>>> consumer) {
        forEachFrame(seen -> seen.what().as(UdpDatagram.of(seen.what().what()))
                .ifPresent(udp -> consumer.accept(seen.as(udp))));
    }

    /** Passes over the IP packets that passed the link. */
    public void forEachIpPacket(Consumer<Seen<SeenFrame<IpPacket>>> consumer) {
        forEachFrame(seen -> seen.what().as(IpPacket.of(seen.what().what()))
                .ifPresent(packet -> consumer.accept(seen.as(packet))));
    }

    /** Passes over the Ethernet frames that passed the link. */
    public void forEachFrame(Consumer<Seen<SeenFrame<Bytes>>> consumer) {
        try (Stream<Recorded> events = evidence.stream()) {
            events.forEach(recorded -> {
                if (recorded.event() instanceof Event.Frame frame) {
                    consumer.accept(Seen.at(recorded, new SeenFrame<>(frame.received(), frame.data())));
                }
            });
        }
    }
}
