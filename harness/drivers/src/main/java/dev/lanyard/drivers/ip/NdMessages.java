package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.pcap4j.packet.IcmpV6CommonPacket;
import org.pcap4j.packet.IcmpV6CommonPacket.IpV6NeighborDiscoveryOption;
import org.pcap4j.packet.IcmpV6NeighborAdvertisementPacket;
import org.pcap4j.packet.IcmpV6NeighborSolicitationPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpV6NeighborDiscoverySourceLinkLayerAddressOption;
import org.pcap4j.packet.IpV6NeighborDiscoveryTargetLinkLayerAddressOption;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.namednumber.IcmpV6Code;
import org.pcap4j.packet.namednumber.IcmpV6Type;

/** Neighbour solicitations and advertisements (RFC 4861 §4.3, §4.4), built and read with pcap4j. */
final class NdMessages {

    static final int NEIGHBOUR_SOLICITATION = 135;
    static final int NEIGHBOUR_ADVERTISEMENT = 136;
    /** Proves that no router passed the packet on (RFC 4861 §7.1). */
    static final int HOP_LIMIT = 255;
    /** ICMPv6 header, reserved word, target address. */
    private static final int LEAST_LENGTH = 24;

    private NdMessages() {}

    /** What a message says; {@code mac} is that of its source (solicitation) or target (advertisement) option. */
    record Nd(boolean isSolicitation, InetAddress target, Optional<MacAddress> mac) {}

    /** A whole frame asking for {@code target}; from :: it asks whether anybody uses it (RFC 4862 §5.4.2). */
    static byte[] solicitation(MacAddress from, InetAddress source, InetAddress target) {
        InetAddress group = IpAddresses.solicitedNode(target);
        return solicitation(from, IpAddresses.groupMac(group), source, group, target);
    }

    /** As {@link #solicitation(MacAddress, InetAddress, InetAddress)}, to {@code destination} at {@code to}. */
    static byte[] solicitation(MacAddress from, MacAddress to, InetAddress source, InetAddress destination,
                               InetAddress target) {
        List<IpV6NeighborDiscoveryOption> options = source.isAnyLocalAddress() ? List.of()
                : List.of(new IpV6NeighborDiscoverySourceLinkLayerAddressOption.Builder()
                        .linkLayerAddress(from.bytes().toArray()).correctLengthAtBuild(true).build());
        Packet.Builder message = new IcmpV6NeighborSolicitationPacket.Builder()
                .targetAddress((Inet6Address) target).options(options);
        return frame(IcmpV6Type.NEIGHBOR_SOLICITATION, message, new IpFrames.Header(from, to,
                source, destination, PacketView.ICMPV6, HOP_LIMIT));
    }

    /** A whole frame answering a solicitation for {@code target}, which is the host's own. */
    static byte[] advertisement(MacAddress from, MacAddress to, InetAddress target, InetAddress destination,
                                boolean solicited) {
        Packet.Builder message = new IcmpV6NeighborAdvertisementPacket.Builder()
                .solicitedFlag(solicited).overrideFlag(true).targetAddress((Inet6Address) target)
                .options(List.of(new IpV6NeighborDiscoveryTargetLinkLayerAddressOption.Builder()
                        .linkLayerAddress(from.bytes().toArray()).correctLengthAtBuild(true).build()));
        return frame(IcmpV6Type.NEIGHBOR_ADVERTISEMENT, message, new IpFrames.Header(from, to,
                target, destination, PacketView.ICMPV6, HOP_LIMIT));
    }

    /** Reads an ICMPv6 payload of type 135 or 136 whose checksum is sound; empty when it breaks RFC 4861 §7.1. */
    static Optional<Nd> read(PacketView packet) {
        if (packet.ttl != HOP_LIMIT || packet.payloadLength() < LEAST_LENGTH
                || packet.octets[packet.payloadOffset + 1] != 0) {
            return Optional.empty();
        }
        try {
            Packet message = IcmpV6CommonPacket.newPacket(packet.octets, packet.payloadOffset, packet.payloadLength())
                    .getPayload();
            return switch (message) {
                case IcmpV6NeighborSolicitationPacket s -> Optional.of(new Nd(true, s.getHeader().getTargetAddress(),
                        mac(s.getHeader().getOptions())));
                case IcmpV6NeighborAdvertisementPacket a -> Optional.of(new Nd(false,
                        a.getHeader().getTargetAddress(), mac(a.getHeader().getOptions())));
                case null, default -> Optional.empty();
            };
        } catch (IllegalRawDataException | RuntimeException e) {
            // pcap4j refuses some malformed options with unchecked exceptions.
            return Optional.empty();
        }
    }

    private static Optional<MacAddress> mac(List<IpV6NeighborDiscoveryOption> options) {
        for (IpV6NeighborDiscoveryOption option : options) {
            byte[] address = switch (option) {
                case IpV6NeighborDiscoverySourceLinkLayerAddressOption s -> s.getLinkLayerAddress();
                case IpV6NeighborDiscoveryTargetLinkLayerAddressOption t -> t.getLinkLayerAddress();
                default -> new byte[0];
            };
            if (address.length == 6) {
                return Optional.of(MacAddress.at(Bytes.wrap(address), 0));
            }
        }
        return Optional.empty();
    }

    private static byte[] frame(IcmpV6Type type, Packet.Builder message, IpFrames.Header header) {
        byte[] icmp = new IcmpV6CommonPacket.Builder().type(type).code(IcmpV6Code.NO_CODE)
                .srcAddr((Inet6Address) header.source()).dstAddr((Inet6Address) header.destination())
                .correctChecksumAtBuild(true).payloadBuilder(message).build().getRawData();
        return IpFrames.frame(header, 0, icmp);
    }
}
