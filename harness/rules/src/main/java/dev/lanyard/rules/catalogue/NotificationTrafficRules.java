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
import dev.lanyard.rules.observation.SeenNotification;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.Notification;
import dev.lanyard.wire.usb.StandardRequests;
import dev.lanyard.wire.usb.UsbSpeed;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What notifications there are, and how many. */
public final class NotificationTrafficRules {

    /** Rules CDC-NOTIF-* about all notifications. */
    public static final List<Rule> RULES = List.of(
            rule("CDC-NOTIF-06", "Neither rate of ConnectionSpeedChange is above what the bus carries.")
                    .obligation(Obligation.QUALITY, Source.of("arithmetic", "USB 2.0 §4.2.1: 12 Mbit/s, 480 Mbit/s"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Derive both rates from the speed that the bus negotiated: at most 12000000 bit/s at "
                            + "full speed, 480000000 at high speed.")
                    .judgedBy(seen -> Each.function(seen, _ -> plausible(seen))),
            rule("CDC-NOTIF-10", "In alternate setting 0 come at most 5 notifications in any second.")
                    .obligation(Obligation.RECOMMENDED, Source.of("zephyrproject-rtos/zephyr#108684", ""))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("zephyrproject-rtos/zephyr#108684")
                    .remediation("Notify on changes only, and do not retry a notification that alternate setting 0 "
                            + "keeps from being sent.")
                    .judgedBy(seen -> Each.function(seen, function -> quiet(seen, function.what()))),
            rule("CDC-NOTIF-13", "Only NetworkConnection, ResponseAvailable and ConnectionSpeedChange are sent.")
                    .obligation(Obligation.MUST, Source.unchecked("CDC 1.20", "§6.3"))
                    .hosts()
                    .remediation("Send no notifications of other classes, such as SERIAL_STATE, on this endpoint.")
                    .judgedBy(seen -> Each.function(seen, _ -> Each.watched("notifications", seen.notifications(),
                            "no notification was seen", NotificationTrafficRules::undefined))));

    private static final int RESPONSE_AVAILABLE = 0x01;
    private static final Set<Integer> KNOWN = Set.of(Notification.NETWORK_CONNECTION, RESPONSE_AVAILABLE,
            Notification.CONNECTION_SPEED_CHANGE);
    private static final int MOST = 5;
    private static final long SECOND = 1_000_000_000L;

    private NotificationTrafficRules() {}

    private static Optional<String> undefined(SeenNotification notification) {
        return KNOWN.contains(notification.bRequest()) ? Optional.empty()
                : Optional.of("its code is 0x%02x".formatted(notification.bRequest()));
    }

    private static Finding plausible(Observation seen) {
        Optional<UsbSpeed> speed = seen.speed();
        if (speed.isEmpty()) {
            return Finding.unseen("nobody told at which speed the accessory runs");
        }
        long most = speed.get().bitsPerSecond();
        return Each.of("ConnectionSpeedChange notifications", seen.notifications().stream()
                .filter(n -> n.what().isWholeSpeedChange()).toList(), "no whole ConnectionSpeedChange was seen", n ->
                Math.max(n.firstRate(), n.secondRate()) <= most ? Optional.empty()
                        : Optional.of("the rates are " + n.firstRate() + " and " + n.secondRate() + " bit/s, the bus "
                        + "carries " + most));
    }

    private static Finding quiet(Observation seen, CdcFunction function) {
        // Every selection and every arrival may be answered with notifications, so counting begins anew there.
        TreeSet<Long> cuts = new TreeSet<>(seen.interruptions());
        seen.standardRequests(StandardRequests.TO_INTERFACE, StandardRequests.SET_INTERFACE).stream()
                .filter(request -> function.data()
                        .filter(data -> data.bInterfaceNumber() == request.what().setup().wIndex()).isPresent())
                .forEach(request -> cuts.add(request.what().submittedNanos()));
        List<Seen<SeenNotification>> idle = seen.notifications().stream()
                .filter(n -> seen.dataPaths().stream().noneMatch(path -> isIn(path, n.nanos()))).toList();
        for (int i = MOST; i < idle.size(); i++) {
            Seen<SeenNotification> first = idle.get(i - MOST);
            Seen<SeenNotification> last = idle.get(i);
            Long cut = cuts.higher(first.nanos());
            if (last.nanos() - first.nanos() < SECOND && (cut == null || cut >= last.nanos())) {
                return Finding.broken((MOST + 1) + " notifications came within a second of alternate setting 0",
                        idle.subList(i - MOST, i + 1).stream().map(Seen::sequence).distinct().toList());
            }
        }
        return listened(seen, cuts).map(read -> Finding.neverBroken("no second of alternate setting 0 has more than "
                + MOST + " notifications", List.of(read)))
                .orElseGet(() -> Finding.unseen("the notification endpoint was not read for a whole second of "
                        + "alternate setting 0"));
    }

    private static boolean isIn(DataPath path, long nanos) {
        return nanos > path.requestedNanos() && nanos <= path.endNanos();
    }

    /** A read of the notification endpoint that was pending for a second of alternate setting 0 without a cut. */
    private static Optional<Long> listened(Observation seen, TreeSet<Long> cuts) {
        for (Seen<Event.Transfer> read : seen.interruptReads()) {
            long from = read.what().submittedNanos();
            TreeSet<Long> edges = new TreeSet<>(cuts.subSet(from, Math.max(from, read.nanos())));
            edges.add(from);
            for (long begin : edges) {
                long end = Optional.ofNullable(edges.higher(begin)).orElse(read.nanos());
                boolean open = seen.dataPaths().stream()
                        .anyMatch(path -> path.requestedNanos() < end && path.endNanos() > begin);
                if (end - begin >= SECOND && !open) {
                    return Optional.of(read.sequence());
                }
            }
        }
        return Optional.empty();
    }
}
