package dev.lanyard.rules.catalogue;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.observation.InBlock;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.cdc.NtbParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all checks of {@link NtbRules#CHECKS} say of all blocks, found in one pass over the traffic. */
final class BlockFindings {

    private final Map<String, Each> found = new LinkedHashMap<>();
    private final boolean parametersKnown;

    /** Says what is wrong with a block, if anything. */
    @FunctionalInterface
    interface Check {
        Optional<String> fault(InBlock block, Limits limits);
    }

    /** @param parameters all zero where GetNtbParameters was not answered in full */
    record Limits(NtbParameters parameters, long maxSegmentSize) {}

    private BlockFindings(Observation seen) {
        List<Seen<NtbParameters>> answers = NtbParameterRules.answers(seen);
        parametersKnown = !answers.isEmpty();
        NtbParameters parameters = parametersKnown ? answers.getLast().what()
                : new NtbParameters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        Limits limits = new Limits(parameters, seen.function().flatMap(function -> function.what().ethernet())
                .map(EthernetNetworkingDescriptor::wMaxSegmentSize).map(Integer::longValue).orElse(Long.MAX_VALUE));
        NtbRules.CHECKS.keySet().forEach(rule -> found.put(rule, new Each("transfer blocks from the accessory")));
        seen.forEachInBlock(block -> NtbRules.CHECKS.forEach((rule, check) ->
                found.get(rule).add(block.sequence(), check.fault(block.what(), limits))));
    }

    static Finding of(Observation seen, String rule) {
        return Each.onlyFor(Model.NCM, seen, _ -> seen.once(BlockFindings.class, BlockFindings::new).finding(rule));
    }

    /** As {@link #of}, for a rule that needs the NTB parameters. */
    static Finding withParameters(Observation seen, String rule) {
        return Each.onlyFor(Model.NCM, seen, _ -> {
            BlockFindings findings = seen.once(BlockFindings.class, BlockFindings::new);
            return findings.parametersKnown ? findings.finding(rule)
                    : Finding.unseen("GetNtbParameters was not answered in full, so the limits are not known");
        });
    }

    private Finding finding(String rule) {
        Each each = found.get(rule);
        return each.count() == 0 ? Finding.unseen("no transfer block came from the accessory")
                : each.broken().orElseGet(() -> Finding.neverBroken("none of " + each.count()
                        + " transfer blocks breaks it", List.of(each.first())));
    }
}
