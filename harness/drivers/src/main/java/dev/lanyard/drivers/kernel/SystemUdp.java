package dev.lanyard.drivers.kernel;

import dev.lanyard.drivers.ip.DatagramHandler;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
import dev.lanyard.drivers.ip.echo.EchoSocket;
import dev.lanyard.drivers.usbip.EventLoops;
import dev.lanyard.evidence.MonotonicClock;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A UDP socket of the operating system, by Netty, bound to an address that only the accessory's interface has, so that
 * whatever it sends to that network leaves there.
 */
public final class SystemUdp implements EchoSocket {

    private static final int BUFFER = 4 << 20;
    private static final int LONGEST = 65_535;
    private static final int TTL_NOT_TOLD = 0;
    private static final long CLOSE_SECONDS = 5;
    private static final long SEND_SECONDS = 5;

    private final EventLoops.Lease loops;
    private final Channel channel;
    private final Inet4Address local;

    /**
     * Opens a socket on any free port.
     *
     * @param taker told of every datagram that comes in, on the socket's own thread
     */
    public SystemUdp(Inet4Address local, MonotonicClock clock, DatagramHandler taker)
            throws IpException, InterruptedException {
        this.local = local;
        loops = EventLoops.TCP.lease();
        ChannelFuture bound = new Bootstrap().group(loops.group()).channel(NioDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, BUFFER).option(ChannelOption.SO_SNDBUF, BUFFER)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LONGEST))
                .handler(new SimpleChannelInboundHandler<DatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                        ByteBuf content = packet.content();
                        byte[] octets = new byte[content.readableBytes()];
                        content.readBytes(octets);
                        taker.datagram(clock.nanos(), packet.sender(), local, TTL_NOT_TOLD, octets, 0, octets.length);
                    }

                    @Override
                    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                        // The kernel tells of an ICMP error at the next call; it names no datagram.
                        taker.unreachable(new InetSocketAddress(local, 0), String.valueOf(cause.getMessage()));
                    }
                }).bind(new InetSocketAddress(local, 0));
        if (!bound.await(CLOSE_SECONDS, TimeUnit.SECONDS) || !bound.isSuccess()) {
            bound.channel().close();
            loops.close();
            throw new IpException(IpFailure.NO_ADDRESS, "opening of a socket on " + local.getHostAddress(),
                    bound.cause() == null ? "no answer within " + CLOSE_SECONDS + " s" : bound.cause().getMessage());
        }
        channel = bound.channel();
    }

    @Override
    public void send(InetSocketAddress to, byte[] payload, int offset, int length)
            throws IpException, InterruptedException {
        if (length == 0) {
            throw new IpException(IpFailure.LINK, "sending of an empty datagram by the operating system's socket",
                    "Netty sends none; begin with 1B");
        }
        ChannelFuture sent = channel.writeAndFlush(
                new DatagramPacket(Unpooled.copiedBuffer(payload, offset, length), to));
        if (!channel.isWritable() && !sent.await(SEND_SECONDS, TimeUnit.SECONDS)) {
            throw new IpException(IpFailure.LINK, "sending of " + length + " octets from " + local.getHostAddress(),
                    "the operating system took nothing for " + SEND_SECONDS + " s: its interface sends nothing");
        }
        if (sent.isDone() && !sent.isSuccess()) {
            throw new IpException(IpFailure.LINK, "sending of " + length + " octets from " + local.getHostAddress(),
                    String.valueOf(sent.cause().getMessage()));
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        loops.close();
    }
}
