package dev.lanyard.stubs.cdc;

import dev.lanyard.stubs.loop.FirmwareLoop;
import dev.lanyard.stubs.loop.Timers;
import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.stubs.usb.InEndpoint;
import dev.lanyard.stubs.usb.OutEndpoint;
import dev.lanyard.stubs.usb.UsbFunction;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.EthernetStatistic;
import java.time.Duration;
import java.util.List;

/**
 * An ECM or NCM function: alternates, notifications, packet filter and the way of frames. Alternate 0 resets it all
 * (NCM 1.0 §7.2), alternate 1 opens the data path and tells the host of the link.
 */
public final class EthernetFunction implements UsbFunction {

    private static final int ETHERNET_HEADER = 14;
    /** A host that never reads notifications gets frames all the same, after this. */
    private static final Duration CONNECT_ANYWAY = Duration.ofMillis(200);
    /** A host that does not read frames is held back for so long; then they are dropped. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final FirmwareLoop loop;
    private final FunctionSettings settings;
    private final Framing framing;
    private final FrameCarrier network;
    private final FunctionSeam seam;
    private final InEndpoint notifications;
    private final InEndpoint bulkIn;
    private final OutEndpoint bulkOut;
    private final Notifier notifier;
    private final FrameFilter filter;
    private final FrameStatistics statistics = new FrameStatistics();
    private final FrameQueue toHost = new FrameQueue();
    private final EthernetRequests requests;
    private boolean linkUp = true;
    private boolean dataPath;
    private boolean configured;
    private boolean connected;
    private boolean feedPlanned;
    private boolean hostDoesNotRead;
    private Timers.Timer connectAnyway = () -> { };
    private Timers.Timer longestPause = () -> { };
    private Timers.Timer rest = () -> { };
    private boolean resting;

    EthernetFunction(FirmwareLoop loop, FunctionSettings settings, FrameFilter filter, Framing framing,
                     FrameCarrier network, FunctionSeam seam) {
        this.loop = loop;
        this.settings = settings;
        this.framing = framing;
        this.network = network;
        this.seam = seam;
        this.filter = filter;
        int packet = settings.bulkPacketSize();
        notifications = new InEndpoint(FunctionSettings.NOTIFICATION_IN, FunctionSettings.NOTIFICATION_PACKET_SIZE);
        bulkIn = new InEndpoint(FunctionSettings.BULK_IN, packet);
        bulkOut = new OutEndpoint(FunctionSettings.BULK_OUT, packet, framing.receiveBuffer(), framing.whenFull(),
                new Receiver());
        notifier = new Notifier(notifications, settings.controlInterface(), settings.bitRate(), seam);
        requests = new EthernetRequests(settings.controlInterface(), filter, statistics, framing);
        bulkIn.whenWanted(this::feed);
    }

    @Override
    public List<Setting> settings() {
        return List.of(new Setting(settings.controlInterface(), 0, List.of(notifications)),
                new Setting(settings.dataInterface(), 0, List.of()),
                new Setting(settings.dataInterface(), 1, List.of(bulkIn, bulkOut)));
    }

    @Override
    public void reset(boolean configured) {
        closeDataPath();
        this.configured = configured;
        repeatWhileIdle();
    }

    @Override
    public void alternateSelected(int bInterfaceNumber, int bAlternateSetting) {
        if (bInterfaceNumber != settings.dataInterface()) {
            return;
        }
        if (bAlternateSetting == 0) {
            closeDataPath();
            repeatWhileIdle();
        } else {
            dataPath = true;
            tellLink();
        }
    }

    @Override
    public void control(ControlRequest request) {
        requests.handle(request);
    }

    /** Raises or drops the link behind the function, as when the accessory's network comes or goes. */
    public void setLink(boolean up) {
        if (linkUp == up) {
            return;
        }
        linkUp = up;
        if (dataPath) {
            tellLink();
        }
        if (!up) {
            disconnect();
        }
    }

    /** Sends a frame to the host if the data path is open and the filter lets it pass; the array is then taken. */
    public void send(byte[] frame) {
        if (!dataPath || !linkUp || !filter.passes(frame)) {
            return;
        }
        if (!toHost.add(frame)) {
            statistics.count(EthernetStatistic.RCV_NO_BUFFER, 1);
            return;
        }
        statistics.toHost(frame);
        if (!framing.aggregates()) {
            feed();
        } else if (!feedPlanned) {
            // After the present task: the answers to one block then go out in one block.
            feedPlanned = true;
            loop.execute(() -> {
                feedPlanned = false;
                feed();
            });
        }
    }

    private void feed() {
        framing.fill(bulkIn, toHost,
                honest -> seam.toHost(honest).ifPresent(sent -> bulkIn.queue(sent, seam.endsInZeroPacket())));
        if (toHost.isLow()) {
            hostDoesNotRead = false;
            if (bulkOut.isPaused() && !resting) {
                longestPause.cancel();
                bulkOut.resume();
            }
        }
    }

    private void tellLink() {
        connectAnyway.cancel();
        if (linkUp) {
            notifier.link(true, this::told);
            connectAnyway = loop.after(CONNECT_ANYWAY, this::connect);
        } else {
            notifier.link(false, null);
        }
    }

    /** Firmware does not do this unless something is wrong with it. */
    private void repeatWhileIdle() {
        seam.repeatsNotifications().filter(_ -> configured && !dataPath).ifPresent(every -> {
            notifier.link(linkUp, null);
            loop.after(every, () -> {
                if (!dataPath) {
                    repeatWhileIdle();
                }
            });
        });
    }

    private void told() {
        connect();
        if (seam.haltsNotifications()) {
            notifications.halt();
        }
    }

    private void connect() {
        connectAnyway.cancel();
        if (dataPath && linkUp && !connected) {
            connected = true;
            network.connected();
        }
    }

    private void disconnect() {
        connectAnyway.cancel();
        if (connected) {
            connected = false;
            network.disconnected();
        }
    }

    private void closeDataPath() {
        dataPath = false;
        disconnect();
        longestPause.cancel();
        rest.cancel();
        resting = false;
        hostDoesNotRead = false;
        notifier.forget();
        toHost.clear();
        filter.reset();
        statistics.reset();
        framing.reset();
    }

    private void fromHost(byte[] frame) {
        if (frame.length < ETHERNET_HEADER || frame.length > FunctionSettings.MAX_SEGMENT_SIZE) {
            statistics.count(EthernetStatistic.XMIT_ERROR, 1);
            return;
        }
        statistics.fromHost(frame);
        network.frame(frame);
    }

    /** Answers pile up where the host writes and does not read: it is slowed down, but never stopped. */
    private void holdBack() {
        if (toHost.isHigh() && !hostDoesNotRead) {
            bulkOut.pause();
            longestPause = loop.after(LONGEST_PAUSE, () -> {
                hostDoesNotRead = true;
                if (!resting) {
                    bulkOut.resume();
                }
            });
        }
    }

    private void restAfter(Bytes transfer) {
        Duration time = seam.rest(transfer);
        if (time.isZero() || resting) {
            return;
        }
        resting = true;
        bulkOut.pause();
        rest = loop.after(time, () -> {
            resting = false;
            bulkOut.resume();
        });
    }

    /** The far end of the bulk OUT endpoint. */
    private final class Receiver implements OutEndpoint.Receiver {

        @Override
        public void received(Bytes transfer) {
            if (!linkUp) {
                return;
            }
            connect();
            seam.fromHost(transfer).ifPresent(taken -> statistics.count(EthernetStatistic.XMIT_ERROR,
                    framing.received(taken, EthernetFunction.this::fromHost)));
            holdBack();
            restAfter(transfer);
        }

        @Override
        public void overrun() {
            statistics.count(EthernetStatistic.XMIT_ERROR, 1);
        }
    }
}
