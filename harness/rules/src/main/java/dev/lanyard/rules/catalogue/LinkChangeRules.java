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
import dev.lanyard.rules.observation.Stimulus;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Notifications when the link changes, and each time the data path is opened anew. */
public final class LinkChangeRules {

    /** Rules CDC-NOTIF-* about changes. */
    public static final List<Rule> RULES = List.of(
            rule("CDC-NOTIF-07", "NetworkConnection comes again each time alternate setting 1 is selected, also after a "
                    + "reset.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§7.1"))
                    .hosts(HostPlatform.APPLE, HostPlatform.WINDOWS, HostPlatform.LINUX)
                    .toleratedWhere("HOST-LINUX-01", HostPlatform.LINUX, "cdc_ether's carrier is up "
                            + "until a notification says otherwise; cdc_ncm's waits for the notification.")
                    .fieldFailures("hathach/tinyusb#3438", "zephyrproject-rtos/zephyr#94412",
                            "zephyrproject-rtos/zephyr#104379", "zephyrproject-rtos/zephyr#100809")
                    .remediation("Forget what was notified whenever the alternate setting, the configuration or the "
                            + "bus changes, and notify anew.")
                    .judgedBy(seen -> Each.function(seen, _ -> everyTime(seen))),
            rule("CDC-NOTIF-08", "A link that drops is told by NetworkConnection 0, one that returns by "
                    + "ConnectionSpeedChange and NetworkConnection 1.")
                    .obligation(Obligation.MUST, Source.unchecked("CDC 1.20", "§6.3.1"))
                    .fieldFailures("hathach/tinyusb#3760")
                    .remediation("Notify on every change of the network behind the function, not only when the host "
                            + "selects the data path.")
                    .judgedBy(seen -> Each.function(seen, _ -> tellsChanges(seen))),
            rule("CDC-NOTIF-09", "After two changes while the host is slow to poll, the last notification is true.")
                    .obligation(Obligation.MUST, Source.of("hathach/tinyusb", "#3760, mended by cf055c2"))
                    .hosts(HostPlatform.LINUX)
                    .fieldFailures("hathach/tinyusb#3760")
                    .remediation("When a notification has gone out, compare the link with what it said, and send again "
                            + "where it changed.")
                    .judgedBy(seen -> Each.function(seen, _ -> lastWins(seen))),
            rule("CDC-NOTIF-12", "NetworkConnection does not wait for SetEthernetPacketFilter.")
                    .obligation(Obligation.RECOMMENDED, Source.of("eclipse-threadx/usbx#173", ""))
                    .hosts(HostPlatform.WINDOWS)
                    .fieldFailures("eclipse-threadx/usbx#173")
                    .remediation("Notify when alternate setting 1 is selected; some hosts never set a packet filter.")
                    .judgedBy(seen -> Each.function(seen, f -> withoutFilter(seen, f.what()))));

    /** Changes that follow one another so soon are one for {@code CDC-NOTIF-09}. */
    private static final long AT_ONCE = 200_000_000L;
    private static final String NOT_SWITCHED = "nobody dropped the link behind the accessory";

    private LinkChangeRules() {}

    private static boolean isDown(Observation seen, long nanos) {
        return seen.stimuli().stream().filter(s -> s.what() != Stimulus.PORT_RESET && s.nanos() <= nanos)
                .reduce((_, later) -> later).filter(s -> s.what() == Stimulus.LINK_DOWN).isPresent();
    }

    private static Finding everyTime(Observation seen) {
        long limit = seen.declared().linkWithin().toNanos();
        List<Long> told = new ArrayList<>();
        for (DataPath path : seen.dataPaths()) {
            Optional<Seen<SeenNotification>> connected = first(path.notifications(), SeenNotification::isConnected,
                    path.requestedNanos());
            if (connected.isPresent()) {
                told.add(connected.get().sequence());
            } else if (!told.isEmpty() && path.listenedNanos() >= limit && !isDown(seen, path.endNanos())) {
                return Finding.broken("NetworkConnection (1) came after an earlier selection of alternate setting 1, "
                        + "and not after this one", List.of(told.getFirst(), path.selection()));
            }
        }
        return told.size() < 2 ? Finding.unseen("alternate setting 1 was not selected twice for long enough")
                : Finding.kept("NetworkConnection (1) came after each of " + told.size() + " selections",
                        told.subList(0, Math.min(10, told.size())));
    }

    private static Optional<Seen<SeenNotification>> first(List<Seen<SeenNotification>> notifications,
                                                          Predicate<SeenNotification> wanted, long from) {
        return notifications.stream().filter(n -> n.nanos() >= from && wanted.test(n.what())).findFirst();
    }

    /** A change of the link while the data path was open, with the time since the last one and until the next. */
    private record Change(Seen<Stimulus> stimulus, DataPath path, long since, long until) {

        /** Whether it stood alone for long enough to be told by itself. */
        boolean alone() {
            return until - from() >= AT_ONCE && from() - since >= AT_ONCE;
        }

        boolean up() {
            return stimulus.what() == Stimulus.LINK_UP;
        }

        long from() {
            return stimulus.nanos();
        }
    }

    private static List<Change> changes(Observation seen) {
        List<Seen<Stimulus>> all = seen.stimuli().stream().filter(s -> s.what() != Stimulus.PORT_RESET).toList();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Seen<Stimulus> stimulus = all.get(i);
            long before = i > 0 ? all.get(i - 1).nanos() : Long.MIN_VALUE / 2;
            long next = i + 1 < all.size() ? all.get(i + 1).nanos() : Long.MAX_VALUE;
            seen.dataPaths().stream().filter(path -> stimulus.nanos() > path.openedNanos()
                    && stimulus.nanos() < path.endNanos()).findFirst()
                    .ifPresent(path -> changes.add(new Change(stimulus, path, before, Math.min(next, path.endNanos()))));
        }
        return changes;
    }

    private static Finding tellsChanges(Observation seen) {
        long limit = seen.declared().linkWithin().toNanos();
        List<Long> told = new ArrayList<>();
        boolean dropped = false;
        boolean returned = false;
        for (Change change : changes(seen)) {
            if (!change.alone()) {
                continue;
            }
            List<Seen<SeenNotification>> after = change.path().notifications().stream()
                    .filter(n -> n.nanos() >= change.from() && n.nanos() <= change.until()).toList();
            Optional<Seen<SeenNotification>> said = after.stream().filter(n -> n.what().isNetworkConnection()
                    && n.what().isConnected() == change.up()).findFirst();
            boolean speed = !change.up() || after.stream().anyMatch(n -> n.what().isSpeedChange());
            if (said.isPresent() && speed) {
                told.add(said.get().sequence());
                dropped |= !change.up();
                returned |= change.up();
            } else if (change.until() - change.from() >= limit) {
                return Finding.broken(said.isPresent() ? "the link returned without ConnectionSpeedChange"
                        : "the link " + (change.up() ? "returned" : "dropped") + ", and no NetworkConnection told so",
                        List.of(change.stimulus().sequence()));
            }
        }
        return dropped && returned ? Finding.kept("drop and return of the link were told", told)
                : Finding.unseen(seen.stimuli().isEmpty() ? NOT_SWITCHED : "drop and return of the link were not both "
                        + "watched for long enough");
    }

    private static Finding lastWins(Observation seen) {
        long limit = seen.declared().linkWithin().toNanos();
        List<Change> changes = changes(seen);
        List<Long> proof = new ArrayList<>();
        for (int i = 1; i < changes.size(); i++) {
            Change before = changes.get(i - 1);
            Change last = changes.get(i);
            boolean both = before.path() == last.path() && last.from() - before.from() < AT_ONCE;
            if (!both || last.until() - last.from() < AT_ONCE) {
                continue;
            }
            boolean up = last.up();
            Optional<Seen<SeenNotification>> said = last.path().notifications().stream()
                    .filter(n -> n.what().isNetworkConnection() && n.nanos() <= last.until())
                    .reduce((_, later) -> later);
            if (said.isEmpty()) {
                continue;
            }
            if (said.get().what().isConnected() == up) {
                proof.add(said.get().sequence());
            } else if (last.until() - last.from() >= limit) {
                return Finding.broken("two changes left the link " + (up ? "up" : "down") + ", and the last "
                        + "NetworkConnection says " + said.get().what().wValue(),
                        List.of(last.stimulus().sequence(), said.get().sequence()).stream().sorted().toList());
            }
        }
        return proof.isEmpty() ? Finding.unseen(seen.stimuli().isEmpty() ? NOT_SWITCHED
                : "the link did not change twice within " + AT_ONCE / 1_000_000 + " ms and was then watched")
                : Finding.kept("the last notification after two quick changes was true", proof);
    }

    private static Finding withoutFilter(Observation seen, CdcFunction function) {
        long limit = seen.declared().linkWithin().toNanos();
        List<Seen<Event.Transfer>> filters =
                ClassRequestsMade.all(seen, CdcRequest.SET_ETHERNET_PACKET_FILTER);
        String unknown = "every time a packet filter was set before NetworkConnection could come";
        for (DataPath path : seen.dataPaths()) {
            long begin = seen.interruptions().stream().filter(at -> at <= path.requestedNanos()).max(Long::compare)
                    .orElse(0L);
            long end = seen.interruptions().stream().filter(at -> at > path.requestedNanos()).min(Long::compare)
                    .orElse(seen.lastNanos());
            long filtered = filters.stream().mapToLong(made -> made.what().submittedNanos())
                    .filter(at -> at >= begin && at <= end).min().orElse(Long.MAX_VALUE);
            Optional<Seen<SeenNotification>> connected =
                    first(path.notifications(), SeenNotification::isConnected, path.requestedNanos());
            if (connected.filter(n -> n.nanos() < filtered).isPresent()) {
                return Finding.kept("NetworkConnection (1) came without a packet filter",
                        List.of(path.selection(), connected.get().sequence()));
            }
            boolean comesLater = seen.notifications().stream()
                    .anyMatch(n -> n.what().isConnected() && n.nanos() > filtered);
            long listened = Math.min(filtered, path.endNanos()) - path.listeningNanos().orElse(Long.MAX_VALUE);
            if (listened >= limit && !isDown(seen, path.endNanos()) && !comesLater) {
                unknown = "NetworkConnection never came at all (see CDC-NOTIF-01)";
            } else if (listened >= limit && !isDown(seen, path.endNanos())) {
                return Finding.broken(String.format(Locale.ROOT, "NetworkConnection (1) did not come in %.1f s without "
                        + "a packet filter, and came after one", listened / 1e9), List.of(path.selection()));
            }
        }
        return Finding.unseen(seen.dataPaths().isEmpty() ? "the data path was not opened" : unknown);
    }
}
