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
import dev.lanyard.wire.cdc.NtbParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Requests that negotiate transfer blocks: what they answer, and what ends them. */
public final class NtbNegotiationRules {

    /** Rules NCM-REQ-* about settings. */
    public static final List<Rule> RULES = List.of(
            rule("NCM-REQ-08", "GetNtbParameters answers the same at every time and in every alternate setting.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.1"))
                    .hosts()
                    .remediation("Answer from a constant; what a host sets does not change what is offered.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> steadyParameters(seen))),
            rule("NCM-REQ-09", "GetNtbInputSize answers what is in force: dwNtbInMaxSize until it is set.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.6"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Keep the input size, begin with dwNtbInMaxSize, and answer it.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, f -> tellsInputSize(seen, f.what()))),
            rule("NCM-REQ-11", "SetNtbInputSize below 2048 or above dwNtbInMaxSize changes nothing.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.7"))
                    .hosts()
                    .remediation("Stall SetNtbInputSize with a size out of range, and keep the one in force.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, f -> refusesInputSize(seen, f.what()))),
            rule("NCM-REQ-14", "SetNtbFormat with a wValue above 1 is stalled.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.5"))
                    .hosts()
                    .remediation("Accept 0 and, where NTB32 is offered, 1.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, f -> Each.of("requests", ClassRequestsMade
                            .proper(seen, f.what(), CdcRequest.SET_NTB_FORMAT).stream()
                            .filter(made -> made.what().setup().wValue() > 1).toList(),
                            "SetNtbFormat was not tried with another wValue than 0 and 1", request -> request.isOk()
                                    ? Optional.of("wValue " + request.setup().wValue() + " was accepted")
                                    : Optional.empty()))),
            rule("NCM-REQ-18", "Alternate setting 0 puts format, CRC mode and input size back.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§5.3 and §7.2"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("When alternate setting 0 is selected, set NTB16, no CRC and dwNtbInMaxSize again.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, f -> resets(seen, f.what()))));

    private static final long UNKNOWN = -1;

    private NtbNegotiationRules() {}

    private static Finding steadyParameters(Observation seen) {
        List<Seen<NtbParameters>> answers = NtbParameterRules.answers(seen);
        if (answers.isEmpty()) {
            return Finding.unseen("GetNtbParameters was not answered in full");
        }
        NtbParameters first = answers.getFirst().what();
        Optional<Seen<NtbParameters>> other = answers.stream().filter(a -> !a.what().equals(first)).findFirst();
        if (other.isPresent()) {
            return Finding.broken("the parameters were " + first + ", then " + other.get().what(),
                    List.of(answers.getFirst().sequence(), other.get().sequence()));
        }
        Predicate<Seen<NtbParameters>> open = answer -> seen.dataPaths().stream()
                .anyMatch(path -> answer.nanos() > path.openedNanos() && answer.nanos() <= path.endNanos());
        return answers.stream().anyMatch(open) && !answers.stream().allMatch(open)
                ? Finding.kept("the parameters were the same " + answers.size() + " times, in both alternate settings",
                        List.of(answers.getFirst().sequence(), answers.getLast().sequence()))
                : Finding.unseen("the parameters were not read in both alternate settings");
    }

    /** dwNtbInMaxSize as it was first answered. */
    static Optional<Long> offered(Observation seen) {
        return NtbParameterRules.answers(seen).stream().findFirst().map(answer -> answer.what().dwNtbInMaxSize());
    }

    private static boolean isSelection(CdcFunction function, Event.Transfer transfer, int alternate) {
        return transfer.isOk() && ClassRequestsMade.isSelection(function, transfer.setup())
                && transfer.setup().wValue() == alternate;
    }

    private static boolean inRange(long size, long most) {
        return size >= NtbParameters.LEAST_MAX_SIZE && size <= most;
    }

    private static Optional<Long> inputSize(CdcFunction function, Event.Transfer transfer, CdcRequest request) {
        boolean is = CdcRequest.of(transfer.setup()).filter(request::equals).isPresent()
                && ClassRequestsMade.isProper(function, request, transfer.setup());
        return is ? ClassRequestsMade.number(transfer.data(), 4) : Optional.empty();
    }

    private static Finding tellsInputSize(Observation seen, CdcFunction function) {
        Optional<Long> most = offered(seen);
        if (most.isEmpty()) {
            return Finding.unseen("dwNtbInMaxSize is not known (see NCM-REQ-01)");
        }
        long expected = UNKNOWN;
        boolean touched = false;
        Each each = new Each("answers to GetNtbInputSize");
        for (Seen<Event.Transfer> made : seen.controls()) {
            Event.Transfer transfer = made.what();
            Optional<Long> set = inputSize(function, transfer, CdcRequest.SET_NTB_INPUT_SIZE);
            if (transfer.isOk() && ClassRequestsMade.isConfiguration(transfer.setup())) {
                expected = most.get();
                touched = false;
            } else if (isSelection(function, transfer, 0) && touched) {
                // What alternate setting 0 puts back is for NCM-REQ-18 to say.
                expected = UNKNOWN;
            } else if (set.isPresent()) {
                touched = true;
                // What a size out of range does is for NCM-REQ-11 to say.
                expected = transfer.isOk() && inRange(set.get(), most.get()) ? set.get() : UNKNOWN;
            } else if (expected != UNKNOWN && transfer.isOk()) {
                long wanted = expected;
                inputSize(function, transfer, CdcRequest.GET_NTB_INPUT_SIZE).ifPresent(size -> each.add(
                        made.sequence(), size == wanted ? Optional.empty()
                                : Optional.of("it is " + size + ", in force is " + wanted)));
            }
        }
        return each.broken().orElseGet(() -> each.count() == 0 ? Finding.unseen("GetNtbInputSize was not answered where "
                + "it is clear what is in force") : Finding.kept(each.count() + " answers are what is in force",
                List.of(each.first())));
    }

    private static Finding refusesInputSize(Observation seen, CdcFunction function) {
        Optional<Long> most = offered(seen);
        if (most.isEmpty()) {
            return Finding.unseen("dwNtbInMaxSize is not known (see NCM-REQ-01)");
        }
        Seen<Event.Transfer> tried = null;
        Each each = new Each("sizes out of range");
        for (Seen<Event.Transfer> made : seen.controls()) {
            Event.Transfer transfer = made.what();
            Optional<Long> set = inputSize(function, transfer, CdcRequest.SET_NTB_INPUT_SIZE);
            Optional<Long> read = transfer.isOk() ? inputSize(function, transfer, CdcRequest.GET_NTB_INPUT_SIZE)
                    : Optional.empty();
            if (set.isPresent()) {
                tried = inRange(set.get(), most.get()) ? null : made;
            } else if (transfer.isOk() && (ClassRequestsMade.isConfiguration(transfer.setup())
                    || ClassRequestsMade.isSelection(function, transfer.setup()))) {
                tried = null;
            } else if (tried != null && read.isPresent()) {
                // A host controller may report success for a size that was refused, so only the answer counts.
                long wrong = tried.what().data().u32le(0);
                each.add(tried.sequence(), read.get() == wrong
                        ? Optional.of("after " + wrong + " was set, it is " + read.get()) : Optional.empty());
                tried = null;
            }
        }
        return each.broken().orElseGet(() -> each.count() == 0
                ? Finding.unseen("no size out of range was set and read back")
                : Finding.kept(each.count() + " sizes out of range changed nothing", List.of(each.first())));
    }

    /** What was set to something else than the default, and what is read after alternate setting 0. */
    private static Finding resets(Observation seen, CdcFunction function) {
        Optional<Long> most = offered(seen);
        Each each = new Each("settings read after alternate setting 0");
        List<CdcRequest> changed = new ArrayList<>();
        List<CdcRequest> due = new ArrayList<>();
        boolean open = false;
        for (Seen<Event.Transfer> made : seen.controls()) {
            Event.Transfer transfer = made.what();
            CdcRequest request = CdcRequest.of(transfer.setup()).orElse(null);
            if (!transfer.isOk()) {
                continue;
            }
            if (ClassRequestsMade.isConfiguration(transfer.setup())) {
                changed.clear();
                due.clear();
                open = false;
            } else if (ClassRequestsMade.isSelection(function, transfer.setup())) {
                due.clear();
                if (transfer.setup().wValue() == 0 && open) {
                    due.addAll(changed);
                    changed.clear();
                }
                open = transfer.setup().wValue() != 0;
            } else if (request != null && readBy(request).isPresent()) {
                due.remove(readBy(request).get());
                if (isOther(request, transfer, most)) {
                    changed.add(readBy(request).get());
                }
            } else if (request != null && due.remove(request)) {
                each.add(made.sequence(), notDefault(request, transfer, most));
            }
        }
        return each.broken().orElseGet(() -> each.count() == 0 ? Finding.unseen("nothing was set, then read after "
                + "alternate setting 0 was selected") : Finding.kept(each.count() + " settings are back",
                List.of(each.first())));
    }

    private static Optional<CdcRequest> readBy(CdcRequest set) {
        return switch (set) {
            case SET_NTB_FORMAT -> Optional.of(CdcRequest.GET_NTB_FORMAT);
            case SET_CRC_MODE -> Optional.of(CdcRequest.GET_CRC_MODE);
            case SET_NTB_INPUT_SIZE -> Optional.of(CdcRequest.GET_NTB_INPUT_SIZE);
            default -> Optional.empty();
        };
    }

    private static boolean isOther(CdcRequest set, Event.Transfer transfer, Optional<Long> most) {
        if (set != CdcRequest.SET_NTB_INPUT_SIZE) {
            return transfer.setup().wValue() == 1;
        }
        return most.isPresent() && ClassRequestsMade.number(transfer.data(), 4)
                .filter(size -> inRange(size, most.get()) && !size.equals(most.get())).isPresent();
    }

    private static Optional<String> notDefault(CdcRequest read, Event.Transfer transfer, Optional<Long> most) {
        boolean size = read == CdcRequest.GET_NTB_INPUT_SIZE;
        long wanted = size ? most.orElse(0L) : 0;
        Optional<Long> now = ClassRequestsMade.number(transfer.data(), size ? 4 : 2);
        return now.filter(value -> value == wanted).isPresent() ? Optional.empty()
                : Optional.of(read.title() + " answers " + now.map(String::valueOf).orElse("too little") + ", not "
                        + wanted);
    }
}
