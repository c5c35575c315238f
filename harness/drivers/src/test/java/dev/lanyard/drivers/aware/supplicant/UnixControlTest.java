package dev.lanyard.drivers.aware.supplicant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands, replies and events over a UNIX datagram socket. */
@EnabledOnOs(value = OS.LINUX, architectures = {"amd64", "aarch64"})
class UnixControlTest {

    /** Answers each command with its own length, and says so in an event. */
    private static final class Echo extends SimpleChannelInboundHandler<DomainDatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
            String text = packet.content().toString(StandardCharsets.UTF_8);
            send(context, packet, "<3>NAN-EVENT of=" + text);
            send(context, packet, text.equals("ATTACH") ? "OK\n" : text.length() + "\n");
        }

        private static void send(ChannelHandlerContext context, DomainDatagramPacket to, String text) {
            context.writeAndFlush(new DomainDatagramPacket(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8),
                    to.sender(), to.recipient()));
        }
    }

    @Test
    void asksAndHears(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("nan0");
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try {
            Channel server = new Bootstrap().group(group).channel(EpollDomainDatagramChannel.class)
                    .handler(new Echo()).bind(new DomainSocketAddress(socket.toFile())).sync().channel();
            List<String> events = new CopyOnWriteArrayList<>();
            try (UnixControl control = UnixControl.connect(socket)) {
                control.attach(events::add);
                assertEquals("10", control.request("NAN_STATUS"));
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> events.size() == 2);
                assertEquals(List.of("NAN-EVENT of=ATTACH", "NAN-EVENT of=NAN_STATUS"), events);
            }
            assertFalse(server.close().awaitUninterruptibly().cause() instanceof Error);
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(20, TimeUnit.SECONDS);
        }
    }
}
