package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.OutTransfer;
import dev.lanyard.rules.observation.OutTransfer.Block;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.ntb.NtbDefect.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Transfer blocks that the host sends, and what the accessory makes of them. */
public final class OutBlockRules {

    /** From so many octets on, zeros at the end of a block are filling and not alignment. */
    private static final int FILLED = 128;
    private static final int MALFORMED = 10;
    private static final int LARGEST_FRAME = 1514;
    private static final int PACKET = 512;
    private static final String OUT = "no such block with an echo request in it was sent";

    /** Rules NCM-NTB-* about the OUT direction. */
    public static final List<Rule> RULES = List.of(
            rule("NCM-NTB-14", "Blocks are taken whether the table stands before or behind the datagrams.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.2"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .remediation("Find the table by wNdpIndex, wherever it is.")
                    .judgedBy(seen -> ncm(seen, OutBlockRules::bothPlaces)),
            rule("NCM-NTB-15", "All datagrams of a block are taken, up to wNtbOutMaxDatagrams.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.3.1"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .fieldFailures("pikvm/pikvm#762")
                    .remediation("Follow the table to its null entry and hand on every datagram; report in "
                            + "wNtbOutMaxDatagrams how many fit.")
                    .judgedBy(seen -> blocks(seen, "blocks", "datagrams", block -> block.tables() == 1
                            && block.datagrams() > 1 && !isLong(block), one -> one.block().orElseThrow().datagrams())),
            rule("NCM-NTB-16", "Datagrams of a second, chained table are taken.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("NCM 1.0", "§3.3.1"))
                    .hosts(HostPlatform.LINUX)
                    .remediation("Follow wNextNdpIndex until it is 0.")
                    .judgedBy(seen -> blocks(seen, "blocks with chained tables", "", block -> block.tables() > 1,
                            _ -> 0)),
            rule("NCM-NTB-17", "Blocks whose length field is 0 are taken; the short end of the transfer tells their "
                    + "length.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.2.1"))
                    .hosts()
                    .remediation("Take a wBlockLength of 0 for the length of the transfer.")
                    .judgedBy(seen -> blocks(seen, "blocks of length 0", "", block -> block.namedLength() == 0,
                            _ -> 0)),
            rule("NCM-NTB-18", "Blocks with one octet behind them are taken.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Windows", "UsbNcm.sys appends an octet to blocks "
                            + "of whole packets"))
                    .hosts(HostPlatform.WINDOWS)
                    .fieldFailures("zephyrproject-rtos/zephyr#100790")
                    .remediation("Accept a transfer that is longer than wBlockLength, and ignore what is behind it.")
                    .judgedBy(seen -> blocks(seen, "blocks with one octet behind them", "",
                            block -> block.trailing() == 1 && block.namedLength() > 0, _ -> 0)),
            rule("NCM-NTB-19", "Blocks of several packets are put together again.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.2.1"))
                    .fieldFailures("hathach/tinyusb#2010", "apache/nuttx#19378")
                    .remediation("Go on receiving until a short packet, or dwNtbOutMaxSize octets, end the transfer.")
                    .judgedBy(seen -> ncm(seen, OutBlockRules::severalPackets)),
            rule("NCM-NTB-20", "Zeros that fill a block up inside wBlockLength are ignored.")
                    .obligation(Obligation.HOST_REQUIRED, Source.of("Linux", "drivers/net/usb/cdc_ncm.c"))
                    .hosts(HostPlatform.LINUX, HostPlatform.ANDROID)
                    .remediation("Take from a block what its tables name, and nothing else.")
                    .judgedBy(seen -> blocks(seen, "blocks filled up with zeros", "",
                            block -> block.filling() >= FILLED, _ -> 0)),
            rule("NCM-NTB-21", "Malformed blocks are dropped, and the accessory takes the good ones after them.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.2"))
                    .fieldFailures("hathach/tinyusb#3741", "hathach/tinyusb#2947", "espressif/esp-usb#107")
                    .tolerated(HostPlatform.LINUX, "cdc_ncm sends no malformed blocks.")
                    .remediation("Check every offset and length against what was received, and give the buffer of a "
                            + "dropped block back.")
                    .judgedBy(seen -> ncm(seen, echoes -> echoes.survives("malformed blocks",
                            one -> one.block().filter(OutBlockRules::isMalformed).isPresent(), MALFORMED))),
            rule("NCM-NTB-22", "A block of exactly dwNtbOutMaxSize is taken without a zero-length packet behind it.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.2.1"))
                    .remediation("End the transfer when dwNtbOutMaxSize octets are there.")
                    .judgedBy(seen -> ncm(seen, echoes -> largest(seen, echoes))),
            rule("NCM-NTB-23", "A block of the format that is not selected is dropped.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.5"))
                    .hosts()
                    .remediation("Compare the header's signature with the selected format, and drop the block when it is "
                            + "the other one.")
                    .judgedBy(seen -> ncm(seen, OutBlockRules::otherFormat)));

    private OutBlockRules() {}

    private static Finding ncm(Observation seen, Function<Echoes, Finding> judge) {
        return Each.onlyFor(Model.NCM, seen, _ -> judge.apply(Echoes.of(seen)));
    }

    /** Judges sound blocks. */
    private static Finding blocks(Observation seen, String what, String unit, Predicate<Block> which,
                                  ToIntFunction<OutTransfer> number) {
        Predicate<OutTransfer> sound = one -> one.block().filter(OutBlockRules::isSound).filter(which).isPresent();
        return ncm(seen, echoes -> echoes.fates(sound, number).finding(what, unit, OUT));
    }

    private static Finding bothPlaces(Echoes echoes) {
        Predicate<OutTransfer> one = sent -> sent.block().filter(b -> isSound(b) && b.tables() == 1).isPresent();
        Echoes.Fates first = echoes.fates(one.and(sent -> sent.block().orElseThrow().tableFirst()), _ -> 0);
        Echoes.Fates last = echoes.fates(one.and(sent -> !sent.block().orElseThrow().tableFirst()), _ -> 0);
        Finding findingFirst = first.finding("blocks whose table stands first", "", OUT);
        Finding findingLast = last.finding("blocks whose table stands last", "", OUT);
        if (findingFirst.kind() == Finding.Kind.BROKEN) {
            return findingFirst;
        }
        if (findingLast.kind() == Finding.Kind.BROKEN) {
            return findingLast;
        }
        return first.isEmpty() || last.isEmpty()
                ? Finding.unseen("only blocks with the table in one place were sent, or none was answered")
                : Finding.kept("blocks with the table in either place were answered",
                        List.of(first.taken().firstEntry().getValue(), last.taken().firstEntry().getValue()));
    }

    private static Finding severalPackets(Echoes echoes) {
        // What ends without a short packet, or has something behind it, is another rule's.
        return echoes.fates(one -> isLong(one) && (!one.packets() || one.zeroPacket()) && one.block().filter(b ->
                isSound(b) && b.filling() < FILLED && b.trailing() == 0 && b.longest() <= LARGEST_FRAME).isPresent(),
                one -> (one.length() + PACKET - 1) / PACKET)
                .finding("blocks", "packets of 512 octets", "no block of several packets with an echo request in it "
                        + "was sent");
    }

    private static Finding largest(Observation seen, Echoes echoes) {
        Optional<Long> most = NtbParameterRules.answers(seen).stream().map(answer -> answer.what().dwNtbOutMaxSize())
                .reduce((_, last) -> last);
        return most.map(limit -> echoes.fates(one -> one.length() == limit && !one.zeroPacket()
                && one.block().filter(OutBlockRules::isSound).isPresent(), OutTransfer::length)
                .finding("blocks", "octets without a zero-length packet", OUT))
                .orElseGet(() -> Finding.unseen("GetNtbParameters was not answered in full, so the limits are not known"));
    }

    /** Longer than the largest packet of any bulk endpoint up to high speed. */
    private static boolean isLong(OutTransfer one) {
        return one.length() > PACKET;
    }

    private static boolean isLong(Block block) {
        return block.namedLength() > PACKET;
    }

    private static Finding otherFormat(Echoes echoes) {
        boolean unanswered = false;
        List<OutTransfer> all = echoes.all();
        for (int i = 0; i < all.size(); i++) {
            Optional<Block> block = all.get(i).block().filter(b -> b.defects().isEmpty()
                    && b.format() != b.selected());
            if (block.isEmpty() || all.get(i).echoes().isEmpty()) {
                continue;
            }
            if (all.get(i).echoes().stream().anyMatch(OutTransfer.Echo::isAnswered)) {
                return Finding.broken("an echo request in a block of " + block.get().format() + " was answered, though "
                        + block.get().selected() + " is selected", List.of(all.get(i).sequence()));
            }
            unanswered |= echoes.works(i);
        }
        return unanswered ? Finding.neverBroken("no echo request in a block of the other format was answered", List.of(
                all.stream().filter(one -> one.block().filter(b -> b.format() != b.selected()).isPresent())
                        .findFirst().orElseThrow().sequence()))
                : Finding.unseen("no block of the other format was sent between ordinary echo requests");
    }

    private static boolean isSound(Block block) {
        return block.defects().isEmpty() && block.format() == block.selected();
    }

    /** Datagrams of a wrong length are another rule's. */
    private static boolean isMalformed(Block block) {
        return !block.defects().isEmpty() && !block.defects().equals(Set.of(Kind.DATAGRAM_SHORT));
    }
}
