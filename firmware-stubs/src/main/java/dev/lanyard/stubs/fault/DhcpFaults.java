package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.Fault.fault;
import static dev.lanyard.stubs.fault.NetworkDefects.dhcp;
import static dev.lanyard.stubs.fault.NetworkDefects.network;

import dev.lanyard.stubs.fault.NetworkDefects.Options;
import dev.lanyard.stubs.net.NetworkSettings.Addressing;
import dev.lanyard.stubs.net.NetworkSettings.Quirk;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.dhcp.DhcpOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Faults of the accessory's DHCP server, and of the accessory as a DHCP client. */
final class DhcpFaults {

    private static final int CIADDR = 12;
    private static final int YIADDR = 16;
    private static final int CHADDR = 28;
    private static final int SMALL_POOL = 3;
    /** Too narrow for an address of the pool and the accessory's own to be in one subnet. */
    private static final byte[] NARROW_MASK = {-1, -1, -1, -4};

    static final List<Fault> ALL = List.of(
            fault("NET-DHCP-01", "The first DHCPDISCOVER is lost.")
                    .doing(LostDiscover::new),
            fault("NET-DHCP-03", "The subnet mask puts the leased address into another subnet than the accessory's.")
                    .does(dhcp((message, _) -> withOption(message, DhcpOption.SUBNET_MASK, NARROW_MASK))),
            fault("NET-DHCP-04", "Renewals are refused.")
                    .does(dhcp((message, _) -> isRenewed(message) ? refused(message) : message)),
            fault("NET-DHCP-05", "A rebooting client is granted whatever address it asks for.")
                    .does(network(honest -> honest.with(Quirk.ACKNOWLEDGES_FOREIGN))),
            fault("NET-DHCP-07", "A client gets another address every time it asks.")
                    .doing(NewClientEveryTime::new),
            fault("NET-DHCP-08", "The pool has three addresses.")
                    .does(network(honest -> honest.withPoolSize(SMALL_POOL))),
            fault("NET-DHCP-09", "Replies go to the client's address also when it asked for a broadcast.")
                    .breaks("NET-DHCP-08", "replies to other clients than the host do not pass the host's packet "
                            + "filter")
                    .does(NetworkDefects.frames(frame -> Optional.of(Ipv4Udp.in(frame).filter(DhcpFaults::isBroadcast)
                            .map(DhcpFaults::unicast).orElse(frame)))),
            fault("NET-DHCP-10", "Without a DHCP server the accessory has no address for ever.")
                    .of(Addressing.DHCP_CLIENT)
                    .does(network(honest -> honest.with(Quirk.NEVER_FALLS_BACK))));

    private DhcpFaults() {}

    private static byte[] withOption(byte[] message, int code, byte[] data) {
        Options options = new Options(message);
        options.remove(code);
        options.add(code, data);
        return options.build();
    }

    /** The reply to a client that already has its address. */
    private static boolean isRenewed(byte[] message) {
        DhcpMessage reply = DhcpMessage.decode(Bytes.wrap(message));
        return reply.type().filter(DhcpMessageType.ACK::equals).isPresent() && !reply.ciaddr().isAnyLocalAddress()
                && !reply.yiaddr().isAnyLocalAddress();
    }

    private static byte[] refused(byte[] message) {
        Options options = new Options(message);
        List.of(DhcpOption.DHCP_MESSAGE_TYPE, DhcpOption.IP_ADDRESS_LEASE_TIME, DhcpOption.RENEWAL_TIME,
                DhcpOption.REBINDING_TIME, DhcpOption.SUBNET_MASK, DhcpOption.BROADCAST_ADDRESS)
                .forEach(options::remove);
        options.add(DhcpOption.DHCP_MESSAGE_TYPE, new byte[] {(byte) DhcpMessageType.NAK.code()});
        byte[] refusal = options.build();
        Arrays.fill(refusal, CIADDR, YIADDR + 4, (byte) 0);
        return refusal;
    }

    private static boolean isBroadcast(Ipv4Udp udp) {
        DhcpMessage reply = DhcpMessage.decode(Bytes.wrap(udp.payload()));
        return udp.sourcePort() == DhcpMessage.SERVER_PORT && Packets.isBroadcast(udp.frame())
                && !reply.yiaddr().isAnyLocalAddress();
    }

    private static byte[] unicast(Ipv4Udp udp) {
        byte[] frame = udp.frame().clone();
        byte[] payload = udp.payload();
        System.arraycopy(payload, CHADDR, frame, 0, 6);
        Packets.putIpv4Destination(frame, (int) Bytes.wrap(payload).u32be(YIADDR));
        return new Ipv4Udp(frame).withPayload(payload);
    }

    /** The DHCP message in a frame of the host. */
    private static Optional<DhcpMessage> dhcpOf(byte[] frame) {
        return Ipv4Udp.in(frame).filter(udp -> udp.destinationPort() == DhcpMessage.SERVER_PORT)
                .map(udp -> DhcpMessage.decode(Bytes.wrap(udp.payload())));
    }

    private static boolean isDiscover(byte[] frame) {
        return dhcpOf(frame).flatMap(DhcpMessage::type).filter(DhcpMessageType.DISCOVER::equals).isPresent();
    }

    /** As a server that starts when it is first needed. */
    private static final class LostDiscover implements Defect {

        private boolean lost;

        @Override
        public Optional<byte[]> frameFromHost(byte[] frame) {
            if (!lost && isDiscover(frame)) {
                lost = true;
                return Optional.empty();
            }
            return Optional.of(frame);
        }
    }

    /** As a server that does not remember its clients. */
    private static final class NewClientEveryTime implements Defect {

        private int clients;

        @Override
        public Optional<byte[]> frameFromHost(byte[] frame) {
            if (dhcpOf(frame).isEmpty()) {
                return Optional.of(frame);
            }
            clients += isDiscover(frame) ? 1 : 0;
            Ipv4Udp udp = new Ipv4Udp(frame);
            return Optional.of(udp.withPayload(withOption(udp.payload(), DhcpOption.CLIENT_IDENTIFIER,
                    new byte[] {0, (byte) clients})));
        }
    }
}
