package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.NtbParameters;
import java.util.List;
import java.util.Optional;

/** Class requests of NCM and what they answer. */
public final class NtbParameterRules {

    /** Rules NCM-REQ-*. */
    public static final List<Rule> RULES = List.of(
            rule("NCM-REQ-01", "GetNtbParameters with wLength 28 is answered with 28 octets.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.1"))
                    .remediation("Answer GetNtbParameters with the whole structure, wLength 0x001C first.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> answersParameters(seen))));

    private NtbParameterRules() {}

    private static Finding answersParameters(Observation seen) {
        List<Seen<Event.Transfer>> asked = requests(seen).stream()
                .filter(request -> request.what().setup().wLength() == NtbParameters.LENGTH)
                .filter(request -> wasAnswered(request.what())).toList();
        return Each.of("requests", asked, "GetNtbParameters was not asked for with wLength 28", request ->
                !request.isOk() ? Optional.of("GetNtbParameters ended with " + request.status())
                        : request.data().length() == NtbParameters.LENGTH ? Optional.empty()
                        : Optional.of("GetNtbParameters was answered with " + request.data().length() + " octets"));
    }

    /** Requests that the harness withdrew or that died with the device say nothing about the request. */
    private static boolean wasAnswered(Event.Transfer request) {
        return !request.status().equals("CANCELLED") && !request.status().equals("DETACHED");
    }

    private static List<Seen<Event.Transfer>> requests(Observation seen) {
        return seen.requests(CdcRequest.GET_NTB_PARAMETERS);
    }

    /** The structures that were answered in full. */
    static List<Seen<NtbParameters>> answers(Observation seen) {
        return requests(seen).stream()
                .filter(request -> request.what().isOk() && request.what().data().length() >= NtbParameters.LENGTH)
                .map(request -> new Seen<>(request.sequence(), request.nanos(),
                        NtbParameters.decode(request.what().data()))).toList();
    }
}
