package dev.lanyard.stubs.net;

import dev.lanyard.stubs.loop.Timers;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageBuilder;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.dhcp.DhcpOption;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A DHCP server (RFC 2131) for the host at the other end of the cable. It offers neither router nor name server, so
 * that a host does not take the accessory for its way to the Internet.
 */
final class DhcpServer implements UdpService {

    private static final int ETHERNET = 1;
    private static final int TIME_TO_LIVE = 64;
    private static final byte[] LIMITED_BROADCAST = {-1, -1, -1, -1};

    private final Inet4Address address;
    private final int subnetMask;
    private final DhcpLeases leases;
    private final Duration leaseTime;
    private final Timers timers;
    private final boolean acknowledgesForeign;

    DhcpServer(NetworkSettings settings, Timers timers) {
        this.address = settings.address();
        this.subnetMask = settings.subnetMask();
        this.leases = new DhcpLeases((toInt(address) & subnetMask) + settings.poolOffset(), settings.poolSize());
        this.leaseTime = settings.leaseTime();
        this.timers = timers;
        this.acknowledgesForeign = settings.has(NetworkSettings.Quirk.ACKNOWLEDGES_FOREIGN);
    }

    @Override
    public void datagram(UdpDatagram datagram) {
        DhcpMessage request = DhcpMessage.decode(datagram.payload());
        answer(request).ifPresent(reply -> send(datagram, request, reply));
    }

    /** The reply to a client's message; none where the protocol wants silence. */
    Optional<DhcpMessage> answer(DhcpMessage request) {
        if (request.op() != DhcpMessage.BOOTREQUEST || request.htype() != ETHERNET || request.hlen() != 6
                || !isZero(request.giaddr())) {
            return Optional.empty();
        }
        Bytes client = request.option(DhcpOption.CLIENT_IDENTIFIER).filter(id -> id.length() >= 2)
                .orElseGet(() -> request.clientMac().bytes());
        return request.type().flatMap(type -> switch (type) {
            case DISCOVER -> offer(request, client);
            case REQUEST -> acknowledge(request, client);
            case INFORM -> Optional.of(reply(request, DhcpMessageType.ACK).build());
            case DECLINE -> {
                request.address(DhcpOption.REQUESTED_IP_ADDRESS)
                        .ifPresent(declined -> leases.decline(client, toInt(declined), timers.nanos()));
                yield Optional.empty();
            }
            case RELEASE -> {
                leases.release(client, toInt(request.ciaddr()), timers.nanos());
                yield Optional.empty();
            }
            case OFFER, ACK, NAK -> Optional.empty();
        });
    }

    private Optional<DhcpMessage> offer(DhcpMessage request, Bytes client) {
        int wish = request.address(DhcpOption.REQUESTED_IP_ADDRESS).map(DhcpServer::toInt).orElse(0);
        OptionalInt offered = leases.offer(client, wish, timers.nanos());
        return offered.isEmpty() ? Optional.empty()
                : Optional.of(lease(request, DhcpMessageType.OFFER, toAddress(offered.getAsInt())));
    }

    /**
     * RFC 2131 §4.3.2: SELECTING names a server; INIT-REBOOT names an address; RENEWING and REBINDING have
     * one. What is not the client's is refused outright: there is no other server on this cable that could know better.
     */
    private Optional<DhcpMessage> acknowledge(DhcpMessage request, Bytes client) {
        Optional<Inet4Address> server = request.address(DhcpOption.SERVER_IDENTIFIER);
        if (server.isPresent() && !server.get().equals(address)) {
            return Optional.empty();
        }
        Inet4Address wanted = request.address(DhcpOption.REQUESTED_IP_ADDRESS).orElse(request.ciaddr());
        if (leases.bind(client, toInt(wanted), leaseTime, timers.nanos()) || acknowledgesForeign) {
            return Optional.of(lease(request, DhcpMessageType.ACK, wanted));
        }
        return Optional.of(reply(request, DhcpMessageType.NAK).build());
    }

    private DhcpMessage lease(DhcpMessage request, DhcpMessageType type, Inet4Address leased) {
        long seconds = leaseTime.toSeconds();
        return reply(request, type).yiaddr(leased)
                .optionU32(DhcpOption.IP_ADDRESS_LEASE_TIME, seconds)
                .optionU32(DhcpOption.RENEWAL_TIME, seconds / 2)
                .optionU32(DhcpOption.REBINDING_TIME, seconds * 7 / 8)
                .option(DhcpOption.SUBNET_MASK, toAddress(subnetMask))
                .option(DhcpOption.BROADCAST_ADDRESS, toAddress(toInt(address) | ~subnetMask))
                .build();
    }

    private DhcpMessageBuilder reply(DhcpMessage request, DhcpMessageType type) {
        DhcpMessageBuilder reply = DhcpMessage.build(DhcpMessage.BOOTREPLY, type).xid(request.xid())
                .flags(request.flags()).client(request.clientMac())
                .option(DhcpOption.SERVER_IDENTIFIER, address);
        return type == DhcpMessageType.ACK ? reply.ciaddr(request.ciaddr()) : reply;
    }

    /** RFC 2131 §4.1: to ciaddr where there is one, else broadcast where asked for, else to the address just given. */
    private void send(UdpDatagram datagram, DhcpMessage request, DhcpMessage reply) {
        boolean nak = reply.type().orElseThrow() == DhcpMessageType.NAK;
        long mac = request.clientMac().value();
        byte[] destination;
        if (!nak && !isZero(request.ciaddr())) {
            destination = request.ciaddr().getAddress();
        } else if (nak || request.isBroadcast() || isZero(reply.yiaddr())) {
            destination = LIMITED_BROADCAST;
            mac = MacAddress.BROADCAST.value();
        } else {
            destination = reply.yiaddr().getAddress();
        }
        datagram.layer().sendUdp(mac, destination, DhcpMessage.SERVER_PORT, DhcpMessage.CLIENT_PORT,
                reply.raw().toArray(), TIME_TO_LIVE);
    }

    private static boolean isZero(Inet4Address value) {
        return value.isAnyLocalAddress();
    }

    static int toInt(Inet4Address value) {
        return Octets.s32(value.getAddress(), 0);
    }

    static Inet4Address toAddress(int value) {
        byte[] octets = new byte[4];
        Octets.put32(octets, 0, value);
        try {
            return (Inet4Address) InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new AssertionError("four octets are an IPv4 address", e);
        }
    }
}
