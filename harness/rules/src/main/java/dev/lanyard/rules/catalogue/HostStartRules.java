package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.evidence.Event;
import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.InBlock;
import dev.lanyard.rules.observation.IpPacket;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.OutTransfer;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.rules.observation.SeenFrame;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.NtbParameters;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.ntb.NtbFormat;
import dev.lanyard.wire.usb.DescriptorParser;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.MicrosoftOs;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the start sequences and the traffic of Windows, Linux and Android need. */
public final class HostStartRules {

    private static final int STRING_EE = 0xEE;

    /** Rules HOST-WIN-*, HOST-LINUX-* and HOST-ANDROID-* that traffic decides. */
    public static final List<Rule> RULES = List.of(
            rule("HOST-WIN-03", "Windows' start goes through: NTB parameters, alternate setting 0, NTB32 where it is "
                    + "offered, alternate setting 1.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Windows", "microsoft/NCM-Driver-for-Windows "
                            + "host/device.cpp"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Answer what the reason names, or do not offer NTB32.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, function -> windowsStart(seen, function.what()))),
            rule("HOST-WIN-05", "The accessory works for a host that sends neither SetEthernetPacketFilter nor SetCrcMode.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Windows", "UsbNcm.sys never sends them"))
                    .hosts(HostPlatform.WINDOWS)
                    .fieldFailures("commaai/agnos-kernel-sdm845#123", "eclipse-threadx/usbx#173")
                    .remediation("Let directed, broadcast and multicast frames pass from the start, and leave CRC mode off.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> worksUnasked(seen))),
            rule("HOST-WIN-06", "A Microsoft OS descriptor names the compatible ID WINNCM: Windows 10 loads no driver "
                    + "without it, Windows 11 does.")
                    .obligation(Obligation.RECOMMENDED, Source.of("Windows 10", "microsoft/NCM-Driver-for-Windows#8"))
                    .hosts(HostPlatform.WINDOWS)
                    .fieldFailures("hathach/tinyusb#2829", "hathach/tinyusb#550")
                    .remediation("Announce Microsoft OS 2.0 descriptors in the BOS, with the compatible ID WINNCM for the "
                            + "function's first interface.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> compatibleId(seen))),
            rule("HOST-WIN-08", "Where NTB32 is offered, blocks with 32-bit headers and tables pass both ways.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Windows", "commaai/agnos-kernel-sdm845#123"))
                    .hosts(HostPlatform.WINDOWS)
                    .fieldFailures("commaai/agnos-kernel-sdm845#59", "commaai/agnos-kernel-sdm845#123")
                    .remediation("Change the signatures of header and table when SetNtbFormat selects NTB32, and not only "
                            + "when SetCrcMode is made.")
                    .judgedBy(seen -> Each.onlyFor(Model.NCM, seen, _ -> wideBlocks(seen))),
            rule("HOST-LINUX-04", "Blocks that Linux fills up with zeros are taken.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Linux", "drivers/net/usb/cdc_ncm.c"))
                    .hosts(HostPlatform.LINUX, HostPlatform.ANDROID)
                    .remediation("Take from a block what its tables name, and nothing else.")
                    .judgedBy(AllOf.of(List.of("NCM-NTB-20"), List.of(OutBlockRules.RULES))),
            rule("HOST-ANDROID-02", "The accessory is of use without anybody's doing: it grants a DHCP lease or has a "
                    + "link-local address.")
                    .obligation(Obligation.RECOMMENDED, Source.of("Android", "the framework asks DHCP and nobody else"))
                    .hosts(HostPlatform.ANDROID)
                    .remediation("Run a DHCP server, or answer at fe80::/64.")
                    .judgedBy(seen -> Each.function(seen, _ -> usableUnaided(seen))));

    private HostStartRules() {}

    private static Finding windowsStart(Observation seen, CdcFunction function) {
        List<Seen<NtbParameters>> parameters = NtbParameterRules.answers(seen);
        List<Seen<Event.Transfer>> formats = seen.requests(CdcRequest.SET_NTB_FORMAT).stream()
                .filter(request -> request.what().setup().wValue() == 1 && Answers.isAnswer(request.what())).toList();
        boolean offered = parameters.stream().anyMatch(answer -> answer.what().offersNtb32());
        List<Seen<Event.Transfer>> selections = seen.standardRequests(StandardRequests.TO_INTERFACE,
                StandardRequests.SET_INTERFACE).stream().filter(request -> Answers.isAnswer(request.what())
                && function.data().filter(d -> d.bInterfaceNumber() == request.what().setup().wIndex()).isPresent())
                .toList();
        List<Seen<Event.Transfer>> moves = new ArrayList<>(selections);
        moves.addAll(offered ? formats : List.of());
        moves.addAll(seen.requests(CdcRequest.GET_NTB_PARAMETERS).stream()
                .filter(request -> Answers.isAnswer(request.what())).toList());
        Optional<Seen<Event.Transfer>> failed = moves.stream().filter(move -> !move.what().isOk()
                && isDefined(move.what().setup(), function)).findFirst();
        if (failed.isPresent()) {
            return Finding.broken(name(failed.get().what().setup()) + " ended with " + failed.get().what().status(),
                    List.of(failed.get().sequence()));
        }
        boolean zero = selections.stream().anyMatch(request -> request.what().setup().wValue() == 0);
        boolean one = selections.stream().anyMatch(request -> request.what().setup().wValue() == 1);
        if (parameters.isEmpty() || !zero || !one || offered && formats.isEmpty()) {
            return Finding.unseen("Windows' start sequence was not played" + (offered && formats.isEmpty()
                    ? ": NTB32 is offered, and nobody selected it" : ""));
        }
        return Finding.kept("every move of Windows' start was answered", Stream.concat(selections.stream(),
                formats.stream()).map(Seen::sequence).distinct().sorted().limit(10).toList());
    }

    /** Alternate settings that the function has not are asked for by other tests. */
    private static boolean isDefined(SetupPacket setup, CdcFunction function) {
        return setup.bmRequestType() != StandardRequests.TO_INTERFACE
                || function.data().flatMap(d -> d.alternate(setup.wValue())).isPresent();
    }

    private static String name(SetupPacket setup) {
        return CdcRequest.of(setup).map(CdcRequest::title).orElse("SET_INTERFACE " + setup.wValue());
    }

    private static Finding worksUnasked(Observation seen) {
        List<OutTransfer> all = seen.outTransfers().stream().filter(OutTransfer::isOrdinary).toList();
        Optional<OutTransfer> answered = all.stream().filter(one -> one.unasked() && one.isAnswered()).findFirst();
        // With another block format there would be two differences.
        List<OutTransfer> ordinary = all.stream().filter(one -> one.block().filter(b -> b.selected()
                == NtbFormat.NTB16).isPresent()).toList();
        List<OutTransfer> unasked = ordinary.stream().filter(OutTransfer::unasked).toList();
        if (answered.isPresent()) {
            return Finding.kept("echo requests were answered though neither request had been made",
                    List.of(answered.get().sequence()));
        }
        Optional<OutTransfer> asked = ordinary.stream().filter(one -> !one.unasked() && one.isAnswered()).findFirst();
        return unasked.isEmpty() || asked.isEmpty()
                ? Finding.unseen("no echo requests were sent both without and after these requests")
                : Finding.broken("no echo request was answered before SetEthernetPacketFilter or SetCrcMode was made, and "
                        + "they were afterwards", List.of(unasked.getFirst().sequence(), asked.get().sequence()));
    }

    private static Finding compatibleId(Observation seen) {
        List<Seen<Event.Transfer>> vendor = seen.controlRequests(setup -> MicrosoftOs.asksForDescriptorSet(setup)
                || MicrosoftOs.asksForCompatibleIds(setup));
        Optional<Seen<Event.Transfer>> named = vendor.stream().filter(read -> read.what().isOk()
                && (MicrosoftOs.asksForDescriptorSet(read.what().setup())
                        ? MicrosoftOs.compatibleIds2(read.what().data())
                        : MicrosoftOs.compatibleIds1(read.what().data())).contains(MicrosoftOs.WINNCM)).findFirst();
        if (named.isPresent()) {
            return Finding.kept("the compatible ID WINNCM is there", List.of(named.get().sequence()));
        }
        List<Seen<Event.Transfer>> asked = new ArrayList<>(vendor);
        asked.addAll(seen.descriptorReads(DescriptorType.STRING).stream()
                .filter(read -> (read.what().setup().wValue() & 0xFF) == STRING_EE).toList());
        asked.removeIf(read -> !Answers.isAnswer(read.what()));
        return asked.isEmpty() ? Finding.unseen("Microsoft OS descriptors were not asked for" + (announced(seen)
                ? ", though the BOS announces them" : ""))
                : Finding.broken("no Microsoft OS descriptor names WINNCM", asked.stream().map(Seen::sequence).distinct()
                        .limit(10).toList());
    }

    private static boolean announced(Observation seen) {
        return seen.descriptorReads(DescriptorType.BOS).stream().filter(read -> read.what().isOk())
                .map(read -> DescriptorParser.bos(read.what().data())).map(MicrosoftOs::announced)
                .anyMatch(Optional::isPresent);
    }

    private static Finding wideBlocks(Observation seen) {
        List<Seen<NtbParameters>> parameters = NtbParameterRules.answers(seen);
        if (!parameters.isEmpty() && parameters.stream().noneMatch(answer -> answer.what().offersNtb32())) {
            return Finding.notApplicable("NTB32 is not offered");
        }
        Each each = new Each("blocks with NTB32 selected");
        seen.forEachInBlock(block -> {
            if (block.what().format() == NtbFormat.NTB32) {
                each.add(block.sequence(), narrow(block.what()));
            }
        });
        if (each.broken().isPresent()) {
            return each.broken().get();
        }
        Echoes.Fates sent = Echoes.of(seen).fates(one -> one.block().filter(block -> block.defects().isEmpty()
                && block.format() == NtbFormat.NTB32 && block.selected() == NtbFormat.NTB32).isPresent(), _ -> 0);
        if (sent.taken().isEmpty() && sent.lost().isEmpty() || each.count() == 0) {
            return unanswered(seen).orElseGet(() -> Finding.unseen("no blocks with 32-bit headers were sent and received"));
        }
        return sent.finding("blocks with 32-bit headers", "", "");
    }

    /** Ordinary requests in NTB32 that are never answered leave nothing to compare with but NTB16. */
    private static Optional<Finding> unanswered(Observation seen) {
        List<OutTransfer> ordinary = seen.outTransfers().stream().filter(OutTransfer::isOrdinary).toList();
        List<OutTransfer> wide = ordinary.stream().filter(one -> one.block().filter(block -> block.selected()
                == NtbFormat.NTB32).isPresent()).toList();
        boolean narrow = ordinary.stream().anyMatch(one -> one.isAnswered()
                && wide.stream().anyMatch(other -> other.unasked() == one.unasked()) && one.block().filter(block -> block.selected() == NtbFormat.NTB16).isPresent());
        return wide.isEmpty() || !narrow || wide.stream().anyMatch(OutTransfer::isAnswered) ? Optional.empty()
                : Optional.of(Finding.broken("no echo request in a block with 32-bit headers was answered, and in others "
                        + "they were", List.of(wide.getFirst().sequence())));
    }

    private static Optional<String> narrow(InBlock block) {
        if (block.block().format() != NtbFormat.NTB32) {
            return Optional.of("a block has a 16-bit header");
        }
        return block.block().ndps().stream().filter(table -> table.signature() != NtbFormat.NTB32.ndpSignature(false)
                && table.signature() != NtbFormat.NTB32.ndpSignature(true)).findFirst()
                .map(table -> "the table at %d has signature 0x%08x, not 0x%08x".formatted(table.offset(),
                        table.signature(), NtbFormat.NTB32.ndpSignature(false)));
    }

    private static Finding usableUnaided(Observation seen) {
        Optional<Long> ack = seen.dhcpMessages().stream().filter(message -> message.what().received()
                && message.what().what().type().filter(DhcpMessageType.ACK::equals).isPresent())
                .map(Seen::sequence).findFirst();
        if (ack.isPresent()) {
            return Finding.kept("DHCP granted an address", List.of(ack.get()));
        }
        long[] linkLocal = {-1};
        seen.forEachIpPacket(packet -> {
            if (linkLocal[0] < 0 && packet.what().received() && isLinkLocal(packet.what())) {
                linkLocal[0] = packet.sequence();
            }
        });
        if (linkLocal[0] >= 0) {
            return Finding.kept("it has a link-local address", List.of(linkLocal[0]));
        }
        List<Seen<?>> asked = new ArrayList<>(seen.dhcpMessages().stream().filter(message -> !message.what().received())
                .toList());
        boolean replied = seen.dhcpMessages().stream().anyMatch(message -> message.what().received());
        boolean waited = !asked.isEmpty() && !replied && seen.lastNanos() - asked.getFirst().nanos() >= 1_000_000_000L;
        return waited ? Finding.broken("DHCP went unanswered, and no link-local address was seen",
                asked.stream().map(Seen::sequence).limit(10).toList())
                : Finding.unseen("DHCP was not played to its end");
    }

    private static boolean isLinkLocal(SeenFrame<IpPacket> packet) {
        int first = packet.what().source().u16be(0);
        return packet.what().isIpv4() ? first == 0xA9FE : (first & 0xFFC0) == 0xFE80;
    }
}
