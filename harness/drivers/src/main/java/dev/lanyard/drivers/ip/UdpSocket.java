package dev.lanyard.drivers.ip;

import dev.lanyard.drivers.ip.echo.EchoSocket;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A UDP port of the host, for IPv4 and IPv6 alike. Safe for use by many threads. What comes in waits in a queue of
 * {@link #QUEUE} datagrams, or goes straight to a {@link DatagramHandler}.
 *
 * <p>Sending to a known neighbour costs one copy of the payload and no object; receiving with a handler costs no copy.
 */
public final class UdpSocket implements EchoSocket {

    /** Datagrams that wait to be received; more are dropped and counted. */
    public static final int QUEUE = 4096;

    /** What fits one IPv4 packet. */
    private static final int LONGEST = 65_507;
    private static final int DEFAULT_GROUP_TTL = 1;
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** How long a first datagram may wait for address resolution. */
    private static final Duration RESOLUTION = Duration.ofMillis(3500);

    private final UdpSockets owner;
    private final int localPort;
    private final ReentrantLock sending = new ReentrantLock();
    private final ReentrantLock receiving = new ReentrantLock();
    private final Condition arrived = receiving.newCondition();
    private final ArrayDeque<Datagram> queue = new ArrayDeque<>();
    private byte[] frame = new byte[2048];
    private UdpFrames flow;
    private int identification;
    private volatile int groupTtl = DEFAULT_GROUP_TTL;
    private volatile boolean promiscuous;
    private DatagramHandler handler;
    private IpException ended;
    private IpException unreachable;
    private InetSocketAddress lastSource = new InetSocketAddress(IpAddresses.ANY4, 0);
    private byte[] lastSourceOctets = new byte[4];
    private InetAddress lastDestination = IpAddresses.ANY4;
    private byte[] lastDestinationOctets = new byte[4];

    UdpSocket(UdpSockets owner, int localPort) {
        this.owner = owner;
        this.localPort = localPort;
    }

    /** 1..65535. */
    public int localPort() {
        return localPort;
    }

    /** Sets TTL and hop limit of datagrams to groups: 1..255, at first 1. */
    public void groupTtl(int ttl) {
        groupTtl = ttl;
    }

    /**
     * Takes datagrams whose destination is any address, as long as their frames reach the host: a DHCP client hears of
     * its address this way before it has it.
     */
    public void acceptAnyDestination(boolean accept) {
        promiscuous = accept;
    }

    boolean acceptsAnyDestination() {
        return promiscuous;
    }

    /** Hands every datagram to {@code taker} from now on; null goes back to the queue, whose datagrams stay there. */
    public void listen(DatagramHandler taker) {
        receiving.lock();
        try {
            handler = taker;
            if (taker != null && ended != null) {
                taker.ended(ended);
            }
        } finally {
            receiving.unlock();
        }
    }

    /** Sends {@code payload}; the link may hold it back a moment for aggregation, see {@link #flush}. */
    public void send(InetSocketAddress to, Bytes payload) throws IpException, InterruptedException {
        byte[] octets = payload.toArray();
        send(to, octets, 0, octets.length);
    }

    /**
     * Sends {@code length} octets of {@code payload}, in fragments where the link's MTU asks for it. The first datagram
     * to a target waits for address resolution, 3.5 s at most; later ones wait only while the link takes nothing.
     */
    @Override
    public void send(InetSocketAddress to, byte[] payload, int offset, int length)
            throws IpException, InterruptedException {
        sending.lockInterruptibly();
        try {
            if (flow == null || flow.generation != owner.generation() || flow.to != to && !flow.to.equals(to)
                    || to.getAddress().isMulticastAddress() && flow.ttl != groupTtl) {
                flow = null;
                flow = owner.flow(this, to, groupTtl, RESOLUTION);
            }
            transmit(flow, payload, offset, length);
        } finally {
            sending.unlock();
        }
    }

    /**
     * Sends at once from an address of the caller's choice, which need not be the host's: 0.0.0.0 for a DHCP client,
     * another interface's for a test.
     */
    public void sendFrom(InetAddress source, InetSocketAddress to, Bytes payload)
            throws IpException, InterruptedException {
        sending.lockInterruptibly();
        try {
            UdpFrames odd = owner.flowFrom(this, source, to, groupTtl, RESOLUTION);
            byte[] octets = payload.toArray();
            transmit(odd, octets, 0, octets.length);
        } finally {
            sending.unlock();
        }
        flush();
    }

    /** What stands in the checksum field of a datagram. */
    public enum Checksum {
        /** The right one. */
        CORRECT,
        /** Another one, which is not zero. */
        WRONG,
        /** Zero: not computed. */
        NONE
    }

    /** Sends one datagram at once with a checksum of the caller's choice. */
    public void send(InetSocketAddress to, Bytes payload, Checksum checksum) throws IpException, InterruptedException {
        sending.lockInterruptibly();
        try {
            UdpFrames odd = owner.flow(this, to, groupTtl, RESOLUTION);
            byte[] octets = payload.toArray();
            owner.checkOpen(this);
            byte[] whole = new byte[odd.headerLength() + octets.length];
            int length = odd.write(whole, ++identification, octets, 0, octets.length);
            int at = odd.headerLength() - 2;
            switch (checksum) {
                case CORRECT -> { }
                // One bit differs; where that leaves nothing, the next one too.
                case WRONG -> whole[at + 1] ^= (byte) (whole[at] == 0 && whole[at + 1] == 1 ? 3 : 1);
                case NONE -> IpFrames.put16(whole, at, 0);
            }
            owner.transmit(odd, whole, length);
        } finally {
            sending.unlock();
        }
        flush();
    }

    /** As {@link #sendFrom}, to a MAC address of the caller's choice: a DHCP server's client cannot be asked for it. */
    public void sendTo(InetAddress source, MacAddress mac, InetSocketAddress to, Bytes payload)
            throws IpException, InterruptedException {
        sending.lockInterruptibly();
        try {
            byte[] octets = payload.toArray();
            transmit(owner.flowTo(this, source, mac, to), octets, 0, octets.length);
        } finally {
            sending.unlock();
        }
        flush();
    }

    private void transmit(UdpFrames to, byte[] payload, int offset, int length)
            throws IpException, InterruptedException {
        if (length > LONGEST) {
            throw new IpException(IpFailure.TOO_LARGE, "datagram of " + length + " octets", "UDP carries " + LONGEST);
        }
        int needed = to.headerLength() + length;
        if (frame.length < needed) {
            frame = new byte[Math.max(needed, frame.length * 2)];
        }
        owner.checkOpen(this);
        owner.transmit(to, frame, to.write(frame, ++identification, payload, offset, length));
    }

    /** Makes the link send what it holds back. */
    @Override
    public void flush() throws IpException, InterruptedException {
        owner.flush();
    }

    /**
     * Waits for a datagram; empty when none came in time.
     *
     * @throws IpException when an ICMP error answered an earlier datagram, the link is gone or the socket closed
     */
    public Optional<Datagram> receive(Duration timeout) throws IpException, InterruptedException {
        long deadline = owner.life().deadline(timeout);
        receiving.lockInterruptibly();
        try {
            while (queue.isEmpty()) {
                if (unreachable != null) {
                    IpException error = unreachable;
                    unreachable = null;
                    throw error;
                }
                if (ended != null) {
                    throw ended;
                }
                long remaining = deadline - owner.life().clock().nanos();
                if (remaining <= 0) {
                    return Optional.empty();
                }
                arrived.awaitNanos(Math.min(remaining, LONGEST_SLEEP_NANOS));
            }
            return Optional.of(queue.remove());
        } finally {
            receiving.unlock();
        }
    }

    /** Takes the datagram in {@code packet}, whose checksum is sound; false when the queue is full. */
    boolean deliver(PacketView packet, long nanos) {
        int udp = packet.payloadOffset;
        int length = packet.u16(udp + 4) - UdpFrames.UDP_HEADER;
        receiving.lock();
        try {
            InetSocketAddress source = source(packet, packet.u16(udp));
            InetAddress destination = destination(packet);
            if (handler != null) {
                handler.datagram(nanos, source, destination, packet.ttl, packet.octets, udp + UdpFrames.UDP_HEADER,
                        length);
                return true;
            }
            if (queue.size() >= QUEUE || ended != null) {
                return false;
            }
            queue.add(new Datagram(nanos, source, destination, localPort, packet.ttl,
                    Bytes.copyOf(packet.octets, udp + UdpFrames.UDP_HEADER, length)));
            arrived.signal();
            return true;
        } finally {
            receiving.unlock();
        }
    }

    private InetSocketAddress source(PacketView packet, int port) {
        int at = packet.sourceOffset;
        if (lastSource.getPort() != port || !Arrays.equals(packet.octets, at, at + packet.addressLength,
                lastSourceOctets, 0, lastSourceOctets.length)) {
            InetAddress address = packet.source();
            lastSourceOctets = address.getAddress();
            lastSource = new InetSocketAddress(address, port);
        }
        return lastSource;
    }

    private InetAddress destination(PacketView packet) {
        int at = packet.destinationOffset;
        if (!Arrays.equals(packet.octets, at, at + packet.addressLength,
                lastDestinationOctets, 0, lastDestinationOctets.length)) {
            lastDestination = packet.destination();
            lastDestinationOctets = lastDestination.getAddress();
        }
        return lastDestination;
    }

    void unreachable(InetSocketAddress destination, String error) {
        receiving.lock();
        try {
            if (handler != null) {
                handler.unreachable(destination, error);
            } else {
                unreachable = new IpException(IpFailure.UNREACHABLE, "datagram to "
                        + destination.getAddress().getHostAddress() + " port " + destination.getPort(), error);
                arrived.signal();
            }
        } finally {
            receiving.unlock();
        }
    }

    void end(IpException reason) {
        receiving.lock();
        try {
            if (ended == null) {
                ended = reason;
                arrived.signalAll();
                if (handler != null) {
                    handler.ended(reason);
                }
            }
        } finally {
            receiving.unlock();
        }
    }

    /** Gives the port back. Idempotent. */
    @Override
    public void close() {
        owner.closed(this);
        end(new IpException(IpFailure.CLOSED, "UDP port " + localPort, ""));
    }
}
