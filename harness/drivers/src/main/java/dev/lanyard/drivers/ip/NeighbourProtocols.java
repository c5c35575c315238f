package dev.lanyard.drivers.ip;

import dev.lanyard.drivers.ip.ArpFrames.Arp;
import dev.lanyard.drivers.ip.NdMessages.Nd;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Answers ARP and neighbour solicitations for the host's addresses, and finds out whether an address is free. */
final class NeighbourProtocols {

    /** How long to listen for an objection (RFC 4862 §5.4: DupAddrDetectTransmits 1, RetransTimer 1 s). */
    private static final Duration DAD_WAIT = Duration.ofSeconds(1);
    private static final int CONFLICTS_NOTED = 16;

    private final MacAddress self;
    private final Life life;
    private final Output output;
    private final AddressTable table;
    private final Neighbours neighbours;
    private final Recorder recorder;
    private final Set<InetAddress> conflicts = new HashSet<>();
    private volatile InetAddress tentative;
    private volatile MacAddress objector;

    NeighbourProtocols(MacAddress self, Life life, Output output, AddressTable table, Neighbours neighbours,
                       Recorder recorder) {
        this.self = self;
        this.life = life;
        this.output = output;
        this.table = table;
        this.neighbours = neighbours;
        this.recorder = recorder;
    }

    /** Returns whether the frame held an ARP packet that makes sense. */
    boolean arp(PacketView frame) throws IpException, InterruptedException {
        Optional<Arp> read = ArpFrames.read(frame);
        if (read.isEmpty()) {
            return false;
        }
        Arp arp = read.get();
        if (arp.senderMac().equals(self)) {
            return true;
        }
        if (table.isOwn(arp.sender())) {
            noteConflict(arp.sender(), arp.senderMac());
        }
        boolean forUs = table.isOwn(arp.target());
        neighbours.learn(arp.sender(), arp.senderMac(), forUs);
        if (arp.isRequest() && forUs) {
            output.sendNow("ARP reply", ArpFrames.reply(self, arp.senderMac(), arp.target(), arp.sender()));
        }
        return true;
    }

    /** Returns whether the packet, ICMPv6 type 135 or 136, makes sense. */
    boolean nd(PacketView packet) throws IpException, InterruptedException {
        Optional<Nd> read = NdMessages.read(packet);
        if (read.isEmpty()) {
            return false;
        }
        Nd nd = read.get();
        if (packet.sourceMac == self.value()) {
            return true;
        }
        InetAddress source = packet.source();
        boolean probe = nd.isSolicitation() && source.isAnyLocalAddress();
        if (nd.target().equals(tentative) && (probe || !nd.isSolicitation())) {
            objector = packet.sourceMacAddress();
            life.signal();
        } else if (nd.isSolicitation() && table.isOwn(nd.target())) {
            nd.mac().ifPresent(mac -> neighbours.learn(source, mac, true));
            answer(nd.target(), packet.sourceMacAddress(), source, probe);
        } else if (!nd.isSolicitation()) {
            if (table.isOwn(nd.target())) {
                noteConflict(nd.target(), packet.sourceMacAddress());
            }
            neighbours.learn(nd.target(), nd.mac().orElseGet(packet::sourceMacAddress),
                    table.isOwnDestination(packet));
        }
        return true;
    }

    private void answer(InetAddress target, MacAddress asker, InetAddress source, boolean probe)
            throws IpException, InterruptedException {
        byte[] frame = probe
                ? NdMessages.advertisement(self, IpAddresses.groupMac(IpAddresses.ALL_NODES6), target,
                        IpAddresses.ALL_NODES6, false)
                : NdMessages.advertisement(self, asker, target, source, true);
        output.sendNow("neighbour advertisement", frame);
    }

    /** Duplicate address detection (RFC 4862 §5.4): returns when nobody objected. */
    void detectDuplicate(Inet6Address address, long deadline) throws IpException, InterruptedException {
        String asked = "duplicate address detection for " + address.getHostAddress();
        objector = null;
        tentative = address;
        try {
            output.sendNow(asked, NdMessages.solicitation(self, IpAddresses.ANY6, address));
            long end = life.deadline(DAD_WAIT);
            if (life.await(Math.min(end, deadline), asked, () -> objector != null)) {
                throw new IpException(IpFailure.ADDRESS_IN_USE, asked, objector + " has it; the host's own MAC is "
                        + self);
            }
            if (deadline < end) {
                throw new IpException(IpFailure.NO_ADDRESS, asked,
                        "it takes 1 s, the deadline came before; allow more time");
            }
        } finally {
            tentative = null;
        }
    }

    private void noteConflict(InetAddress address, MacAddress mac) {
        if (conflicts.size() < CONFLICTS_NOTED && conflicts.add(address)) {
            recorder.record("ip", new Event.Note(Event.Severity.WARNING,
                    mac + " uses the host's own address " + address.getHostAddress()));
        }
    }
}
