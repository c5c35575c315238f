package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.cdc.EthernetStatistic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Class requests that ECM defines and NCM shares. */
public final class EthernetRequestRules {

    /** Rules ECM-REQ-* about single requests. */
    public static final List<Rule> RULES = List.of(
            rule("ECM-REQ-01", "An ECM function accepts SetEthernetPacketFilter.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§6.2.4 and table 6"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("hathach/tinyusb#311", "zephyrproject-rtos/zephyr#81960", "RIOT-OS/RIOT#11077")
                    .remediation("Accept bRequest 0x43 with wLength 0; a function that does not filter accepts it and "
                            + "passes everything.")
                    .judgedBy(seen -> Each.onlyFor(Model.ECM, seen, f -> acceptsFilter(seen, f.what()))),
            rule("ECM-REQ-02", "SetEthernetPacketFilter is accepted with every combination of its five bits.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§6.2.4"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("zephyrproject-rtos/zephyr#118387")
                    .remediation("Accept wValue 0 to 0x1F, also where the function cannot filter so finely.")
                    .judgedBy(seen -> Each.function(seen, f -> acceptsEveryFilter(seen, f.what()))),
            rule("ECM-REQ-03", "SetEthernetPacketFilter with a data stage, or to another interface, is stalled.")
                    .obligation(Obligation.RECOMMENDED, Source.of("Linux f_ecm and f_ncm", "what they refuse"))
                    .hosts()
                    .remediation("Check wLength and wIndex of class requests, and stall what does not fit.")
                    .judgedBy(seen -> Each.function(seen, f -> refusesWrongFilter(seen, f.what()))),
            rule("ECM-REQ-06", "SetEthernetMulticastFilters is accepted for up to wNumberMCFilters addresses, and "
                    + "stalled for more.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§6.2.1"))
                    .hosts(HostPlatform.LINUX)
                    .tolerated(HostPlatform.LINUX, "usbnet_cdc_update_filter() asks for all multicast as soon as "
                            + "there is a group, and sets no list of addresses.")
                    .remediation("Take as many addresses as wNumberMCFilters says, or set wNumberMCFilters to 0.")
                    .judgedBy(seen -> Each.function(seen, f -> multicastFilters(seen, f.what()))),
            rule("ECM-REQ-07", "GetEthernetStatistic answers four octets for what bmEthernetStatistics has, and stalls "
                    + "for the rest.")
                    .obligation(Obligation.MUST, Source.unchecked("ECM 1.20", "§6.2.5"))
                    .hosts()
                    .remediation("Answer four octets for each selector whose bit is set, and stall for the others.")
                    .judgedBy(seen -> Each.function(seen, f -> statistics(seen, f.what()))),
            rule("ECM-REQ-09", "A class request that the function does not know is stalled within 500 ms, and endpoint "
                    + "0 goes on.")
                    .obligation(Obligation.MUST, Source.unchecked("USB 2.0", "§9.2.7"))
                    .fieldFailures("hathach/tinyusb#3916")
                    .tolerated(HostPlatform.LINUX, "cdc_ether and cdc_ncm make only requests that every function "
                            + "knows or that its descriptors promise.")
                    .remediation("Stall endpoint 0 for every request that no code path handles; returning without an "
                            + "answer leaves the host waiting.")
                    .judgedBy(seen -> Each.function(seen, _ -> unknownIsStalled(seen))));

    private static final int ALL_FILTERS = 0x1F;
    private static final int COMBINATIONS = 32;
    private static final int MOST_FILTERS = 0x7FFF;
    private static final int IMPERFECT = 0x8000;
    private static final int STATISTIC = 4;
    private static final int CLASS_TO_INTERFACE = 0x21;
    private static final long LIMIT = 500_000_000L;

    private EthernetRequestRules() {}

    private static List<Seen<Event.Transfer>> filters(Observation seen, CdcFunction function) {
        return ClassRequestsMade.proper(seen, function, CdcRequest.SET_ETHERNET_PACKET_FILTER).stream()
                .filter(made -> made.what().setup().wLength() == 0
                        && (made.what().setup().wValue() & ~ALL_FILTERS) == 0).toList();
    }

    private static Finding acceptsFilter(Observation seen, CdcFunction function) {
        List<Seen<Event.Transfer>> made = filters(seen, function);
        Optional<Seen<Event.Transfer>> good = made.stream().filter(request -> request.what().isOk()).findFirst();
        if (good.isPresent()) {
            return Finding.kept("SetEthernetPacketFilter was accepted", List.of(good.get().sequence()));
        }
        return made.isEmpty() ? Finding.unseen("SetEthernetPacketFilter was not tried")
                : Finding.broken("SetEthernetPacketFilter ended with " + made.getFirst().what().status(),
                        List.of(made.getFirst().sequence()));
    }

    private static Finding acceptsEveryFilter(Observation seen, CdcFunction function) {
        List<Seen<Event.Transfer>> made = filters(seen, function);
        if (!ClassRequestsMade.offersPacketFilter(function)) {
            return Finding.notApplicable("the function does not say that it supports SetEthernetPacketFilter");
        }
        if (!made.isEmpty() && made.stream().noneMatch(request -> request.what().isOk())) {
            return Finding.unseen("SetEthernetPacketFilter was never accepted (see ECM-REQ-01 and NCM-DESC-04)");
        }
        Finding finding = Each.of("requests", made, "SetEthernetPacketFilter was not tried", request -> request.isOk()
                ? Optional.empty() : Optional.of("wValue 0x%02x ended with %s".formatted(request.setup().wValue(),
                request.status())));
        Set<Integer> tried = made.stream().map(request -> request.what().setup().wValue())
                .collect(Collectors.toCollection(TreeSet::new));
        return finding.kind() == Finding.Kind.KEPT && tried.size() < COMBINATIONS
                ? Finding.unseen("only " + tried.size() + " of " + COMBINATIONS + " combinations were tried") : finding;
    }

    private static Finding refusesWrongFilter(Observation seen, CdcFunction function) {
        List<Seen<Event.Transfer>> wrong = ClassRequestsMade.all(seen, CdcRequest.SET_ETHERNET_PACKET_FILTER).stream()
                .filter(made -> made.what().setup().wLength() != 0
                        || made.what().setup().wIndex() != function.control().bInterfaceNumber()).toList();
        return Each.of("wrong requests", wrong, "SetEthernetPacketFilter was not sent with a wrong field", request ->
                !request.isOk() ? Optional.empty() : Optional.of("wLength " + request.setup().wLength() + " and wIndex "
                        + request.setup().wIndex() + " were accepted"));
    }

    private static Finding multicastFilters(Observation seen, CdcFunction function) {
        Optional<EthernetNetworkingDescriptor> ethernet = function.ethernet();
        if (ethernet.isEmpty()) {
            return Finding.unseen("no whole Ethernet Networking functional descriptor says how many (see "
                    + "ECM-DESC-06)");
        }
        int most = ethernet.get().wNumberMCFilters() & MOST_FILTERS;
        boolean perfect = (ethernet.get().wNumberMCFilters() & IMPERFECT) == 0;
        List<Seen<Event.Transfer>> made =
                ClassRequestsMade.proper(seen, function, CdcRequest.SET_ETHERNET_MULTICAST_FILTERS).stream()
                        .filter(request -> perfect || request.what().setup().wValue() <= most).toList();
        return Each.of("requests", made, "SetEthernetMulticastFilters was not tried", request -> {
            int count = request.setup().wValue();
            boolean accepted = request.isOk();
            return accepted == count <= most ? Optional.empty() : Optional.of(count + " addresses "
                    + (accepted ? "were accepted" : "ended with " + request.status()) + ", wNumberMCFilters says "
                    + most);
        });
    }

    private static Finding statistics(Observation seen, CdcFunction function) {
        Optional<EthernetNetworkingDescriptor> ethernet = function.ethernet();
        if (ethernet.isEmpty()) {
            return Finding.unseen("no whole Ethernet Networking functional descriptor says which (see ECM-DESC-06)");
        }
        long advertised = ethernet.get().bmEthernetStatistics();
        List<Seen<Event.Transfer>> made =
                ClassRequestsMade.proper(seen, function, CdcRequest.GET_ETHERNET_STATISTIC).stream()
                        .filter(request -> request.what().setup().wLength() >= STATISTIC).toList();
        return Each.of("requests", made, "GetEthernetStatistic was not tried", request -> {
            int selector = request.setup().wValue();
            boolean has = EthernetStatistic.ofSelector(selector).filter(s -> (advertised & s.bit()) != 0).isPresent();
            if (!has) {
                return request.isOk() ? Optional.of("selector " + selector + ", whose bit is clear, was answered")
                        : Optional.empty();
            }
            return !request.isOk() ? Optional.of("selector " + selector + " ended with " + request.status())
                    : request.data().length() == STATISTIC ? Optional.empty()
                    : Optional.of("selector " + selector + " was answered with " + request.data().length()
                            + " octets");
        });
    }

    private static boolean isClassRequest(Event.Transfer request) {
        return (request.setup().bmRequestType() & 0x7F) == CLASS_TO_INTERFACE;
    }

    private static boolean isUnknown(Event.Transfer request) {
        return Arrays.stream(CdcRequest.values()).noneMatch(known -> known.code() == request.setup().bRequest());
    }

    private static Finding unknownIsStalled(Observation seen) {
        List<Seen<Event.Transfer>> controls = seen.controls();
        Optional<Seen<Event.Transfer>> hung = controls.stream()
                .filter(made -> isClassRequest(made.what()) && made.what().status().equals("TIMEOUT")).findFirst();
        if (hung.isPresent()) {
            return Finding.broken("class request 0x%02x got no answer".formatted(hung.get().what().setup().bRequest()),
                    List.of(hung.get().sequence()));
        }
        List<Seen<Event.Transfer>> unknown = controls.stream().filter(made -> isClassRequest(made.what())
                && isUnknown(made.what()) && Answers.isAnswer(made.what())).toList();
        Finding refused = Each.of("unknown class requests", unknown, "no unknown class request was made", request ->
                !request.isOk() ? Optional.empty() : Optional.of("class request 0x%02x was answered".formatted(
                        request.setup().bRequest())));
        return refused.kind() == Finding.Kind.KEPT ? afterwards(unknown, controls) : refused;
    }

    /** How long it took, and whether the next request was answered. */
    private static Finding afterwards(List<Seen<Event.Transfer>> unknown, List<Seen<Event.Transfer>> controls) {
        for (Seen<Event.Transfer> request : unknown) {
            long took = request.nanos() - request.what().submittedNanos();
            if (took > LIMIT) {
                return Finding.broken("class request 0x%02x was stalled after %d ms".formatted(
                        request.what().setup().bRequest(), took / 1_000_000), List.of(request.sequence()));
            }
            Optional<Seen<Event.Transfer>> next = controls.stream()
                    .filter(made -> made.sequence() > request.sequence()).findFirst();
            if (next.filter(made -> made.what().status().equals("TIMEOUT")).isPresent()) {
                return Finding.broken("endpoint 0 did not answer after class request 0x%02x was stalled".formatted(
                        request.what().setup().bRequest()), List.of(request.sequence(), next.get().sequence()));
            }
        }
        return Finding.kept(unknown.size() + " of " + unknown.size() + " unknown class requests were stalled in time",
                List.of(unknown.getFirst().sequence()));
    }
}
