package dev.lanyard.drivers.ip.dhcp;

import dev.lanyard.drivers.ip.Datagram;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.LocalAddress;
import dev.lanyard.drivers.ip.UdpSocket;
import dev.lanyard.evidence.Event;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageBuilder;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.dhcp.DhcpOption;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * A DHCPv4 server (RFC 2131) at the harness' end of a link, for accessories that are clients. It takes its address for
 * the host, leases to whoever asks, and keeps what it was asked. A virtual thread serves until {@link #close}.
 */
public final class DhcpServer implements AutoCloseable {

    /** Leases that one server grants at most: a link has one accessory. */
    private static final int POOL = 16;
    private static final int MAX_EXCHANGES = 1000;
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * What the server says.
     *
     * @param address      its own, on whose network the leases are
     * @param first        the first address leased; the next clients get the following ones
     * @param leaseTime    option 51; T1 and T2 are half and seven eighths of it
     * @param router       option 3, when given
     * @param dns          option 6, when given
     */
    public record Settings(Inet4Address address, int prefixLength, Inet4Address first, Duration leaseTime,
                           Optional<Inet4Address> router, Optional<Inet4Address> dns) {}

    /**
     * A client's message and what the server made of it.
     *
     * @param nanos  when it came, on the host's clock
     * @param answer empty where the protocol wants silence
     */
    public record Exchange(long nanos, DhcpMessage request, Optional<DhcpMessage> answer) {

        /** Whether the server acknowledged an address. */
        public boolean granted() {
            return answer.flatMap(DhcpMessage::type).filter(DhcpMessageType.ACK::equals).isPresent()
                    && !answer.orElseThrow().yiaddr().isAnyLocalAddress();
        }
    }

    private final IpHost host;
    private final Settings settings;
    private final UdpSocket socket;
    private final Thread thread;
    private final Map<Bytes, Inet4Address> leases = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    private final List<Exchange> exchanges = new ArrayList<>();
    private String ended = "";

    /** Takes port 67 and the server's address on {@code host}, and begins to serve. */
    public DhcpServer(IpHost host, Settings settings) throws IpException {
        this.host = host;
        this.settings = settings;
        socket = host.open(DhcpMessage.SERVER_PORT);
        host.addAddress(new LocalAddress(settings.address(), settings.prefixLength(), LocalAddress.Origin.STATIC));
        thread = Thread.ofVirtual().name("dhcp server " + host.macAddress()).start(this::serve);
    }

    /**
     * Waits for an exchange that {@code wanted} likes, also among those that were before; empty when none came in time.
     */
    public Optional<Exchange> await(Predicate<Exchange> wanted, Duration timeout) throws InterruptedException {
        long deadline = host.clock().nanos() + timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                Optional<Exchange> found = exchanges.stream().filter(wanted).findFirst();
                long remaining = deadline - host.clock().nanos();
                if (found.isPresent() || remaining <= 0 || !ended.isEmpty()) {
                    return found;
                }
                heard.awaitNanos(Math.min(remaining, LONGEST_SLEEP_NANOS));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Everything that was asked so far, {@value #MAX_EXCHANGES} messages at most, in order. */
    public List<Exchange> exchanges() {
        lock.lock();
        try {
            return List.copyOf(exchanges);
        } finally {
            lock.unlock();
        }
    }

    private void serve() {
        try {
            while (true) {
                Optional<Datagram> datagram = socket.receive(Duration.ofHours(1));
                if (datagram.isPresent()) {
                    serve(datagram.get());
                }
            }
        } catch (IpException e) {
            end(e.getMessage());
        } catch (InterruptedException e) {
            end("closed");
        }
    }

    private void end(String why) {
        lock.lock();
        try {
            ended = why;
            heard.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void serve(Datagram datagram) throws InterruptedException {
        DhcpMessage request = DhcpMessage.decode(datagram.payload());
        if (request.op() != DhcpMessage.BOOTREQUEST || request.hlen() != 6 || request.type().isEmpty()) {
            return;
        }
        Optional<DhcpMessage> answer = answer(request);
        if (answer.isPresent()) {
            try {
                send(request, answer.get());
            } catch (IpException e) {
                host.recorder().record("dhcp", new Event.Note(Event.Severity.WARNING,
                        "the server's answer could not be sent: " + e.getMessage()));
            }
        }
        lock.lockInterruptibly();
        try {
            if (exchanges.size() < MAX_EXCHANGES) {
                exchanges.add(new Exchange(datagram.nanos(), request, answer));
            }
            heard.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Optional<DhcpMessage> answer(DhcpMessage request) {
        Bytes client = request.option(DhcpOption.CLIENT_IDENTIFIER).filter(id -> id.length() >= 2)
                .orElseGet(() -> request.clientMac().bytes());
        return switch (request.type().orElseThrow()) {
            case DISCOVER -> lease(client).map(address -> grant(request, DhcpMessageType.OFFER, address));
            case REQUEST -> acknowledge(request, client);
            case INFORM -> Optional.of(reply(request, DhcpMessageType.ACK).ciaddr(request.ciaddr()).build());
            case DECLINE, RELEASE, OFFER, ACK, NAK -> Optional.empty();
        };
    }

    private Optional<Inet4Address> lease(Bytes client) {
        Inet4Address known = leases.get(client);
        if (known == null && leases.size() < POOL) {
            known = plus(settings.first(), leases.size());
            leases.put(client, known);
        }
        return Optional.ofNullable(known);
    }

    /** RFC 2131 §4.3.2: silence where another server was chosen, and where an unknown client reboots. */
    private Optional<DhcpMessage> acknowledge(DhcpMessage request, Bytes client) {
        Optional<Inet4Address> server = request.address(DhcpOption.SERVER_IDENTIFIER);
        if (server.isPresent() && !server.get().equals(settings.address())) {
            return Optional.empty();
        }
        Inet4Address wanted = request.address(DhcpOption.REQUESTED_IP_ADDRESS).orElse(request.ciaddr());
        Inet4Address held = leases.get(client);
        if (held != null && held.equals(wanted)) {
            return Optional.of(grant(request, DhcpMessageType.ACK, held));
        }
        return Optional.of(reply(request, DhcpMessageType.NAK).build());
    }

    private DhcpMessage grant(DhcpMessage request, DhcpMessageType type, Inet4Address address) {
        long seconds = settings.leaseTime().toSeconds();
        DhcpMessageBuilder reply = reply(request, type).yiaddr(address)
                .optionU32(DhcpOption.IP_ADDRESS_LEASE_TIME, seconds)
                .optionU32(DhcpOption.RENEWAL_TIME, seconds / 2)
                .optionU32(DhcpOption.REBINDING_TIME, seconds * 7 / 8)
                .optionU32(DhcpOption.SUBNET_MASK, 0xFFFF_FFFFL << 32 - settings.prefixLength() & 0xFFFF_FFFFL);
        settings.router().ifPresent(router -> reply.option(DhcpOption.ROUTER, router));
        settings.dns().ifPresent(dns -> reply.option(DhcpOption.DOMAIN_NAME_SERVER, dns));
        return type == DhcpMessageType.ACK ? reply.ciaddr(request.ciaddr()).build() : reply.build();
    }

    private DhcpMessageBuilder reply(DhcpMessage request, DhcpMessageType type) {
        return DhcpMessage.build(DhcpMessage.BOOTREPLY, type).xid(request.xid()).flags(request.flags())
                .client(request.clientMac()).option(DhcpOption.SERVER_IDENTIFIER, settings.address());
    }

    /** RFC 2131 §4.1: to ciaddr where there is one; else by the client's MAC address, or to all where it wants that. */
    private void send(DhcpMessage request, DhcpMessage reply) throws IpException, InterruptedException {
        boolean nak = reply.type().orElseThrow() == DhcpMessageType.NAK;
        InetAddress to = InetAddress.ofLiteral("255.255.255.255");
        MacAddress mac = MacAddress.BROADCAST;
        if (!nak && !request.ciaddr().isAnyLocalAddress()) {
            to = request.ciaddr();
            mac = request.clientMac();
        } else if (!nak && !request.isBroadcast()) {
            to = reply.yiaddr();
            mac = request.clientMac();
        }
        socket.sendTo(settings.address(), mac, new InetSocketAddress(to, DhcpMessage.CLIENT_PORT), reply.raw());
    }

    private static Inet4Address plus(Inet4Address address, int offset) {
        int value = (int) Bytes.wrap(address.getAddress()).u32be(0) + offset;
        try {
            return (Inet4Address) InetAddress.getByAddress(
                    Bytes.of(value >> 24, value >> 16, value >> 8, value).toArray());
        } catch (UnknownHostException e) {
            throw new AssertionError("four octets are an IPv4 address", e);
        }
    }

    /** Serves no longer; gives port and address back. Idempotent. */
    @Override
    public void close() {
        thread.interrupt();
        socket.close();
        host.removeAddress(settings.address());
        if (Thread.currentThread() != thread) {
            try {
                thread.join(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
