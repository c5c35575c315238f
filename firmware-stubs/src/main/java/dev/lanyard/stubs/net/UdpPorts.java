package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.Octets.u16;

import java.util.HashMap;
import java.util.Map;

/** UDP (RFC 768) for both IP versions: verifies datagrams and hands them to the service on their port. */
final class UdpPorts {

    /** Echo (RFC 862). */
    static final int ECHO = 7;
    /** Discard (RFC 863). */
    static final int DISCARD = 9;

    static final int PROTOCOL = 17;

    private final Map<Integer, UdpService> services = new HashMap<>();
    private UdpService echo = datagram -> { };

    void bind(int port, UdpService service) {
        services.put(port, service);
        if (port == ECHO) {
            echo = service;
        }
    }

    /**
     * Takes the datagram at {@code udp}, of which {@code available} octets are inside the IP packet.
     *
     * @param pseudoHeader the unfolded sum of the pseudo header without its length
     * @return false when nothing listens on the port, so that the sender can be told
     */
    boolean receive(IpLayer layer, byte[] frame, int udp, int available, long pseudoHeader, boolean unicast) {
        if (available < UdpDatagram.HEADER) {
            return true;
        }
        int length = u16(frame, udp + 4);
        if (length < UdpDatagram.HEADER || length > available) {
            return true;
        }
        boolean checked = u16(frame, udp + 6) != 0;
        if (!checked && layer.requiresUdpChecksum()) {
            return true;
        }
        if (checked
                && InternetChecksum.finish(pseudoHeader + length + InternetChecksum.sum(frame, udp, length)) != 0) {
            return true;
        }
        int port = u16(frame, udp + 2);
        UdpService service = port == ECHO ? echo : services.get(port);
        if (service == null) {
            return false;
        }
        service.datagram(new UdpDatagram(layer, frame, udp, length, unicast));
        return true;
    }
}
