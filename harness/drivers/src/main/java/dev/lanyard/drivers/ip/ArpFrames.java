package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.namednumber.ArpHardwareType;
import org.pcap4j.packet.namednumber.ArpOperation;
import org.pcap4j.packet.namednumber.EtherType;

/** ARP for IPv4 over Ethernet (RFC 826), built and read with pcap4j. */
final class ArpFrames {

    private static final MacAddress NOBODY = new MacAddress(0);
    private static final int LENGTH = 28;

    private ArpFrames() {}

    /** What an ARP packet says. */
    record Arp(boolean isRequest, MacAddress senderMac, Inet4Address sender, MacAddress targetMac,
               Inet4Address target) {}

    /** A request to everybody; a {@code sender} of 0.0.0.0 makes it a probe (RFC 5227 §2.1.1). */
    static byte[] request(MacAddress from, InetAddress sender, InetAddress target) {
        return build(ArpOperation.REQUEST, from, MacAddress.BROADCAST, sender, NOBODY, target);
    }

    static byte[] reply(MacAddress from, MacAddress to, InetAddress sender, InetAddress target) {
        return build(ArpOperation.REPLY, from, to, sender, to, target);
    }

    /** Reads the ARP packet of a frame; empty when it is not a whole one for IPv4 over Ethernet. */
    static Optional<Arp> read(PacketView frame) {
        if (frame.payloadLength() < LENGTH) {
            return Optional.empty();
        }
        try {
            ArpPacket.ArpHeader header = ArpPacket.newPacket(frame.octets, frame.payloadOffset, LENGTH).getHeader();
            if (!(header.getSrcProtocolAddr() instanceof Inet4Address sender)
                    || !(header.getDstProtocolAddr() instanceof Inet4Address target)) {
                return Optional.empty();
            }
            boolean request = header.getOperation().equals(ArpOperation.REQUEST);
            if (!request && !header.getOperation().equals(ArpOperation.REPLY)
                    || !header.getHardwareType().equals(ArpHardwareType.ETHERNET)
                    || !header.getProtocolType().equals(EtherType.IPV4)
                    || header.getHardwareAddrLengthAsInt() != 6 || header.getProtocolAddrLengthAsInt() != 4) {
                return Optional.empty();
            }
            return Optional.of(new Arp(request, mac(header.getSrcHardwareAddr()), sender,
                    mac(header.getDstHardwareAddr()), target));
        } catch (IllegalRawDataException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] build(ArpOperation operation, MacAddress from, MacAddress to, InetAddress sender,
                                MacAddress targetMac, InetAddress target) {
        ArpPacket.Builder arp = new ArpPacket.Builder()
                .hardwareType(ArpHardwareType.ETHERNET).protocolType(EtherType.IPV4)
                .hardwareAddrLength((byte) 6).protocolAddrLength((byte) 4)
                .operation(operation)
                .srcHardwareAddr(mac(from)).srcProtocolAddr(sender)
                .dstHardwareAddr(mac(targetMac)).dstProtocolAddr(target);
        return new EthernetPacket.Builder().srcAddr(mac(from)).dstAddr(mac(to)).type(EtherType.ARP)
                .payloadBuilder(arp).pad(new byte[0]).build().getRawData();
    }

    private static org.pcap4j.util.MacAddress mac(MacAddress address) {
        return org.pcap4j.util.MacAddress.getByAddress(address.bytes().toArray());
    }

    private static MacAddress mac(org.pcap4j.util.MacAddress address) {
        return MacAddress.at(Bytes.wrap(address.getAddress()), 0);
    }
}
