package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.DataPath;
import dev.lanyard.rules.observation.LinkTraffic.Passed;
import dev.lanyard.rules.observation.LinkTraffic.Way;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.SeenFrame;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.cdc.EthernetStatistic;
import dev.lanyard.wire.cdc.PacketFilter;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the packet filter lets through, and what the counters count. */
public final class PacketFilterRules {

    /** Rules ECM-REQ-* about filtered traffic. */
    public static final List<Rule> RULES = List.of(
            rule("ECM-REQ-04", "Frames that the packet filter excludes do not come: none at all when it is 0.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("ECM 1.20", "§6.2.4"))
                    .hosts()
                    .remediation("Apply the filter to what is queued for the bulk IN endpoint.")
                    .judgedBy(seen -> Each.function(seen, f -> ClassRequestsMade.whereFilterOffered(f.what(),
                            obeys(seen, f.what())))),
            rule("ECM-REQ-05", "Broadcast and multicast come when the packet filter asks for both.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§6.2.4"))
                    .remediation("Pass broadcast frames when D3 is set, and every multicast frame when D1 is.")
                    .judgedBy(seen -> Each.function(seen, f -> ClassRequestsMade.whereFilterOffered(f.what(),
                            passesGroups(seen, f.what())))),
            rule("ECM-REQ-08", "The counters of frames sent and received grow with traffic.")
                    .obligation(Obligation.QUALITY, Source.unchecked("ECM 1.20", "§6.2.5"))
                    .hosts()
                    .remediation("Count frames where they pass, or clear the bits of bmEthernetStatistics.")
                    .judgedBy(seen -> Each.function(seen, f -> counts(seen, f.what()))));

    /** Frames that were on their way when the filter was set may still come. */
    private static final long UNDER_WAY = 300_000_000L;
    private static final long WATCHED = 200_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final int ENOUGH_FRAMES = 10;

    /** A time during which one filter was set and the data path open. */
    private record Filtered(long sequence, long from, long until, Set<PacketFilter> filters) {

        boolean excludes(Way way) {
            if (filters.contains(PacketFilter.PROMISCUOUS)) {
                return false;
            }
            return switch (way) {
                case DIRECTED -> !filters.contains(PacketFilter.DIRECTED);
                case BROADCAST -> !filters.contains(PacketFilter.BROADCAST);
                case MULTICAST -> !filters.contains(PacketFilter.ALL_MULTICAST)
                        && !filters.contains(PacketFilter.MULTICAST);
                default -> false;
            };
        }

        boolean isRestrictive() {
            return excludes(Way.DIRECTED) || excludes(Way.BROADCAST) || excludes(Way.MULTICAST);
        }

        boolean asksForGroups() {
            return filters.contains(PacketFilter.BROADCAST) && filters.contains(PacketFilter.ALL_MULTICAST)
                    && !filters.contains(PacketFilter.PROMISCUOUS);
        }
    }

    private PacketFilterRules() {}

    private static List<Filtered> filtered(Observation seen, CdcFunction function) {
        List<Seen<Event.Transfer>> made =
                ClassRequestsMade.proper(seen, function, CdcRequest.SET_ETHERNET_PACKET_FILTER);
        List<Filtered> times = new ArrayList<>();
        for (DataPath path : seen.dataPaths()) {
            for (Seen<Event.Transfer> set : made) {
                if (!set.what().isOk() || set.nanos() < path.openedNanos() || set.nanos() > path.endNanos()) {
                    continue;
                }
                long until = made.stream().filter(next -> next.sequence() > set.sequence())
                        .mapToLong(next -> next.what().submittedNanos()).findFirst().orElse(path.endNanos());
                times.add(new Filtered(set.sequence(), set.nanos(), Math.min(until, path.endNanos()),
                        PacketFilter.of(set.what().setup().wValue())));
            }
        }
        return times;
    }

    private static Finding obeys(Observation seen, CdcFunction function) {
        List<Long> watched = new ArrayList<>();
        for (Filtered time : filtered(seen, function)) {
            if (!time.isRestrictive()) {
                continue;
            }
            Optional<Seen<Passed>> wrong = seen.traffic().between(time.from + UNDER_WAY, time.until).stream()
                    .filter(frame -> time.excludes(frame.what().way())).findFirst();
            if (wrong.isPresent()) {
                return Finding.broken("with filter " + time.filters + " came a frame to "
                        + to(wrong.get().what().way()), List.of(time.sequence, wrong.get().sequence()));
            }
            boolean asked = seen.traffic().first(Way.ASKING, time.from, time.until - WATCHED).isPresent();
            if (asked && time.until - time.from >= UNDER_WAY + WATCHED) {
                watched.add(time.sequence);
            }
        }
        return watched.isEmpty() ? Finding.unseen("nothing was sent to the accessory while its packet filter excluded "
                + "something") : Finding.neverBroken("nothing came that the packet filter excludes, watched "
                + watched.size() + (watched.size() == 1 ? " time" : " times"), watched.subList(0,
                        Math.min(10, watched.size())));
    }

    private static String to(Way way) {
        return switch (way) {
            case DIRECTED -> "one address";
            case BROADCAST -> "all";
            default -> "a group";
        };
    }

    private static Finding passesGroups(Observation seen, CdcFunction function) {
        List<Filtered> times = filtered(seen, function).stream().filter(Filtered::asksForGroups).toList();
        Optional<Seen<Passed>> broadcast = first(seen, times, Way.BROADCAST);
        Optional<Seen<Passed>> multicast = first(seen, times, Way.MULTICAST);
        if (broadcast.isPresent() && multicast.isPresent()) {
            return Finding.kept("broadcast and multicast frames came with the filter that asks for them",
                    List.of(broadcast.get().sequence(), multicast.get().sequence()));
        }
        for (Filtered time : times) {
            Optional<Long> asked = multicast.isPresent() ? Optional.empty() : seen.stepsOf("mdns").stream()
                    .filter(step -> step.nanos() >= time.from && step.nanos() <= time.until - SECOND)
                    .map(Seen::sequence).findFirst();
            if (asked.isPresent()) {
                return Finding.broken("mDNS was asked for a second, and no multicast frame came",
                        List.of(time.sequence, asked.get()));
            }
            Optional<Long> discover = broadcast.isPresent() ? Optional.empty() : seen.dhcpMessages().stream()
                    .filter(m -> isBroadcastDiscover(m.what()) && m.nanos() >= time.from
                            && m.nanos() <= time.until - SECOND).map(Seen::sequence).findFirst();
            if (discover.isPresent()) {
                return Finding.broken("DHCP was asked to answer by broadcast, and for a second no broadcast frame came",
                        List.of(time.sequence, discover.get()));
            }
        }
        return Finding.unseen(times.isEmpty() ? "no packet filter that asks for broadcast and all multicast was set"
                : "no " + (broadcast.isEmpty() ? "broadcast" : "multicast") + " frame came, and nothing was asked that "
                + "makes one");
    }

    private static boolean isBroadcastDiscover(SeenFrame<DhcpMessage> message) {
        return !message.received() && message.what().isBroadcast()
                && message.what().type().filter(DhcpMessageType.DISCOVER::equals).isPresent();
    }

    private static Optional<Seen<Passed>> first(Observation seen, List<Filtered> times, Way way) {
        return times.stream().flatMap(time -> seen.traffic().first(way, time.from, time.until).stream()).findFirst();
    }

    private static Finding counts(Observation seen, CdcFunction function) {
        long advertised = function.ethernet().map(EthernetNetworkingDescriptor::bmEthernetStatistics).orElse(0L);
        if ((advertised & (EthernetStatistic.XMIT_OK.bit() | EthernetStatistic.RCV_OK.bit())) == 0) {
            return Finding.notApplicable("bmEthernetStatistics has neither XMIT_OK nor RCV_OK");
        }
        Finding kept = Finding.unseen("no counter was read before and after " + ENOUGH_FRAMES + " frames");
        for (DataPath path : seen.dataPaths()) {
            for (EthernetStatistic counter : List.of(EthernetStatistic.XMIT_OK, EthernetStatistic.RCV_OK)) {
                Finding finding = grows(seen, function, path, counter);
                if (finding.kind() == Finding.Kind.BROKEN) {
                    return finding;
                }
                kept = finding.kind() == Finding.Kind.KEPT ? finding : kept;
            }
        }
        return kept;
    }

    private static Finding grows(Observation seen, CdcFunction function, DataPath path, EthernetStatistic counter) {
        List<Seen<Event.Transfer>> reads =
                ClassRequestsMade.proper(seen, function, CdcRequest.GET_ETHERNET_STATISTIC).stream()
                        .filter(read -> read.what().isOk() && read.what().data().has(0, 4)
                                && read.what().setup().wValue() == counter.selector()
                                && read.nanos() >= path.openedNanos() && read.nanos() <= path.endNanos()).toList();
        if (reads.size() < 2) {
            return Finding.unseen("not read twice");
        }
        Seen<Event.Transfer> first = reads.getFirst();
        Seen<Event.Transfer> last = reads.getLast();
        boolean sent = counter == EthernetStatistic.XMIT_OK;
        long frames = seen.traffic().between(first.nanos(), last.nanos()).stream()
                .filter(frame -> frame.what().way().isReceived() != sent).count();
        long before = first.what().data().u32le(0);
        long after = last.what().data().u32le(0);
        String told = counter + " was " + before + ", and " + after + " after " + frames + " frames";
        List<Long> proof = List.of(first.sequence(), last.sequence());
        return frames < ENOUGH_FRAMES ? Finding.unseen("too few frames")
                : before == after ? Finding.broken(told, proof) : Finding.kept(told, proof);
    }
}
