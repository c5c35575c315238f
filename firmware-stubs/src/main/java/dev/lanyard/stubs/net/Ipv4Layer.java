package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.EthernetPort.HEADER;
import static dev.lanyard.stubs.net.Octets.put16;
import static dev.lanyard.stubs.net.Octets.put32;
import static dev.lanyard.stubs.net.Octets.put8;
import static dev.lanyard.stubs.net.Octets.s32;
import static dev.lanyard.stubs.net.Octets.u16;
import static dev.lanyard.stubs.net.Octets.u48;
import static dev.lanyard.stubs.net.Octets.u8;

import dev.lanyard.stubs.net.NetworkSettings.Quirk;
import dev.lanyard.wire.net.MacAddress;
import java.util.Arrays;
import java.util.Set;

/**
 * IPv4 (RFC 791) and ICMP (RFC 792) of a host with one address. Fragments are dropped: everything the accessory
 * serves fits a packet. Nothing needs an ARP cache, because every packet it sends is an answer to the sender's MAC
 * address or goes to a group.
 */
final class Ipv4Layer implements IpLayer {

    static final int IP = HEADER;
    private static final int IP_HEADER = 20;
    private static final int ICMP = 1;
    private static final int IGMP = 2;
    private static final int TIME_TO_LIVE = 64;
    private static final int LIMITED_BROADCAST = -1;
    private static final int STORM = 5;
    static final int ALL_SYSTEMS = 0xE000_0001;

    private final EthernetPort port;
    private final UdpPorts udp;
    private final IgmpHost igmp;
    private final Set<Quirk> quirks;
    private int address;
    private int mask;
    private final TcpEcho tcp = new TcpEcho();
    private int identification;

    Ipv4Layer(EthernetPort port, UdpPorts udp, IgmpHost igmp, Set<Quirk> quirks) {
        this.port = port;
        this.udp = udp;
        this.igmp = igmp;
        this.quirks = quirks;
    }

    /** Takes an address; 0 for none, when only broadcasts and groups are listened to. */
    void configure(int own, int subnetMask) {
        address = own;
        mask = subnetMask;
    }

    int address() {
        return address;
    }

    void receive(byte[] frame) {
        if (frame.length < IP + IP_HEADER || u8(frame, IP) >> 4 != 4) {
            return;
        }
        int header = (u8(frame, IP) & 0xF) * 4;
        int total = u16(frame, IP + 2);
        if (header < IP_HEADER || total < header || IP + total > frame.length
                || InternetChecksum.of(frame, IP, header) != 0 || isFragment(frame)) {
            return;
        }
        int destination = s32(frame, IP + 16);
        boolean unicast = destination == address && address != 0;
        if (!unicast && !isForUs(destination) && quirks.contains(Quirk.FORWARDS)) {
            forward(frame, header);
            return;
        }
        if (!unicast && !isForUs(destination) || !isSourceValid(s32(frame, IP + 12))) {
            return;
        }
        int upper = IP + header;
        int length = total - header;
        switch (u8(frame, IP + 9)) {
            case ICMP -> icmp(frame, upper, length, unicast);
            case UdpPorts.PROTOCOL -> {
                long pseudoHeader = InternetChecksum.sum(frame, IP + 12, 8) + UdpPorts.PROTOCOL;
                if (!udp.receive(this, frame, upper, length, pseudoHeader, unicast)) {
                    portUnreachable(frame, header, unicast);
                }
            }
            case TcpEcho.PROTOCOL -> {
                if (unicast) {
                    tcp.receive(this, frame, upper, length, InternetChecksum.sum(frame, IP + 12, 8));
                }
            }
            case IGMP -> igmp.receive(frame, upper, length);
            default -> { }
        }
    }

    private static boolean isFragment(byte[] frame) {
        return (u16(frame, IP + 6) & 0x3FFF) != 0;
    }

    private boolean isForUs(int destination) {
        return destination == LIMITED_BROADCAST || address != 0 && destination == (address | ~mask)
                || destination == ALL_SYSTEMS || igmp.isMember(destination) || isStray(destination);
    }

    /** A group that was not joined, and is heard all the same. */
    private boolean isStray(int destination) {
        return quirks.contains(Quirk.ANY_GROUP) && destination >>> 28 == 0xE && !igmp.isMember(destination);
    }

    /** What only a router does, and only between links. */
    private void forward(byte[] frame, int header) {
        if (s32(frame, IP + 16) >>> 28 == 0xE || u8(frame, IP + 8) < 2) {
            return;
        }
        put8(frame, IP + 8, u8(frame, IP + 8) - 1);
        put16(frame, IP + 10, 0);
        put16(frame, IP + 10, InternetChecksum.of(frame, IP, header));
        port.sendBack(frame, frame.length);
    }

    private boolean isSourceValid(int source) {
        return source != address && source != LIMITED_BROADCAST && source >>> 28 != 0xE;
    }

    /** Echo requests to the accessory's own address are answered; those to a broadcast address are not. */
    private void icmp(byte[] frame, int icmp, int length, boolean unicast) {
        boolean storm = !unicast && quirks.contains(Quirk.BROADCAST_STORM);
        if (length < 8 || !unicast && !storm && !isStray(s32(frame, IP + 16)) || u8(frame, icmp) != 8 || u8(frame, icmp + 1) != 0
                || InternetChecksum.of(frame, icmp, length) != 0) {
            return;
        }
        put8(frame, icmp, 0);
        put16(frame, icmp + 2, 0);
        put16(frame, icmp + 2, InternetChecksum.of(frame, icmp, length));
        for (int more = 1; storm && more < STORM; more++) {
            sendBack(frame.clone(), icmp + length);
        }
        sendBack(frame, icmp + length);
    }

    /** RFC 1122 §4.1.3.1; only for unicast, so that a broadcast never raises a storm. */
    private void portUnreachable(byte[] frame, int header, boolean unicast) {
        if (!unicast || s32(frame, IP + 12) == 0 || u48(frame, 0) != port.address().value()) {
            return;
        }
        int quoted = header + 8;
        byte[] reply = packet(u48(frame, 6), s32(frame, IP + 12), ICMP, 8 + quoted, TIME_TO_LIVE, 0);
        int icmp = IP + IP_HEADER;
        put8(reply, icmp, 3);
        put8(reply, icmp + 1, 3);
        System.arraycopy(frame, IP, reply, icmp + 8, quoted);
        put16(reply, icmp + 2, InternetChecksum.of(reply, icmp, 8 + quoted));
        port.send(reply);
    }

    @Override
    public boolean requiresUdpChecksum() {
        return false;
    }

    @Override
    public byte[] source(byte[] frame) {
        return Arrays.copyOfRange(frame, IP + 12, IP + 16);
    }

    @Override
    public void shorten(byte[] frame, int end) {
        put16(frame, IP + 2, end - IP);
    }

    @Override
    public void sendBack(byte[] frame, int length) {
        put32(frame, IP + 16, s32(frame, IP + 12));
        put32(frame, IP + 12, address);
        put8(frame, IP + 8, TIME_TO_LIVE);
        put16(frame, IP + 10, 0);
        put16(frame, IP + 10, InternetChecksum.of(frame, IP, (u8(frame, IP) & 0xF) * 4));
        port.sendBack(frame, length);
    }

    @Override
    public void sendUdp(long destinationMac, byte[] destination, int sourcePort, int destinationPort, byte[] payload,
                        int timeToLive) {
        sendUdp(address, destinationMac, destination, sourcePort, destinationPort, payload, timeToLive);
    }

    /** As a client does that has no address, or must not use the one it has. */
    void sendUdpFromNobody(byte[] destination, int sourcePort, int destinationPort, byte[] payload) {
        sendUdp(0, MacAddress.BROADCAST.value(), destination, sourcePort, destinationPort, payload, TIME_TO_LIVE);
    }

    private void sendUdp(int source, long destinationMac, byte[] destination, int sourcePort, int destinationPort,
                         byte[] payload, int timeToLive) {
        int length = UdpDatagram.HEADER + payload.length;
        byte[] frame = packet(destinationMac, s32(destination, 0), UdpPorts.PROTOCOL, length, timeToLive, 0);
        put32(frame, IP + 12, source);
        put16(frame, IP + 10, 0);
        put16(frame, IP + 10, InternetChecksum.of(frame, IP, IP_HEADER));
        int at = IP + IP_HEADER;
        put16(frame, at, sourcePort);
        put16(frame, at + 2, destinationPort);
        put16(frame, at + 4, length);
        System.arraycopy(payload, 0, frame, at + UdpDatagram.HEADER, payload.length);
        int checksum = InternetChecksum.finish(InternetChecksum.sum(frame, IP + 12, 8) + UdpPorts.PROTOCOL + length
                + InternetChecksum.sum(frame, at, length));
        put16(frame, at + 6, checksum == 0 ? 0xFFFF : checksum);
        port.send(frame);
    }

    /** Sends a packet with the router alert option and TTL 1 to a group (RFC 3376 §4). */
    void sendIgmp(int group, byte[] message) {
        byte[] frame = packet(groupMac(group), group, IGMP, message.length, 1, 4);
        put32(frame, IP + IP_HEADER, 0x9404_0000);
        put16(frame, IP + 10, 0);
        put16(frame, IP + 10, InternetChecksum.of(frame, IP, IP_HEADER + 4));
        System.arraycopy(message, 0, frame, IP + IP_HEADER + 4, message.length);
        port.send(frame);
    }

    static long groupMac(int group) {
        return 0x0100_5E00_0000L | group & 0x7F_FFFF;
    }


    private byte[] packet(long destinationMac, int destination, int protocol, int length, int timeToLive,
                          int optionLength) {
        int header = IP_HEADER + optionLength;
        byte[] frame = port.frame(destinationMac, EthernetPort.IPV4, header + length);
        put8(frame, IP, 0x40 | header / 4);
        put16(frame, IP + 2, header + length);
        put16(frame, IP + 4, identification++);
        put16(frame, IP + 6, 0x4000);
        put8(frame, IP + 8, timeToLive);
        put8(frame, IP + 9, protocol);
        put32(frame, IP + 12, address);
        put32(frame, IP + 16, destination);
        put16(frame, IP + 10, InternetChecksum.of(frame, IP, header));
        return frame;
    }
}
