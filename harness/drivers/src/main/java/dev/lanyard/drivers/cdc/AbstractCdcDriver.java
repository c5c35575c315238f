package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunction.DataAlternate;
import dev.lanyard.wire.cdc.ClassRequest;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.ConfigurationTree.AlternateSetting;
import dev.lanyard.wire.usb.EndpointDescriptor;
import dev.lanyard.wire.usb.TransferType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/** What ECM and NCM drivers have in common: alternate settings, the two readers, the link, and giving back. */
abstract sealed class AbstractCdcDriver implements CdcDriver permits EcmDriver, NcmDriver {

    private static final int INTERRUPT_READS = 4;
    private static final int USUAL_PACKET_SIZE = 512;
    private static final int ETHERNET_HEADER = 14;
    private static final int DEFAULT_MTU = 1500;
    /** IPv4 needs this much (RFC 791). */
    private static final int LEAST_MTU = 68;
    private static final int UNKNOWN_ALTERNATE = -1;
    private static final Duration CLOSE_STEP = Duration.ofSeconds(1);
    /** For what a host has begun already: to say why a device is gone, to end reads; a busy machine takes a while. */
    private static final Duration SETTLE = Duration.ofSeconds(2);

    final UsbConnection connection;
    final CdcFunction function;
    /** Those of the next selection; what is selected now was opened with the ones of its time. */
    volatile CdcOptions options;
    final Notes notes;
    final ClassRequests requests;
    final LinkCounters.Counting counting = new LinkCounters.Counting();
    final CdcLink link;

    private final DeviceReport report;
    private final Recorder recorder;
    private final MacAddress hostMacAddress;
    private final ReentrantLock control = new ReentrantLock();
    private final NotificationListening notifications;
    private volatile InPump reading;
    private DataPath path;
    /** Where {@link #path} sends to. */
    private volatile OutEndpoint out;
    private int alternate;
    private boolean closed;

    private record OutEndpoint(int address, int packetSize) {}

    AbstractCdcDriver(UsbConnection connection, CdcFunction function, DeviceReport report, MacAddress hostMacAddress,
                      CdcOptions options, Recorder recorder) {
        this.connection = connection;
        this.function = function;
        this.report = report;
        this.hostMacAddress = hostMacAddress;
        this.options = options;
        this.recorder = recorder;
        this.notes = new Notes(recorder);
        this.requests = new ClassRequests(connection);
        this.link = new CdcLink(hostMacAddress, mtu(), recorder, notes, counting, this::close);
        this.notifications = function.notificationEndpoint()
                .map(endpoint -> new NotificationListening(() -> notificationPump(endpoint))).orElse(null);
    }

    /** Whatever the class must settle in alternate 0 before it can carry data. */
    abstract void prepare(Deadline deadline) throws UsbException, InterruptedException;

    /** What {@link #prepare} settled does not hold any more: alternate 0 was selected. */
    abstract void forget();

    /** The longest transfer that the accessory may send, in octets. */
    abstract long longestTransfer();

    abstract DataPath open(OutPipe out, int outPacketSize);

    /** Whether the function says that it supports SetEthernetPacketFilter. */
    abstract boolean takesPacketFilter();

    /** Starts reading notifications. */
    final void start() {
        if (notifications != null) {
            notifications.start();
        } else {
            notes.warning("there is no notification endpoint: the link counts as up while data can pass");
        }
        connection.detached().thenAccept(reason -> Thread.ofVirtual().name("cdc-detached").start(() -> gone(reason)));
    }

    @Override
    public UsbConnection connection() {
        return connection;
    }

    @Override
    public int controlInterface() {
        return function.control().bInterfaceNumber();
    }

    @Override
    public int dataInterface() {
        return function.data().orElseThrow().bInterfaceNumber();
    }

    @Override
    public CdcFunction function() {
        return function;
    }

    @Override
    public CdcOptions options() {
        return options;
    }

    @Override
    public void options(CdcOptions next) {
        options = next;
    }

    @Override
    public int configuration() {
        return report.configurations().stream().filter(c -> c.functions().contains(function)).findFirst()
                .map(c -> c.tree().bConfigurationValue()).orElse(1);
    }

    @Override
    public MacAddress hostMacAddress() {
        return hostMacAddress;
    }

    @Override
    public DeviceReport report() {
        return report;
    }

    @Override
    public LinkCounters counters() {
        return counting.now();
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public void setPacketFilter(int bitmap, Duration timeout) throws UsbException, InterruptedException {
        requests.make(ClassRequest.setEthernetPacketFilter(controlInterface(), bitmap), Deadline.in(timeout));
    }

    @Override
    public void transfer(Bytes octets, boolean zeroPacket, Duration timeout)
            throws UsbException, InterruptedException {
        OutEndpoint to = out;
        if (to == null) {
            throw new UsbException(UsbError.NOT_FOUND, "bulk write of " + octets.length() + " octets",
                    "no alternate setting with a data path is selected; select 1 first");
        }
        try {
            connection.submit(TransferRequest.out(TransferType.BULK, to.address(), octets, zeroPacket, timeout))
                    .await();
        } catch (UsbException e) {
            if (e.error() == UsbError.STALL) {
                connection.clearHalt(to.address(), CLOSE_STEP);
            }
            throw e;
        }
    }

    @Override
    public int outPacketSize() {
        OutEndpoint to = out;
        return to == null ? 0 : to.packetSize();
    }

    @Override
    public void selectAlternate(int bAlternateSetting, Duration timeout) throws UsbException, InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        control.lockInterruptibly();
        try {
            if (closed) {
                throw new UsbException(UsbError.CANCELLED, "SET_INTERFACE " + bAlternateSetting,
                        "the driver is closed");
            }
            Optional<AlternateSetting> setting =
                    function.data().flatMap(d -> d.alternate(bAlternateSetting));
            if (setting.isPresent()) {
                select(setting.get(), deadline);
            } else {
                selectUndefined(bAlternateSetting, deadline);
            }
        } finally {
            control.unlock();
        }
        if (bAlternateSetting != 0 && options.waitForLink()) {
            String asked = "link up after alternate setting " + bAlternateSetting;
            if (!link.awaitUp(deadline.remaining(asked))) {
                throw new UsbException(UsbError.TIMEOUT, asked, "the accessory sent no NetworkConnection 1 within "
                        + timeout.toMillis() + " ms");
            }
        }
    }

    @Override
    public void configure(int bConfigurationValue, Duration timeout) throws UsbException, InterruptedException {
        startAnew("configuration " + bConfigurationValue + " is selected", timeout, deadline -> {
            connection.setConfiguration(bConfigurationValue, deadline.remaining("SET_CONFIGURATION"));
            return bConfigurationValue;
        });
    }

    @Override
    public void reset(Duration timeout) throws UsbException, InterruptedException {
        startAnew("the port was reset", timeout, deadline -> {
            connection.reset(deadline.remaining("reset"));
            connection.setConfiguration(configuration(), deadline.remaining("SET_CONFIGURATION"));
            connection.claim(controlInterface());
            connection.claim(dataInterface());
            return configuration();
        });
    }

    @Override
    public void readNotifications(boolean read) throws InterruptedException {
        control.lockInterruptibly();
        try {
            listen(read && !closed);
        } finally {
            control.unlock();
        }
    }

    private void listen(boolean on) {
        if (notifications == null) {
            return;
        }
        if (on) {
            notifications.start();
        } else {
            notifications.stop();
        }
    }

    @FunctionalInterface
    private interface Restart {
        /** Returns the configuration that is selected then; 0 for none. */
        int run(Deadline deadline) throws UsbException, InterruptedException;
    }

    /** Does what puts every interface back into alternate 0; nothing may be pending on an endpoint meanwhile. */
    private void startAnew(String reason, Duration timeout, Restart restart)
            throws UsbException, InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        control.lockInterruptibly();
        try {
            if (closed) {
                throw new UsbException(UsbError.CANCELLED, reason, "the driver is closed");
            }
            stopData(reason);
            listen(false);
            alternate = UNKNOWN_ALTERNATE;
            int selected = restart.run(deadline);
            alternate = 0;
            forget();
            link.state(false, reason);
            listen(selected != 0);
        } finally {
            control.unlock();
        }
    }

    private void select(AlternateSetting setting, Deadline deadline) throws UsbException, InterruptedException {
        int number = setting.descriptor().bAlternateSetting();
        Optional<DataAlternate> carrying = carrying(setting);
        stopData("alternate setting " + number + " is being selected");
        if (carrying.isPresent() && (alternate == 0 || longestTransfer() == 0)) {
            prepare(deadline);
        }
        alternate = UNKNOWN_ALTERNATE;
        connection.setInterface(dataInterface(), number, deadline.remaining("SET_INTERFACE " + number));
        alternate = number;
        if (carrying.isPresent()) {
            startData(carrying.get());
            sendPacketFilter(deadline);
        } else {
            forget();
            link.path(null, "alternate setting " + number + " is selected, which carries no data");
            if (notifications == null) {
                link.state(false, "alternate setting " + number + " carries no data");
            }
        }
    }

    /** The accessory should refuse; only when it does not, it has left the alternate setting that was selected. */
    private void selectUndefined(int number, Deadline deadline) throws UsbException, InterruptedException {
        connection.setInterface(dataInterface(), number, deadline.remaining("SET_INTERFACE " + number));
        notes.warning("the accessory accepted alternate setting " + number + " of interface " + dataInterface()
                + ", which its descriptors do not have");
        stopData("the undefined alternate setting " + number + " is selected");
        alternate = UNKNOWN_ALTERNATE;
    }

    private static Optional<DataAlternate> carrying(AlternateSetting setting) {
        Optional<EndpointDescriptor> in = setting.endpoint(TransferType.BULK, true);
        Optional<EndpointDescriptor> out = setting.endpoint(TransferType.BULK, false);
        return in.isPresent() && out.isPresent()
                ? Optional.of(new DataAlternate(setting.descriptor(), in.get(), out.get())) : Optional.empty();
    }

    private void startData(DataAlternate data) {
        int packet = packetSize(data.bulkIn());
        // Longer than any block, so that a zero-length packet ends this read and not the next.
        int length = (int) ((longestTransfer() / packet + 1) * packet);
        int outPacket = packetSize(data.bulkOut());
        OutPipe pipe = new OutPipe(connection, data.bulkOut().bEndpointAddress(), options.outTransfers(),
                options.sendTimeout(), notes, counting);
        DataPath opened = open(pipe, outPacket);
        path = opened;
        out = new OutEndpoint(data.bulkOut().bEndpointAddress(), outPacket);
        InPump pump = new InPump(connection, TransferType.BULK, data.bulkIn().bEndpointAddress(), length,
                options.inTransfers(), notes, new InPump.Sink() {
                    @Override
                    public void received(Bytes transfer, long nanos) {
                        opened.received(transfer, nanos);
                    }

                    @Override
                    public void ended(UsbException reason) {
                        readingEnded(reason);
                    }
                });
        reading = pump;
        pump.start();
        link.path(opened, "");
        if (notifications == null) {
            link.state(true, "no notification endpoint");
        }
    }

    private void stopData(String reason) {
        link.path(null, reason);
        out = null;
        if (path != null) {
            path.stop(reason);
            path = null;
        }
        if (reading != null) {
            reading.stop();
            reading = null;
        }
    }

    private void sendPacketFilter(Deadline deadline) throws UsbException, InterruptedException {
        if (options.packetFilter() < 0 || !takesPacketFilter()) {
            return;
        }
        try {
            requests.make(ClassRequest.setEthernetPacketFilter(controlInterface(), options.packetFilter()), deadline);
        } catch (UsbException e) {
            if (e.error() != UsbError.STALL) {
                throw e;
            }
            // Linux goes on as well; a rule says whether it was right to refuse.
            notes.warning(e.getMessage());
        }
    }

    private InPump notificationPump(EndpointDescriptor endpoint) {
        int packet = packetSize(endpoint);
        return new InPump(connection, TransferType.INTERRUPT, endpoint.bEndpointAddress(), packet, INTERRUPT_READS,
                notes, new NotificationReader(packet, controlInterface(), link, recorder, notes, this::goneBy));
    }

    private void readingEnded(UsbException reason) {
        if (reason.error() == UsbError.DETACHED) {
            goneBy(reason);
        } else if (reason.error() != UsbError.CANCELLED) {
            notes.blind("frames cannot be read any more: " + reason.getMessage());
            link.detached("frames cannot be read any more: " + reason.getMessage());
        }
    }

    /** On a reader's thread: the host may be about to say why the device is gone, which is the better reason. */
    private void goneBy(UsbException reason) {
        String why = reason.getMessage();
        try {
            why = connection.detached().get(SETTLE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            notes.info("the host does not say why the device is gone");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.detached(why);
    }

    private void gone(String reason) {
        InPump pump = reading;
        if (pump != null) {
            try {
                // What was read before the device vanished is handed on first.
                pump.awaitEnd(SETTLE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        link.detached(reason);
    }

    private int packetSize(EndpointDescriptor endpoint) {
        if (endpoint.maxPacketOctets() > 0) {
            return endpoint.maxPacketOctets();
        }
        notes.warning("endpoint 0x%02x has wMaxPacketSize 0; it is driven as if it had %d"
                .formatted(endpoint.bEndpointAddress(), USUAL_PACKET_SIZE));
        return USUAL_PACKET_SIZE;
    }

    private int mtu() {
        int mtu = function.ethernet().map(EthernetNetworkingDescriptor::wMaxSegmentSize)
                .map(segment -> segment - ETHERNET_HEADER).orElse(DEFAULT_MTU);
        return mtu < LEAST_MTU ? DEFAULT_MTU : mtu;
    }

    @Override
    public void close() {
        // An interrupt must not keep the accessory from being given back.
        boolean interrupted = Thread.interrupted();
        boolean locked = false;
        try {
            locked = control.tryLock(CLOSE_STEP.toMillis(), TimeUnit.MILLISECONDS);
            if (closed) {
                return;
            }
            closed = true;
            stopData("the driver is closed");
            if (alternate != 0 && !link.isGone()) {
                connection.setInterface(dataInterface(), 0, CLOSE_STEP);
                alternate = 0;
            }
        } catch (UsbException e) {
            notes.info("the data interface could not be put back into alternate setting 0: " + e.getMessage());
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (locked) {
                control.unlock();
            }
            if (closed && notifications != null) {
                notifications.stop();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
