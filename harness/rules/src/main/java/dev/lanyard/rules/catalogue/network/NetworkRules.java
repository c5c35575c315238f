package dev.lanyard.rules.catalogue.network;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.catalogue.Each;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.SeenFrame;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.dhcp.DhcpOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the accessory does on the link as an IP node. */
public final class NetworkRules {

    /** Rules NET-*. */
    public static final List<Rule> RULES = List.of(
            rule("NET-DHCP-02", "DHCP replies carry the request's xid and chaddr, op 2, the magic cookie and options "
                    + "53, 54, 51 and 1.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 2131", "§4.3"))
                    .remediation("Copy xid and chaddr from the request and add message type, server identifier, lease "
                            + "time and subnet mask to every offer and acknowledgement.")
                    .judgedBy(seen -> replies(seen, reply -> wrongReply(seen, reply))),
            rule("NET-DHCP-06", "DHCP replies offer no router and no name server, unless the accessory is a gateway.")
                    .obligation(Obligation.RECOMMENDED, Source.of("Apple forum 772812", ""))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("meshtastic/firmware#11441", "espressif/arduino-esp32#1372", "cyoung/stratux#762")
                    .remediation("Leave options 3 and 6 out: iOS and iPadOS may else move their default route to the "
                            + "accessory and lose the Internet.")
                    .judgedBy(NetworkRules::noGateway),
            rule("NET-UDP-01", "The UDP echo returns payloads of every size from 0 to 1472 octets unchanged.")
                    .obligation(Obligation.MUST, Source.unchecked("RFC 862", "UDP echo"))
                    .remediation("Look for sizes handled apart: odd ones, and those that fill a USB packet or need a "
                            + "zero-length packet (470 and 471 octets make frames of 512 and 513).")
                    .judgedBy(UdpEchoJudge::judge));

    private NetworkRules() {}

    private static Finding noGateway(Observation seen) {
        if (seen.declared().gateway()) {
            return Finding.notApplicable("the profile declares a gateway");
        }
        return replies(seen, reply -> {
            List<String> offered = new ArrayList<>();
            reply.option(DhcpOption.ROUTER).ifPresent(data -> offered.add("a router (option 3)"));
            reply.option(DhcpOption.DOMAIN_NAME_SERVER).ifPresent(data -> offered.add("name servers (option 6)"));
            return offered.isEmpty() ? Optional.empty() : Optional.of("it offers " + String.join(" and ", offered));
        });
    }

    /** Judges every offer and acknowledgement of an address that was received. */
    private static Finding replies(Observation seen, java.util.function.Function<DhcpMessage, Optional<String>> fault) {
        List<Seen<DhcpMessage>> replies = seen.dhcpMessages().stream()
                .filter(message -> message.what().received() && isReply(message.what().what()))
                .map(message -> new Seen<>(message.sequence(), message.nanos(), message.what().what())).toList();
        return Each.of("DHCP replies", replies, "no DHCP offer or acknowledgement was received", fault);
    }

    /** What a server sent: also when its op or its type are wrong. */
    private static boolean isReply(DhcpMessage message) {
        Optional<DhcpMessageType> type = message.type();
        return type.isPresent() ? type.get() == DhcpMessageType.OFFER || type.get() == DhcpMessageType.ACK
                : message.op() != DhcpMessage.BOOTREQUEST;
    }

    private static Optional<String> wrongReply(Observation seen, DhcpMessage reply) {
        List<String> faults = new ArrayList<>(reply.defects());
        if (reply.op() != DhcpMessage.BOOTREPLY) {
            faults.add("op is " + reply.op());
        }
        List<DhcpMessage> requests = seen.dhcpMessages().stream().map(Seen::what).filter(frame -> !frame.received())
                .map(SeenFrame::what).toList();
        if (!requests.isEmpty() && requests.stream().noneMatch(request -> request.xid() == reply.xid()
                && request.chaddr().slice(0, 6).equals(reply.chaddr().slice(0, 6)))) {
            faults.add("no request has its xid 0x%08x and chaddr %s".formatted(reply.xid(), reply.clientMac()));
        }
        // A reply to INFORM has no lease (RFC 2131 §4.3.5).
        boolean leases = requests.stream().noneMatch(request -> request.xid() == reply.xid()
                && request.type().equals(Optional.of(DhcpMessageType.INFORM)));
        requireOption(reply, DhcpOption.DHCP_MESSAGE_TYPE, 1, faults);
        requireOption(reply, DhcpOption.SERVER_IDENTIFIER, 4, faults);
        if (leases) {
            requireOption(reply, DhcpOption.IP_ADDRESS_LEASE_TIME, 4, faults);
        }
        requireOption(reply, DhcpOption.SUBNET_MASK, 4, faults);
        return faults.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", faults));
    }

    private static void requireOption(DhcpMessage reply, int code, int length, List<String> faults) {
        int found = reply.option(code).map(data -> data.length()).orElse(-1);
        if (found != length) {
            faults.add(found < 0 ? "option " + code + " is missing"
                    : "option " + code + " has " + found + " octets, not " + length);
        }
    }
}
