package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.DataPath;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.SeenNotification;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Notifications and the link state they tell. */
public final class NotificationRules {

    /** Rules CDC-NOTIF-*. */
    public static final List<Rule> RULES = List.of(
            rule("CDC-NOTIF-01", "NetworkConnection with wValue 1 comes within 1 s (or what the profile declares) of "
                    + "selecting alternate setting 1, when the link is up.")
                    .obligation(Obligation.MUST, Source.unchecked("CDC 1.20", "§6.3.1"))
                    .hosts(HostPlatform.APPLE, HostPlatform.LINUX)
                    .toleratedWhere("HOST-LINUX-01", HostPlatform.LINUX, "cdc_ether's carrier is up "
                            + "until a notification says otherwise; cdc_ncm's waits for the notification.")
                    .fieldFailures("hathach/tinyusb#311", "zephyrproject-rtos/zephyr#69209",
                            "usbarmory/tamago-example#24", "RIOT-OS/RIOT#11077")
                    .remediation("Queue NetworkConnection (wValue 1) on the interrupt endpoint every time the host "
                            + "selects alternate setting 1.")
                    .judgedBy(seen -> Each.function(seen, _ -> connects(seen))),
            rule("CDC-NOTIF-02", "NetworkConnection is A1 00, wValue 0 or 1, wIndex the control interface, wLength 0.")
                    .obligation(Obligation.MUST, Source.unchecked("CDC 1.20", "§6.3.1"))
                    .hosts(HostPlatform.APPLE, HostPlatform.WINDOWS)
                    .remediation("Send the eight octets A1 00, wValue 0 or 1, wIndex = bInterfaceNumber of the control "
                            + "interface, wLength 0.")
                    .judgedBy(seen -> Each.function(seen, function -> connectionFormat(seen,
                            function.what().control().bInterfaceNumber()))),
            rule("CDC-NOTIF-03", "ConnectionSpeedChange is sent when the link comes up, with wLength 8 and two rates.")
                    .obligation(Obligation.MUST, Source.unchecked("CDC 1.20", "§6.3.3"))
                    .hosts(HostPlatform.WINDOWS, HostPlatform.LINUX)
                    .remediation("Send ConnectionSpeedChange (A1 2A, wLength 8, two 32-bit rates) when the link comes "
                            + "up.")
                    .judgedBy(seen -> Each.function(seen, _ -> speedSent(seen))),
            rule("CDC-NOTIF-04", "An NCM function sends ConnectionSpeedChange before NetworkConnection.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§7.1"))
                    .hosts(HostPlatform.LINUX, HostPlatform.APPLE)
                    .tolerated(HostPlatform.LINUX, "cdc_ncm_status() takes each notification by itself: one sets the "
                            + "carrier, the other the speed that is shown.")
                    .remediation("After alternate setting 1 send ConnectionSpeedChange first, then NetworkConnection.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> speedFirst(seen))),
            rule("CDC-NOTIF-05", "Both rates of ConnectionSpeedChange are above zero, and equal unless declared "
                    + "otherwise: hosts do not agree which comes first.")
                    .obligation(Obligation.RECOMMENDED, Source.of("hosts' drivers", "field order of the two rates"))
                    .hosts(HostPlatform.WINDOWS, HostPlatform.LINUX)
                    .remediation("Report the same rate twice.")
                    .judgedBy(seen -> Each.function(seen, _ -> rates(seen))));

    private static final String NOT_OPENED = "the data interface's alternate setting with endpoints was not selected";

    private NotificationRules() {}

    private static Finding connects(Observation seen) {
        long limit = seen.declared().linkWithin().toNanos();
        List<Long> kept = new ArrayList<>();
        List<Long> broken = new ArrayList<>();
        String late = "";
        String unknown = NOT_OPENED;
        for (DataPath path : seen.dataPaths()) {
            Optional<Seen<SeenNotification>> first =
                    path.notifications().stream().filter(n -> n.what().isConnected()).findFirst();
            if (first.filter(n -> path.delayNanos(n) <= limit).isPresent()) {
                kept.add(first.get().sequence());
            } else if (path.notifications().stream().anyMatch(n -> n.what().isNetworkConnection()
                    && !n.what().isConnected())) {
                unknown = "the accessory said that its link was down";
            } else if (path.listeningNanos().isEmpty()) {
                unknown = "nobody read the notification endpoint after alternate setting 1";
            } else if (path.listenedNanos() < limit) {
                unknown = "alternate setting 1 was left, or the evidence ends, before " + millis(limit) + " had passed";
            } else {
                late = first.map(n -> "it came after " + millis(path.delayNanos(n)))
                        .orElse("none came in " + millis(path.listenedNanos()));
                broken.add(path.selection());
                first.ifPresent(n -> broken.add(n.sequence()));
            }
        }
        if (!broken.isEmpty()) {
            return Finding.broken("NetworkConnection (1) did not come within " + millis(limit)
                    + " of selecting alternate setting 1: " + late, broken);
        }
        return kept.isEmpty() ? Finding.unseen(unknown) : Finding.kept("NetworkConnection (1) came in time after "
                + "alternate setting 1, seen " + times(kept.size()), kept);
    }

    private static Finding connectionFormat(Observation seen, int controlInterface) {
        if (!seen.notificationGarbage().isEmpty()) {
            Seen<String> first = seen.notificationGarbage().getFirst();
            return Finding.broken("on the notification endpoint came " + first.what(), List.of(first.sequence()));
        }
        return Each.of("NetworkConnection notifications", seen.notifications().stream()
                .filter(n -> n.what().isNetworkConnection()).toList(), "no NetworkConnection was seen", n -> {
                    if (n.wValue() > 1) {
                        return Optional.of("wValue is " + n.wValue());
                    }
                    if (n.wIndex() != controlInterface) {
                        return Optional.of("wIndex is " + n.wIndex() + ", the control interface is "
                                + controlInterface);
                    }
                    return n.data().isEmpty() ? Optional.empty() : Optional.of("wLength is " + n.data().length());
                });
    }

    private static Finding speedSent(Observation seen) {
        Optional<Seen<SeenNotification>> malformed = seen.notifications().stream()
                .filter(n -> n.what().isSpeedChange() && !n.what().isWholeSpeedChange()).findFirst();
        if (malformed.isPresent()) {
            return Finding.broken("ConnectionSpeedChange has wLength " + malformed.get().what().data().length(),
                    List.of(malformed.get().sequence()));
        }
        long limit = seen.declared().linkWithin().toNanos();
        List<Long> kept = new ArrayList<>();
        List<Long> broken = new ArrayList<>();
        for (DataPath path : seen.dataPaths()) {
            Optional<Seen<SeenNotification>> speed = first(path, SeenNotification::isWholeSpeedChange);
            Optional<Seen<SeenNotification>> connected = first(path, SeenNotification::isConnected);
            if (speed.isPresent()) {
                kept.add(speed.get().sequence());
            } else if (connected.isPresent() && path.endNanos() - connected.get().nanos() >= limit) {
                broken.add(connected.get().sequence());
            }
        }
        if (!broken.isEmpty()) {
            return Finding.broken("the link came up, and no ConnectionSpeedChange came with it", broken);
        }
        return kept.isEmpty() ? Finding.unseen(seen.dataPaths().isEmpty() ? NOT_OPENED
                : "the link was not seen coming up for long enough")
                : Finding.kept("ConnectionSpeedChange came with the link, seen " + times(kept.size()), kept);
    }

    private static Finding speedFirst(Observation seen) {
        List<Long> kept = new ArrayList<>();
        List<Long> broken = new ArrayList<>();
        for (DataPath path : seen.dataPaths()) {
            Optional<Seen<SeenNotification>> speed = first(path, SeenNotification::isSpeedChange);
            if (speed.isEmpty()) {
                continue;
            }
            List<Seen<SeenNotification>> order = path.notifications();
            List<Seen<SeenNotification>> before = order.subList(0, order.indexOf(speed.get()));
            List<Seen<SeenNotification>> after = order.subList(before.size(), order.size());
            // A connection notified before alternate 1 may still be on its way when the host selects it, so one before
            // the speed proves nothing while another follows it.
            Optional<Seen<SeenNotification>> follows = after.stream().filter(n -> n.what().isConnected()).findFirst();
            Optional<Seen<SeenNotification>> precedes = before.stream().filter(n -> n.what().isConnected()).findFirst();
            follows.ifPresent(connected -> kept.addAll(List.of(speed.get().sequence(), connected.sequence())));
            if (follows.isEmpty()) {
                precedes.ifPresent(connected -> broken.addAll(List.of(connected.sequence(), speed.get().sequence())));
            }
        }
        if (!broken.isEmpty()) {
            return Finding.broken("NetworkConnection came before ConnectionSpeedChange", distinct(broken));
        }
        return kept.isEmpty() ? Finding.unseen(seen.dataPaths().isEmpty() ? NOT_OPENED
                : "no ConnectionSpeedChange and NetworkConnection were seen together after alternate setting 1")
                : Finding.kept("ConnectionSpeedChange came before NetworkConnection", distinct(kept));
    }

    private static Finding rates(Observation seen) {
        return Each.of("ConnectionSpeedChange notifications", seen.notifications().stream()
                .filter(n -> n.what().isWholeSpeedChange()).toList(), "no whole ConnectionSpeedChange was seen", n -> {
                    boolean zero = n.firstRate() == 0 || n.secondRate() == 0;
                    boolean unequal = n.firstRate() != n.secondRate() && !seen.declared().asymmetricRates();
                    return zero || unequal ? Optional.of("the rates are " + n.firstRate() + " and " + n.secondRate()
                            + " bit/s") : Optional.empty();
                });
    }

    private static Optional<Seen<SeenNotification>> first(DataPath path,
                                                          java.util.function.Predicate<SeenNotification> wanted) {
        return path.notifications().stream().filter(n -> wanted.test(n.what())).findFirst();
    }

    private static List<Long> distinct(List<Long> sequences) {
        return Stream.of(sequences).flatMap(List::stream).distinct().toList();
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.0f ms", nanos / 1e6);
    }
}
