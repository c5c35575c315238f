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
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.NtbParameters;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Class requests of NCM and what they answer. */
public final class NtbParameterRules {

    private static final long MOST_OF_NTB16 = 65_536;

    /** Rules NCM-REQ-*. */
    public static final List<Rule> RULES = List.of(
            rule("NCM-REQ-01", "GetNtbParameters with wLength 28 is answered with 28 octets.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.1"))
                    .remediation("Answer GetNtbParameters with the whole structure, wLength 0x001C first.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> answersParameters(seen))),
            rule("NCM-REQ-02", "GetNtbParameters is answered with 28 octets where more are asked for, and with as many "
                    + "as are asked for where that is less.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.1"))
                    // The known hosts ask for 28 octets.
                    .hosts()
                    .remediation("Answer with the lesser of wLength and 28 octets.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> otherLengths(seen))),
            rule("NCM-REQ-03", "bmNtbFormatsSupported has D0 (NTB16) set and D15 to D2 clear.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "table 6-3"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Set bmNtbFormatsSupported to 1, or to 3 where NTB32 works.")
                    .judgedBy(seen -> parameters(seen, p -> (p.bmNtbFormatsSupported() & ~NtbParameters.FORMAT_NTB32)
                            == NtbParameters.FORMAT_NTB16 ? Optional.empty()
                            : Optional.of("bmNtbFormatsSupported is 0x%04x".formatted(p.bmNtbFormatsSupported())))),
            rule("NCM-REQ-04", "dwNtbInMaxSize and dwNtbOutMaxSize are 2048 or more.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.1"))
                    .hosts(HostPlatform.LINUX)
                    .remediation("Make buffers of at least 2048 octets for both directions, and report their size.")
                    .judgedBy(seen -> eachWay(seen, way -> way.maxSize() >= NtbParameters.LEAST_MAX_SIZE
                            ? Optional.empty() : Optional.of("dwNtb" + way.name() + "MaxSize is " + way.maxSize()))),
            rule("NCM-REQ-05", "Where only NTB16 is offered, no maximum size is above 65536.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.4"))
                    .tolerated(HostPlatform.LINUX, "cdc_ncm_update_rxtx_max() takes 65536 octets at most, and 16384 "
                            + "unless told otherwise.")
                    .remediation("Offer NTB32 as well, or report maximum sizes that a 16-bit length can say.")
                    .judgedBy(seen -> eachWay(seen, way -> way.maxSize() <= MOST_OF_NTB16 || way.ntb32()
                            ? Optional.empty() : Optional.of("dwNtb" + way.name() + "MaxSize is " + way.maxSize()
                            + " without NTB32"))),
            rule("NCM-REQ-06", "wNdpInAlignment and wNdpOutAlignment are powers of two from 4 to the maximum size.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "table 6-3"))
                    .hosts(HostPlatform.LINUX)
                    .tolerated(HostPlatform.LINUX, "cdc_ncm_fix_modulus() takes 4 where the alignment is none "
                            + "(HOST-LINUX-03 warns of it).")
                    .remediation("Report alignment 4.")
                    .judgedBy(seen -> eachWay(seen, way -> isPowerOfTwo(way.alignment(), way.maxSize())
                            ? Optional.empty() : Optional.of("wNdp" + way.name() + "Alignment is "
                            + way.alignment()))),
            rule("NCM-REQ-07", "Divisors are 1 to the maximum size, and each remainder is below its divisor.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "table 6-3"))
                    .hosts(HostPlatform.LINUX)
                    .tolerated(HostPlatform.LINUX, "cdc_ncm_fix_modulus() takes divisor 4 and remainder 0 where "
                            + "these are none (HOST-LINUX-03 warns of it).")
                    .remediation("Report divisor 4 and remainder 0.")
                    .judgedBy(seen -> eachWay(seen, way -> way.divisor() >= 1 && way.divisor() <= way.maxSize()
                            && way.remainder() < way.divisor() ? Optional.empty()
                            : Optional.of("wNdp" + way.name() + "Divisor is " + way.divisor() + " and wNdp"
                            + way.name() + "PayloadRemainder " + way.remainder()))));

    private static final int LEAST_ALIGNMENT = 4;

    /** The parameters of one direction; {@code name} is In or Out, as in the fields' names. */
    record Way(String name, long maxSize, int divisor, int remainder, int alignment, boolean ntb32) {}

    private NtbParameterRules() {}

    private static Finding answersParameters(Observation seen) {
        List<Seen<Event.Transfer>> asked = requests(seen).stream()
                .filter(request -> request.what().setup().wLength() == NtbParameters.LENGTH)
                .filter(request -> Answers.isAnswer(request.what())).toList();
        return Each.of("requests", asked, "GetNtbParameters was not asked for with wLength 28", request ->
                !request.isOk() ? Optional.of("GetNtbParameters ended with " + request.status())
                        : request.data().length() == NtbParameters.LENGTH ? Optional.empty()
                        : Optional.of("GetNtbParameters was answered with " + request.data().length() + " octets"));
    }

    private static Finding otherLengths(Observation seen) {
        List<Seen<Event.Transfer>> asked = requests(seen).stream()
                .filter(request -> request.what().setup().wLength() != NtbParameters.LENGTH)
                .filter(request -> Answers.isAnswer(request.what())).toList();
        return Each.of("requests", asked, "GetNtbParameters was only asked for with wLength 28, or not at all",
                request -> {
                    int wLength = request.setup().wLength();
                    String asking = "GetNtbParameters with wLength " + wLength;
                    if (!request.isOk()) {
                        return Optional.of(asking + " ended with " + request.status());
                    }
                    return request.data().length() == Math.min(wLength, NtbParameters.LENGTH) ? Optional.empty()
                            : Optional.of(asking + " was answered with " + request.data().length() + " octets");
                });
    }

    static Finding parameters(Observation seen, Function<NtbParameters, Optional<String>> fault) {
        return Each.onlyFor(Model.NCM, seen, _ -> Each.of("answers to GetNtbParameters", answers(seen),
                "GetNtbParameters was not answered in full", fault));
    }

    /** Judges both directions of every answer. */
    private static Finding eachWay(Observation seen, Function<Way, Optional<String>> fault) {
        return parameters(seen, p -> ways(p).flatMap(way -> fault.apply(way).stream()).findFirst());
    }

    static Stream<Way> ways(NtbParameters p) {
        return Stream.of(new Way("In", p.dwNtbInMaxSize(), p.wNdpInDivisor(), p.wNdpInPayloadRemainder(),
                        p.wNdpInAlignment(), p.offersNtb32()),
                new Way("Out", p.dwNtbOutMaxSize(), p.wNdpOutDivisor(), p.wNdpOutPayloadRemainder(),
                        p.wNdpOutAlignment(), p.offersNtb32()));
    }

    /** Whether {@code value} is a power of two from 4 to {@code most}. */
    static boolean isPowerOfTwo(int value, long most) {
        return value >= LEAST_ALIGNMENT && Integer.bitCount(value) == 1 && value <= most;
    }

    /** Those that ask as the specification says, but for the length. */
    private static List<Seen<Event.Transfer>> requests(Observation seen) {
        return seen.requests(CdcRequest.GET_NTB_PARAMETERS).stream().filter(asked -> asked.what().setup().wValue() == 0
                && seen.function().filter(function -> function.what().control().bInterfaceNumber()
                        == asked.what().setup().wIndex()).isPresent()).toList();
    }

    /** The structures that were answered in full. */
    static List<Seen<NtbParameters>> answers(Observation seen) {
        return requests(seen).stream()
                .filter(request -> request.what().isOk() && request.what().data().length() >= NtbParameters.LENGTH)
                .map(request -> request.as(NtbParameters.decode(request.what().data()))).toList();
    }
}
