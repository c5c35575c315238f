package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.Octets.put16;
import static dev.lanyard.stubs.net.Octets.put32;
import static dev.lanyard.stubs.net.Octets.put8;
import static dev.lanyard.stubs.net.Octets.s32;
import static dev.lanyard.stubs.net.Octets.u16;
import static dev.lanyard.stubs.net.Octets.u8;

import dev.lanyard.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Echo over TCP (RFC 9293, RFC 862) as a very small device has it: each segment is answered by one segment, which is
 * never sent again, because nothing is lost on the way to a USB host. Other ports refuse.
 */
final class TcpEcho {

    static final int PROTOCOL = 6;

    private static final int PORT = 7;
    private static final int HEADER = 20;
    private static final int WINDOW = 8192;
    private static final int MOST = 16;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int PSH = 8;
    private static final int ACK = 16;

    private record Peer(Bytes address, int port) {}

    /** Sequence numbers: what is expected next, and what is sent next. */
    private static final class Connection {
        private int expected;
        private int next = ThreadLocalRandom.current().nextInt();
        private boolean closing;
    }

    private final Map<Peer, Connection> connections = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Peer, Connection> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Takes the segment at {@code tcp}.
     *
     * @param addresses the sum of source and destination address
     */
    void receive(IpLayer layer, byte[] frame, int tcp, int length, long addresses) {
        int header = length < HEADER ? 0 : (u8(frame, tcp + 12) >> 4) * 4;
        if (header < HEADER || header > length || InternetChecksum.finish(addresses + PROTOCOL + length
                + InternetChecksum.sum(frame, tcp, length)) != 0) {
            return;
        }
        int flags = u8(frame, tcp + 13);
        int sequence = s32(frame, tcp + 4);
        int data = length - header;
        Peer peer = new Peer(Bytes.wrap(layer.source(frame)), u16(frame, tcp));
        if ((flags & RST) != 0) {
            connections.remove(peer);
            return;
        }
        if ((flags & SYN) != 0 && u16(frame, tcp + 2) == PORT) {
            Connection opened = new Connection();
            opened.expected = sequence + 1;
            connections.put(peer, opened);
            send(layer, frame, tcp, opened.next++, opened.expected, SYN | ACK, 0, header, addresses);
            return;
        }
        Connection connection = connections.get(peer);
        if (connection == null || u16(frame, tcp + 2) != PORT) {
            int end = sequence + data + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
            send(layer, frame, tcp, (flags & ACK) != 0 ? s32(frame, tcp + 8) : 0, end, RST | ACK, 0, header, addresses);
            return;
        }
        segment(layer, frame, tcp, connection, flags, data, header, addresses);
        if (connection.closing && (flags & ACK) != 0 && s32(frame, tcp + 8) == connection.next) {
            connections.remove(peer);
        }
    }

    private static void segment(IpLayer layer, byte[] frame, int tcp, Connection connection, int flags, int data,
                                int header, long addresses) {
        boolean inOrder = s32(frame, tcp + 4) == connection.expected && !connection.closing;
        boolean ends = (flags & FIN) != 0;
        if (data == 0 && !ends) {
            return;
        }
        if (!inOrder) {
            send(layer, frame, tcp, connection.next, connection.expected, ACK, 0, header, addresses);
            return;
        }
        connection.expected += data + (ends ? 1 : 0);
        int sequence = connection.next;
        connection.next += data + (ends ? 1 : 0);
        connection.closing = ends;
        send(layer, frame, tcp, sequence, connection.expected, ACK | (data > 0 ? PSH : 0) | (ends ? FIN : 0), data,
                header, addresses);
    }

    /** Rewrites the segment where it lies: {@code data} octets of what came behind its header go back. */
    private static void send(IpLayer layer, byte[] frame, int tcp, int sequence, int acknowledged, int flags, int data,
                             int header, long addresses) {
        int port = u16(frame, tcp);
        put16(frame, tcp, u16(frame, tcp + 2));
        put16(frame, tcp + 2, port);
        put32(frame, tcp + 4, sequence);
        put32(frame, tcp + 8, acknowledged);
        put8(frame, tcp + 12, HEADER / 4 << 4);
        put8(frame, tcp + 13, flags);
        put16(frame, tcp + 14, WINDOW);
        put16(frame, tcp + 16, 0);
        put16(frame, tcp + 18, 0);
        System.arraycopy(frame, tcp + header, frame, tcp + HEADER, data);
        int length = HEADER + data;
        put16(frame, tcp + 16, InternetChecksum.finish(addresses + PROTOCOL + length
                + InternetChecksum.sum(frame, tcp, length)));
        layer.shorten(frame, tcp + length);
        layer.sendBack(frame, tcp + length);
    }
}
