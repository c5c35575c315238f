package dev.lanyard.rules.catalogue.network;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.ArpPacket;
import dev.lanyard.rules.observation.DhcpPacket;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import java.util.List;
import java.util.Optional;

/** The accessory as a DHCP client. */
public final class DhcpClientRules {

    private static final long PATIENCE = 10 * Dialogue.SECOND;

    /** Rules NET-DHCP-* about clients. */
    public static final List<Rule> RULES = List.of(
            rule("NET-DHCP-10", "An accessory that finds no DHCP server falls back to another address within ten "
                    + "seconds.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("raspberrypi/rpi-usb-gadget#27", ""))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("raspberrypi/rpi-usb-gadget#27", "raspberrypi/rpi-usb-gadget#6")
                    .remediation("Claim an IPv4 link-local address, or take the static one, when two or three "
                            + "DISCOVERs went unanswered, and go on asking in the background.")
                    .judgedBy(DhcpClientRules::fallsBack));

    private DhcpClientRules() {}

    private static Finding fallsBack(Observation seen) {
        Dialogue dialogue = new Dialogue(seen);
        Optional<Seen<DhcpPacket>> asked = Dialogue.received(dialogue.traffic().dhcp()).stream()
                .filter(dhcp -> isType(dhcp, DhcpMessageType.DISCOVER)).findFirst();
        if (asked.isEmpty()) {
            return dialogue.notConcerned("the accessory asks for no address by DHCP");
        }
        long began = asked.get().nanos();
        if (Dialogue.sent(dialogue.traffic().dhcp()).stream()
                .anyMatch(dhcp -> isType(dhcp, DhcpMessageType.OFFER) && dhcp.nanos() - began <= PATIENCE)) {
            return Finding.unseen("the accessory was offered an address before it had to do without one");
        }
        Optional<Seen<ArpPacket>> claim = Dialogue.received(dialogue.traffic().arp()).stream()
                .filter(arp -> arp.nanos() > began && arp.nanos() - began <= PATIENCE
                        && (arp.what().isProbe() || !arp.what().sender().equals(ArpPacket.NOBODY))).findFirst();
        if (claim.isPresent()) {
            ArpPacket arp = claim.get().what();
            return Finding.kept("it claims " + Dialogue.show(arp.isProbe() ? arp.target() : arp.sender()) + " after "
                    + (claim.get().nanos() - began) / 1_000_000 + " ms",
                    List.of(asked.get().sequence(), claim.get().sequence()));
        }
        return dialogue.listened(began) < PATIENCE
                ? Finding.unseen("nobody watched the accessory for ten seconds without a DHCP server")
                : Finding.broken("ten seconds after its first DISCOVER the accessory has claimed no address",
                        List.of(asked.get().sequence()));
    }

    private static boolean isType(Seen<DhcpPacket> dhcp, DhcpMessageType type) {
        return dhcp.what().message().type().filter(type::equals).isPresent();
    }
}
