package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Echo in both directions and the errors that matter to whoever sent something (RFC 792, RFC 4443). */
final class Icmp {

    private static final int HEADER = 8;
    private static final int ECHO_REPLY_4 = 0;
    private static final int UNREACHABLE_4 = 3;
    private static final int ECHO_REQUEST_4 = 8;
    private static final int TIME_EXCEEDED_4 = 11;
    private static final int UNREACHABLE_6 = 1;
    private static final int TOO_BIG_6 = 2;
    private static final int TIME_EXCEEDED_6 = 3;
    private static final int ECHO_REQUEST_6 = 128;
    private static final int ECHO_REPLY_6 = 129;
    private static final int PORT_UNREACHABLE_4 = 3;
    private static final int PORT_UNREACHABLE_6 = 4;
    /** What an error message quotes at most, so that it fits the smallest IPv4 datagram (RFC 1812 §4.3.2.3). */
    private static final int QUOTED = 548;

    private static final class Exchange {
        final InetAddress target;
        final byte[] message;
        volatile long sent;
        volatile PingResult result;
        volatile String near = "";

        Exchange(InetAddress target, byte[] message) {
            this.target = target;
            this.message = message;
        }
    }

    private final MacAddress self;
    private final Life life;
    private final Output output;
    private final AddressTable table;
    private final Router router;
    private final Sender sender;
    private final int identifier = ThreadLocalRandom.current().nextInt(1, 0x10000);
    private final AtomicInteger sequence = new AtomicInteger();
    private final Map<Integer, Exchange> exchanges = new ConcurrentHashMap<>();
    private final UdpErrors udpErrors;

    /** Told of errors about datagrams that the host sent. */
    interface UdpErrors {
        void unreachable(int localPort, InetAddress destination, int port, String error);
    }

    /** Sends a packet in as many frames as it needs. */
    interface Sender {
        void send(String asked, IpFrames.Header header, byte[] payload) throws IpException, InterruptedException;
    }

    Icmp(MacAddress self, Life life, Output output, AddressTable table, Router router, Sender sender,
         UdpErrors udpErrors) {
        this.self = self;
        this.life = life;
        this.output = output;
        this.table = table;
        this.router = router;
        this.sender = sender;
        this.udpErrors = udpErrors;
    }

    PingResult ping(InetAddress target, int payloadOctets, long deadline) throws InterruptedException {
        String asked = "echo request of " + payloadOctets + " octets to " + target.getHostAddress();
        boolean ipv4 = target instanceof Inet4Address;
        int number = sequence.incrementAndGet() & 0xFFFF;
        byte[] message = request(ipv4, number, payloadOctets);
        Exchange exchange = new Exchange(target, message);
        exchanges.put(number, exchange);
        try {
            IpFrames.Header header = router.header(asked, target, ipv4 ? PacketView.ICMP : PacketView.ICMPV6,
                    Router.TTL, life, deadline);
            checksum(message, header);
            exchange.sent = life.clock().nanos();
            sender.send(asked, header, message);
            life.await(deadline, asked, () -> exchange.result != null);
            return exchange.result != null ? exchange.result
                    : failed(exchange, IpFailure.NO_REPLY, asked, exchange.near);
        } catch (IpException e) {
            return new PingResult.Failed(target, payloadOctets, e.failure(), e.getMessage());
        } finally {
            exchanges.remove(number);
        }
    }

    /** Makes a request and does not send it. */
    EchoRequest prepare(InetAddress target, int payloadOctets, boolean endsInZero, long deadline)
            throws IpException, InterruptedException {
        String asked = "echo request of " + payloadOctets + " octets to " + target.getHostAddress();
        boolean ipv4 = target instanceof Inet4Address;
        int number = sequence.incrementAndGet() & 0xFFFF;
        byte[] message = request(ipv4, number, payloadOctets);
        if (endsInZero) {
            message[message.length - 1] = 0;
        }
        IpFrames.Header header = router.header(asked, target, ipv4 ? PacketView.ICMP : PacketView.ICMPV6,
                Router.TTL, life, deadline);
        checksum(message, header);
        Exchange exchange = new Exchange(target, message);
        exchange.sent = life.clock().nanos();
        exchanges.put(number, exchange);
        return new EchoRequest(Bytes.wrap(IpFrames.frame(header, number, message)), new EchoRequest.Exchange() {
            @Override
            public void sent() {
                exchange.sent = life.clock().nanos();
            }

            @Override
            public PingResult await(Duration timeout) throws InterruptedException {
                try {
                    life.await(life.deadline(timeout), asked, () -> exchange.result != null);
                } catch (IpException e) {
                    return new PingResult.Failed(target, payloadOctets, e.failure(), e.getMessage());
                }
                return exchange.result != null ? exchange.result
                        : failed(exchange, IpFailure.NO_REPLY, asked, exchange.near);
            }

            @Override
            public void forget() {
                exchanges.remove(number, exchange);
            }
        });
    }

    private byte[] request(boolean ipv4, int number, int payloadOctets) {
        byte[] message = new byte[HEADER + payloadOctets];
        message[0] = (byte) (ipv4 ? ECHO_REQUEST_4 : ECHO_REQUEST_6);
        IpFrames.put16(message, 4, identifier);
        IpFrames.put16(message, 6, number);
        // Every octet depends on its place and on the request, so that shifted or stale data shows.
        for (int i = HEADER; i < message.length; i++) {
            message[i] = (byte) (i * 31 + (i >> 8) + number * 7);
        }
        return message;
    }

    private static void checksum(byte[] message, IpFrames.Header header) {
        IpFrames.put16(message, 2, 0);
        long sum = InternetChecksum.sum(message, 0, message.length);
        if (!header.isIpv4()) {
            sum += InternetChecksum.sum(header.source().getAddress(), 0, 16)
                    + InternetChecksum.sum(header.destination().getAddress(), 0, 16)
                    + PacketView.ICMPV6 + message.length;
        }
        IpFrames.put16(message, 2, InternetChecksum.of(sum));
    }

    /** Takes an ICMPv4 message whose checksum is sound. */
    void ipv4(PacketView packet, long nanos) throws IpException, InterruptedException {
        if (packet.payloadLength() < HEADER) {
            return;
        }
        switch (packet.octets[packet.payloadOffset] & 0xFF) {
            case ECHO_REQUEST_4 -> answer(packet, ECHO_REPLY_4);
            case ECHO_REPLY_4 -> reply(packet, nanos);
            case UNREACHABLE_4, TIME_EXCEEDED_4 -> error(packet);
            default -> { }
        }
    }

    /** Takes an ICMPv6 message, other than neighbour discovery and MLD, whose checksum is sound. */
    void ipv6(PacketView packet, long nanos) throws IpException, InterruptedException {
        if (packet.payloadLength() < HEADER) {
            return;
        }
        switch (packet.octets[packet.payloadOffset] & 0xFF) {
            case ECHO_REQUEST_6 -> answer(packet, ECHO_REPLY_6);
            case ECHO_REPLY_6 -> reply(packet, nanos);
            case UNREACHABLE_6, TOO_BIG_6, TIME_EXCEEDED_6 -> error(packet);
            default -> { }
        }
    }

    /** Replies go back to the MAC address they came from: the dispatcher must not wait for a neighbour. */
    private void answer(PacketView packet, int replyType) throws IpException, InterruptedException {
        if (!table.isOwnDestination(packet)) {
            return;
        }
        byte[] message = packet.payload();
        message[0] = (byte) replyType;
        IpFrames.Header header = new IpFrames.Header(self, packet.sourceMacAddress(), packet.destination(),
                packet.source(), packet.protocol, Router.TTL);
        checksum(message, header);
        sender.send("echo reply", header, message);
    }

    private void reply(PacketView packet, long nanos) {
        int at = packet.payloadOffset;
        InetAddress source = packet.source();
        Exchange exchange = packet.u16(at + 4) == identifier ? exchanges.get(packet.u16(at + 6)) : null;
        if (exchange == null) {
            String near = "a reply from %s with identifier %04x and sequence %d fits no request".formatted(
                    source.getHostAddress(), packet.u16(at + 4), packet.u16(at + 6));
            exchanges.values().forEach(e -> e.near = near);
            return;
        }
        if (!exchange.target.equals(source) && !exchange.target.isMulticastAddress()) {
            exchange.near = "the reply came from " + source.getHostAddress();
            return;
        }
        int expected = exchange.message.length - HEADER;
        int different = Arrays.mismatch(packet.octets, at + HEADER, packet.payloadEnd,
                exchange.message, HEADER, exchange.message.length);
        PingResult result = different < 0
                ? new PingResult.Reply(exchange.target, expected, nanos - exchange.sent, packet.ttl)
                : failed(exchange, IpFailure.WRONG_PAYLOAD, "echo request of " + expected + " octets to "
                        + source.getHostAddress(), packet.payloadLength() - HEADER + " octets came back, the first "
                        + "difference is at octet " + different);
        finish(exchange, result);
    }

    private void finish(Exchange exchange, PingResult result) {
        if (exchange.result == null) {
            exchange.result = result;
            life.signal();
        }
    }

    private static PingResult failed(Exchange exchange, IpFailure failure, String asked, String seen) {
        return new PingResult.Failed(exchange.target, exchange.message.length - HEADER, failure,
                new IpException(failure, asked, seen).getMessage());
    }

    /** Finds out which of the host's packets an error is about. */
    private void error(PacketView packet) {
        Optional<QuotedPacket> found = QuotedPacket.read(packet, packet.payloadOffset + HEADER);
        if (found.isEmpty() || !table.isOwn(found.get().source())) {
            return;
        }
        QuotedPacket quoted = found.get();
        String error = describe(packet);
        if (quoted.protocol() == PacketView.UDP) {
            udpErrors.unreachable(quoted.first16(), quoted.destination(), quoted.second16(), error);
        } else if (quoted.isEchoRequest() && quoted.third16() == identifier) {
            Exchange exchange = exchanges.get(quoted.fourth16());
            if (exchange != null && exchange.target.equals(quoted.destination())) {
                finish(exchange, failed(exchange, IpFailure.UNREACHABLE, "echo request to "
                        + exchange.target.getHostAddress(), error));
            }
        }
    }

    private static String describe(PacketView packet) {
        int type = packet.octets[packet.payloadOffset] & 0xFF;
        int code = packet.octets[packet.payloadOffset + 1] & 0xFF;
        String[] codes = packet.isIpv4()
                ? new String[] {"network unreachable", "host unreachable", "protocol unreachable", "port unreachable",
                    "fragmentation needed"}
                : new String[] {"no route", "administratively prohibited", "beyond scope", "address unreachable",
                    "port unreachable"};
        boolean unreachable = type == (packet.isIpv4() ? UNREACHABLE_4 : UNREACHABLE_6);
        String name = unreachable && code < codes.length ? codes[code]
                : "ICMP" + (packet.isIpv4() ? "" : "v6") + " type " + type + " code " + code;
        return name + " from " + packet.source().getHostAddress();
    }

    /** Tells the sender of a datagram that its port is closed (RFC 1122 §4.1.3.1). */
    void portUnreachable(PacketView packet) throws IpException, InterruptedException {
        InetAddress source = packet.source();
        if (source.isAnyLocalAddress() || source.isMulticastAddress()) {
            return;
        }
        int quoted = Math.min(QUOTED, packet.payloadEnd - packet.ipOffset);
        byte[] message = new byte[HEADER + quoted];
        message[0] = (byte) (packet.isIpv4() ? UNREACHABLE_4 : UNREACHABLE_6);
        message[1] = (byte) (packet.isIpv4() ? PORT_UNREACHABLE_4 : PORT_UNREACHABLE_6);
        System.arraycopy(packet.octets, packet.ipOffset, message, HEADER, quoted);
        IpFrames.Header header = new IpFrames.Header(self, packet.sourceMacAddress(), packet.destination(), source,
                packet.isIpv4() ? PacketView.ICMP : PacketView.ICMPV6, Router.TTL);
        checksum(message, header);
        output.sendNow("port unreachable", IpFrames.frame(header, 0, message));
    }
}
