package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.DataPath;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.SeenFrame;
import dev.lanyard.rules.observation.SeenNotification;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.NotificationStream;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.usb.EndpointDescriptor;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How notifications travel, and what must be ready when they come. */
public final class NotificationTransferRules {

    /** Rules CDC-NOTIF-* about transfers, and about what the host does next. */
    public static final List<Rule> RULES = List.of(
            rule("CDC-NOTIF-11", "The notification endpoint NAKs and never stalls while there is nothing to notify.")
                    .obligation(Obligation.MUST, Source.unchecked("USB 2.0", "§5.7.5 and §8.5.4"))
                    .fieldFailures("apache/nuttx#19378")
                    .remediation("Leave the endpoint without data: the controller NAKs by itself. Halt it only when "
                            + "the host asks for it.")
                    .judgedBy(seen -> Each.function(seen, f -> neverStalls(seen, f.what()))),
            rule("CDC-NOTIF-14", "Each notification is a transfer of its own.")
                    .obligation(Obligation.RECOMMENDED, Source.of("hosts' drivers", "one notification for each read"))
                    .hosts(HostPlatform.WINDOWS, HostPlatform.LINUX)
                    .remediation("Queue one transfer for each notification, also where two would fit into a packet.")
                    .judgedBy(seen -> Each.function(seen, f -> oneEach(seen, f.what()))),
            rule("CDC-NOTIF-15", "NetworkConnection 1 comes when the DHCP server can answer: the first DISCOVER after "
                    + "it is answered.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("iOS", "espressif/esp-idf#18079"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("espressif/esp-idf#18079")
                    .remediation("Start address and DHCP server first, and notify the link when both answer.")
                    .judgedBy(seen -> Each.function(seen, _ -> serverIsReady(seen))));

    private static final long SECOND = 1_000_000_000L;

    private NotificationTransferRules() {}

    private static List<Seen<Event.Transfer>> reads(Observation seen, CdcFunction function) {
        return function.notificationEndpoint().map(endpoint -> seen.interruptReads().stream()
                .filter(read -> read.what().endpointAddress() == endpoint.bEndpointAddress()).toList())
                .orElse(List.of());
    }

    private static Finding neverStalls(Observation seen, CdcFunction function) {
        List<Seen<Event.Transfer>> reads = reads(seen, function);
        Optional<Seen<Event.Transfer>> stalled = reads.stream().filter(read -> read.what().status().equals("STALL")
                && !wasHalted(seen, read)).findFirst();
        if (stalled.isPresent()) {
            return Finding.broken("a read of the notification endpoint was stalled",
                    List.of(stalled.get().sequence()));
        }
        return reads.stream().filter(read -> read.nanos() - read.what().submittedNanos() >= SECOND).findFirst()
                .map(read -> Finding.neverBroken(String.format(Locale.ROOT, "a read was pending for %.1f s",
                        (read.nanos() - read.what().submittedNanos()) / 1e9), List.of(read.sequence())))
                .orElseGet(() -> Finding.unseen("no read of the notification endpoint was pending for a second"));
    }

    /** Whether the host itself asked for the halt (USB 2.0 §9.4.9), shortly before or while it was read. */
    private static boolean wasHalted(Observation seen, Seen<Event.Transfer> read) {
        return seen.standardRequests(StandardRequests.TO_ENDPOINT, StandardRequests.SET_FEATURE).stream()
                .anyMatch(made -> made.what().setup().wIndex() == read.what().endpointAddress()
                        && made.what().submittedNanos() <= read.nanos()
                        && read.nanos() - made.what().submittedNanos() < SECOND);
    }

    private static Finding oneEach(Observation seen, CdcFunction function) {
        Optional<EndpointDescriptor> endpoint = function.notificationEndpoint();
        if (endpoint.isEmpty()) {
            return Finding.unseen("there is no notification endpoint (see ECM-DESC-16)");
        }
        int packet = endpoint.get().maxPacketOctets();
        NotificationStream stream = new NotificationStream(packet);
        Each each = new Each("reads of one packet");
        for (Seen<Event.Transfer> read : reads(seen, function)) {
            int notifications = stream.push(read.what().data()).notifications().size();
            // A host that reads more than a packet gets what follows a full packet in the same read.
            if (read.what().requestedLength() <= packet && notifications > 0) {
                each.add(read.sequence(), notifications == 1 ? Optional.empty()
                        : Optional.of(notifications + " notifications came in one packet"));
            }
        }
        return each.broken().orElseGet(() -> each.count() == 0
                ? Finding.unseen("no notification was read packet by packet")
                : Finding.neverBroken(each.count() + " notifications came one by one", List.of(each.first())));
    }

    private static boolean isDiscover(SeenFrame<DhcpMessage> message) {
        return !message.received() && message.what().type().filter(DhcpMessageType.DISCOVER::equals).isPresent();
    }

    private static Finding serverIsReady(Observation seen) {
        List<Long> kept = new ArrayList<>();
        for (DataPath path : seen.dataPaths()) {
            Optional<Seen<SeenNotification>> connected =
                    path.notifications().stream().filter(n -> n.what().isConnected()).findFirst();
            Optional<Seen<SeenFrame<DhcpMessage>>> discover = connected.flatMap(n -> seen.dhcpMessages().stream()
                    .filter(m -> isDiscover(m.what()) && m.nanos() >= n.nanos() && m.nanos() <= path.endNanos())
                    .findFirst());
            if (discover.isEmpty() || discover.get().nanos() - connected.get().nanos() > SECOND) {
                continue;
            }
            Seen<SeenFrame<DhcpMessage>> first = discover.get();
            long again = seen.dhcpMessages().stream().filter(m -> isDiscover(m.what()) && m.nanos() > first.nanos())
                    .mapToLong(Seen::nanos).findFirst().orElse(Long.MAX_VALUE);
            long limit = Math.min(first.nanos() + SECOND, Math.min(again, path.endNanos()));
            Optional<Seen<SeenFrame<DhcpMessage>>> answer = seen.dhcpMessages().stream()
                    .filter(m -> m.what().received() && m.nanos() >= first.nanos() && m.nanos() <= limit)
                    .findFirst();
            if (answer.isPresent()) {
                kept.addAll(List.of(connected.get().sequence(), answer.get().sequence()));
            } else if (again <= path.endNanos() || path.endNanos() - first.nanos() >= SECOND) {
                return Finding.broken("the first DISCOVER after NetworkConnection (1) was not answered",
                        List.of(connected.get().sequence(), first.sequence()));
            }
        }
        return kept.isEmpty() ? Finding.unseen("no DISCOVER was sent within a second of NetworkConnection (1)")
                : Finding.kept("the first DISCOVER after NetworkConnection (1) was answered", kept);
    }
}
