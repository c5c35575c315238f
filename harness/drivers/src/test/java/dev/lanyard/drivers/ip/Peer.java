package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Frames of the peer 192.168.77.1 at aa:c6:de:dd:a7:b6: captured ones, and answers made of what was sent. */
public final class Peer {

    public static final Inet4Address ADDRESS = Inet4Address.ofLiteral("192.168.77.1");
    public static final Inet4Address HOST = Inet4Address.ofLiteral("192.168.77.2");
    static final Bytes ARP_REPLY = captured("arp-reply.hex");
    private static final Bytes MACS = Bytes.hex("024c59000002 aac6dedda7b6");

    private Peer() {}

    /** Octets captured from a real stack; the file says from which. */
    public static Bytes captured(String name) {
        try (InputStream in = Peer.class.getResourceAsStream(name)) {
            return Bytes.hex(new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("#.*", ""));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public static boolean isArp(Bytes frame) {
        return frame.u16be(12) == 0x0806;
    }

    public static boolean isUdp(Bytes frame) {
        return frame.u16be(12) == 0x0800 && frame.u8(23) == 17;
    }

    public static boolean isEchoRequest(Bytes frame) {
        return frame.u16be(12) == 0x0800 && frame.u8(23) == 1 && frame.u8(34) == 8;
    }

    /** Answers ARP with what Linux answered, everything else by {@code rest}. */
    public static Function<Bytes, List<Bytes>> withArp(Function<Bytes, List<Bytes>> rest) {
        return frame -> isArp(frame) ? List.of(ARP_REPLY) : rest.apply(frame);
    }

    /** The IPv4 packet of {@code frame} sent back: addresses swapped, which leaves all checksums right. */
    public static Bytes turned(Bytes frame) {
        return MACS.concat(frame.slice(12, 14)).concat(frame.slice(30, 4)).concat(frame.slice(26, 4))
                .concat(frame.from(34));
    }

    /** A datagram sent back to the port it came from. */
    public static Bytes udpEcho(Bytes frame) {
        Bytes turned = turned(frame);
        return turned.slice(0, 34).concat(turned.slice(36, 2)).concat(turned.slice(34, 2)).concat(turned.from(38));
    }

    /** The reply to an echo request. */
    public static Bytes echoReply(Bytes frame) {
        byte[] reply = turned(frame).toArray();
        reply[34] = 0;
        // Type 8 became 0: the checksum, being a complement, grows by as much (RFC 1624).
        int sum = Bytes.wrap(reply).u16be(36) + 0x0800;
        sum = (sum & 0xFFFF) + (sum >> 16);
        reply[36] = (byte) (sum >> 8);
        reply[37] = (byte) sum;
        return Bytes.wrap(reply);
    }

    /** {@code frame} with octet {@code at} changed. */
    public static Bytes with(Bytes frame, int at, int value) {
        byte[] octets = frame.toArray();
        octets[at] = (byte) value;
        return Bytes.wrap(octets);
    }
}
