package dev.lanyard.stubs.usbip;

import dev.lanyard.drivers.usbip.EventLoops;
import dev.lanyard.stubs.usb.EmulatedDevice;
import dev.lanyard.wire.usbip.ExportedDevice;
import dev.lanyard.wire.usbip.UsbIp;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A USB/IP server whose devices are emulated. It owns its sockets and threads, not the devices: whoever exports one
 * closes it, after the server or after {@link #withdraw}.
 */
public final class UsbIpServer implements AutoCloseable {

    /** Connections at the same time; more are closed at once. */
    static final int MAX_CONNECTIONS = 256;

    private static final Pattern BUS_ID = Pattern.compile("[\\x21-\\x7e&&[^/\\\\]]{1," + (UsbIp.BUS_ID_SIZE - 1) + "}");
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(2);
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

    private final EventLoops.Lease lease;
    private final Map<String, Export> exports = new ConcurrentSkipListMap<>();
    private final AtomicInteger lastNumber = new AtomicInteger();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Channel listener;

    private UsbIpServer(SocketAddress address, Limits limits) throws IOException, InterruptedException {
        EventLoops loops = EventLoops.of(address);
        lease = loops.lease();
        boolean done = false;
        try {
            ServerBootstrap bootstrap = new ServerBootstrap().group(lease.group()).channel(loops.serverChannelType())
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            begin(channel, limits);
                        }
                    });
            if (loops == EventLoops.TCP) {
                bootstrap.option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true).childOption(ChannelOption.SO_KEEPALIVE, true);
            }
            ChannelFuture bound = bootstrap.bind(address).await();
            if (!bound.isSuccess()) {
                throw new IOException("USB/IP server cannot listen at " + address + ": "
                        + bound.cause().getMessage(), bound.cause());
            }
            listener = bound.channel();
            done = true;
        } finally {
            if (!done) {
                lease.close();
            }
        }
    }

    /** Listens at {@code address}; port 0 takes a free one, see {@link #address}. */
    public static UsbIpServer tcp(InetSocketAddress address) throws IOException, InterruptedException {
        return new UsbIpServer(address, Limits.DEFAULT);
    }

    /** Listens at a free port of the loopback address. */
    public static UsbIpServer loopback() throws IOException, InterruptedException {
        return tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Listens inside this process, at an address of its own. */
    public static UsbIpServer local() throws IOException, InterruptedException {
        return new UsbIpServer(new LocalAddress(UsbIpServer.class), Limits.DEFAULT);
    }

    /** For tests: a server with other limits. */
    static UsbIpServer with(SocketAddress address, Limits limits) throws IOException, InterruptedException {
        return new UsbIpServer(address, limits);
    }

    private void begin(Channel channel, Limits limits) {
        if (connections.size() >= MAX_CONNECTIONS) {
            channel.close();
            return;
        }
        connections.add(channel);
        channel.pipeline().addLast(new ControlPhase(exports, limits));
    }

    /** Where it listens. */
    public SocketAddress address() {
        return listener.localAddress();
    }

    /** Where it listens inside this process. */
    public LocalAddress localAddress() {
        if (address() instanceof LocalAddress local) {
            return local;
        }
        throw new IllegalStateException("this server listens at TCP " + address());
    }

    /** The TCP port it listens at. */
    public int port() {
        if (address() instanceof InetSocketAddress inet) {
            return inet.getPort();
        }
        throw new IllegalStateException("this server listens inside the process at " + address());
    }

    /**
     * Offers {@code device} under {@code busId}: 1 to 31 printable ASCII characters without slash, backslash and space.
     */
    public void export(String busId, EmulatedDevice device) {
        if (!BUS_ID.matcher(busId).matches()) {
            throw new IllegalArgumentException("a bus id has 1 to 31 printable ASCII characters without slash, "
                    + "backslash and space; this is \"" + busId + "\"");
        }
        if (exports.putIfAbsent(busId, new Export(busId, device, lastNumber.incrementAndGet())) != null) {
            throw new IllegalArgumentException("bus id " + busId + " is already exported");
        }
    }

    /** What a client's device list shows. */
    public List<ExportedDevice> exported() {
        return exports.values().stream().map(Export::description).toList();
    }

    /** Whether a client has imported the device. */
    public boolean isImported(String busId) {
        Export export = exports.get(busId);
        return export != null && export.session() != null;
    }

    /** Offers a device no longer; a client that has it loses it, as when a plug is pulled. */
    public void withdraw(String busId) {
        Export export = exports.remove(busId);
        if (export != null) {
            drop(export);
        }
    }

    /**
     * Closes the connection of the client that has the device, as when a cable is pulled; the device stays exported.
     * Returns when the device is detached.
     *
     * @return whether a client had it
     */
    public boolean dropConnection(String busId) {
        Export export = exports.get(busId);
        return export != null && drop(export);
    }

    private static boolean drop(Export export) {
        ImportSession session = export.session();
        if (session == null) {
            return false;
        }
        session.drop(CLOSE_BOUND);
        return true;
    }

    /** Closes every connection, detaches every device, gives socket and threads back. Idempotent. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(CLOSE_BOUND.toMillis(), TimeUnit.MILLISECONDS);
        exports.values().forEach(UsbIpServer::drop);
        connections.close().awaitUninterruptibly(CLOSE_BOUND.toMillis(), TimeUnit.MILLISECONDS);
        lease.close();
    }
}
