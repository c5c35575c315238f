package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A router advertisement (RFC 4861 §4.2).
 *
 * @param router        who advertises
 * @param hopLimit      of the packet: 255 in a sound one
 * @param managed       M flag: addresses come by DHCPv6
 * @param otherConfig   O flag: other things come by DHCPv6
 * @param lifetimeSeconds for how long it is a default router; 0 for none
 * @param prefixes      its prefix information options
 */
public record RouterAdvertisement(Inet6Address router, int hopLimit, boolean managed, boolean otherConfig,
                                  int lifetimeSeconds, List<Prefix> prefixes) {

    /** ICMPv6 types 133 and 134. */
    static final int SOLICITATION = 133;
    static final int TYPE = 134;

    private static final int FIXED = 16;
    private static final int MANAGED = 0x80;
    private static final int OTHER = 0x40;
    private static final int PREFIX_OPTION = 3;
    private static final int PREFIX_OPTION_LENGTH = 32;
    private static final int ON_LINK = 0x80;
    private static final int AUTONOMOUS = 0x40;

    /**
     * A prefix information option (RFC 4861 §4.6.2).
     *
     * @param length        bits
     * @param onLink        L flag
     * @param autonomous    A flag: hosts make addresses of it
     * @param validSeconds     2^32-1 is for ever
     * @param preferredSeconds not more than {@code validSeconds}
     */
    public record Prefix(Inet6Address prefix, int length, boolean onLink, boolean autonomous, long validSeconds,
                         long preferredSeconds) {}

    public RouterAdvertisement {
        prefixes = List.copyOf(prefixes);
    }

    /** The advertisement in a frame; empty when there is no whole one with a right checksum. */
    static Optional<RouterAdvertisement> read(Bytes frame) {
        PacketView view = new PacketView();
        byte[] octets = frame.toArray();
        if (view.read(octets, 0, octets.length) != PacketView.Kind.IP || view.isIpv4() || view.isFragment
                || view.protocol != PacketView.ICMPV6 || view.payloadLength() < FIXED
                || (octets[view.payloadOffset] & 0xFF) != TYPE || !view.isSoundWithPseudoHeader()) {
            return Optional.empty();
        }
        Bytes message = Bytes.wrap(view.payload());
        List<Prefix> prefixes = new ArrayList<>();
        int at = FIXED;
        while (message.has(at, 2) && message.u8(at + 1) > 0) {
            int length = message.u8(at + 1) * 8;
            if (message.u8(at) == PREFIX_OPTION && length == PREFIX_OPTION_LENGTH && message.has(at, length)) {
                int flags = message.u8(at + 3);
                prefixes.add(new Prefix((Inet6Address) IpAddresses.of(message.slice(at + 16, 16).toArray()),
                        message.u8(at + 2), (flags & ON_LINK) != 0, (flags & AUTONOMOUS) != 0, message.u32be(at + 4),
                        message.u32be(at + 8)));
            }
            at += length;
        }
        int flags = message.u8(5);
        return Optional.of(new RouterAdvertisement((Inet6Address) view.source(), view.ttl, (flags & MANAGED) != 0,
                (flags & OTHER) != 0, message.u16be(6), prefixes));
    }

    /** The ICMPv6 message, without its checksum. */
    byte[] message() {
        byte[] message = new byte[FIXED + PREFIX_OPTION_LENGTH * prefixes.size()];
        message[0] = (byte) TYPE;
        message[4] = 64;
        message[5] = (byte) ((managed ? MANAGED : 0) | (otherConfig ? OTHER : 0));
        IpFrames.put16(message, 6, lifetimeSeconds);
        int at = FIXED;
        for (Prefix prefix : prefixes) {
            message[at] = PREFIX_OPTION;
            message[at + 1] = PREFIX_OPTION_LENGTH / 8;
            message[at + 2] = (byte) prefix.length();
            message[at + 3] = (byte) ((prefix.onLink() ? ON_LINK : 0) | (prefix.autonomous() ? AUTONOMOUS : 0));
            put32(message, at + 4, prefix.validSeconds());
            put32(message, at + 8, prefix.preferredSeconds());
            System.arraycopy(prefix.prefix().getAddress(), 0, message, at + 16, 16);
            at += PREFIX_OPTION_LENGTH;
        }
        return message;
    }

    private static void put32(byte[] octets, int at, long value) {
        IpFrames.put16(octets, at, (int) (value >>> 16));
        IpFrames.put16(octets, at + 2, (int) value);
    }
}
