package dev.lanyard.drivers.usbip;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbTransfer;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.TransferType;
import dev.lanyard.wire.usbip.ExportedDevice;
import dev.lanyard.wire.usbip.ImportReply;
import dev.lanyard.wire.usbip.OperationRequest;
import dev.lanyard.wire.usbip.OperationStatus;
import dev.lanyard.wire.usbip.UsbIp;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * An imported device.
 *
 * <p>{@link #setConfiguration} and {@link #reset} withdraw the transfers pending on endpoints other than 0, as a
 * kernel would. {@link #setInterface} withdraws nothing, because USB/IP does not say which endpoints belong to the
 * interface: a driver cancels its own reads before, or finds them answered as the device sees fit.
 */
final class UsbIpConnection implements UsbConnection {

    private static final int SET_CONFIGURATION = 9;
    private static final int SET_INTERFACE = 11;
    private static final int CLEAR_FEATURE = 1;
    private static final int ENDPOINT_HALT = 0;
    private static final Duration REIMPORT_PAUSE = Duration.ofMillis(50);

    /** The exchange in use and the channel it runs on; replaced by a reset. */
    private record Attachment(UrbExchange exchange, ExportedDevice device, Channel channel,
                              CompletableFuture<String> loss) {}

    private final UsbIpServerAddress server;
    private final String busId;
    private final EventLoops.Lease lease;
    private final CompletableFuture<String> detached = new CompletableFuture<>();
    private volatile Attachment attachment;
    private boolean closed;

    private UsbIpConnection(UsbIpServerAddress server, String busId) {
        this.server = server;
        this.busId = busId;
        lease = EventLoops.of(server.address()).lease();
    }

    static UsbIpConnection open(UsbIpServerAddress server, String busId, Deadline deadline)
            throws UsbException, InterruptedException {
        UsbIpConnection connection = new UsbIpConnection(server, busId);
        boolean done = false;
        try {
            connection.adopt(connection.attach(deadline));
            done = true;
            return connection;
        } finally {
            if (!done) {
                connection.lease.close();
            }
        }
    }

    private void adopt(Attachment fresh) {
        attachment = fresh;
        fresh.loss.thenAccept(detached::complete);
    }

    private Attachment attach(Deadline deadline) throws UsbException, InterruptedException {
        String asked = "import of " + busId + " from " + server;
        if (busId.isEmpty() || busId.length() >= UsbIp.BUS_ID_SIZE) {
            throw new UsbException(UsbError.NOT_FOUND, asked, "a bus id has 1 to " + (UsbIp.BUS_ID_SIZE - 1)
                    + " characters");
        }
        var expectation = new Expectation<>(asked, "OP_REP_IMPORT", ImportReply.MIN_LENGTH, ImportReply::decode);
        Conversation conversation = Conversation.begin(server, lease, expectation, deadline);
        Channel channel = conversation.channel();
        CompletableFuture<String> loss = new CompletableFuture<>();
        CompletableFuture<Attachment> outcome = expectation.message().thenCompose(reply -> {
            UsbException refusal = refusal(asked, reply);
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            UrbExchange exchange = new UrbExchange(channel.eventLoop(), reply.device(), busId, loss::complete);
            channel.pipeline().replace(expectation, null, exchange);
            return CompletableFuture.completedFuture(new Attachment(exchange, reply.device(), channel, loss));
        });
        return conversation.ask(new OperationRequest.Import(busId), expectation, outcome, deadline);
    }

    /** Why a reply does not give the device; null when it does. */
    private UsbException refusal(String asked, ImportReply reply) {
        if (reply.device() != null) {
            return reply.device().busId().equals(busId) ? null : new UsbException(UsbError.GARBAGE, asked,
                    "the server gave the device of bus id \"" + reply.device().busId() + "\"");
        }
        UsbError error = switch ((int) Math.min(reply.status(), OperationStatus.values().length)) {
            case 1, 4 -> UsbError.NOT_FOUND;
            case 2 -> UsbError.BUSY;
            default -> UsbError.IO;
        };
        return new UsbException(error, asked, OperationStatus.describe(reply.status()));
    }

    static UsbDeviceInfo info(ExportedDevice device) {
        return new UsbDeviceInfo(device.busId(), device.idVendor(), device.idProduct(), device.bcdDevice(),
                device.speed(), (int) device.devnum());
    }

    @Override
    public UsbDeviceInfo device() {
        return info(attachment.device);
    }

    @Override
    public UsbTransfer submit(TransferRequest request) {
        return attachment.exchange.submit(request);
    }

    @Override
    public void setConfiguration(int bConfigurationValue, Duration timeout) throws UsbException, InterruptedException {
        attachment.exchange.cancelAll(request -> request.type() != TransferType.CONTROL, "the configuration is set");
        control(new SetupPacket(0x00, SET_CONFIGURATION, bConfigurationValue, 0, 0), Bytes.EMPTY, timeout);
    }

    @Override
    public void setInterface(int bInterfaceNumber, int bAlternateSetting, Duration timeout)
            throws UsbException, InterruptedException {
        control(new SetupPacket(0x01, SET_INTERFACE, bAlternateSetting, bInterfaceNumber, 0), Bytes.EMPTY, timeout);
    }

    @Override
    public void clearHalt(int endpointAddress, Duration timeout) throws UsbException, InterruptedException {
        control(new SetupPacket(0x02, CLEAR_FEATURE, ENDPOINT_HALT, endpointAddress, 0), Bytes.EMPTY, timeout);
    }

    /**
     * Lets go of the device and imports it again. USB/IP has no reset message of its own, but every server that is
     * known resets a device which its client let go of. In between, another client can take it: then the device
     * counts as detached.
     */
    @Override
    public synchronized void reset(Duration timeout) throws UsbException, InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        String asked = "reset of " + busId;
        if (closed || detached.isDone()) {
            throw new UsbException(closed ? UsbError.CANCELLED : UsbError.DETACHED, asked,
                    closed ? "the connection is closed" : detached.join());
        }
        Attachment before = attachment;
        before.exchange.end(UsbError.CANCELLED, "the device is reset");
        before.channel.closeFuture().await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        try {
            adopt(reattach(deadline));
        } catch (UsbException e) {
            detached.complete("lost by a reset: " + e.getMessage());
            throw new UsbException(e.error(), asked, e);
        }
    }

    /** A server needs a moment after one client left before it gives the device to the next. */
    private Attachment reattach(Deadline deadline) throws UsbException, InterruptedException {
        while (true) {
            try {
                return attach(deadline);
            } catch (UsbException e) {
                boolean passing = e.error() == UsbError.BUSY || e.error() == UsbError.NOT_FOUND;
                if (!passing || deadline.remaining().compareTo(REIMPORT_PAUSE) <= 0) {
                    throw e;
                }
                Thread.sleep(REIMPORT_PAUSE);
            }
        }
    }

    /** Does nothing: an imported device belongs to its client alone, with all its interfaces. */
    @Override
    public void claim(int bInterfaceNumber) {
        // Nobody else can hold one.
    }

    @Override
    public CompletableFuture<String> detached() {
        return detached;
    }

    @Override
    public void close() {
        Attachment last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            last = attachment;
        }
        last.exchange.end(UsbError.CANCELLED, "the harness closed the connection");
        last.channel.closeFuture().addListener(done -> lease.close());
        if (!last.channel.eventLoop().inEventLoop()) {
            awaitClosed(last.channel);
        }
    }

    private static void awaitClosed(Channel channel) {
        try {
            channel.closeFuture().await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
