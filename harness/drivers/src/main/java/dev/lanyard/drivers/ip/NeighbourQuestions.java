package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** Single neighbour solicitations and advertisements (RFC 4861 §4.3, §4.4), as a test wants them. */
public final class NeighbourQuestions {

    /** To whom a solicitation goes, and from whom. */
    public enum Kind {
        /** To the solicited-node group: address resolution. */
        MULTICAST,
        /** To the address itself: unreachability detection (RFC 4861 §7.3). */
        UNICAST,
        /** To the group from the unspecified address: duplicate address detection (RFC 4862 §5.4.2). */
        PROBE
    }

    private static final int FLAGS = 4;
    private static final int SOLICITED = 0x40;

    /**
     * An advertisement.
     *
     * @param mac       from its target link-layer address option, or the frame's source where there is none
     * @param solicited its S flag
     * @param nanos     from the solicitation
     */
    public record Answer(MacAddress mac, boolean solicited, long nanos) {}

    private final IpHost host;

    public NeighbourQuestions(IpHost host) {
        this.host = host;
    }

    /** Asks once for {@code target} and listens for {@code timeout}, or until the first advertisement of it. */
    public Optional<Answer> ask(Inet6Address target, Kind kind, Duration timeout)
            throws IpException, InterruptedException {
        String asked = "neighbour solicitation for " + target.getHostAddress();
        InetAddress own = kind == Kind.PROBE ? IpAddresses.ANY6 : host.linkLocalAddress(Duration.ofSeconds(5));
        MacAddress to = kind == Kind.UNICAST ? host.resolve(target, timeout) : null;
        Bytes question = Bytes.wrap(kind == Kind.UNICAST
                ? NdMessages.solicitation(host.macAddress(), to, own, target, target)
                : NdMessages.solicitation(host.macAddress(), own, target));
        try (FrameTap tap = host.tap(frame -> Icmpv6Frames.type(frame) == NdMessages.NEIGHBOUR_ADVERTISEMENT)) {
            long began = host.clock().nanos();
            host.sendFrame(asked, question);
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

    private static Optional<Answer> answer(FrameTap.Tapped tapped, Inet6Address target, long began) {
        PacketView view = new PacketView();
        byte[] octets = tapped.frame().toArray();
        if (view.read(octets, 0, octets.length) != PacketView.Kind.IP || !view.isSoundWithPseudoHeader()) {
            return Optional.empty();
        }
        return NdMessages.read(view).filter(nd -> !nd.isSolicitation() && nd.target().equals(target))
                .map(nd -> new Answer(nd.mac().orElseGet(view::sourceMacAddress),
                        (octets[view.payloadOffset + FLAGS] & SOLICITED) != 0, tapped.nanos() - began));
    }

    /** Advertises to all that {@code address} is at {@code mac}: with another's address, a conflict. */
    public void announce(Inet6Address address, MacAddress mac) throws IpException, InterruptedException {
        host.sendFrame("neighbour advertisement of " + address.getHostAddress(), Bytes.wrap(NdMessages.advertisement(
                mac, IpAddresses.groupMac(IpAddresses.ALL_NODES6), address, IpAddresses.ALL_NODES6, false)));
    }
}
