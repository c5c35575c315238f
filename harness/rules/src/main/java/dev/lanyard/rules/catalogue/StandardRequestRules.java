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
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Standard requests of chapter 9, and the alternate settings that they select. */
public final class StandardRequestRules {

    /** Rule USB-CFG-10. */
    public static final List<Rule> USB_RULES = List.of(
            rule("USB-CFG-10", "GET_STATUS, GET_CONFIGURATION and GET_INTERFACE are answered.")
                    .obligation(Obligation.MUST, Source.unchecked("USB 2.0", "§9.4.2, §9.4.4 and §9.4.5"))
                    .tolerated(HostPlatform.LINUX, "usbcore remembers configuration and alternate settings itself, "
                            + "and asks GET_STATUS of hubs and around remote wake-up only.")
                    .remediation("Answer two octets of status for device, interfaces and endpoints, and one octet of "
                            + "configuration and of alternate setting.")
                    .judgedBy(seen -> Each.function(seen, f -> answersState(seen, f.what()))));

    /** Rules ECM-REQ-* about alternate settings. */
    public static final List<Rule> RULES = List.of(
            rule("ECM-REQ-10", "SET_INTERFACE to an alternate setting that there is not is stalled and changes nothing.")
                    .obligation(Obligation.MUST, Source.unchecked("USB 2.0", "§9.4.10"))
                    .tolerated(HostPlatform.LINUX, "usb_set_interface() refuses an alternate setting that no "
                            + "descriptor has, before it sends anything.")
                    .remediation("Compare wValue with the alternate settings that the descriptors have before anything "
                            + "is changed.")
                    .judgedBy(seen -> Each.wholeFunction(seen, f -> refusesUndefined(seen, f.what()))),
            rule("ECM-REQ-11", "GET_INTERFACE answers the alternate setting that was last selected.")
                    .obligation(Obligation.MUST, Source.unchecked("USB 2.0", "§9.4.4"))
                    .tolerated(HostPlatform.LINUX, "usbcore remembers what it selected and never sends "
                            + "GET_INTERFACE.")
                    .remediation("Keep the selected alternate setting of each interface, and answer it.")
                    .judgedBy(seen -> Each.function(seen, f -> tellsSelected(seen, f.what()))),
            rule("ECM-REQ-12", "Selecting alternate setting 1 again is accepted, and traffic goes on.")
                    .obligation(Obligation.MUST, Source.unchecked("USB 2.0", "§9.4.10"))
                    .hosts(HostPlatform.WINDOWS, HostPlatform.LINUX)
                    .tolerated(HostPlatform.LINUX, "usbnet and cdc_ncm select alternate setting 1 after 0 only.")
                    .remediation("Accept SET_INTERFACE of the setting that is selected: reset the data toggles and "
                            + "re-arm the endpoints.")
                    .judgedBy(seen -> Each.function(seen, f -> selectsAgain(seen, f.what()))));

    private static final int STATUS = 2;

    private StandardRequestRules() {}

    private static Finding answersState(Observation seen, CdcFunction function) {
        List<Seen<Event.Transfer>> asked = seen.controls().stream()
                .filter(made -> Answers.isAnswer(made.what()) && asksState(function, made.what().setup())).toList();
        Finding finding = Each.of("requests", asked, "neither GET_STATUS nor GET_CONFIGURATION nor GET_INTERFACE was "
                + "tried", request -> {
                    String name = name(request.setup());
                    int octets = request.setup().bRequest() == StandardRequests.GET_STATUS ? STATUS : 1;
                    return !request.isOk() ? Optional.of(name + " ended with " + request.status())
                            : request.data().length() == octets ? Optional.empty()
                            : Optional.of(name + " was answered with " + request.data().length() + " octets");
                });
        Set<String> kinds = new TreeSet<>();
        asked.forEach(made -> kinds.add(name(made.what().setup())));
        return finding.kind() == Finding.Kind.KEPT && kinds.size() < 3
                ? Finding.unseen("only " + String.join(" and ", kinds) + " was tried") : finding;
    }

    /** Of a part that is there in every alternate setting. */
    private static boolean asksState(CdcFunction function, SetupPacket setup) {
        boolean control = setup.wIndex() == function.control().bInterfaceNumber();
        boolean data = function.data().filter(d -> d.bInterfaceNumber() == setup.wIndex()).isPresent();
        return switch (setup.bmRequestType() - SetupPacket.DEVICE_TO_HOST) {
            case StandardRequests.TO_DEVICE -> setup.bRequest() == StandardRequests.GET_STATUS && setup.wLength() == 2
                    || setup.bRequest() == StandardRequests.GET_CONFIGURATION && setup.wLength() == 1;
            case StandardRequests.TO_INTERFACE -> setup.bRequest() == StandardRequests.GET_STATUS && (control || data)
                    && setup.wLength() == 2 || isGetInterface(function, setup);
            case StandardRequests.TO_ENDPOINT -> setup.bRequest() == StandardRequests.GET_STATUS
                    && setup.wLength() == 2 && function.notificationEndpoint()
                            .filter(endpoint -> endpoint.bEndpointAddress() == setup.wIndex()).isPresent();
            default -> false;
        };
    }

    private static boolean isGetInterface(CdcFunction function, SetupPacket setup) {
        return setup.bmRequestType() == (SetupPacket.DEVICE_TO_HOST | StandardRequests.TO_INTERFACE)
                && setup.bRequest() == StandardRequests.GET_INTERFACE && setup.wLength() == 1
                && function.data().filter(d -> d.bInterfaceNumber() == setup.wIndex()).isPresent();
    }

    private static String name(SetupPacket setup) {
        return switch (setup.bRequest()) {
            case StandardRequests.GET_STATUS -> "GET_STATUS";
            case StandardRequests.GET_CONFIGURATION -> "GET_CONFIGURATION";
            default -> "GET_INTERFACE";
        };
    }

    private static Finding refusesUndefined(Observation seen, CdcFunction function) {
        if (function.dataAlternate().isEmpty()) {
            return Finding.unseen("the descriptors do not say which alternate settings there are (see ECM-DESC-21)");
        }
        List<Seen<Event.Transfer>> undefined = seen.controls().stream()
                .filter(made -> Answers.isAnswer(made.what())
                        && ClassRequestsMade.isSelection(function, made.what().setup())
                        && function.data().flatMap(d -> d.alternate(made.what().setup().wValue())).isEmpty()).toList();
        Finding finding = Each.of("such requests", undefined, "no alternate setting was selected that there is not",
                request -> request.status().equals("STALL") ? Optional.empty()
                        : Optional.of("alternate setting " + request.setup().wValue() + " ended with "
                        + request.status()));
        if (finding.kind() != Finding.Kind.KEPT) {
            return finding;
        }
        // What is selected is only judged here when an undefined setting was tried since it was.
        for (Selected told : selections(seen, function)) {
            boolean tried = undefined.stream().anyMatch(made -> made.sequence() > told.since
                    && made.sequence() < told.read.sequence());
            if (tried && told.now >= 0 && told.now != told.expected
                    && undefined.stream().anyMatch(made -> made.what().setup().wValue() == told.now)) {
                return Finding.broken("alternate setting " + told.now + " is selected after it was stalled",
                        List.of(told.read.sequence()));
            }
        }
        return finding;
    }

    /**
     * An answer to GET_INTERFACE.
     *
     * @param expected what was last selected
     * @param since    the event that selected it
     * @param now      what it says; -1 where it says nothing
     */
    private record Selected(Seen<Event.Transfer> read, int expected, long since, int now) {}

    private static List<Selected> selections(Observation seen, CdcFunction function) {
        List<Selected> selections = new ArrayList<>();
        int expected = -1;
        long since = 0;
        for (Seen<Event.Transfer> made : seen.controls()) {
            SetupPacket setup = made.what().setup();
            if (made.what().isOk() && ClassRequestsMade.isConfiguration(setup)) {
                // Whether the same configuration again begins anew is for LIFE-04 to say.
                expected = -1;
                since = made.sequence();
            } else if (made.what().isOk() && ClassRequestsMade.isSelection(function, setup)) {
                // What an accessory answers that accepts what there is not is for ECM-REQ-10 to say.
                expected = function.data().flatMap(d -> d.alternate(setup.wValue())).isPresent() ? setup.wValue() : -1;
                since = made.sequence();
            } else if (made.what().isOk() && isGetInterface(function, setup) && expected >= 0) {
                selections.add(new Selected(made, expected, since, made.what().data().isEmpty() ? -1
                        : made.what().data().u8(0)));
            }
        }
        return selections;
    }

    private static Finding tellsSelected(Observation seen, CdcFunction function) {
        List<Seen<Selected>> told = selections(seen, function).stream().map(s -> s.read.as(s)).toList();
        boolean other = told.stream().anyMatch(read -> read.what().expected != 0);
        Finding finding = Each.of("answers to GET_INTERFACE", told, "GET_INTERFACE was not answered", read ->
                read.now == read.expected ? Optional.empty() : Optional.of("it is " + read.now
                        + " after alternate setting " + read.expected + " was selected"));
        return finding.kind() == Finding.Kind.KEPT && !other
                ? Finding.unseen("GET_INTERFACE was only answered in alternate setting 0") : finding;
    }

    private static Finding selectsAgain(Observation seen, CdcFunction function) {
        if (function.dataAlternate().isEmpty()) {
            return Finding.unseen("no alternate setting carries data (see ECM-DESC-21)");
        }
        int carrying = function.dataAlternate().get().bAlternateSetting();
        List<Recovery> recoveries = new ArrayList<>();
        int selected = 0;
        for (Seen<Event.Transfer> made : seen.controls()) {
            SetupPacket setup = made.what().setup();
            if (made.what().isOk() && ClassRequestsMade.isConfiguration(setup)) {
                selected = 0;
            }
            if (!ClassRequestsMade.isSelection(function, setup) || !Answers.isAnswer(made.what())) {
                continue;
            }
            boolean again = selected == carrying && setup.wValue() == carrying;
            if (again && !made.what().isOk()) {
                return Finding.broken("selecting alternate setting " + carrying + " again ended with "
                        + made.what().status(), List.of(made.sequence()));
            }
            if (again) {
                seen.dataPaths().stream().filter(path -> path.selection() == made.sequence()).findFirst().ifPresent(
                        path -> recoveries.add(Recovery.in(seen, path, path.openedNanos(), made.sequence())));
            }
            selected = made.what().isOk() ? setup.wValue() : selected;
        }
        return Recovery.all(recoveries, 1, "selecting the alternate setting again",
                "the data path was not selected again while it was selected");
    }
}
