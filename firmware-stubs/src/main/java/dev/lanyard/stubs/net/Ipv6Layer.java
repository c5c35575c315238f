package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.EthernetPort.HEADER;
import static dev.lanyard.stubs.net.Octets.put16;
import static dev.lanyard.stubs.net.Octets.put8;
import static dev.lanyard.stubs.net.Octets.u16;
import static dev.lanyard.stubs.net.Octets.u48;
import static dev.lanyard.stubs.net.Octets.u8;

import java.util.Arrays;

/**
 * IPv6 (RFC 8200) and ICMPv6 echo (RFC 4443) of a host with a link-local address only. Fragments are dropped. What it
 * sends is an answer or goes to a group, so it keeps no neighbour cache.
 */
final class Ipv6Layer implements IpLayer {

    static final int IP = HEADER;
    static final int IP_HEADER = 40;
    static final int ICMPV6 = 58;
    static final int ECHO_REQUEST = 128;
    static final int ECHO_REPLY = 129;
    private static final int DESTINATION_UNREACHABLE = 1;
    private static final int PORT_UNREACHABLE = 4;
    private static final int HOP_BY_HOP = 0;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int HOP_LIMIT = 64;
    /** An ICMPv6 error is not longer than the least MTU (RFC 4443 §2.4 c). */
    private static final int MINIMUM_MTU = 1280;

    private final EthernetPort port;
    private final UdpPorts udp;
    private final NeighbourDiscovery discovery;
    private final MldHost mld;
    private final TcpEcho tcp = new TcpEcho();
    private final boolean takesAllGroups;
    private Runnable whenSolicited = () -> { };

    Ipv6Layer(EthernetPort port, UdpPorts udp, NeighbourDiscovery discovery, MldHost mld, boolean takesAllGroups) {
        this.takesAllGroups = takesAllGroups;
        this.port = port;
        this.udp = udp;
        this.discovery = discovery;
        this.mld = mld;
    }

    /** Sets what is done about a router solicitation. */
    void onRouterSolicitation(Runnable answer) {
        whenSolicited = answer;
    }

    /** Whether the link-local address has passed duplicate address detection. */
    boolean isReady() {
        return discovery.isPreferred();
    }

    byte[] address() {
        return discovery.address();
    }

    void receive(byte[] frame) {
        if (frame.length < IP + IP_HEADER || u8(frame, IP) >> 4 != 6) {
            return;
        }
        int end = IP + IP_HEADER + u16(frame, IP + 4);
        if (end > frame.length) {
            return;
        }
        boolean own = Ipv6.matches(frame, IP + 24, discovery.address());
        if (!own && !isGroupOfOurs(frame) || u8(frame, IP + 8) == 0xFF) {
            return;
        }
        int next = u8(frame, IP + 6);
        int upper = IP + IP_HEADER;
        while (next == HOP_BY_HOP || next == DESTINATION_OPTIONS) {
            if (upper + 8 > end) {
                return;
            }
            next = u8(frame, upper);
            upper += (u8(frame, upper + 1) + 1) * 8;
        }
        int length = end - upper;
        if (length < 0) {
            return;
        }
        if (next == ICMPV6) {
            icmp(frame, upper, length);
        } else if (next == TcpEcho.PROTOCOL && isReady() && own) {
            tcp.receive(this, frame, upper, length, InternetChecksum.sum(frame, IP + 8, 32));
        } else if (next == UdpPorts.PROTOCOL && isReady()) {
            long pseudoHeader = InternetChecksum.sum(frame, IP + 8, 32) + UdpPorts.PROTOCOL;
            if (!udp.receive(this, frame, upper, length, pseudoHeader, own)) {
                portUnreachable(frame, end, own);
            }
        }
    }

    private boolean isGroupOfOurs(byte[] frame) {
        return u8(frame, IP + 24) == 0xFF
                && (takesAllGroups || Ipv6.matches(frame, IP + 24, Ipv6.ALL_NODES) || mld.isMember(frame, IP + 24));
    }

    private void icmp(byte[] frame, int icmp, int length) {
        if (length < 8 || Ipv6.checksum(frame, icmp, length, ICMPV6) != 0) {
            return;
        }
        switch (u8(frame, icmp)) {
            case ECHO_REQUEST -> echo(frame, icmp, length);
            case NeighbourDiscovery.SOLICITATION -> discovery.solicitation(frame, icmp, length);
            case NeighbourDiscovery.ADVERTISEMENT -> discovery.advertisement(frame, icmp, length);
            case RouterAdvertiser.SOLICITATION -> whenSolicited.run();
            case MldHost.QUERY -> mld.query(frame, icmp, length);
            default -> { }
        }
    }

    /** Also when sent to a group, as RFC 4443 §4.2 allows and Linux does. */
    private void echo(byte[] frame, int icmp, int length) {
        if (!isReady() || Ipv6.isUnspecified(frame, IP + 8)) {
            return;
        }
        put8(frame, icmp, ECHO_REPLY);
        turnAround(frame);
        put16(frame, icmp + 2, 0);
        put16(frame, icmp + 2, Ipv6.checksum(frame, icmp, length, ICMPV6));
        port.sendBack(frame, icmp + length);
    }

    private void portUnreachable(byte[] frame, int end, boolean own) {
        if (!own || Ipv6.isUnspecified(frame, IP + 8)) {
            return;
        }
        int quoted = Math.min(end - IP, MINIMUM_MTU - IP_HEADER - 8);
        byte[] message = new byte[8 + quoted];
        put8(message, 0, DESTINATION_UNREACHABLE);
        put8(message, 1, PORT_UNREACHABLE);
        System.arraycopy(frame, IP, message, 8, quoted);
        port.send(Ipv6.icmp(port, u48(frame, 6), address(), source(frame), message, HOP_LIMIT));
    }

    @Override
    public boolean requiresUdpChecksum() {
        return true;
    }

    @Override
    public byte[] source(byte[] frame) {
        return Arrays.copyOfRange(frame, IP + 8, IP + 24);
    }

    @Override
    public void shorten(byte[] frame, int end) {
        put16(frame, IP + 4, end - IP - IP_HEADER);
    }

    @Override
    public void sendBack(byte[] frame, int length) {
        turnAround(frame);
        port.sendBack(frame, length);
    }

    private void turnAround(byte[] frame) {
        System.arraycopy(frame, IP + 8, frame, IP + 24, 16);
        System.arraycopy(discovery.address(), 0, frame, IP + 8, 16);
        put8(frame, IP + 7, HOP_LIMIT);
    }

    @Override
    public void sendUdp(long destinationMac, byte[] destination, int sourcePort, int destinationPort, byte[] payload,
                        int timeToLive) {
        int length = UdpDatagram.HEADER + payload.length;
        byte[] frame = port.frame(destinationMac, EthernetPort.IPV6, IP_HEADER + length);
        Ipv6.putHeader(frame, UdpPorts.PROTOCOL, length, timeToLive, address(), destination);
        int at = IP + IP_HEADER;
        put16(frame, at, sourcePort);
        put16(frame, at + 2, destinationPort);
        put16(frame, at + 4, length);
        System.arraycopy(payload, 0, frame, at + UdpDatagram.HEADER, payload.length);
        int checksum = Ipv6.checksum(frame, at, length, UdpPorts.PROTOCOL);
        put16(frame, at + 6, checksum == 0 ? 0xFFFF : checksum);
        port.send(frame);
    }
}
