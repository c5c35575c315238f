package dev.lanyard.drivers.ip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** The open TCP connections of a host, and their way to the link. */
final class Tcp {

    static final int PROTOCOL = 6;
    static final int HEADER = 20;
    private static final int FIRST_DYNAMIC = 49_152;

    private record Key(InetAddress address, int port, int localPort) {}

    private final Life life;
    private final Router router;
    private final PacketSender sender;
    private final int mtu;
    private final Map<Key, TcpConnection> open = new ConcurrentHashMap<>();

    Tcp(Life life, Router router, PacketSender sender, int mtu) {
        this.life = life;
        this.router = router;
        this.sender = sender;
        this.mtu = mtu;
    }

    Life life() {
        return life;
    }

    TcpConnection connect(InetSocketAddress to, long deadline) throws IpException, InterruptedException {
        TcpConnection connection;
        Key key;
        IpFrames.Header header = router.header("TCP connection to " + to, to.getAddress(), PROTOCOL, Router.TTL, life,
                deadline);
        do {
            int port = ThreadLocalRandom.current().nextInt(FIRST_DYNAMIC, 65_536);
            key = new Key(to.getAddress(), to.getPort(), port);
            int segment = mtu - (header.isIpv4() ? IpFrames.IPV4_HEADER : IpFrames.IPV6_HEADER) - HEADER;
            connection = new TcpConnection(this, header, to, port, segment);
        } while (open.putIfAbsent(key, connection) != null);
        boolean established = false;
        try {
            connection.open(deadline);
            established = true;
            return connection;
        } finally {
            if (!established) {
                closed(connection);
            }
        }
    }

    void closed(TcpConnection connection) {
        open.values().remove(connection);
    }

    /** Takes a segment whose checksum is sound, on the host's own thread. */
    void segment(PacketView packet) throws IpException, InterruptedException {
        int at = packet.payloadOffset;
        if (packet.payloadLength() < HEADER) {
            return;
        }
        TcpConnection connection = open.get(new Key(packet.source(), packet.u16(at), packet.u16(at + 2)));
        if (connection != null) {
            connection.segment(packet);
        }
    }

    void send(IpFrames.Header header, byte[] segment) throws IpException, InterruptedException {
        IpFrames.put16(segment, 16, 0);
        long sum = InternetChecksum.sum(segment, 0, segment.length) + PROTOCOL + segment.length;
        for (InetAddress address : new InetAddress[] {header.source(), header.destination()}) {
            byte[] octets = address.getAddress();
            sum += InternetChecksum.sum(octets, 0, octets.length);
        }
        IpFrames.put16(segment, 16, InternetChecksum.of(sum));
        sender.send("TCP segment", header, segment);
    }
}
