package dev.lanyard.rules.observation;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.util.Optional;

/**
 * ARP for IPv4 over Ethernet (RFC 826).
 *
 * @param from      the frame's source
 * @param to        the frame's destination
 * @param request   a request; else a reply
 * @param senderMac the sender's hardware address in the packet
 * @param sender    4 octets
 * @param targetMac the target's hardware address in the packet
 * @param target    4 octets
 */
public record ArpPacket(MacAddress from, MacAddress to, boolean request, MacAddress senderMac, Bytes sender,
                        MacAddress targetMac, Bytes target) {

    /** 0.0.0.0. */
    public static final Bytes NOBODY = Bytes.of(0, 0, 0, 0);

    private static final int ARP = 14;
    private static final Bytes HEAD = Bytes.hex("0806 0001 0800 0604");

    /** The ARP packet that {@code frame} carries, if it carries a whole one. */
    public static Optional<ArpPacket> of(Bytes frame) {
        if (!frame.has(ARP, 28) || !frame.slice(12, 8).equals(HEAD)) {
            return Optional.empty();
        }
        int operation = frame.u16be(ARP + 6);
        if (operation != 1 && operation != 2) {
            return Optional.empty();
        }
        return Optional.of(new ArpPacket(MacAddress.at(frame, 6), MacAddress.at(frame, 0), operation == 1,
                MacAddress.at(frame, ARP + 8), frame.slice(ARP + 14, 4), MacAddress.at(frame, ARP + 18),
                frame.slice(ARP + 24, 4)));
    }

    /** Asks whether anybody has the address, without using one (RFC 5227 §2.1.1). */
    public boolean isProbe() {
        return request && sender.equals(NOBODY);
    }

    /** Says who has the address (RFC 5227 §2.3). */
    public boolean isAnnouncement() {
        return !sender.equals(NOBODY) && sender.equals(target);
    }

    /** Asks who has the address, to use it. */
    public boolean isQuestion() {
        return request && !isProbe() && !isAnnouncement();
    }
}
