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
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.cdc.NtbInputSize;
import dev.lanyard.wire.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the bits of bmNetworkCapabilities promise, and the requests behind them. */
public final class NcmCapabilityRules {

    /** Rules NCM-DESC-04 and NCM-DESC-05. */
    public static final List<Rule> DESCRIPTOR_RULES = List.of(
            rule("NCM-DESC-04", "Every request that bmNetworkCapabilities promises is accepted.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "table 5-2"))
                    .hosts(HostPlatform.APPLE)
                    .fieldFailures("zephyrproject-rtos/zephyr#118387")
                    .remediation("Clear the bit, or handle both requests that it stands for.")
                    .judgedBy(seen -> withNcm(seen, (function, ncm) -> promised(seen, function, ncm))),
            rule("NCM-DESC-05", "A request whose bit in bmNetworkCapabilities is clear is stalled.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("NCM 1.0", "table 5-2"))
                    .hosts()
                    .remediation("Set the bit, or stall the request: a host cannot know that it did anything.")
                    .judgedBy(seen -> withNcm(seen, (function, ncm) -> notPromised(seen, function, ncm))));

    /** Rules NCM-REQ-* about optional requests. */
    public static final List<Rule> RULES = List.of(
            rule("NCM-REQ-16", "GetMaxDatagramSize answers 1514 to wMaxSegmentSize; sizes outside are refused.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.8 and §6.2.9"))
                    .hosts(HostPlatform.LINUX)
                    .tolerated(HostPlatform.LINUX, "cdc_ncm_set_dgram_size() sets the size it wants where another is "
                            + "answered, and goes on when that fails.")
                    .remediation("Begin with wMaxSegmentSize, and stall SetMaxDatagramSize below 1514 and above it.")
                    .judgedBy(seen -> withCapability(seen, NcmDescriptor.MAX_DATAGRAM_SIZE, function ->
                            datagramSize(seen, function))),
            rule("NCM-REQ-17", "GetNetAddress answers the address in string iMACAddress, or the one last set.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.2 and §6.2.3"))
                    .hosts()
                    .remediation("Answer the host's address, not the accessory's own.")
                    .judgedBy(seen -> withCapability(seen, NcmDescriptor.NET_ADDRESS, function ->
                            netAddress(seen, function))),
            rule("NCM-REQ-19", "Requests that read with wValue other than 0, or of another interface, are stalled.")
                    .obligation(Obligation.RECOMMENDED, Source.of("Linux f_ncm", "what it refuses"))
                    .hosts()
                    .remediation("Check wValue and wIndex of the requests that read, and stall what does not fit.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, f -> refusesWrongReads(seen, f.what()))));

    /** A bit and the requests that it stands for. */
    private record Capability(int bit, String name, List<CdcRequest> requests) {}

    private static final List<Capability> CAPABILITIES = List.of(
            new Capability(NcmDescriptor.PACKET_FILTER, "D0", List.of(CdcRequest.SET_ETHERNET_PACKET_FILTER)),
            new Capability(NcmDescriptor.NET_ADDRESS, "D1",
                    List.of(CdcRequest.GET_NET_ADDRESS, CdcRequest.SET_NET_ADDRESS)),
            new Capability(NcmDescriptor.ENCAPSULATED, "D2", List.of(CdcRequest.GET_ENCAPSULATED_RESPONSE)),
            new Capability(NcmDescriptor.MAX_DATAGRAM_SIZE, "D3",
                    List.of(CdcRequest.GET_MAX_DATAGRAM_SIZE, CdcRequest.SET_MAX_DATAGRAM_SIZE)),
            new Capability(NcmDescriptor.CRC_MODE, "D4", List.of(CdcRequest.GET_CRC_MODE, CdcRequest.SET_CRC_MODE)),
            new Capability(NcmDescriptor.NTB_INPUT_SIZE_8, "D5", List.of(CdcRequest.SET_NTB_INPUT_SIZE)));

    private static final Set<CdcRequest> READS = Set.of(CdcRequest.GET_NTB_PARAMETERS, CdcRequest.GET_NET_ADDRESS,
            CdcRequest.GET_NTB_FORMAT, CdcRequest.GET_NTB_INPUT_SIZE, CdcRequest.GET_MAX_DATAGRAM_SIZE,
            CdcRequest.GET_CRC_MODE);
    private static final int LEAST_DATAGRAM = 1514;

    /** Judges with the descriptor of the capabilities. */
    private interface NcmJudge {
        Finding judge(CdcFunction function, NcmDescriptor ncm);
    }

    private NcmCapabilityRules() {}

    private static Finding withNcm(Observation seen, NcmJudge judge) {
        return Each.onlyFor(Model.NCM, seen, f -> f.what().ncm().map(ncm -> judge.judge(f.what(), ncm))
                .orElseGet(() -> Finding.unseen("there is no whole NCM functional descriptor (see NCM-DESC-01)")));
    }

    static Finding withCapability(Observation seen, int bit, Function<CdcFunction, Finding> judge) {
        return withNcm(seen, (function, ncm) -> ncm.has(bit) ? judge.apply(function)
                : Finding.notApplicable("the function does not say that it supports it"));
    }

    private static List<Seen<Event.Transfer>> made(Observation seen, CdcFunction function, Capability capability,
                                                   CdcRequest request) {
        return ClassRequestsMade.proper(seen, function, request).stream()
                .filter(made -> capability.bit != NcmDescriptor.NTB_INPUT_SIZE_8
                        || made.what().setup().wLength() == NtbInputSize.EXTENDED_LENGTH).toList();
    }

    private static Finding promised(Observation seen, CdcFunction function, NcmDescriptor ncm) {
        List<Long> proof = new ArrayList<>();
        for (Capability capability : CAPABILITIES) {
            for (CdcRequest request : ncm.has(capability.bit) ? capability.requests : List.<CdcRequest>of()) {
                List<Seen<Event.Transfer>> made = made(seen, function, capability, request);
                if (!made.isEmpty() && made.stream().noneMatch(one -> one.what().isOk())) {
                    return Finding.broken(capability.name + " of bmNetworkCapabilities is set, and " + request.title()
                            + " ended with " + made.getFirst().what().status(), List.of(made.getFirst().sequence()));
                }
                made.stream().filter(one -> one.what().isOk()).findFirst().ifPresent(one -> proof.add(one.sequence()));
            }
        }
        if (ncm.bmNetworkCapabilities() == 0) {
            return Finding.notApplicable("bmNetworkCapabilities promises nothing");
        }
        boolean all = CAPABILITIES.stream().filter(capability -> ncm.has(capability.bit))
                .allMatch(capability -> capability.requests.stream()
                        .noneMatch(request -> made(seen, function, capability, request).isEmpty()));
        return all ? Finding.kept("every request that bmNetworkCapabilities 0x%02x promises was accepted".formatted(
                ncm.bmNetworkCapabilities()), proof)
                : Finding.unseen("not every request that bmNetworkCapabilities promises was tried");
    }

    private static Finding notPromised(Observation seen, CdcFunction function, NcmDescriptor ncm) {
        List<Seen<Event.Transfer>> tried = CAPABILITIES.stream().filter(capability -> !ncm.has(capability.bit))
                .flatMap(capability -> capability.requests.stream()
                        .flatMap(request -> made(seen, function, capability, request).stream())).toList();
        return Each.of("requests whose bit is clear", tried, "no request whose bit is clear was tried", request ->
                !request.isOk() ? Optional.empty() : Optional.of(CdcRequest.of(request.setup())
                        .map(CdcRequest::title).orElse("it") + " was accepted, and bmNetworkCapabilities is 0x%02x"
                        .formatted(ncm.bmNetworkCapabilities())));
    }

    private static Finding refusesWrongReads(Observation seen, CdcFunction function) {
        List<Seen<Event.Transfer>> wrong = READS.stream().sorted().flatMap(request ->
                ClassRequestsMade.all(seen, request).stream().filter(made ->
                        !ClassRequestsMade.isProper(function, request, made.what().setup()))).toList();
        return Each.of("wrong requests", wrong, "no request was made with a wrong field", request ->
                !request.isOk() ? Optional.empty() : Optional.of("wValue " + request.setup().wValue() + " and wIndex "
                        + request.setup().wIndex() + " of " + CdcRequest.of(request.setup()).map(CdcRequest::title)
                        .orElse("a request") + " were answered"));
    }

    private static Finding datagramSize(Observation seen, CdcFunction function) {
        int most = function.ethernet().map(EthernetNetworkingDescriptor::wMaxSegmentSize).orElse(LEAST_DATAGRAM);
        List<Seen<Event.Transfer>> reads = ClassRequestsMade.proper(seen, function, CdcRequest.GET_MAX_DATAGRAM_SIZE)
                .stream().filter(read -> read.what().isOk()).toList();
        boolean tried = ClassRequestsMade.proper(seen, function, CdcRequest.SET_MAX_DATAGRAM_SIZE).stream()
                .anyMatch(set -> ClassRequestsMade.number(set.what().data(), 2)
                        .filter(size -> size < LEAST_DATAGRAM || size > most).isPresent());
        Finding finding = Each.of("answers", reads, "GetMaxDatagramSize was not answered", read -> {
            Optional<Long> size = ClassRequestsMade.number(read.data(), 2);
            return size.isEmpty() ? Optional.of("GetMaxDatagramSize was answered with " + read.data().length()
                    + " octets") : size.get() >= LEAST_DATAGRAM && size.get() <= most ? Optional.empty()
                    : Optional.of("GetMaxDatagramSize is " + size.get() + ", outside " + LEAST_DATAGRAM + " to "
                            + most);
        });
        return finding.kind() == Finding.Kind.KEPT && !tried
                ? Finding.unseen("SetMaxDatagramSize was not tried with a size out of range") : finding;
    }

    private static Finding netAddress(Observation seen, CdcFunction function) {
        Optional<Seen<MacAddress>> given = HostAddressRules.lastOf(seen);
        if (given.isEmpty()) {
            return Finding.unseen("the host's address was not read (see ECM-DESC-08)");
        }
        MacAddress expected = given.get().what();
        Each each = new Each("answers to GetNetAddress");
        for (Seen<Event.Transfer> made : seen.controls()) {
            Event.Transfer transfer = made.what();
            CdcRequest request = CdcRequest.of(transfer.setup()).orElse(null);
            if (!transfer.isOk()) {
                continue;
            }
            if (ClassRequestsMade.isConfiguration(transfer.setup())
                    || ClassRequestsMade.isSelection(function, transfer.setup()) && transfer.setup().wValue() == 0) {
                expected = given.get().what();
            } else if (request == CdcRequest.SET_NET_ADDRESS && transfer.data().length() == 6) {
                expected = MacAddress.at(transfer.data(), 0);
            } else if (request == CdcRequest.GET_NET_ADDRESS
                    && ClassRequestsMade.isProper(function, request, transfer.setup())) {
                MacAddress wanted = expected;
                each.add(made.sequence(), transfer.data().length() != 6
                        ? Optional.of("it has " + transfer.data().length() + " octets")
                        : MacAddress.at(transfer.data(), 0).equals(wanted) ? Optional.empty()
                        : Optional.of("it is " + MacAddress.at(transfer.data(), 0) + ", not " + wanted));
            }
        }
        return each.broken().orElseGet(() -> each.count() == 0 ? Finding.unseen("GetNetAddress was not answered")
                : Finding.kept(each.count() + " answers are the host's address", List.of(each.first())));
    }
}
