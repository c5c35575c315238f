package dev.lanyard.drivers.usbip;

import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbHost;
import dev.lanyard.wire.usbip.DevlistReply;
import dev.lanyard.wire.usbip.ExportedDevice;
import dev.lanyard.wire.usbip.OperationRequest;
import dev.lanyard.wire.usbip.OperationStatus;
import io.netty.channel.local.LocalAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * A USB/IP server seen as a USB host: its exported devices are the ones attached.
 *
 * <p>A Linux server (usbipd) does not list devices that somebody has imported.
 */
public final class UsbIpHost implements UsbHost {

    /** What the list behind a failed import may take when the import used up all its time. */
    private static final Duration LIST_GRACE = Duration.ofSeconds(1);

    private final UsbIpServerAddress server;
    private final EventLoops.Lease lease;

    private UsbIpHost(UsbIpServerAddress server) {
        this.server = server;
        lease = EventLoops.of(server.address()).lease();
    }

    /** The server at a TCP address; a host name is resolved with every connection. Connects to nothing yet. */
    public static UsbIpHost tcp(String host, int port) {
        return new UsbIpHost(new UsbIpServerAddress(InetSocketAddress.createUnresolved(host, port)));
    }

    /** A server inside this process. */
    public static UsbIpHost local(LocalAddress address) {
        return new UsbIpHost(new UsbIpServerAddress(address));
    }

    @Override
    public List<UsbDeviceInfo> list(Duration timeout) throws UsbException, InterruptedException {
        return exported(timeout).stream().map(UsbIpConnection::info).toList();
    }

    /** The exported devices with all that the server tells of them. */
    public List<ExportedDevice> exported(Duration timeout) throws UsbException, InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        String asked = "device list of " + server;
        var expectation = new Expectation<>(asked, "OP_REP_DEVLIST", DevlistReply.HEADER_LENGTH, DevlistReply::decode);
        Conversation conversation = Conversation.begin(server, lease, expectation, deadline);
        CompletableFuture<DevlistReply> outcome = expectation.message().whenComplete(
                (reply, failure) -> conversation.channel().close());
        DevlistReply reply = conversation.ask(new OperationRequest.Devlist(), expectation, outcome, deadline);
        if (reply.status() != 0) {
            throw new UsbException(UsbError.IO, asked, OperationStatus.describe(reply.status()));
        }
        return reply.devices();
    }

    /** Imports the device of bus id {@code id}. */
    @Override
    public UsbConnection open(String id, Duration timeout) throws UsbException, InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        try {
            return UsbIpConnection.open(server, id, deadline);
        } catch (UsbException e) {
            throw e.error() == UsbError.NOT_FOUND ? withIdsThere(e, id, deadline) : e;
        }
    }

    private UsbException withIdsThere(UsbException refused, String id, Deadline deadline) throws InterruptedException {
        String there;
        try {
            Duration left = deadline.remaining();
            List<UsbDeviceInfo> devices = list(left.compareTo(LIST_GRACE) < 0 ? LIST_GRACE : left);
            if (devices.stream().anyMatch(device -> device.id().equals(id))) {
                UsbException busy = new UsbException(UsbError.BUSY, "import of " + id + " from " + server,
                        "the server lists it and does not give it");
                busy.addSuppressed(refused);
                return busy;
            }
            there = devices.isEmpty() ? "the server exports nothing; on a Linux host, as root: usbip bind -b BUSID"
                    : "there are: " + devices.stream().map(device -> device.id() + " (" + device.vidPid() + ")")
                            .collect(Collectors.joining(", "));
        } catch (UsbException e) {
            there = "and its device list cannot be had: " + e.getMessage();
        }
        return new UsbException(UsbError.NOT_FOUND, "import of " + id + " from " + server, there
                + "; a device that somebody has imported is not listed by every server");
    }

    /** Idempotent. */
    @Override
    public void close() {
        lease.close();
    }
}
