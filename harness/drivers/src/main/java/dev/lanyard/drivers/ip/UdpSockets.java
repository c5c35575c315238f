package dev.lanyard.drivers.ip;

import dev.lanyard.wire.net.MacAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** The open ports of a host and their way to the link. */
final class UdpSockets implements Icmp.UdpErrors {

    /** RFC 6335 §6: the dynamic ports. */
    private static final int FIRST_DYNAMIC = 49_152;
    private static final int DYNAMIC = 65_536 - FIRST_DYNAMIC;

    private final Life life;
    private final Output output;
    private final AddressTable table;
    private final Router router;
    private final Neighbours neighbours;
    private final Counters counters;
    private final int mtu;
    private volatile UdpSocket[] open = {};

    UdpSockets(Life life, Output output, AddressTable table, Router router, Neighbours neighbours, Counters counters,
               int mtu) {
        this.life = life;
        this.output = output;
        this.table = table;
        this.router = router;
        this.neighbours = neighbours;
        this.counters = counters;
        this.mtu = mtu;
    }

    synchronized UdpSocket open(int localPort) throws IpException {
        if (localPort < 0 || localPort > 0xFFFF) {
            throw new IllegalArgumentException("ports are 0..65535: " + localPort);
        }
        life.check("opening UDP port " + localPort);
        int port = localPort == 0 ? free() : localPort;
        if (find(port) != null) {
            throw new IpException(IpFailure.PORT_IN_USE, "opening UDP port " + port,
                    "another part of the scenario has it");
        }
        UdpSocket socket = new UdpSocket(this, port);
        UdpSocket[] next = Arrays.copyOf(open, open.length + 1);
        next[open.length] = socket;
        open = next;
        return socket;
    }

    private int free() throws IpException {
        int start = ThreadLocalRandom.current().nextInt(DYNAMIC);
        for (int i = 0; i < DYNAMIC; i++) {
            int port = FIRST_DYNAMIC + (start + i) % DYNAMIC;
            if (find(port) == null) {
                return port;
            }
        }
        throw new IpException(IpFailure.PORT_IN_USE, "opening a UDP port", "none of 49152..65535 is free");
    }

    UdpSocket find(int port) {
        for (UdpSocket socket : open) {
            if (socket.localPort() == port) {
                return socket;
            }
        }
        return null;
    }

    void checkOpen(UdpSocket socket) throws IpException {
        life.check("sending from UDP port " + socket.localPort());
        if (find(socket.localPort()) != socket) {
            throw new IpException(IpFailure.CLOSED, "sending from UDP port " + socket.localPort(), "");
        }
    }

    synchronized void closed(UdpSocket socket) {
        open = Arrays.stream(open).filter(s -> s != socket).toArray(UdpSocket[]::new);
    }

    void endAll(IpException reason) {
        for (UdpSocket socket : open) {
            socket.end(reason);
        }
    }

    int generation() {
        return table.generation();
    }

    Life life() {
        return life;
    }

    UdpFrames flow(UdpSocket socket, InetSocketAddress to, int groupTtl, Duration timeout)
            throws IpException, InterruptedException {
        String asked = asked(to);
        // Read first: whatever changes meanwhile makes the next datagram look again.
        int generation = table.generation();
        IpFrames.Header header = router.header(asked, to.getAddress(), PacketView.UDP, ttl(to, groupTtl), life,
                life.deadline(timeout));
        return new UdpFrames(header, socket.localPort(), to, generation);
    }

    /** As {@link #flow} but between any addresses. */
    UdpFrames flowTo(UdpSocket socket, InetAddress source, MacAddress mac, InetSocketAddress to) {
        return new UdpFrames(new IpFrames.Header(router.self(), mac, source, to.getAddress(), PacketView.UDP,
                Router.TTL), socket.localPort(), to, table.generation());
    }

    /** As {@link #flow} but from any address; a target off the link is looked for on the link all the same. */
    UdpFrames flowFrom(UdpSocket socket, InetAddress source, InetSocketAddress to, int groupTtl, Duration timeout)
            throws IpException, InterruptedException {
        InetAddress target = to.getAddress();
        IpFrames.Header header;
        if (target.equals(IpAddresses.BROADCAST4) || target.isMulticastAddress()) {
            header = new IpFrames.Header(router.self(), target.isMulticastAddress() ? IpAddresses.groupMac(target)
                    : MacAddress.BROADCAST, source, target, PacketView.UDP, ttl(to, groupTtl));
        } else {
            header = new IpFrames.Header(router.self(),
                    neighbours.resolve(asked(to), source, target, life.deadline(timeout)), source, target,
                    PacketView.UDP, Router.TTL);
        }
        return new UdpFrames(header, socket.localPort(), to, table.generation());
    }

    private static String asked(InetSocketAddress to) {
        return "datagram to " + to.getAddress().getHostAddress() + " port " + to.getPort();
    }

    private static int ttl(InetSocketAddress to, int groupTtl) {
        return to.getAddress().isMulticastAddress() ? groupTtl : Router.TTL;
    }

    void transmit(UdpFrames flow, byte[] frame, int length) throws IpException, InterruptedException {
        if (length - PacketView.ETHERNET_HEADER > mtu) {
            for (byte[] fragment : IpFrames.fragments(frame, length, mtu)) {
                output.send("datagram", fragment, fragment.length);
            }
        } else {
            output.send("datagram", frame, length);
        }
        counters.udpOut.increment();
    }

    void flush() throws IpException, InterruptedException {
        output.flush("datagram");
    }

    @Override
    public void unreachable(int localPort, InetAddress destination, int port, String error) {
        UdpSocket socket = find(localPort);
        if (socket != null) {
            socket.unreachable(new InetSocketAddress(destination, port), error);
        }
    }
}
