package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;

/** Single ARP packets, as a test wants them: requests, probes (RFC 5227 §2.1), announcements, also in others' names. */
public final class ArpQuestions {

    private final IpHost host;

    public ArpQuestions(IpHost host) {
        this.host = host;
    }

    /**
     * A reply.
     *
     * @param mac     the sender's MAC address as the reply names it
     * @param unicast it came to the host alone and not to everybody
     * @param nanos   from the request
     */
    public record Answer(MacAddress mac, boolean unicast, long nanos) {}

    /**
     * Asks once who has {@code target} and listens for {@code timeout}, or until the first reply.
     *
     * @param sender the address to ask from; 0.0.0.0 makes the question a probe
     */
    public Optional<Answer> ask(Inet4Address target, Inet4Address sender, Duration timeout)
            throws IpException, InterruptedException {
        String asked = (sender.isAnyLocalAddress() ? "ARP probe for " : "ARP request for ") + target.getHostAddress();
        try (FrameTap tap = host.tap(ArpQuestions::isArp)) {
            long began = host.clock().nanos();
            host.sendFrame(asked, Bytes.wrap(ArpFrames.request(host.macAddress(), sender, target)));
            while (true) {
                Optional<FrameTap.Tapped> tapped = tap.next(asked, began + timeout.toNanos());
                if (tapped.isEmpty()) {
                    return Optional.empty();
                }
                Optional<Answer> answer = answer(tapped.get(), target, began);
                if (answer.isPresent()) {
                    return answer;
                }
            }
        }
    }

    private Optional<Answer> answer(FrameTap.Tapped tapped, Inet4Address target, long began) {
        return read(tapped.frame()).filter(arp -> !arp.isRequest() && arp.sender().equals(target)
                && !arp.senderMac().equals(host.macAddress())).map(arp -> new Answer(arp.senderMac(),
                        MacAddress.at(tapped.frame(), 0).equals(host.macAddress()), tapped.nanos() - began));
    }

    /** Announces that {@code address} is at {@code mac} (RFC 5227 §2.3): with another's address, a conflict. */
    public void announce(Inet4Address address, MacAddress mac) throws IpException, InterruptedException {
        host.sendFrame("ARP announcement of " + address.getHostAddress(),
                Bytes.wrap(ArpFrames.request(mac, address, address)));
    }

    static boolean isArp(Bytes frame) {
        return frame.has(0, PacketView.ETHERNET_HEADER) && frame.u16be(12) == PacketView.ETHERTYPE_ARP;
    }

    static Optional<ArpFrames.Arp> read(Bytes frame) {
        PacketView view = new PacketView();
        byte[] octets = frame.toArray();
        return view.read(octets, 0, octets.length) == PacketView.Kind.ARP ? ArpFrames.read(view) : Optional.empty();
    }
}
