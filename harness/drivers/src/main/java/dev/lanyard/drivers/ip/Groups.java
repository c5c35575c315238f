package dev.lanyard.drivers.ip;

import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The groups the host listens to, and the reports that say so: IGMPv3 (RFC 3376 §4.2) and MLDv2 (RFC 3810 §5.2), each
 * change reported twice; queries are answered, those of the older versions with the older reports.
 */
final class Groups {

    private static final int IGMP_QUERY = 0x11;
    private static final int IGMP_V2_REPORT = 0x16;
    private static final int IGMP_V3_REPORT = 0x22;
    static final int MLD_QUERY = 130;
    private static final int MLD_V1_REPORT = 131;
    private static final int MLD_V2_REPORT = 143;
    private static final int MODE_IS_EXCLUDE = 2;
    private static final int CHANGE_TO_INCLUDE = 3;
    private static final int CHANGE_TO_EXCLUDE = 4;
    /** The second report comes within this time (RFC 3376 §8.11). */
    private static final int UNSOLICITED_REPORT_MILLIS = 1000;
    private static final int LONGEST_RESPONSE_MILLIS = 10_000;

    private final MacAddress self;
    private final Output output;
    private final AddressTable table;
    private final Dispatcher dispatcher;
    private final Map<InetAddress, Integer> joined = new HashMap<>();

    Groups(MacAddress self, Output output, AddressTable table, Dispatcher dispatcher) {
        this.self = self;
        this.output = output;
        this.table = table;
        this.dispatcher = dispatcher;
    }

    /** Joins once more; the first time a report goes out. */
    void join(InetAddress group) throws IpException, InterruptedException {
        if (!group.isMulticastAddress()) {
            throw new IllegalArgumentException("not a group: " + group.getHostAddress());
        }
        synchronized (joined) {
            if (joined.merge(group, 1, Integer::sum) > 1) {
                return;
            }
            table.groups(joined.keySet());
        }
        announce(group, CHANGE_TO_EXCLUDE);
    }

    /** Leaves once; the last time a report goes out. */
    void leave(InetAddress group) throws IpException, InterruptedException {
        synchronized (joined) {
            Integer left = joined.computeIfPresent(group, (g, count) -> count == 1 ? null : count - 1);
            if (left != null) {
                return;
            }
            table.groups(joined.keySet());
        }
        announce(group, CHANGE_TO_INCLUDE);
    }

    /** Reports everything again, as after the link rose. */
    void reportAll() throws IpException, InterruptedException {
        for (InetAddress group : snapshot()) {
            report(group, CHANGE_TO_EXCLUDE);
        }
    }

    private Set<InetAddress> snapshot() {
        synchronized (joined) {
            return Set.copyOf(joined.keySet());
        }
    }

    private void announce(InetAddress group, int change) throws IpException, InterruptedException {
        report(group, change);
        dispatcher.later(randomUpTo(UNSOLICITED_REPORT_MILLIS), () -> {
            if (snapshot().contains(group) == (change == CHANGE_TO_EXCLUDE)) {
                report(group, change);
            }
        });
    }

    /** Answers an IGMP query whose checksum is sound. */
    void igmp(PacketView packet) {
        if (packet.payloadLength() < 8 || (packet.octets[packet.payloadOffset] & 0xFF) != IGMP_QUERY) {
            return;
        }
        boolean old = packet.payloadLength() == 8;
        // Version 1 queries have no response time and mean ten seconds (RFC 2236 §4).
        int tenths = packet.octets[packet.payloadOffset + 1] & 0xFF;
        InetAddress asked = IpAddresses.of(Arrays.copyOfRange(packet.octets, packet.payloadOffset + 4,
                packet.payloadOffset + 8));
        answerQuery(asked, tenths == 0 ? LONGEST_RESPONSE_MILLIS : tenths * 100, old ? IGMP_V2_REPORT : 0);
    }

    /** Answers an MLD query whose checksum is sound. */
    void mld(PacketView packet) {
        if (packet.payloadLength() < 24) {
            return;
        }
        boolean old = packet.payloadLength() == 24;
        InetAddress asked = IpAddresses.of(Arrays.copyOfRange(packet.octets, packet.payloadOffset + 8,
                packet.payloadOffset + 24));
        answerQuery(asked, packet.u16(packet.payloadOffset + 4), old ? MLD_V1_REPORT : 0);
    }

    private void answerQuery(InetAddress asked, int withinMillis, int oldReport) {
        boolean general = asked.isAnyLocalAddress();
        for (InetAddress group : snapshot()) {
            if (group.getClass() == asked.getClass() && (general || group.equals(asked))) {
                dispatcher.later(randomUpTo(Math.min(withinMillis, LONGEST_RESPONSE_MILLIS)), () -> {
                    if (snapshot().contains(group)) {
                        if (oldReport != 0) {
                            oldReport(group, oldReport);
                        } else {
                            report(group, MODE_IS_EXCLUDE);
                        }
                    }
                });
            }
        }
    }

    private static Duration randomUpTo(int millis) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextInt(millis + 1));
    }

    private void report(InetAddress group, int recordType) throws IpException, InterruptedException {
        byte[] address = group.getAddress();
        byte[] message = new byte[8 + 4 + address.length];
        message[0] = (byte) (address.length == 4 ? IGMP_V3_REPORT : MLD_V2_REPORT);
        message[7] = 1;
        message[8] = (byte) recordType;
        System.arraycopy(address, 0, message, 12, address.length);
        send(address.length == 4 ? IpAddresses.IGMP_ROUTERS : IpAddresses.MLD_ROUTERS, message);
    }

    private void oldReport(InetAddress group, int type) throws IpException, InterruptedException {
        byte[] address = group.getAddress();
        int at = address.length == 4 ? 4 : 8;
        byte[] message = new byte[at + address.length];
        message[0] = (byte) type;
        System.arraycopy(address, 0, message, at, address.length);
        send(group, message);
    }

    private void send(InetAddress destination, byte[] message) throws IpException, InterruptedException {
        boolean ipv4 = destination instanceof Inet4Address;
        InetAddress source = table.addresses().stream().map(LocalAddress::address)
                .filter(a -> a.getClass() == destination.getClass() && (ipv4 || a.isLinkLocalAddress()))
                .findFirst().orElse(ipv4 ? IpAddresses.ANY4 : IpAddresses.ANY6);
        IpFrames.Header header = new IpFrames.Header(self, IpAddresses.groupMac(destination), source, destination,
                ipv4 ? PacketView.IGMP : PacketView.ICMPV6, 1);
        long sum = InternetChecksum.sum(message, 0, message.length);
        if (!ipv4) {
            sum += InternetChecksum.sum(source.getAddress(), 0, 16)
                    + InternetChecksum.sum(destination.getAddress(), 0, 16) + PacketView.ICMPV6 + message.length;
        }
        IpFrames.put16(message, 2, InternetChecksum.of(sum));
        output.sendNow(ipv4 ? "IGMP report" : "MLD report", IpFrames.routerAlertFrame(header, message));
    }
}
