package dev.lanyard.drivers.usbip;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.usbip.OperationRequest;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The control phase of one connection: a request, and the one reply to it. */
final class Conversation {

    private final UsbIpServerAddress server;
    private final Channel channel;

    private Conversation(UsbIpServerAddress server, Channel channel) {
        this.server = server;
        this.channel = channel;
    }

    /** Connects; the reply will be taken by {@code expectation}. */
    static Conversation begin(UsbIpServerAddress server, EventLoops.Lease lease, Expectation<?> expectation,
                              Deadline deadline) throws UsbException, InterruptedException {
        Bootstrap bootstrap = new Bootstrap().group(lease.group()).channel(lease.loops().channelType())
                .handler(expectation);
        if (lease.loops() == EventLoops.TCP) {
            bootstrap.option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.SO_KEEPALIVE, true);
        }
        ChannelFuture connected = bootstrap.connect(server.resolve(deadline));
        boolean done = false;
        try {
            if (!connected.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                throw new UsbException(UsbError.TIMEOUT, "connecting to " + server, "no answer within " + deadline
                        + "; a firewall may swallow the packets, or the host is off");
            }
            if (!connected.isSuccess()) {
                throw server.unreachable(connected.cause());
            }
            done = true;
            return new Conversation(server, connected.channel());
        } finally {
            if (!done) {
                connected.channel().close();
            }
        }
    }

    Channel channel() {
        return channel;
    }

    /** Sends {@code request} and waits for {@code outcome}, which the expectation's message leads to. */
    <T> T ask(OperationRequest request, Expectation<?> expectation, CompletableFuture<T> outcome, Deadline deadline)
            throws UsbException, InterruptedException {
        boolean done = false;
        try {
            channel.writeAndFlush(Unpooled.wrappedBuffer(request.encode().toArray()));
            T result = outcome.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            done = true;
            return result;
        } catch (TimeoutException e) {
            throw expectation.late(deadline);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UsbException usb ? usb
                    : new UsbException(UsbError.IO, "asking " + server, e.getCause());
        } finally {
            if (!done) {
                channel.close();
            }
        }
    }
}
