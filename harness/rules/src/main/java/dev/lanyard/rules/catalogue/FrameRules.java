package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.ReceivedFrames;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.cdc.PacketFilter;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Ethernet frames that the accessory sends, over ECM and NCM alike. */
public final class FrameRules {

    /** Rules ECM-DATA-* that watching shows. */
    public static final List<Rule> RULES = List.of(
            rule("ECM-DATA-05", "No data comes before alternate setting 1 is selected, and none after alternate "
                    + "setting 0 is.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§5.3 and §7.2"))
                    // Hosts cannot see it: alternate setting 0 has no endpoint that they could read.
                    .hosts()
                    .remediation("Throw away what is queued for the bulk IN endpoint when the host selects alternate "
                            + "setting 0, and queue nothing before it selects 1.")
                    .judgedBy(seen -> Each.function(seen, function -> idle(seen, function))),
            rule("ECM-DATA-06", "Frames carry no frame check sequence.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§3.3"))
                    .tolerated(HostPlatform.LINUX, "IP cuts off what stands behind its total length; bridges hand it "
                            + "on.")
                    .remediation("Leave out the four octets of CRC-32 that end a frame on the wire.")
                    .judgedBy(seen -> frames(seen, frames -> frames.checkSummed() == 0
                            ? Finding.neverBroken("none of " + frames.count() + " frames ends in its own CRC-32",
                                    List.of(frames.firstSequence()))
                            : Finding.broken(frames.checkSummed() + " of " + frames.count() + " frames end in their "
                                    + "own CRC-32", List.of(frames.firstCheckSummed())))),
            rule("ECM-DATA-07", "Frames go to the host's address or to a group, and come from one unicast address.")
                    .obligation(Obligation.MUST, Source.unchecked("IEEE 802", "§8.2"))
                    .remediation("Send from the one address that ARP and neighbour discovery announce, to the address "
                            + "in string iMACAddress or to a group.")
                    .judgedBy(seen -> frames(seen, frames -> addresses(seen, frames))),
            rule("ECM-DATA-08", "No frame is longer than wMaxSegmentSize.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§5.4"))
                    .remediation("Send frames of at most wMaxSegmentSize octets, the 14 of the header counted: an MTU "
                            + "of 1500 makes 1514.")
                    .judgedBy(seen -> frames(seen, frames -> length(seen, frames))));

    private FrameRules() {}

    private static Finding frames(Observation seen, Function<ReceivedFrames, Finding> judge) {
        return Each.function(seen, _ -> seen.receivedFrames().count() == 0
                ? Finding.unseen("no frame came from the accessory") : judge.apply(seen.receivedFrames()));
    }

    private static Finding idle(Observation seen, Seen<CdcFunction> function) {
        if (function.what().dataAlternate().isEmpty()
                || function.what().dataAlternate().get().bAlternateSetting() == 0) {
            return Finding.unseen("no alternate setting but 0 has a pair of bulk endpoints (see ECM-DESC-20 and "
                    + "ECM-DESC-21)");
        }
        List<Seen<Event.Transfer>> reads =
                seen.idleReads(function.what().dataAlternate().get().bulkIn().bEndpointAddress());
        return Each.watched("reads of the bulk IN endpoint in alternate setting 0", reads,
                "nobody read the bulk IN endpoint while alternate setting 0 was selected", read ->
                        read.isOk() && !read.data().isEmpty()
                                ? Optional.of(read.data().length() + " octets came") : Optional.empty());
    }

    private static Finding addresses(Observation seen, ReceivedFrames frames) {
        List<Map.Entry<MacAddress, Long>> sources = List.copyOf(frames.sources().entrySet());
        Optional<Map.Entry<MacAddress, Long>> group =
                sources.stream().filter(source -> source.getKey().isGroup()).findFirst();
        if (group.isPresent()) {
            return Finding.broken("a frame comes from " + group.get().getKey() + ", a group",
                    List.of(group.get().getValue()));
        }
        if (sources.size() > 1) {
            return Finding.broken("frames come from " + sources.size() + " addresses, " + sources.get(0).getKey()
                    + " and " + sources.get(1).getKey() + " among them",
                    List.of(sources.get(0).getValue(), sources.get(1).getValue()));
        }
        Optional<Seen<MacAddress>> host = HostAddressRules.lastOf(seen);
        if (host.isEmpty()) {
            return Finding.unseen("the host's address was not read (see ECM-DESC-08)");
        }
        List<Map.Entry<MacAddress, Long>> foreign = new ArrayList<>(frames.destinations().entrySet());
        foreign.removeIf(to -> to.getKey().isGroup() || to.getKey().equals(host.get().what()));
        if (foreign.isEmpty()) {
            return Finding.neverBroken(frames.count() + " frames go to " + host.get().what() + " or to groups",
                    List.of(frames.firstSequence()));
        }
        return takesOthers(seen) ? Finding.unseen("the host asked for frames to other addresses as well")
                : Finding.broken("a frame goes to " + foreign.getFirst().getKey() + ", the host has "
                        + host.get().what(), List.of(host.get().sequence(), foreign.getFirst().getValue()));
    }

    /** Whether the host listened to everything, or took another address. */
    private static boolean takesOthers(Observation seen) {
        return seen.requests(CdcRequest.SET_ETHERNET_PACKET_FILTER).stream()
                .anyMatch(request -> PacketFilter.of(request.what().setup().wValue())
                        .contains(PacketFilter.PROMISCUOUS))
                || seen.requests(CdcRequest.SET_NET_ADDRESS).stream().anyMatch(request -> request.what().isOk());
    }

    private static Finding length(Observation seen, ReceivedFrames frames) {
        Optional<EthernetNetworkingDescriptor> ethernet = seen.function().flatMap(f -> f.what().ethernet());
        ReceivedFrames.Longest longest = frames.longest().orElseThrow();
        if (ethernet.isEmpty()) {
            return Finding.unseen("no whole Ethernet Networking functional descriptor tells the limit (see "
                    + "ECM-DESC-06)");
        }
        String text = "the longest of " + frames.count() + " frames has " + longest.octets()
                + " octets, wMaxSegmentSize is " + ethernet.get().wMaxSegmentSize();
        List<Long> proof = List.of(longest.sequence());
        return longest.octets() > ethernet.get().wMaxSegmentSize() ? Finding.broken(text, proof)
                : Finding.neverBroken(text, proof);
    }
}
