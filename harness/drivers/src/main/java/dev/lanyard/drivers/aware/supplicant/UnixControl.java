package dev.lanyard.drivers.aware.supplicant;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The control interface by UNIX datagrams: {@code /run/wpa_supplicant/INTERFACE}, from a socket file of our own. */
public final class UnixControl extends ControlInterface {

    private static final long SECONDS = 5;

    private final Path path;
    private final Path own;
    private final EventLoopGroup group;
    private final Channel channel;

    private UnixControl(Path path) throws IOException, InterruptedException {
        this.path = path;
        if (!isAvailable()) {
            throw new IOException("UNIX datagrams need Linux and Netty's native transport: "
                    + Epoll.unavailabilityCause());
        }
        own = Files.createTempDirectory("lanyard-control").resolve("socket");
        group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        Channel bound = null;
        try {
            bound = new Bootstrap().group(group).channel(EpollDomainDatagramChannel.class)
                    .handler(new Reader()).bind(new DomainSocketAddress(own.toFile())).sync().channel();
            bound.connect(new DomainSocketAddress(path.toFile())).sync();
        } catch (InterruptedException e) {
            giveBack(bound);
            throw e;
        } catch (Exception e) {
            giveBack(bound);
            String why = !Files.exists(path) ? "nothing is there" : Files.isWritable(path) ? "nobody answers there"
                    : "this user may not write to it";
            throw new IOException("wpa_supplicant's control interface " + path + " cannot be reached: " + why
                    + "; ctrl_interface= in its configuration says where it is and whose", e);
        }
        channel = bound;
    }

    /** Whether this machine has UNIX datagrams for us. */
    public static boolean isAvailable() {
        return Epoll.isAvailable();
    }

    /** Connects to a socket file of wpa_supplicant. */
    public static UnixControl connect(Path path) throws IOException, InterruptedException {
        return new UnixControl(path);
    }

    private final class Reader extends SimpleChannelInboundHandler<DomainDatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
            received(packet.content().toString(StandardCharsets.UTF_8));
        }
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    protected void send(String text) throws IOException {
        try {
            channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)).sync();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + name(), e);
        } catch (Exception e) {
            throw new IOException(name() + " takes nothing: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        giveBack(channel);
    }

    private void giveBack(Channel open) {
        if (open != null) {
            open.close().awaitUninterruptibly(SECONDS, TimeUnit.SECONDS);
        }
        group.shutdownGracefully(0, SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(SECONDS, TimeUnit.SECONDS);
        try {
            Files.deleteIfExists(own);
            Files.deleteIfExists(own.getParent());
        } catch (IOException _) {
            // Left in the folder for temporary files, empty.
            return;
        }
    }
}
