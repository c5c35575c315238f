package dev.lanyard.stubs.net;

import dev.lanyard.stubs.loop.Timers;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageBuilder;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.dhcp.DhcpOption;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A DHCP client (RFC 2131) that asks the host for an address, renews it in time, and lives on a link-local one while
 * nobody answers. It asks for broadcast answers, since it cannot take others before it has an address.
 */
final class DhcpClient implements Ipv4Addressing, UdpService {

    private static final byte[] LIMITED_BROADCAST = {-1, -1, -1, -1};
    /** How long nobody answers before a link-local address is claimed. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LATER_RETRY = Duration.ofSeconds(10);
    private static final int TIME_TO_LIVE = 64;

    private enum State { OFF, SELECTING, REQUESTING, BOUND, RENEWING }

    private final MacAddress own;
    private final String hostName;
    private final Interface self;
    private final LinkLocalClaim fallback;
    private final boolean fallsBack;
    private final Timers timers;
    private State state = State.OFF;
    private boolean fallenBack;
    private long began;
    private long xid;
    private long serverMac;
    private Inet4Address server;
    private Inet4Address leased;
    private Timers.Timer timer = () -> { };

    DhcpClient(NetworkSettings settings, Interface self, LinkLocalClaim fallback, Timers timers) {
        this.own = settings.macAddress();
        this.hostName = settings.hostName();
        this.self = self;
        this.fallback = fallback;
        this.fallsBack = !settings.has(NetworkSettings.Quirk.NEVER_FALLS_BACK);
        this.timers = timers;
    }

    @Override
    public void start() {
        stop();
        began = timers.nanos();
        discover();
    }

    @Override
    public void stop() {
        timer.cancel();
        state = State.OFF;
        fallenBack = false;
        fallback.stop();
    }

    @Override
    public void arp(byte[] frame) {
        fallback.arp(frame);
    }

    private void discover() {
        state = State.SELECTING;
        xid = ThreadLocalRandom.current().nextLong(1L << 32);
        self.ipv4().sendUdpFromNobody(LIMITED_BROADCAST, DhcpMessage.CLIENT_PORT, DhcpMessage.SERVER_PORT,
                message(DhcpMessageType.DISCOVER).build().raw().toArray());
        if (!fallenBack && fallsBack && timers.nanos() - began >= PATIENCE.toNanos()) {
            fallenBack = true;
            fallback.start();
        }
        timer.cancel();
        timer = timers.after(fallenBack ? LATER_RETRY : RETRY, this::discover);
    }

    private DhcpMessageBuilder message(DhcpMessageType type) {
        return DhcpMessage.build(DhcpMessage.BOOTREQUEST, type).xid(xid).client(own)
                .secs((int) Duration.ofNanos(timers.nanos() - began).toSeconds())
                .flags(DhcpMessage.BROADCAST_FLAG)
                .option(DhcpOption.HOST_NAME, Bytes.wrap(hostName.getBytes(StandardCharsets.US_ASCII)))
                .option(DhcpOption.PARAMETER_REQUEST_LIST, Bytes.of(DhcpOption.SUBNET_MASK));
    }

    @Override
    public void datagram(UdpDatagram datagram) {
        DhcpMessage message = DhcpMessage.decode(datagram.payload());
        if (message.op() != DhcpMessage.BOOTREPLY || message.xid() != xid || !message.clientMac().equals(own)
                || message.type().isEmpty()) {
            return;
        }
        switch (message.type().get()) {
            case OFFER -> {
                if (state == State.SELECTING) {
                    message.address(DhcpOption.SERVER_IDENTIFIER).ifPresent(by -> request(message, by));
                }
            }
            case ACK -> {
                if (state == State.REQUESTING || state == State.RENEWING) {
                    serverMac = datagram.sourceMac();
                    bind(message);
                }
            }
            case NAK -> {
                if (state == State.REQUESTING || state == State.RENEWING) {
                    self.drop();
                    discover();
                }
            }
            default -> { }
        }
    }

    private void request(DhcpMessage offer, Inet4Address by) {
        state = State.REQUESTING;
        server = by;
        self.ipv4().sendUdpFromNobody(LIMITED_BROADCAST, DhcpMessage.CLIENT_PORT, DhcpMessage.SERVER_PORT,
                message(DhcpMessageType.REQUEST).option(DhcpOption.REQUESTED_IP_ADDRESS, offer.yiaddr())
                        .option(DhcpOption.SERVER_IDENTIFIER, by).build().raw().toArray());
        timer.cancel();
        timer = timers.after(RETRY, this::discover);
    }

    private void bind(DhcpMessage ack) {
        boolean renewal = state == State.RENEWING && ack.yiaddr().equals(leased);
        state = State.BOUND;
        leased = ack.yiaddr();
        if (!renewal) {
            fallback.stop();
            int mask = ack.option(DhcpOption.SUBNET_MASK).filter(data -> data.length() == 4)
                    .map(data -> (int) data.u32be(0)).orElse(0xFFFF_FF00);
            self.take(DhcpServer.toInt(leased), mask, null);
        }
        long lease = ack.u32(DhcpOption.IP_ADDRESS_LEASE_TIME).orElse(3600);
        long t1 = ack.u32(DhcpOption.RENEWAL_TIME).orElse(lease / 2);
        timer.cancel();
        timer = timers.after(Duration.ofSeconds(Math.max(1, t1)), this::renew);
    }

    private void renew() {
        state = State.RENEWING;
        xid = ThreadLocalRandom.current().nextLong(1L << 32);
        began = timers.nanos();
        self.ipv4().sendUdp(serverMac, server.getAddress(), DhcpMessage.CLIENT_PORT, DhcpMessage.SERVER_PORT,
                message(DhcpMessageType.REQUEST).flags(0).ciaddr(leased).build().raw().toArray(), TIME_TO_LIVE);
        timer.cancel();
        timer = timers.after(LATER_RETRY, () -> {
            self.drop();
            discover();
        });
    }
}
