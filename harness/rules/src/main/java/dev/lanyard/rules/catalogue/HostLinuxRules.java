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
import dev.lanyard.wire.cdc.CdcCodes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.HeaderDescriptor;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.cdc.UnionDescriptor;
import java.util.List;
import java.util.Optional;

/** What the drivers of Linux, and Android above them, need. */
public final class HostLinuxRules {

    /** Rules HOST-LINUX-* and HOST-ANDROID-* that descriptors and answers decide. */
    public static final List<Rule> RULES = List.of(
            rule("HOST-LINUX-01", "cdc_ether binds: header, union and Ethernet Networking descriptor are there once "
                    + "and whole, the union names the interface, the data interface has bulk endpoints, and the "
                    + "address string has twelve digits.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Linux", "drivers/net/usb/cdc_ether.c"))
                    .hosts(HostPlatform.LINUX, HostPlatform.ANDROID)
                    .remediation("Repair what the reason names.")
                    .judgedBy(AllOf.of(List.of("ECM-DESC-04", "ECM-DESC-06", "ECM-DESC-07", "ECM-DESC-08"),
                            List.of(FunctionalDescriptorRules.RULES, NetworkDescriptorRules.RULES,
                                    HostAddressRules.RULES)).onlyFor(Model.ECM)
                            .and("header", seen -> Each.function(seen, function -> FunctionalDescriptorRules.only(
                                    function, CdcCodes.HEADER, "header", HeaderDescriptor.LENGTH,
                                    HeaderDescriptor.LENGTH)))
                            .and("union", seen -> Each.function(seen, HostLinuxRules::unionForLinux))
                            .and("data interface", seen -> Each.function(seen, HostLinuxRules::carries))),
            rule("HOST-LINUX-02", "cdc_ncm binds: Ethernet Networking descriptor and address string are good, there "
                    + "are an interrupt IN and two bulk endpoints, and GetNtbParameters is answered.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Linux", "drivers/net/usb/cdc_ncm.c"))
                    .hosts(HostPlatform.LINUX, HostPlatform.ANDROID)
                    .remediation("Repair what the reason names.")
                    .judgedBy(AllOf.of(List.of("ECM-DESC-06", "ECM-DESC-07", "ECM-DESC-08"),
                            List.of(NetworkDescriptorRules.RULES, HostAddressRules.RULES)).onlyFor(Model.NCM)
                            .and("notification endpoint", seen -> Each.function(seen, HostLinuxRules::notifies))
                            .and("data interface", seen -> Each.function(seen, HostLinuxRules::carries))
                            .and("GetNtbParameters", HostLinuxRules::parametersAnswered)),
            rule("HOST-LINUX-03", "cdc_ncm takes the NTB parameters as they are, and replaces none.")
                    .obligation(Obligation.RECOMMENDED, Source.of("Linux", "drivers/net/usb/cdc_ncm.c"))
                    .hosts(HostPlatform.LINUX)
                    .remediation("Report maximum sizes of 2048 or more, divisors and alignments that are powers of "
                            + "two from 4 up, and remainders below the divisors.")
                    .judgedBy(seen -> NtbParameterRules.parameters(seen, HostLinuxRules::replaced)),
            rule("HOST-ANDROID-01", "The host's address is globally administered: Android takes interfaces named ethN "
                    + "only, and Linux names those with other addresses usbN.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("GrapheneOS/os-issue-tracker#5586", ""))
                    .hosts(HostPlatform.ANDROID)
                    .fieldFailures("GrapheneOS/os-issue-tracker#5586")
                    .remediation("Give the host an address from a block of your own: bit 1 of the first octet clear.")
                    .judgedBy(AllOf.of(List.of("ECM-DESC-13"), List.of(HostAddressRules.RULES))));

    private HostLinuxRules() {}

    /** Linux takes a union whose two interfaces are swapped. */
    private static Finding unionForLinux(Seen<CdcFunction> function) {
        Optional<UnionDescriptor> union = function.what().functional(UnionDescriptor.class);
        if (union.isEmpty()) {
            return Finding.unseen("there is no whole union (see ECM-DESC-04)");
        }
        int control = function.what().control().bInterfaceNumber();
        boolean named = union.get().bControlInterface() == control
                || union.get().subordinateInterfaces().contains(control);
        return Each.descriptors(function, "the union names interface " + control, named ? Optional.empty()
                : Optional.of("the union does not name interface " + control + ", which it belongs to"));
    }

    private static Finding carries(Seen<CdcFunction> function) {
        return Each.descriptors(function, "the data interface has a pair of bulk endpoints",
                function.what().carriesData() ? Optional.empty()
                        : Optional.of("no data interface of class 0A has a pair of bulk endpoints"));
    }

    private static Finding notifies(Seen<CdcFunction> function) {
        return Each.descriptors(function, "there is a notification endpoint",
                function.what().notificationEndpoint().isPresent() ? Optional.empty()
                        : Optional.of("the control interface has no interrupt IN endpoint"));
    }

    private static Finding parametersAnswered(Observation seen) {
        List<Seen<Event.Transfer>> asked = seen.requests(CdcRequest.GET_NTB_PARAMETERS).stream()
                .filter(request -> Answers.isAnswer(request.what())).toList();
        return Each.of("requests", asked, "GetNtbParameters was not asked for", request -> request.isOk()
                ? Optional.empty() : Optional.of("GetNtbParameters ended with " + request.status()));
    }

    private static Optional<String> replaced(NtbParameters parameters) {
        return NtbParameterRules.ways(parameters).flatMap(way -> {
            String field = "wNdp" + way.name();
            if (way.maxSize() < NtbParameters.LEAST_MAX_SIZE) {
                return Optional.of("dwNtb" + way.name() + "MaxSize is " + way.maxSize()).stream();
            }
            if (!NtbParameterRules.isPowerOfTwo(way.divisor(), way.maxSize())) {
                return Optional.of(field + "Divisor is " + way.divisor()).stream();
            }
            if (!NtbParameterRules.isPowerOfTwo(way.alignment(), way.maxSize())) {
                return Optional.of(field + "Alignment is " + way.alignment()).stream();
            }
            return way.remainder() < way.divisor() ? java.util.stream.Stream.<String>empty()
                    : Optional.of(field + "PayloadRemainder is " + way.remainder()).stream();
        }).findFirst();
    }
}
