package dev.lanyard.rules.catalogue.network;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.catalogue.Each;
import dev.lanyard.rules.observation.DataPath;
import dev.lanyard.rules.observation.MdnsMessage;
import dev.lanyard.rules.observation.MdnsTraffic;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.usb.TransferType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** How the accessory comes to its names, keeps them and gives them up (RFC 6762 §8-10). */
final class MdnsNameJudges {

    private static final long MILLI = 1_000_000;
    private static final int PROBES = 3;
    /** From the first to the third it is 500 ms; the way to the harness may bring them closer together. */
    private static final long PROBING_SPAN_NANOS = 250 * MILLI;
    /**
     * avahi, seen with Linux' gadgets, announces what it has on other links at once, and probes all the same; what it
     * probes for over one protocol it may leave out over the other.
     */
    private static final long PROBING_NANOS = 1500 * MILLI;
    /** Announcements are a second apart; after this long the second one is missed. */
    private static final long ANNOUNCEMENT_NANOS = 3000 * MILLI;
    /** Time to probe again, to find the claim defended, and to probe for the next name. */
    private static final long RENAME_NANOS = 5000 * MILLI;
    private static final long GOODBYE_NANOS = 1000 * MILLI;
    /** Nobody probes sooner after the link came up; a host that reads from then on has seen the first probe. */
    private static final long READING_NANOS = 100 * MILLI;
    private static final Set<Integer> PROBED_TYPES = Set.of(Type.A, Type.AAAA, Type.SRV, Type.TXT);

    private MdnsNameJudges() {}

    /** Each time the link came up counts on its own. */
    static Finding probing(Observation seen) {
        MdnsTraffic traffic = MdnsTraffic.of(seen);
        Each each = new Each("link-ups with announcements");
        int late = 0;
        for (DataPath path : seen.dataPaths()) {
            Stream<Seen<MdnsMessage>> in = traffic.responses().stream().filter(response -> isIn(path, response.nanos()));
            Optional<Seen<MdnsMessage>> first = in.filter(response -> response.what().isMulticast()
                    && response.what().answers().stream().anyMatch(MdnsNameJudges::isClaimed)).findFirst();
            Optional<String> fault = first.flatMap(announcement -> fault(traffic, path, announcement));
            if (fault.isPresent() && isReadLate(seen, path)) {
                late++;
            } else {
                first.ifPresent(announcement -> each.add(announcement.sequence(), fault));
            }
        }
        if (late > 0 && each.broken().isEmpty()) {
            return Finding.unseen("after " + late + " link-ups the host began to read only later than "
                    + READING_NANOS / MILLI + " ms, so that probes may have been lost before");
        }
        return each.broken().orElseGet(() -> each.count() == 0
                ? Finding.unseen("no record of a name of the accessory's own came by multicast DNS after the link came up")
                : Finding.kept("it probed and announced after each of " + each.count() + " link-ups",
                        List.of(each.first())));
    }

    /** What an accessory sends while nobody reads waits, or is dropped when its queue is full. */
    private static boolean isReadLate(Observation seen, DataPath path) {
        long[] first = {Long.MAX_VALUE};
        seen.forEachEvent(recorded -> {
            if (recorded.event() instanceof Event.Transfer read && read.type() == TransferType.BULK && read.isIn()
                    && isIn(path, read.submittedNanos())) {
                first[0] = Math.min(first[0], read.submittedNanos());
            }
        });
        return first[0] != Long.MAX_VALUE && first[0] - path.openedNanos() > READING_NANOS;
    }

    private static boolean isIn(DataPath path, long nanos) {
        return nanos >= path.requestedNanos() && nanos <= path.endNanos();
    }

    /** A record that lives and that only one responder may have. */
    private static boolean isClaimed(Record record) {
        return PROBED_TYPES.contains(record.getType()) && record.getTTL() > 0
                && (record.getDClass() & MdnsMessage.TOP_BIT) != 0;
    }

    private static Optional<String> fault(MdnsTraffic traffic, DataPath path, Seen<MdnsMessage> first) {
        boolean ipv4 = first.what().isIpv4();
        Set<Name> names = first.what().answers().stream().filter(MdnsNameJudges::isClaimed).map(Record::getName)
                .collect(Collectors.toSet());
        for (Name name : names) {
            List<Seen<MdnsMessage>> probes = probes(traffic, path, first, name, true);
            List<Seen<MdnsMessage>> probes6 = probes(traffic, path, first, name, false);
            probes = probes6.size() > probes.size() ? probes6 : probes;
            if (probes.size() < PROBES) {
                return Optional.of(MdnsText.name(name) + " was announced after " + probes.size()
                        + " probes for it, not 3");
            }
            long span = probes.getLast().nanos() - probes.getFirst().nanos();
            if (span >= 0 && span < PROBING_SPAN_NANOS) {
                return Optional.of("the probes for " + MdnsText.name(name) + " came within " + span / MILLI
                        + " ms, not 250 ms apart");
            }
        }
        long announcements = traffic.responses().stream().filter(response -> response.what().isMulticast()
                && response.what().isIpv4() == ipv4 && isIn(path, response.nanos())
                && response.what().answers().stream().anyMatch(r -> isClaimed(r) && names.contains(r.getName())))
                .count();
        boolean watched = path.endNanos() - first.nanos() > ANNOUNCEMENT_NANOS;
        return announcements < 2 && watched ? Optional.of("it announced itself once only") : Optional.empty();
    }

    private static List<Seen<MdnsMessage>> probes(MdnsTraffic traffic, DataPath path, Seen<MdnsMessage> first, Name name,
                                                  boolean ipv4) {
        return traffic.probes().stream().filter(probe -> isIn(path, probe.nanos()) && probe.what().isIpv4() == ipv4
                && probe.nanos() < first.nanos() + PROBING_NANOS
                && probe.what().authority().stream().anyMatch(r -> r.getName().equals(name))).toList();
    }

    static Finding conflict(Observation seen) {
        MdnsTraffic traffic = MdnsTraffic.of(seen);
        for (Seen<MdnsMessage> claim : traffic.claims()) {
            for (Record record : claim.what().answers()) {
                List<Record> theirs = ownBefore(traffic, claim, record);
                if (isClaimed(record) && !theirs.isEmpty()
                        && theirs.stream().noneMatch(their -> MdnsTraffic.isSame(their, record))) {
                    return afterClaim(traffic, claim, record);
                }
            }
        }
        return Finding.unseen("nobody claimed a name that the accessory has");
    }

    private static List<Record> ownBefore(MdnsTraffic traffic, Seen<MdnsMessage> claim, Record record) {
        return traffic.responses().stream().filter(response -> response.sequence() < claim.sequence())
                .flatMap(response -> response.what().records().stream())
                .filter(own -> own.getName().equals(record.getName()) && own.getType() == record.getType()
                        && own.getTTL() > 0).toList();
    }

    private static Finding afterClaim(MdnsTraffic traffic, Seen<MdnsMessage> claim, Record record) {
        Set<Name> before = traffic.responses().stream().filter(r -> r.sequence() < claim.sequence())
                .flatMap(r -> r.what().records().stream()).filter(r -> r.getType() == record.getType())
                .map(Record::getName).collect(Collectors.toSet());
        Optional<Seen<MdnsMessage>> renamed = traffic.responses().stream().filter(r -> r.sequence() > claim.sequence()
                && r.what().answers().stream().anyMatch(r2 -> r2.getType() == record.getType() && r2.getTTL() > 0
                && !before.contains(r2.getName()))).findFirst();
        String name = MdnsText.name(record.getName());
        if (renamed.isPresent()) {
            return Finding.kept(name + " was claimed by somebody else, and it took another name",
                    List.of(claim.sequence(), renamed.get().sequence()));
        }
        if (!traffic.isWatched(claim.nanos(), RENAME_NANOS)) {
            return Finding.unseen(name + " was claimed by somebody else, and not enough was seen of what followed");
        }
        long probes = traffic.probes().stream().filter(probe -> probe.sequence() > claim.sequence()).count();
        return Finding.broken(name + " was claimed by somebody else; no other name was announced, and " + probes
                + " probes followed", List.of(claim.sequence()));
    }

    /** The link went down in order when the accessory itself said so while it could still speak. */
    static Finding goodbye(Observation seen) {
        MdnsTraffic traffic = MdnsTraffic.of(seen);
        Each each = new Each("orderly link-downs");
        List<Seen<?>> downs = new ArrayList<>();
        seen.dataPaths().forEach(path -> path.notifications().stream()
                .filter(notification -> notification.what().isNetworkConnection() && !notification.what().isConnected())
                .forEach(downs::add));
        long since = Long.MIN_VALUE;
        for (Seen<?> down : downs) {
            long from = since;
            since = down.nanos();
            boolean announced = traffic.responses().stream().anyMatch(response -> response.nanos() < down.nanos()
                    && response.nanos() > from && response.what().answers().stream().anyMatch(MdnsNameJudges::isClaimed));
            if (announced) {
                boolean said = traffic.responses().stream().anyMatch(response ->
                        Math.abs(response.nanos() - down.nanos()) < GOODBYE_NANOS
                        && response.what().answers().stream().anyMatch(record -> record.getTTL() == 0));
                each.add(down.sequence(), said ? Optional.empty()
                        : Optional.of("the link went down and no record was withdrawn"));
            }
        }
        return each.broken().orElseGet(() -> each.count() == 0
                ? Finding.unseen("the accessory never took its link down after it had announced itself")
                : Finding.kept("records were withdrawn before each of " + each.count() + " link-downs",
                        List.of(each.first())));
    }
}
