package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.Fault.fault;
import static dev.lanyard.stubs.fault.NetworkDefects.deaf;
import static dev.lanyard.stubs.fault.NetworkDefects.frames;
import static dev.lanyard.stubs.fault.NetworkDefects.mute;
import static dev.lanyard.stubs.fault.NetworkDefects.network;

import dev.lanyard.stubs.net.NetworkSettings.Addressing;
import dev.lanyard.stubs.net.NetworkSettings.Quirk;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Faults of the accessory as a neighbour: ARP, neighbour discovery, and the IPv4 address it takes. */
final class AddressingFaults {

    private static final int REQUEST = 1;
    private static final int REPLY = 2;

    static final List<Fault> ALL = List.of(
            fault("NET-LINK-01", "ARP replies go to everybody.")
                    .does(frames(frame -> Optional.of(Packets.isArp(frame, REPLY) ? toAll(frame) : frame))),
            fault("NET-LINK-02", "ARP requests for any address are answered.")
                    .doing(ProxyArp::new),
            fault("NET-LINK-03", "ARP probes are not answered.")
                    .does(deaf(Packets::isArpProbe)),
            fault("NET-LINK-04", "Neighbour solicitations from the unspecified address are not answered.")
                    .does(deaf(frame -> Packets.icmpv6(frame) == Packets.NEIGHBOUR_SOLICITATION
                            && Packets.isFromUnspecified(frame))),
            fault("NET-LINK-05", "Multicast frames of the host are lost.")
                    .does(deaf(Packets::isMulticast)),
            fault("NET-ADDR-01", "The accessory has another address than its profile says.")
                    .does(network(honest -> honest.withAddress(sibling(honest.address()), 24))),
            fault("NET-ADDR-02", "The accessory has an address that is not private.")
                    .breaks("NET-ADDR-01", "it is another address than the profile says as well")
                    .does(network(honest -> honest.withAddress(address("198.51.100.1"), 24))),
            fault("NET-ADDR-03", "The link-local address is used without having been probed for.")
                    .of(Addressing.LINK_LOCAL)
                    .does(mute(Packets::isArpProbe)),
            fault("NET-ADDR-04", "ARP packets of another host with the accessory's address are ignored.")
                    .of(Addressing.LINK_LOCAL)
                    .doing(IgnoredConflict::new),
            fault("NET-ADDR-05", "Another link-local address is claimed every time.")
                    .of(Addressing.LINK_LOCAL)
                    .does(network(honest -> honest.with(Quirk.UNSTABLE_LINK_LOCAL))),
            fault("NET-ADDR-06", "Packets for others are sent back to the link.")
                    .does(network(honest -> honest.with(Quirk.FORWARDS))),
            fault("NET-ADDR-07", "Packets from link-local addresses are not answered.")
                    .does(deaf(frame -> Packets.isIpv4(frame) && Packets.isLinkLocal(Packets.ipv4Source(frame)))),
            fault("NET-ADDR-08", "After a packet from another subnet no packet is answered any more.")
                    .doing(Wedge::new));

    private AddressingFaults() {}

    private static byte[] toAll(byte[] frame) {
        byte[] made = frame.clone();
        Arrays.fill(made, 0, 6, (byte) 0xFF);
        return made;
    }

    private static Inet4Address address(String literal) {
        return (Inet4Address) InetAddress.ofLiteral(literal);
    }

    /** Another address of the same subnet, outside the pool. */
    private static Inet4Address sibling(Inet4Address address) {
        byte[] octets = address.getAddress();
        return address("%d.%d.%d.7".formatted(octets[0] & 0xFF, octets[1] & 0xFF, octets[2] & 0xFF));
    }

    /** Learns the accessory's address from what it announces. */
    private abstract static class KnowingOwnAddress implements Defect {

        private int own;

        int own() {
            return own;
        }

        @Override
        public Optional<byte[]> frameToHost(byte[] frame) {
            if (Packets.isArp(frame, REQUEST) && Packets.arpSender(frame) == Packets.arpTarget(frame)) {
                own = Packets.arpSender(frame);
            }
            return Optional.of(frame);
        }
    }

    /** Lets the accessory think that it is asked for its own address, and its reply speak of the other one. */
    private static final class ProxyArp extends KnowingOwnAddress {

        private int asked;

        @Override
        public Optional<byte[]> frameFromHost(byte[] frame) {
            boolean question = Packets.isArp(frame, REQUEST) && Packets.arpSender(frame) != 0
                    && Packets.arpSender(frame) != Packets.arpTarget(frame);
            if (question && own() != 0 && Packets.arpTarget(frame) != own()) {
                asked = Packets.arpTarget(frame);
                Packets.putArpTarget(frame, own());
            }
            return Optional.of(frame);
        }

        @Override
        public Optional<byte[]> frameToHost(byte[] frame) {
            super.frameToHost(frame);
            if (asked != 0 && Packets.isArp(frame, REPLY)) {
                Packets.putArpSender(frame, asked);
                asked = 0;
            }
            return Optional.of(frame);
        }
    }

    /** Does not see who else has the address. */
    private static final class IgnoredConflict extends KnowingOwnAddress {

        @Override
        public Optional<byte[]> frameFromHost(byte[] frame) {
            boolean conflict = own() != 0 && (Packets.isArp(frame, REQUEST) || Packets.isArp(frame, REPLY))
                    && Packets.arpSender(frame) == own();
            return conflict ? Optional.empty() : Optional.of(frame);
        }
    }

    /** Falls silent for good at the first packet from elsewhere. */
    private static final class Wedge extends KnowingOwnAddress {

        private static final int SUBNET = 0xFFFF_FF00;

        private boolean wedged;

        @Override
        public Optional<byte[]> frameFromHost(byte[] frame) {
            if (!Packets.isIpv4(frame)) {
                return Optional.of(frame);
            }
            int source = Packets.ipv4Source(frame);
            wedged |= own() != 0 && source != 0 && !Packets.isLinkLocal(source) && ((source ^ own()) & SUBNET) != 0;
            return wedged ? Optional.empty() : Optional.of(frame);
        }
    }
}
