package dev.lanyard.drivers.usbip;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads that carry channels, one set for TCP and one for channels inside this process. Everybody who needs them
 * takes a {@link Lease}; the last one to close its lease ends them.
 */
public enum EventLoops {

    TCP("lanyard-tcp", NioIoHandler::newFactory, NioSocketChannel.class, NioServerSocketChannel.class),
    LOCAL("lanyard-local", LocalIoHandler::newFactory, LocalChannel.class, LocalServerChannel.class);

    /** More threads than this only add hand-overs: a loop carries far more than one accessory can send. */
    private static final int MAX_THREADS = 4;

    private final String threadName;
    private final Supplier<IoHandlerFactory> handler;
    private final Class<? extends Channel> channelType;
    private final Class<? extends ServerChannel> serverChannelType;
    private EventLoopGroup group;
    private int leases;

    EventLoops(String threadName, Supplier<IoHandlerFactory> handler, Class<? extends Channel> channelType,
               Class<? extends ServerChannel> serverChannelType) {
        this.threadName = threadName;
        this.handler = handler;
        this.channelType = channelType;
        this.serverChannelType = serverChannelType;
    }

    /** The loops for channels to or at {@code address}. */
    public static EventLoops of(SocketAddress address) {
        return address instanceof LocalAddress ? LOCAL : TCP;
    }

    public Class<? extends Channel> channelType() {
        return channelType;
    }

    public Class<? extends ServerChannel> serverChannelType() {
        return serverChannelType;
    }

    /** Takes a hold on the threads, which start with the first use. */
    public synchronized Lease lease() {
        if (leases == 0) {
            int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS);
            group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(threadName, true),
                    handler.get());
        }
        leases++;
        return new Lease(this, group);
    }

    private synchronized void release() {
        leases--;
        if (leases == 0) {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
            group = null;
        }
    }

    /** A hold on running event loops. */
    public static final class Lease implements AutoCloseable {

        private final EventLoops loops;
        private final EventLoopGroup group;
        private boolean closed;

        private Lease(EventLoops loops, EventLoopGroup group) {
            this.loops = loops;
            this.group = group;
        }

        public EventLoops loops() {
            return loops;
        }

        public EventLoopGroup group() {
            return group;
        }

        /** Idempotent; does not wait for the threads to end. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                loops.release();
            }
        }
    }
}
