package dev.lanyard.stubs.net;

import dev.lanyard.stubs.loop.ManualTimers;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV4Rfc791Tos;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.IpV6SimpleFlowLabel;
import org.pcap4j.packet.IpV6SimpleTrafficClass;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.UdpPacket;
import org.pcap4j.packet.UnknownPacket;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.packet.namednumber.IpVersion;
import org.pcap4j.packet.namednumber.UdpPort;

/**
 * A device network with a host's hand at its cable. Questions are built, and answers read, with pcap4j, which the
 * network does not use.
 */
final class NetworkBench {

    static final MacAddress HOST_MAC = MacAddress.parse("00:00:5e:00:53:0a");
    static final MacAddress OWN_MAC = MacAddress.parse("00:00:5e:00:53:0b");
    static final Inet4Address HOST = ipv4("172.22.64.100");
    static final Inet4Address OWN = ipv4("172.22.64.1");
    static final Inet6Address HOST6 = ipv6("fe80::200:5eff:fe00:530a");
    static final Inet6Address OWN6 = ipv6("fe80::200:5eff:fe00:530b");

    final ManualTimers timers = new ManualTimers();
    final List<byte[]> sent = new ArrayList<>();
    final DeviceNetwork network;

    NetworkBench() {
        network = new DeviceNetwork(new NetworkSettings(OWN_MAC, OWN, 24, 100, 3, Duration.ofHours(2), "gadget",
                new NetworkSettings.Service("My. Gadget", "_echo._udp", 7, List.of("a=b"))), timers);
        network.connect(sent::add);
    }

    /** A bench whose network has announced everything and fallen silent. */
    static NetworkBench settled() {
        NetworkBench bench = new NetworkBench();
        bench.network.linkUp();
        bench.timers.advance(Duration.ofSeconds(5));
        bench.sent.clear();
        return bench;
    }

    void give(byte[] frame) {
        network.receive(frame.clone());
    }

    void give(Packet packet) {
        give(packet.getRawData());
    }

    /** The one frame sent since the last call. */
    byte[] only() {
        if (sent.size() != 1) {
            throw new AssertionError("expected one frame, saw " + sent.size());
        }
        return sent.removeFirst();
    }

    EthernetPacket onlyPacket() {
        return parse(only());
    }

    List<EthernetPacket> packets() {
        List<EthernetPacket> packets = sent.stream().map(NetworkBench::parse).toList();
        sent.clear();
        return packets;
    }

    static EthernetPacket parse(byte[] frame) {
        try {
            return EthernetPacket.newPacket(frame, 0, frame.length);
        } catch (IllegalRawDataException e) {
            throw new AssertionError(e);
        }
    }

    static Packet.Builder raw(byte[] octets) {
        return UnknownPacket.newPacket(octets, 0, octets.length).getBuilder();
    }

    static UdpPacket.Builder udp(InetAddress from, int sourcePort, InetAddress to, int destinationPort,
                                 byte[] payload) {
        UdpPacket.Builder udp = new UdpPacket.Builder().srcPort(UdpPort.getInstance((short) sourcePort))
                .dstPort(UdpPort.getInstance((short) destinationPort)).srcAddr(from).dstAddr(to)
                .correctChecksumAtBuild(true).correctLengthAtBuild(true);
        return payload.length == 0 ? udp : udp.payloadBuilder(raw(payload));
    }

    static EthernetPacket ip(InetAddress from, InetAddress to, IpNumber protocol, Packet.Builder upper) {
        return ip(from, to, protocol, upper, to.isMulticastAddress() ? group(to) : OWN_MAC);
    }

    static EthernetPacket ip(InetAddress from, InetAddress to, IpNumber protocol, Packet.Builder upper,
                             MacAddress destination) {
        Packet.Builder packet = from instanceof Inet4Address source
                ? new IpV4Packet.Builder().version(IpVersion.IPV4).tos(IpV4Rfc791Tos.newInstance((byte) 0))
                        .ttl((byte) 255).protocol(protocol).srcAddr(source).dstAddr((Inet4Address) to)
                        .payloadBuilder(upper).correctChecksumAtBuild(true).correctLengthAtBuild(true)
                : new IpV6Packet.Builder().version(IpVersion.IPV6)
                        .trafficClass(IpV6SimpleTrafficClass.newInstance((byte) 0))
                        .flowLabel(IpV6SimpleFlowLabel.newInstance(0)).nextHeader(protocol).hopLimit((byte) 255)
                        .srcAddr((Inet6Address) from).dstAddr((Inet6Address) to).payloadBuilder(upper)
                        .correctLengthAtBuild(true);
        return new EthernetPacket.Builder().dstAddr(mac(destination)).srcAddr(mac(HOST_MAC))
                .type(from instanceof Inet4Address ? EtherType.IPV4 : EtherType.IPV6).payloadBuilder(packet)
                .pad(new byte[0]).paddingAtBuild(false).build();
    }

    static org.pcap4j.util.MacAddress mac(MacAddress address) {
        return org.pcap4j.util.MacAddress.getByAddress(address.bytes().toArray());
    }

    private static MacAddress group(InetAddress group) {
        byte[] address = group.getAddress();
        return new MacAddress(address.length == 4 ? Ipv4Layer.groupMac(Octets.s32(address, 0))
                : Ipv6.groupMac(address));
    }

    static Inet4Address ipv4(String literal) {
        return (Inet4Address) InetAddress.ofLiteral(literal);
    }

    static Inet6Address ipv6(String literal) {
        return (Inet6Address) InetAddress.ofLiteral(literal);
    }
}
