package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.EthernetPort.HEADER;
import static dev.lanyard.stubs.net.Octets.put16;
import static dev.lanyard.stubs.net.Octets.put8;
import static dev.lanyard.stubs.net.Octets.u16;

import dev.lanyard.stubs.loop.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Tells multicast routers and switches which IPv6 groups the accessory listens to (MLDv2, RFC 3810). */
final class MldHost {

    static final int QUERY = 130;

    private static final int V2_REPORT = 143;
    private static final int MINIMUM_QUERY = 24;
    private static final int IS_EXCLUDE = 2;
    private static final int CHANGE_TO_EXCLUDE = 4;
    private static final int RECORD = 20;
    private static final int HOP_BY_HOP = 8;
    private static final Duration REPEAT = Duration.ofMillis(600);

    private final EthernetPort port;
    private final NeighbourDiscovery discovery;
    private final Timers timers;
    private final List<byte[]> groups = new ArrayList<>();
    private Timers.Timer repeat = () -> { };
    private Timers.Timer response = () -> { };

    MldHost(EthernetPort port, NeighbourDiscovery discovery, Timers timers) {
        this.port = port;
        this.discovery = discovery;
        this.timers = timers;
    }

    void join(byte[] group) {
        groups.add(group);
        port.join(Ipv6.groupMac(group));
    }

    boolean isMember(byte[] frame, int offset) {
        for (byte[] group : groups) {
            if (Ipv6.matches(frame, offset, group)) {
                return true;
            }
        }
        return false;
    }

    void start() {
        report(CHANGE_TO_EXCLUDE);
        repeat = timers.after(REPEAT, () -> report(CHANGE_TO_EXCLUDE));
    }

    void stop() {
        repeat.cancel();
        response.cancel();
    }

    void query(byte[] frame, int icmp, int length) {
        if (length < MINIMUM_QUERY) {
            return;
        }
        long limit = Math.clamp(u16(frame, icmp + 4), 1, 10_000);
        response.cancel();
        response = timers.after(Duration.ofMillis(ThreadLocalRandom.current().nextLong(limit)),
                () -> report(IS_EXCLUDE));
    }

    /** Hop limit 1 and a router alert (RFC 3810 §5); from :: while the address is tentative (§5.2.13). */
    private void report(int recordType) {
        int length = 8 + RECORD * groups.size();
        byte[] frame = port.frame(Ipv6.groupMac(Ipv6.ALL_MLDV2_ROUTERS), EthernetPort.IPV6,
                Ipv6Layer.IP_HEADER + HOP_BY_HOP + length);
        byte[] source = discovery.isPreferred() ? discovery.address() : Ipv6.UNSPECIFIED;
        Ipv6.putHeader(frame, 0, HOP_BY_HOP + length, 1, source, Ipv6.ALL_MLDV2_ROUTERS);
        int option = HEADER + Ipv6Layer.IP_HEADER;
        put8(frame, option, Ipv6Layer.ICMPV6);
        put16(frame, option + 2, 0x0502);
        put16(frame, option + 6, 0x0100);
        int icmp = option + HOP_BY_HOP;
        put8(frame, icmp, V2_REPORT);
        put16(frame, icmp + 6, groups.size());
        int at = icmp + 8;
        for (byte[] group : groups) {
            put8(frame, at, recordType);
            System.arraycopy(group, 0, frame, at + 4, 16);
            at += RECORD;
        }
        put16(frame, icmp + 2, Ipv6.checksum(frame, icmp, length, Ipv6Layer.ICMPV6));
        port.send(frame);
    }
}
