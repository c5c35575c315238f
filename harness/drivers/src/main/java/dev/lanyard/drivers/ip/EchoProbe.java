package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One echo request (RFC 792, RFC 4443 §4.1) from any address to any address, and every reply to it. The host needs
 * neither of the addresses; a request to somebody else's can be handed to the accessory all the same.
 */
public final class EchoProbe {

    private static final int HEADER = 8;
    private static final int PAYLOAD = 32;
    private static final int REQUEST_4 = 8;
    private static final int REPLY_4 = 0;
    private static final int REQUEST_6 = 128;
    private static final int REPLY_6 = 129;

    private final IpHost host;

    public EchoProbe(IpHost host) {
        this.host = host;
    }

    /**
     * What is asked.
     *
     * @param source      0.0.0.0 and :: are left to the accessory to refuse
     * @param to          where the frame goes
     * @param stopAtFirst listen no longer than until the first reply
     */
    public record Request(InetAddress source, InetAddress target, MacAddress to, boolean stopAtFirst) {}

    /**
     * A reply with the request's identifier and sequence number.
     *
     * @param from  who replied
     * @param sound it has the request's data
     * @param nanos from the request
     */
    public record Answer(InetAddress from, boolean sound, long nanos) {}

    /** The MAC address of a group or broadcast; empty for a single host's address. */
    public static Optional<MacAddress> groupMac(InetAddress target) {
        return target.isMulticastAddress() ? Optional.of(IpAddresses.groupMac(target))
                : target.equals(IpAddresses.BROADCAST4) ? Optional.of(MacAddress.BROADCAST) : Optional.empty();
    }

    /** Sends the request once; the replies within {@code timeout}. */
    public List<Answer> ask(Request request, Duration timeout) throws IpException, InterruptedException {
        String asked = "echo request from " + request.source().getHostAddress() + " to "
                + request.target().getHostAddress();
        int identifier = ThreadLocalRandom.current().nextInt(0x10000);
        int number = ThreadLocalRandom.current().nextInt(0x10000);
        byte[] message = message(request.target() instanceof Inet4Address, identifier, number);
        List<Answer> answers = new ArrayList<>();
        try (FrameTap tap = host.tap(frame -> true)) {
            long began = host.clock().nanos();
            host.sendFrame(asked, Bytes.wrap(frame(request, message)));
            while (true) {
                Optional<FrameTap.Tapped> tapped = tap.next(asked, began + timeout.toNanos());
                if (tapped.isEmpty()) {
                    return answers;
                }
                answer(tapped.get(), message, began).ifPresent(answers::add);
                if (request.stopAtFirst() && !answers.isEmpty()) {
                    return answers;
                }
            }
        }
    }

    private static byte[] message(boolean ipv4, int identifier, int number) {
        byte[] message = new byte[HEADER + PAYLOAD];
        message[0] = (byte) (ipv4 ? REQUEST_4 : REQUEST_6);
        IpFrames.put16(message, 4, identifier);
        IpFrames.put16(message, 6, number);
        for (int i = HEADER; i < message.length; i++) {
            message[i] = (byte) (number + i);
        }
        return message;
    }

    private byte[] frame(Request request, byte[] message) {
        boolean ipv4 = request.target() instanceof Inet4Address;
        IpFrames.Header header = new IpFrames.Header(host.macAddress(), request.to(), request.source(),
                request.target(), ipv4 ? PacketView.ICMP : PacketView.ICMPV6, Router.TTL);
        if (!ipv4) {
            return Icmpv6Frames.frame(header, message);
        }
        IpFrames.put16(message, 2, InternetChecksum.of(InternetChecksum.sum(message, 0, message.length)));
        return IpFrames.frame(header, ThreadLocalRandom.current().nextInt(0x10000), message);
    }

    private static Optional<Answer> answer(FrameTap.Tapped tapped, byte[] message, long began) {
        PacketView view = new PacketView();
        byte[] octets = tapped.frame().toArray();
        if (view.read(octets, 0, octets.length) != PacketView.Kind.IP || view.isFragment
                || view.payloadLength() < HEADER) {
            return Optional.empty();
        }
        boolean reply = view.isIpv4()
                ? view.protocol == PacketView.ICMP && octets[view.payloadOffset] == REPLY_4 && view.isSound()
                : view.protocol == PacketView.ICMPV6 && (octets[view.payloadOffset] & 0xFF) == REPLY_6
                        && view.isSoundWithPseudoHeader();
        Bytes seen = Bytes.wrap(view.payload());
        Bytes sent = Bytes.wrap(message);
        if (!reply || !seen.slice(4, 4).equals(sent.slice(4, 4))) {
            return Optional.empty();
        }
        return Optional.of(new Answer(view.source(), seen.from(HEADER).equals(sent.from(HEADER)),
                tapped.nanos() - began));
    }
}
