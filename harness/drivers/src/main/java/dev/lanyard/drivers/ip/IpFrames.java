package dev.lanyard.drivers.ip;

import dev.lanyard.wire.net.MacAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Puts Ethernet and IP headers in front of a payload (RFC 894, RFC 791, RFC 8200, RFC 2464). */
final class IpFrames {

    static final int IPV4_HEADER = 20;
    static final int IPV6_HEADER = 40;
    private static final int FRAGMENT_HEADER = 8;
    private static final int ROUTER_ALERT_LENGTH_4 = 4;
    private static final int ROUTER_ALERT_LENGTH_6 = 8;

    private IpFrames() {}

    /** Header fields that are the same for every packet of a flow. */
    record Header(MacAddress from, MacAddress to, InetAddress source, InetAddress destination, int protocol, int ttl) {

        boolean isIpv4() {
            return source.getAddress().length == 4;
        }

        /** Octets in front of the payload, Ethernet included. */
        int length() {
            return PacketView.ETHERNET_HEADER + (isIpv4() ? IPV4_HEADER : IPV6_HEADER);
        }
    }

    /** A whole frame; {@code identification} is for IPv4 only. */
    static byte[] frame(Header header, int identification, byte[] payload) {
        byte[] frame = new byte[header.length() + payload.length];
        writeHeader(frame, header, identification, payload.length);
        System.arraycopy(payload, 0, frame, header.length(), payload.length);
        return frame;
    }

    /** A frame with the Router Alert option (RFC 2113, RFC 2711), as IGMP and MLD want it. */
    static byte[] routerAlertFrame(Header header, byte[] payload) {
        return header.isIpv4() ? routerAlert4(header, payload) : routerAlert6(header, payload);
    }

    private static byte[] routerAlert4(Header header, byte[] payload) {
        int headerLength = IPV4_HEADER + ROUTER_ALERT_LENGTH_4;
        byte[] frame = new byte[PacketView.ETHERNET_HEADER + headerLength + payload.length];
        writeHeader(frame, header, 0, ROUTER_ALERT_LENGTH_4 + payload.length);
        int ip = PacketView.ETHERNET_HEADER;
        frame[ip] = (byte) (0x40 | headerLength / 4);
        frame[ip + IPV4_HEADER] = (byte) 0x94;
        frame[ip + IPV4_HEADER + 1] = ROUTER_ALERT_LENGTH_4;
        put16(frame, ip + 10, 0);
        put16(frame, ip + 10, InternetChecksum.of(InternetChecksum.sum(frame, ip, headerLength)));
        System.arraycopy(payload, 0, frame, ip + headerLength, payload.length);
        return frame;
    }

    private static byte[] routerAlert6(Header header, byte[] payload) {
        byte[] extended = new byte[ROUTER_ALERT_LENGTH_6 + payload.length];
        extended[0] = (byte) header.protocol();
        extended[2] = 5;
        extended[3] = 2;
        extended[6] = 1;
        System.arraycopy(payload, 0, extended, ROUTER_ALERT_LENGTH_6, payload.length);
        Header hopByHop = new Header(header.from(), header.to(), header.source(), header.destination(), 0,
                header.ttl());
        return frame(hopByHop, 0, extended);
    }

    /** Writes Ethernet and IP headers at the start of {@code frame}. */
    static void writeHeader(byte[] frame, Header header, int identification, int payloadLength) {
        header.to().bytes().copyTo(frame, 0);
        header.from().bytes().copyTo(frame, 6);
        int ip = PacketView.ETHERNET_HEADER;
        byte[] source = header.source().getAddress();
        byte[] destination = header.destination().getAddress();
        if (header.isIpv4()) {
            put16(frame, 12, PacketView.ETHERTYPE_IPV4);
            frame[ip] = 0x45;
            put16(frame, ip + 2, IPV4_HEADER + payloadLength);
            put16(frame, ip + 4, identification);
            frame[ip + 8] = (byte) header.ttl();
            frame[ip + 9] = (byte) header.protocol();
            System.arraycopy(source, 0, frame, ip + 12, 4);
            System.arraycopy(destination, 0, frame, ip + 16, 4);
            put16(frame, ip + 10, InternetChecksum.of(InternetChecksum.sum(frame, ip, IPV4_HEADER)));
        } else {
            put16(frame, 12, PacketView.ETHERTYPE_IPV6);
            frame[ip] = 0x60;
            put16(frame, ip + 4, payloadLength);
            frame[ip + 6] = (byte) header.protocol();
            frame[ip + 7] = (byte) header.ttl();
            System.arraycopy(source, 0, frame, ip + 8, 16);
            System.arraycopy(destination, 0, frame, ip + 24, 16);
        }
    }

    /**
     * Cuts the first {@code length} octets of {@code frame}, one IP packet without options, into frames whose packets
     * are no longer than {@code mtu} (RFC 791 §3.2, RFC 8200 §4.5).
     */
    static List<byte[]> fragments(byte[] frame, int length, int mtu) {
        boolean ipv4 = frame[12] == (byte) (PacketView.ETHERTYPE_IPV4 >> 8);
        int ip = PacketView.ETHERNET_HEADER;
        int header = ip + (ipv4 ? IPV4_HEADER : IPV6_HEADER);
        int extension = ipv4 ? 0 : FRAGMENT_HEADER;
        int chunk = (mtu - (header - ip) - extension) / 8 * 8;
        int identification = ThreadLocalRandom.current().nextInt();
        List<byte[]> fragments = new ArrayList<>();
        for (int at = 0; at < length - header; at += chunk) {
            int size = Math.min(chunk, length - header - at);
            boolean more = at + size < length - header;
            byte[] fragment = new byte[header + extension + size];
            System.arraycopy(frame, 0, fragment, 0, header);
            System.arraycopy(frame, header + at, fragment, header + extension, size);
            if (ipv4) {
                put16(fragment, ip + 2, IPV4_HEADER + size);
                put16(fragment, ip + 6, at / 8 | (more ? 0x2000 : 0));
                put16(fragment, ip + 10, 0);
                put16(fragment, ip + 10, InternetChecksum.of(InternetChecksum.sum(fragment, ip, IPV4_HEADER)));
            } else {
                put16(fragment, ip + 4, FRAGMENT_HEADER + size);
                fragment[header] = fragment[ip + 6];
                fragment[ip + 6] = PacketView.FRAGMENT;
                put16(fragment, header + 2, at | (more ? 1 : 0));
                put16(fragment, header + 4, identification >>> 16);
                put16(fragment, header + 6, identification);
            }
            fragments.add(fragment);
        }
        return fragments;
    }

    static void put16(byte[] octets, int offset, int value) {
        octets[offset] = (byte) (value >> 8);
        octets[offset + 1] = (byte) value;
    }
}
