package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** General membership queries as a multicast router sends them, IGMPv3 (RFC 3376 §4.1) and MLDv2 (RFC 3810 §5.1). */
public final class GroupQueries {

    private static final int IGMP_QUERY = 0x11;
    private static final int IGMP_V1_REPORT = 0x12;
    private static final int IGMP_V2_REPORT = 0x16;
    private static final int IGMP_V3_REPORT = 0x22;
    private static final int MLD_V1_REPORT = 131;
    private static final int MLD_V2_REPORT = 143;
    private static final int ROBUSTNESS = 2;
    private static final int QUERY_INTERVAL_SECONDS = 125;

    private final IpHost host;

    public GroupQueries(IpHost host) {
        this.host = host;
    }

    /** Asks in both protocols for all groups; what is reported within {@code timeout}, as text, in order. */
    public Set<String> ask(Duration timeout) throws IpException, InterruptedException {
        InetAddress six = host.linkLocalAddress(Duration.ofSeconds(5));
        InetAddress four = host.addresses().stream().map(LocalAddress::address)
                .filter(Inet4Address.class::isInstance).findFirst().orElse(IpAddresses.ANY4);
        Set<String> reported = new TreeSet<>();
        try (FrameTap tap = host.tap(frame -> true)) {
            host.sendFrame("IGMP query", Bytes.wrap(igmp(four, timeout)));
            host.sendFrame("MLD query", Bytes.wrap(mld(six, timeout)));
            long deadline = host.clock().nanos() + timeout.toNanos();
            while (true) {
                Optional<FrameTap.Tapped> tapped = tap.next("membership reports", deadline);
                if (tapped.isEmpty()) {
                    return reported;
                }
                collect(tapped.get().frame(), reported);
            }
        }
    }

    private byte[] igmp(InetAddress source, Duration timeout) {
        byte[] message = new byte[12];
        message[0] = IGMP_QUERY;
        message[1] = (byte) Math.clamp(timeout.toMillis() / 200, 1, 127);
        message[8] = ROBUSTNESS;
        message[9] = QUERY_INTERVAL_SECONDS;
        IpFrames.put16(message, 2, InternetChecksum.of(InternetChecksum.sum(message, 0, message.length)));
        return IpFrames.routerAlertFrame(new IpFrames.Header(host.macAddress(),
                IpAddresses.groupMac(IpAddresses.ALL_HOSTS4), source, IpAddresses.ALL_HOSTS4, PacketView.IGMP, 1),
                message);
    }

    private byte[] mld(InetAddress source, Duration timeout) {
        byte[] message = new byte[28];
        message[0] = (byte) Groups.MLD_QUERY;
        IpFrames.put16(message, 4, Math.clamp(timeout.toMillis() / 2, 1, 32_767));
        message[24] = ROBUSTNESS;
        message[25] = QUERY_INTERVAL_SECONDS;
        InetAddress to = IpAddresses.ALL_NODES6;
        long sum = InternetChecksum.sum(message, 0, message.length)
                + InternetChecksum.sum(source.getAddress(), 0, 16) + InternetChecksum.sum(to.getAddress(), 0, 16)
                + PacketView.ICMPV6 + message.length;
        IpFrames.put16(message, 2, InternetChecksum.of(sum));
        return IpFrames.routerAlertFrame(new IpFrames.Header(host.macAddress(), IpAddresses.groupMac(to), source, to,
                PacketView.ICMPV6, 1), message);
    }

    private static void collect(Bytes frame, Set<String> groups) {
        PacketView view = new PacketView();
        byte[] octets = frame.toArray();
        if (view.read(octets, 0, octets.length) != PacketView.Kind.IP || view.isFragment) {
            return;
        }
        Bytes message = Bytes.wrap(view.payload());
        if (message.length() < 8) {
            return;
        }
        if (view.isIpv4() && view.protocol == PacketView.IGMP && view.isSound()) {
            switch (message.u8(0)) {
                case IGMP_V1_REPORT, IGMP_V2_REPORT -> add(message, 4, 4, groups);
                case IGMP_V3_REPORT -> records(message, 4, groups);
                default -> { }
            }
        } else if (view.protocol == PacketView.ICMPV6 && view.isSoundWithPseudoHeader()) {
            switch (message.u8(0)) {
                case MLD_V1_REPORT -> add(message, 8, 16, groups);
                case MLD_V2_REPORT -> records(message, 16, groups);
                default -> { }
            }
        }
    }

    /** Group records of both protocols differ only in the length of addresses (RFC 3376 §4.2, RFC 3810 §5.2). */
    private static void records(Bytes message, int addressLength, Set<String> groups) {
        int at = 8;
        for (int left = message.u16be(6); left > 0 && message.has(at, 4 + addressLength); left--) {
            add(message, at + 4, addressLength, groups);
            at += 4 + addressLength * (1 + message.u16be(at + 2)) + 4 * message.u8(at + 1);
        }
    }

    private static void add(Bytes message, int at, int length, Set<String> groups) {
        if (message.has(at, length)) {
            groups.add(IpAddresses.of(message.slice(at, length).toArray()).getHostAddress());
        }
    }
}
