package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.InBlock;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.NcmDescriptor;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** Transfer blocks as they were negotiated: size, number of datagrams, format, CRC. */
public final class NtbModeRules {

    /** Rules NCM-REQ-* that blocks show. */
    public static final List<Rule> RULES = List.of(
            rule("NCM-REQ-10", "After SetNtbInputSize no transfer block of the accessory is longer.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.7"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .fieldFailures("cherry-embedded/CherryUSB#433")
                    .remediation("Apply the size to the blocks that go to the host, not to those that come from it.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> inputSize(seen))),
            rule("NCM-REQ-12", "wNtbInMaxDatagrams of SetNtbInputSize is obeyed.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.7"))
                    .hosts(HostPlatform.LINUX)
                    .tolerated(HostPlatform.LINUX, "cdc_ncm sets the size alone, in the form of four octets, and "
                            + "never a number of datagrams.")
                    .remediation("Count the datagrams of a block, and send it when there are as many as allowed.")
                    .judgedBy(seen -> NcmCapabilityRules.withCapability(seen, NcmDescriptor.NTB_INPUT_SIZE_8, _ ->
                            datagrams(seen))),
            rule("NCM-REQ-13", "Where NTB32 is offered, SetNtbFormat switches both directions to it.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.4 and §6.2.5"))
                    .hosts(HostPlatform.WINDOWS)
                    .fieldFailures("commaai/agnos-kernel-sdm845#123", "commaai/agnos-kernel-sdm845#59")
                    .remediation("Switch the signatures of header and pointer tables together, in both directions.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, f -> ntb32(seen, f.what()))),
            rule("NCM-REQ-15", "With CRC mode on, tables say so and a CRC-32 ends every datagram.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.10 and §6.2.11"))
                    .hosts()
                    .remediation("Append the IEEE CRC-32 of the frame, least significant octet first, and count it in "
                            + "wDatagramLength.")
                    .judgedBy(seen -> NcmCapabilityRules.withCapability(seen, NcmDescriptor.CRC_MODE, f ->
                            crc(seen, f))));

    private static final int ENOUGH_DATAGRAMS = 8;
    private static final int CRC = 4;

    private NtbModeRules() {}

    /** Datagrams of a block, as its tables name them. */
    private static int count(Ntb block) {
        return block.ndps().stream().mapToInt(ndp -> ndp.datagramEntries().size()).sum();
    }

    private static Finding inputSize(Observation seen) {
        long most = NtbNegotiationRules.offered(seen).orElse(0L);
        Each each = new Each("blocks");
        int[] datagrams = {0};
        seen.forEachInBlock(one -> {
            InBlock in = one.what();
            if (in.inputSize() > 0 && in.inputSize() < most) {
                datagrams[0] += count(in.block());
                int length = in.block().transfer().length();
                each.add(one.sequence(), length <= in.inputSize() ? Optional.empty()
                        : Optional.of("it has " + length + " octets, the input size is " + in.inputSize()));
            }
        });
        return each.broken().orElseGet(() -> datagrams[0] < ENOUGH_DATAGRAMS
                ? Finding.unseen("fewer than " + ENOUGH_DATAGRAMS + " datagrams came with an input size below the "
                        + "maximum")
                : Finding.neverBroken(each.count() + " blocks with " + datagrams[0] + " datagrams keep the input size",
                        List.of(each.first())));
    }

    private static Finding datagrams(Observation seen) {
        Each each = new Each("blocks");
        int[] all = {0};
        seen.forEachInBlock(one -> {
            InBlock in = one.what();
            if (in.maxDatagrams() > 0) {
                int count = count(in.block());
                all[0] += count;
                each.add(one.sequence(), count <= in.maxDatagrams() ? Optional.empty() : Optional.of("it has " + count
                        + " datagrams, wNtbInMaxDatagrams is " + in.maxDatagrams()));
            }
        });
        return each.broken().orElseGet(() -> all[0] < ENOUGH_DATAGRAMS
                ? Finding.unseen("fewer than " + ENOUGH_DATAGRAMS + " datagrams came after wNtbInMaxDatagrams was set")
                : Finding.neverBroken(each.count() + " blocks with " + all[0] + " datagrams keep wNtbInMaxDatagrams",
                        List.of(each.first())));
    }

    private static Finding ntb32(Observation seen, CdcFunction function) {
        List<Seen<NtbParameters>> parameters = NtbParameterRules.answers(seen);
        if (parameters.isEmpty()) {
            return Finding.unseen("it is not known whether NTB32 is offered (see NCM-REQ-01)");
        }
        if (parameters.stream().noneMatch(answer -> answer.what().offersNtb32())) {
            return Finding.notApplicable("NTB32 is not offered");
        }
        List<Seen<Event.Transfer>> set = ClassRequestsMade.proper(seen, function, CdcRequest.SET_NTB_FORMAT).stream()
                .filter(made -> made.what().setup().wValue() == 1).toList();
        Optional<Seen<Event.Transfer>> refused = set.stream().filter(made -> !made.what().isOk()).findFirst();
        if (set.isEmpty() || refused.isPresent()) {
            return refused.map(made -> Finding.broken("SetNtbFormat (1) ended with " + made.what().status(),
                    List.of(made.sequence()))).orElseGet(() -> Finding.unseen("NTB32 was not selected"));
        }
        Each each = new Each("blocks");
        seen.forEachInBlock(one -> {
            if (one.what().format() == NtbFormat.NTB32) {
                each.add(one.sequence(), otherSignature(one.what().block()));
            }
        });
        return each.broken().orElseGet(() -> {
            Seen<Event.Transfer> first = set.getFirst();
            Recovery recovery = Recovery.after(seen, function, first.sequence(), first.nanos());
            return recovery.state() == Recovery.State.BROKEN
                    ? Finding.broken("after NTB32 was selected: " + recovery.reason(), recovery.proof())
                    : each.count() == 0 || recovery.state() == Recovery.State.UNTRIED
                    ? Finding.unseen("no traffic passed after NTB32 was selected")
                    : Finding.kept(each.count() + " blocks are NTB32", List.of(first.sequence(), each.first()));
        });
    }

    private static Optional<String> otherSignature(Ntb block) {
        if (block.header().signature() != NtbFormat.NTB32.nthSignature()) {
            return Optional.of("the header's signature is 0x%08x".formatted(block.header().signature()));
        }
        return block.ndps().stream().map(Ntb.Ndp::signature)
                .filter(signature -> signature != NtbFormat.NTB32.ndpSignature(false)
                        && signature != NtbFormat.NTB32.ndpSignature(true)).findFirst()
                .map("the table's signature is 0x%08x"::formatted);
    }

    private static Finding crc(Observation seen, CdcFunction function) {
        Optional<Seen<Event.Transfer>> refused =
                ClassRequestsMade.proper(seen, function, CdcRequest.SET_CRC_MODE).stream()
                        .filter(made -> made.what().setup().wValue() == 1 && !made.what().isOk()).findFirst();
        if (refused.isPresent()) {
            return Finding.broken("SetCrcMode (1) ended with " + refused.get().what().status(),
                    List.of(refused.get().sequence()));
        }
        Each each = new Each("blocks");
        seen.forEachInBlock(one -> {
            if (one.what().crc()) {
                each.add(one.sequence(), badCrc(one.what().block()));
            }
        });
        return each.broken().orElseGet(() -> each.count() == 0 ? Finding.unseen("no block came with CRC mode on")
                : Finding.kept(each.count() + " blocks carry the right CRC", List.of(each.first())));
    }

    private static Optional<String> badCrc(Ntb block) {
        for (Ntb.Ndp ndp : block.ndps()) {
            if (!block.hasCrc(ndp)) {
                return Optional.of("the table's signature 0x%08x says that there is no CRC".formatted(
                        ndp.signature()));
            }
            for (Ntb.Entry entry : ndp.datagramEntries()) {
                if (!block.lies(entry) || entry.datagramLength() < CRC) {
                    return Optional.of("a datagram of " + entry.datagramLength() + " octets has no room for a CRC");
                }
                Bytes datagram = block.transfer().slice((int) entry.datagramIndex(), (int) entry.datagramLength());
                CRC32 expected = new CRC32();
                expected.update(datagram.truncate(datagram.length() - CRC).toArray());
                if (datagram.u32le(datagram.length() - CRC) != expected.getValue()) {
                    return Optional.of("the CRC is %s, of the frame it is %08x".formatted(
                            datagram.from(datagram.length() - CRC).toHex(), Integer.reverseBytes(
                                    (int) expected.getValue())));
                }
            }
        }
        return Optional.empty();
    }
}
