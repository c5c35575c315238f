package dev.lanyard.drivers.usbip;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.usbip.UsbIp;
import io.netty.channel.local.LocalAddress;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where a USB/IP server is.
 *
 * @param address to connect to; an unresolved one is resolved with every connection
 */
record UsbIpServerAddress(SocketAddress address) {

    /** What to connect to. Resolving a name may take long, so it is done on a thread that nobody else waits for. */
    SocketAddress resolve(Deadline deadline) throws UsbException, InterruptedException {
        if (!(address instanceof InetSocketAddress inet) || !inet.isUnresolved()) {
            return address;
        }
        CompletableFuture<InetSocketAddress> resolved = new CompletableFuture<>();
        Thread.ofVirtual().name("lanyard-resolve").start(
                () -> resolved.complete(new InetSocketAddress(inet.getHostString(), inet.getPort())));
        try {
            InetSocketAddress result = resolved.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            if (result.isUnresolved()) {
                throw new UsbException(UsbError.NOT_FOUND, "connecting to " + this, "no such host name");
            }
            return result;
        } catch (TimeoutException | ExecutionException e) {
            throw new UsbException(UsbError.TIMEOUT, "connecting to " + this, "the host name was not resolved within "
                    + deadline);
        }
    }

    /** The error for a connection that could not be made, with what to do about it. */
    UsbException unreachable(Throwable cause) {
        String asked = "connecting to " + this;
        return switch (cause) {
            case ConnectException e when address instanceof LocalAddress -> new UsbException(UsbError.NOT_FOUND, asked,
                    "nothing is exported at this address in this process");
            case ConnectException e -> new UsbException(UsbError.IO, asked, e.getMessage()
                    + "; on the machine with the accessory run, as root: modprobe usbip-host && usbipd -D && "
                    + "usbip bind -b BUSID, or for an emulated one: ./lanyard serve emulated:ncm --port " + port());
            default -> new UsbException(UsbError.IO, asked, cause);
        };
    }

    private int port() {
        return address instanceof InetSocketAddress inet ? inet.getPort() : UsbIp.DEFAULT_PORT;
    }

    @Override
    public String toString() {
        return "USB/IP server " + switch (address) {
            case InetSocketAddress inet when inet.getHostString().contains(":") ->
                    "[" + inet.getHostString() + "]:" + inet.getPort();
            case InetSocketAddress inet -> inet.getHostString() + ":" + inet.getPort();
            default -> address.toString();
        };
    }
}
