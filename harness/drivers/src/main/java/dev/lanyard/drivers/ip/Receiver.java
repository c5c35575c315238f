package dev.lanyard.drivers.ip;

import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.net.MacAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sorts what comes in. Datagrams for an open port are delivered on the calling thread, the link driver's; everything
 * that may need an answer, or memory, goes through the dispatcher.
 */
final class Receiver implements Dispatcher.Sink {

    private static final int ND_ROUTER_SOLICITATION = 133;
    private static final int ND_REDIRECT = 137;

    /** Errors for closed ports that may be sent in a row, and how often another may be. */
    private static final int ERROR_BURST = 10;
    private static final long ERROR_INTERVAL_NANOS = 10_000_000;

    private final MacAddress self;
    private final MonotonicClock clock;
    private final AddressTable table;
    private final Counters counters;
    private final UdpSockets sockets;
    private final Icmp icmp;
    private final Tcp tcp;
    private final NeighbourProtocols protocols;
    private final Recorder recorder;
    private final Fragments fragments;
    private final Overheard overheard;
    private final PacketView fast = new PacketView();
    private final PacketView slow = new PacketView();
    private final AtomicBoolean dropNoted = new AtomicBoolean();
    private final AtomicBoolean failureNoted = new AtomicBoolean();
    private Dispatcher dispatcher;
    private Groups groups;
    private long nextError = Long.MIN_VALUE / 2;

    Receiver(MacAddress self, MonotonicClock clock, AddressTable table, Counters counters, UdpSockets sockets,
             Icmp icmp, Tcp tcp, NeighbourProtocols protocols, Overheard overheard, Recorder recorder) {
        this.self = self;
        this.clock = clock;
        this.table = table;
        this.counters = counters;
        this.sockets = sockets;
        this.icmp = icmp;
        this.tcp = tcp;
        this.protocols = protocols;
        this.overheard = overheard;
        this.recorder = recorder;
        this.fragments = new Fragments(counters);
    }

    void start(Dispatcher with, Groups membership) {
        dispatcher = with;
        groups = membership;
    }

    /** On the link driver's thread: quick, and never waits. */
    void frame(byte[] buffer, int offset, int length) {
        long nanos = clock.nanos();
        counters.framesIn.increment();
        PacketView.Kind kind = fast.read(buffer, offset, length);
        switch (kind) {
            case MALFORMED -> counters.malformed.increment();
            case BAD_CHECKSUM -> counters.badChecksum.increment();
            case OTHER -> counters.notForUs.increment();
            case ARP -> queue(nanos, buffer, offset, length);
            case IP -> {
                if (fast.protocol == PacketView.UDP && !fast.isFragment && fast.isToGroup()) {
                    overheard.add(fast, nanos);
                }
                if (!isForUs(fast)) {
                    counters.notForUs.increment();
                } else if (fast.isFragment || fast.protocol != PacketView.UDP || !deliver(fast, nanos)) {
                    queue(nanos, buffer, offset, length);
                }
            }
        }
    }

    private void queue(long nanos, byte[] buffer, int offset, int length) {
        byte[] copy = Arrays.copyOfRange(buffer, offset, offset + length);
        if (!dispatcher.offer(new Dispatcher.Inbound(nanos, copy))) {
            counters.dispatchDrops.increment();
            if (dropNoted.compareAndSet(false, true)) {
                recorder.record("ip", new Event.Note(Event.Severity.BLIND,
                        "the host's queue is full: frames are dropped from now on; the total comes when it ends"));
            }
        }
    }

    private boolean isForUs(PacketView packet) {
        // A MAC address for us alone: any IP address may be meant, a DHCP client does not have its own yet.
        return packet.destinationMac == self.value() || table.listensTo(packet);
    }

    /** Delivers or refuses a datagram; false when its port is closed. */
    private boolean deliver(PacketView packet, long nanos) {
        if (!packet.cutToDatagram()) {
            counters.malformed.increment();
            return true;
        }
        if (!packet.isSoundDatagram()) {
            counters.badChecksum.increment();
            return true;
        }
        UdpSocket socket = sockets.find(packet.u16(packet.payloadOffset + 2));
        if (socket == null) {
            return false;
        }
        if (!table.listensTo(packet) && !socket.acceptsAnyDestination()) {
            counters.notForUs.increment();
            return true;
        }
        if (socket.deliver(packet, nanos)) {
            counters.udpIn.increment();
        } else {
            counters.socketDrops.increment();
        }
        return true;
    }

    @Override
    public void frame(Dispatcher.Inbound inbound) throws IpException, InterruptedException {
        PacketView.Kind kind = slow.read(inbound.frame(), 0, inbound.frame().length);
        if (kind == PacketView.Kind.ARP) {
            if (!protocols.arp(slow)) {
                counters.malformed.increment();
            }
            return;
        }
        if (kind == PacketView.Kind.IP && slow.isFragment) {
            Optional<byte[]> whole = table.listensTo(slow) ? fragments.add(slow, inbound.nanos()) : Optional.empty();
            if (whole.isEmpty()) {
                return;
            }
            kind = slow.read(whole.get(), 0, whole.get().length);
        }
        if (kind == PacketView.Kind.IP && !slow.isFragment) {
            packet(slow, inbound.nanos());
        } else {
            counters.malformed.increment();
        }
    }

    private void packet(PacketView packet, long nanos) throws IpException, InterruptedException {
        if (packet.protocol == PacketView.UDP) {
            if (!deliver(packet, nanos)) {
                closedPort(packet);
            }
        } else if (!table.listensTo(packet)) {
            counters.notForUs.increment();
        } else if (packet.protocol == PacketView.ICMP && packet.isIpv4()) {
            if (sound(packet.isSound())) {
                icmp.ipv4(packet, nanos);
            }
        } else if (packet.protocol == PacketView.ICMPV6 && !packet.isIpv4()) {
            if (sound(packet.isSoundWithPseudoHeader())) {
                icmpv6(packet, nanos);
            }
        } else if (packet.protocol == Tcp.PROTOCOL) {
            if (sound(packet.isSoundWithPseudoHeader())) {
                tcp.segment(packet);
            }
        } else if (packet.protocol == PacketView.IGMP && packet.isIpv4()) {
            if (sound(packet.isSound())) {
                groups.igmp(packet);
            }
        } else {
            counters.notForUs.increment();
        }
    }

    private boolean sound(boolean sound) {
        if (!sound) {
            counters.badChecksum.increment();
        }
        return sound;
    }

    private void icmpv6(PacketView packet, long nanos) throws IpException, InterruptedException {
        int type = packet.payloadLength() == 0 ? -1 : packet.octets[packet.payloadOffset] & 0xFF;
        switch (type) {
            case NdMessages.NEIGHBOUR_SOLICITATION, NdMessages.NEIGHBOUR_ADVERTISEMENT -> {
                if (!protocols.nd(packet)) {
                    counters.malformed.increment();
                }
            }
            case Groups.MLD_QUERY -> groups.mld(packet);
            case -1 -> counters.malformed.increment();
            default -> {
                if (type < ND_ROUTER_SOLICITATION || type > ND_REDIRECT) {
                    icmp.ipv6(packet, nanos);
                }
            }
        }
    }

    private void closedPort(PacketView packet) throws IpException, InterruptedException {
        counters.notForUs.increment();
        long now = clock.nanos();
        long next = Math.max(nextError, now - ERROR_BURST * ERROR_INTERVAL_NANOS) + ERROR_INTERVAL_NANOS;
        if (table.isOwnDestination(packet) && next <= now) {
            nextError = next;
            icmp.portUnreachable(packet);
        }
    }

    @Override
    public void failed(Throwable failure) {
        // A frame that comes while the host is closed is nobody's loss.
        boolean closing = failure instanceof IpException ip && ip.failure() == IpFailure.CLOSED;
        if (!closing && failureNoted.compareAndSet(false, true)) {
            recorder.record("ip", new Event.Note(Event.Severity.BLIND,
                    "the host could not answer or read a frame: " + failure));
        }
    }
}
