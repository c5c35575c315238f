package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;

/** ICMPv6 messages in frames. */
final class Icmpv6Frames {

    private Icmpv6Frames() {}

    /** The type of the ICMPv6 message in a frame; -1 when there is none. */
    static int type(Bytes frame) {
        PacketView view = new PacketView();
        byte[] octets = frame.toArray();
        return view.read(octets, 0, octets.length) == PacketView.Kind.IP && !view.isIpv4() && !view.isFragment
                && view.protocol == PacketView.ICMPV6 && view.payloadLength() >= 4
                ? octets[view.payloadOffset] & 0xFF : -1;
    }

    /** A whole frame; the checksum of {@code message} is filled in. */
    static byte[] frame(IpFrames.Header header, byte[] message) {
        IpFrames.put16(message, 2, 0);
        long sum = InternetChecksum.sum(message, 0, message.length)
                + InternetChecksum.sum(header.source().getAddress(), 0, 16)
                + InternetChecksum.sum(header.destination().getAddress(), 0, 16)
                + PacketView.ICMPV6 + message.length;
        IpFrames.put16(message, 2, InternetChecksum.of(sum));
        return IpFrames.frame(header, 0, message);
    }
}
