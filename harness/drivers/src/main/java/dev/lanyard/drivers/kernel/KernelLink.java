package dev.lanyard.drivers.kernel;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.Pcaps;
import org.pcap4j.core.RawPacketListener;
import org.pcap4j.packet.namednumber.DataLinkType;

/**
 * Frames of a network interface of the operating system, by libpcap: what comes in, what others on this machine send
 * there, and what the harness sends. The interface is not made promiscuous, since its address is the harness' too.
 *
 * <p>Life: {@link #raise} takes the interface up and begins; the carrier, which the driver takes from the accessory's
 * notifications, is the state of the link. Closing puts the interface back as it was.
 */
public final class KernelLink implements Link {

    /** The source of frames and link states on the timeline: as of every link. */
    private static final String SOURCE = "link";
    private static final String BLIND_BEGINNING = "frames of the first %d ms after interface %s was taken up were not "
            + "captured: libpcap opens no interface that is down";
    private static final boolean LINUX =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    private static final int LONGEST_FRAME = 65_536;
    private static final int CAPTURE_BUFFER = 16 << 20;
    private static final int ETHERNET_HEADER = 14;
    private static final int SOURCE_AT = 6;
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration END = Duration.ofSeconds(2);
    private static final int NOT_TOLD = -1;

    private final KernelInterface network;
    private final Recorder recorder;
    private final BorrowedInterface borrowed;
    private final LinkControl control;
    private final KernelInterfaces interfaces;
    private final byte[] own;
    private final ReentrantLock telling = new ReentrantLock();
    private final AtomicBoolean gone = new AtomicBoolean();
    private final CompletableFuture<String> detached = new CompletableFuture<>();
    private volatile Listener listener = (buffer, offset, length) -> { };
    private volatile boolean up;
    private volatile boolean closed;
    /** One for both ways: what a packet socket sends it is not handed itself. */
    private volatile PcapHandle capture;
    private LinkControl.Hearing groups = () -> { };
    private Thread reader;
    private Thread watcher;
    private long carrierChanges = NOT_TOLD;

    KernelLink(KernelInterface network, Recorder recorder, BorrowedInterface borrowed, LinkControl control,
               KernelInterfaces interfaces) {
        this.network = network;
        this.recorder = recorder;
        this.borrowed = borrowed;
        this.control = control;
        this.interfaces = interfaces;
        this.own = network.mac().bytes().toArray();
    }

    /** The interface behind it. */
    public KernelInterface network() {
        return network;
    }

    /**
     * Takes the interface up, if it is not, and begins to capture and to watch the carrier. Idempotent.
     *
     * @throws UsbException {@link UsbError#ACCESS} without the rights, {@link UsbError#UNSUPPORTED} without libpcap
     */
    public synchronized void raise() throws UsbException {
        if (closed) {
            throw new UsbException(UsbError.CANCELLED, "taking interface " + network.name() + " up",
                    "the link is closed");
        }
        if (capture != null) {
            return;
        }
        long begin = recorder.nanos();
        boolean done = false;
        try {
            List<String> others = borrowed.takeUp();
            capture = open();
            groups = control.hearGroups(network.index());
            note(Event.Severity.INFO, BLIND_BEGINNING.formatted((recorder.nanos() - begin) / 1_000_000,
                    network.name()));
            if (!others.isEmpty()) {
                note(Event.Severity.WARNING, "the operating system has addresses on " + network.name() + " ("
                        + String.join(", ", others) + ") and speaks there for itself, beside the harness");
            }
            reader = Thread.ofPlatform().name("pcap " + network.name()).daemon().start(this::read);
            watcher = Thread.ofVirtual().name("carrier " + network.name()).start(this::watch);
            done = true;
        } catch (PcapNativeException | IOException e) {
            boolean denied = String.valueOf(e.getMessage()).matches("(?is).*(permi|denied|not permitted).*");
            throw new UsbException(denied ? UsbError.ACCESS : UsbError.IO, "use of interface " + network.name(),
                    e.getMessage());
        } finally {
            if (!done) {
                closeHandles();
                capture = null;
                borrowed.close();
            }
        }
    }

    /**
     * Loads libpcap, so that no time passes with it between taking an interface up and capturing from it.
     *
     * @throws UsbException {@link UsbError#UNSUPPORTED} where there is none
     */
    static void requireLibpcap() throws UsbException {
        try {
            Pcaps.openDead(DataLinkType.EN10MB, LONGEST_FRAME).close();
        } catch (PcapNativeException e) {
            throw new UsbException(UsbError.UNSUPPORTED, "use of libpcap", e.getMessage());
        } catch (LinkageError e) {
            throw new UsbException(UsbError.UNSUPPORTED, "use of a network interface", "libpcap is not installed; "
                    + "./lanyard doctor prints the command that installs it");
        }
    }

    private PcapHandle open() throws PcapNativeException {
        PcapHandle opened = new PcapHandle.Builder(network.name()).snaplen(LONGEST_FRAME).bufferSize(CAPTURE_BUFFER)
                .promiscuousMode(PromiscuousMode.NONPROMISCUOUS).timeoutMillis(10).immediateMode(true).build();
        if (!LINUX) {
            try {
                // There the harness' own frames come back otherwise.
                opened.setDirection(PcapHandle.PcapDirection.IN);
            } catch (NotOpenException e) {
                throw new PcapNativeException(e);
            }
        }
        return opened;
    }

    private void note(Event.Severity severity, String text) {
        recorder.record(KernelAccessory.SOURCE, new Event.Note(severity, text));
    }

    private void read() {
        try {
            capture.loop(-1, (RawPacketListener) this::captured);
        } catch (PcapNativeException | NotOpenException e) {
            gone("interface " + network.name() + " is no more: " + e.getMessage());
        } catch (InterruptedException e) {
            // close() broke the loop.
        }
    }

    private void captured(byte[] frame) {
        if (frame.length < ETHERNET_HEADER) {
            return;
        }
        boolean received = !Arrays.equals(frame, SOURCE_AT, SOURCE_AT + own.length, own, 0, own.length);
        recorder.record(SOURCE, new Event.Frame(received, Bytes.wrap(frame)));
        if (received) {
            tell(() -> listener.frame(frame, 0, frame.length));
        }
    }

    /** Looks whether the driver has a carrier. What comes and goes between two looks is counted by the kernel. */
    private void watch() {
        try {
            while (!closed) {
                look();
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        if (!interfaces.isThere(network.name(), network.index())) {
            gone("interface " + network.name() + " is no more");
            return;
        }
        long changes = interfaces.carrierChanges(network.name());
        boolean now = interfaces.carrier(network.name()).orElse(false);
        if (changes != interfaces.carrierChanges(network.name())) {
            // It changed between the two looks, which do not belong together then.
            return;
        }
        if (carrierChanges != NOT_TOLD && changes - carrierChanges > (now == up ? 0 : 1)) {
            note(Event.Severity.WARNING, "the carrier of " + network.name() + " changed " + (changes - carrierChanges)
                    + " times within " + LOOK.toMillis() + " ms");
            if (now == up) {
                state(!now);
            }
        }
        carrierChanges = changes;
        state(now);
    }

    private void state(boolean now) {
        if (up != now && !detached.isDone()) {
            // Whoever sees the new state finds it on the timeline.
            recorder.record(SOURCE, new Event.LinkState(now, "carrier"));
            up = now;
            tell(() -> listener.linkState(now));
        }
    }

    private void gone(String reason) {
        if (!closed) {
            state(false);
            if (gone.compareAndSet(false, true)) {
                recorder.record(KernelAccessory.SOURCE, new Event.Detached(reason, false));
                detached.complete(reason);
                tell(() -> listener.detached(reason));
            }
        }
    }

    private void tell(Runnable call) {
        telling.lock();
        try {
            call.run();
        } catch (RuntimeException e) {
            note(Event.Severity.WARNING, "the listener of the link failed: " + e);
        } finally {
            telling.unlock();
        }
    }

    /** Completes with the reason when the interface vanishes; never when the harness closes the link. */
    public CompletableFuture<String> detached() {
        return detached;
    }

    /**
     * Gives the interface an address of the operating system's, until the link is closed: for {@link SystemUdp}. The
     * harness' own host on this link must have another.
     */
    public void systemAddress(Inet4Address address, int prefixLength) throws IOException {
        borrowed.address(address.getHostAddress(), prefixLength);
        note(Event.Severity.INFO, "the operating system has " + address.getHostAddress() + "/" + prefixLength + " on "
                + network.name() + " until the accessory is let go");
    }

    /** The alternate setting that the driver selected on the data interface, where the operating system tells. */
    public Optional<Integer> selectedAlternate() {
        return interfaces.selectedAlternate(network.name());
    }

    @Override
    public MacAddress macAddress() {
        return network.mac();
    }

    @Override
    public int mtu() {
        return network.mtu();
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public void send(byte[] frame, int offset, int length) throws IOException {
        PcapHandle handle = capture;
        if (closed || handle == null) {
            throw new IOException("cannot send: " + (closed ? "the link is closed"
                    : "interface " + network.name() + " was not taken up"));
        }
        byte[] copy = Arrays.copyOfRange(frame, offset, offset + length);
        recorder.record(SOURCE, new Event.Frame(false, Bytes.wrap(copy)));
        try {
            handle.sendPacket(copy);
        } catch (NotOpenException | PcapNativeException e) {
            throw new IOException("cannot send on interface " + network.name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void flush() {
        // The operating system's driver decides what it gathers.
    }

    @Override
    public void listen(Listener next) {
        listener = next;
        detached.thenAccept(next::detached);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (capture != null) {
                capture.breakLoop();
                reader.join(END);
                watcher.interrupt();
                recorder.record(KernelAccessory.SOURCE, new Event.Detached("let go by the harness", true));
            }
        } catch (NotOpenException e) {
            // Nothing to break.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeHandles();
        borrowed.close();
    }

    private void closeHandles() {
        try {
            groups.close();
        } catch (IOException e) {
            note(Event.Severity.WARNING, "frames to groups: " + e.getMessage());
        }
        // Closing under the thread that reads would end the process.
        if (capture != null && (reader == null || !reader.isAlive())) {
            capture.close();
        }
    }
}
