package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;
import static java.util.Map.entry;

import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.InBlock;
import dev.lanyard.wire.ntb.NtbDefect.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Transfer blocks that the accessory sends. Whatever can be seen in one block is checked in one pass for all rules. */
public final class NtbRules {

    /** What each rule says of a block. */
    static final Map<String, BlockFindings.Check> CHECKS = Map.ofEntries(
            entry("NCM-NTB-01", (block, _) -> badHeader(block)),
            entry("NCM-NTB-02", defect(Kind.BLOCK_LENGTH, Kind.TRAILING_OCTETS)),
            entry("NCM-NTB-03", (block, _) -> tooLong(block)),
            entry("NCM-NTB-04", (block, _) -> outOfSequence(block)),
            entry("NCM-NTB-05", defect(Kind.NDP_LENGTH)),
            entry("NCM-NTB-06", defect(Kind.NO_NULL_ENTRY, Kind.HALF_NULL_ENTRY)),
            entry("NCM-NTB-07", NtbRules::misplacedTable),
            entry("NCM-NTB-08", NtbRules::misplacedPayload),
            entry("NCM-NTB-09", defect(Kind.DATAGRAM_OUTSIDE, Kind.OVERLAP)),
            entry("NCM-NTB-10", NtbRules::badDatagramLength),
            entry("NCM-NTB-11", defect(Kind.NDP_LOOP, Kind.TOO_MANY)),
            entry("NCM-NTB-12", (block, _) -> badSignature(block)));

    /** Rules NCM-NTB-*. */
    public static final List<Rule> RULES = List.of(
            rule("NCM-NTB-01", "Every block begins with the header of the selected format, of the right length, and "
                    + "its table index lies inside the block.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.2"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .remediation("Send NCMH with wHeaderLength 12 for NTB16, ncmh with 16 for NTB32, and a table index "
                            + "that is a multiple of 4 behind the header.")
                    .judgedBy(seen -> BlockFindings.of(seen, "NCM-NTB-01")),
            rule("NCM-NTB-02", "The block length is that of the transfer (one octet of padding aside), or 0.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.2.1"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Set wBlockLength to what is sent, and end each block with a short packet, or a "
                            + "zero-length packet where its length is a multiple of the packet size.")
                    .judgedBy(seen -> BlockFindings.of(seen, "NCM-NTB-02")),
            rule("NCM-NTB-03", "No block is longer than dwNtbInMaxSize, or than SetNtbInputSize allowed.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.4"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .fieldFailures("hathach/tinyusb#3916", "hathach/tinyusb#2947")
                    .remediation("Limit blocks to the IN size that the host selected, and never by the constant of the "
                            + "OUT direction.")
                    .judgedBy(seen -> BlockFindings.withParameters(seen, "NCM-NTB-03")),
            rule("NCM-NTB-04", "wSequence is 0 in the first block after alternate setting 0 was left, and counts up "
                    + "by one with every block.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("NCM 1.0", "§3.2.1"))
                    .hosts(HostPlatform.LINUX)
                    .remediation("Count blocks in wSequence from 0, and begin anew when the host selects alternate "
                            + "setting 0.")
                    .judgedBy(seen -> BlockFindings.of(seen, "NCM-NTB-04")),
            rule("NCM-NTB-05", "A table has a wLength of at least 16, in fours (NTB16), or at least 32, in eights "
                    + "(NTB32), and ends inside the block.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.3.1 and §3.3.2"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .remediation("Count the table's header, its entries and the null entry in wLength.")
                    .judgedBy(seen -> BlockFindings.of(seen, "NCM-NTB-05")),
            rule("NCM-NTB-06", "Every datagram pointer table ends in a null entry.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.7"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Put an entry of index 0 and length 0 behind the last one, and count it in wLength.")
                    .judgedBy(seen -> BlockFindings.of(seen, "NCM-NTB-06")),
            rule("NCM-NTB-07", "Tables stand at multiples of wNdpInAlignment.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§6.2.1"))
                    .hosts()
                    .remediation("Round the offset of each table up to wNdpInAlignment.")
                    .judgedBy(seen -> BlockFindings.withParameters(seen, "NCM-NTB-07")),
            rule("NCM-NTB-08", "Payloads, which begin 14 octets into a datagram, stand where wNdpInDivisor and "
                    + "wNdpInPayloadRemainder say.")
                    .obligation(Obligation.RECOMMENDED, Source.unchecked("NCM 1.0", "§3.3.4"))
                    .hosts()
                    .remediation("Place datagrams so that (wDatagramIndex + 14) mod wNdpInDivisor is "
                            + "wNdpInPayloadRemainder.")
                    .judgedBy(seen -> BlockFindings.withParameters(seen, "NCM-NTB-08")),
            rule("NCM-NTB-09", "Datagrams lie inside the block and overlap neither header, table nor one another.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.3"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .remediation("Place each datagram behind the end of the one before it, clear of header and table.")
                    .judgedBy(seen -> BlockFindings.of(seen, "NCM-NTB-09")),
            rule("NCM-NTB-10", "Datagrams have at least 14 octets and at most wMaxSegmentSize, and 4 more in CRC "
                    + "mode.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.3"))
                    .hosts(HostPlatform.LINUX)
                    .remediation("Put whole Ethernet frames of at most wMaxSegmentSize octets into datagrams.")
                    .judgedBy(seen -> BlockFindings.of(seen, "NCM-NTB-10")),
            rule("NCM-NTB-11", "The chain of tables has at most 50, and ends.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.3.1"))
                    .hosts(HostPlatform.LINUX)
                    .remediation("Set wNextNdpIndex of the last table to 0.")
                    .judgedBy(seen -> BlockFindings.of(seen, "NCM-NTB-11")),
            rule("NCM-NTB-12", "A table's signature says no CRC (NCM0, ncm0) unless SetCrcMode asked for one (NCM1, "
                    + "ncm1).")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.3.1"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .remediation("Send NCM0 (ncm0 for NTB32) until the host sets CRC mode, and again after alternate "
                            + "setting 0.")
                    .judgedBy(seen -> BlockFindings.of(seen, "NCM-NTB-12")));

    private static final int ETHERNET_HEADER = 14;
    private static final int CRC = 4;

    private NtbRules() {}

    private static Optional<String> badHeader(InBlock block) {
        return block.defect(Set.of(Kind.TRUNCATED_HEADER, Kind.NTH_SIGNATURE, Kind.HEADER_LENGTH, Kind.NDP_INDEX))
                .or(() -> block.block().format() == block.format() ? Optional.empty()
                        : Optional.of("the block is " + block.block().format() + ", selected was " + block.format()));
    }

    private static BlockFindings.Check defect(Kind... kinds) {
        Set<Kind> wanted = Set.of(kinds);
        return (block, _) -> block.defect(wanted);
    }

    private static Optional<String> tooLong(InBlock block) {
        long named = block.block().header().blockLength();
        long length = named == 0 ? block.block().transfer().length() : named;
        return block.inputSize() == 0 || length <= block.inputSize() ? Optional.empty()
                : Optional.of("the block has " + length + " octets, the input size is " + block.inputSize());
    }

    private static Optional<String> outOfSequence(InBlock block) {
        int wSequence = block.block().header().wSequence();
        return block.expectedSequence() < 0 || wSequence == block.expectedSequence() ? Optional.empty()
                : Optional.of("wSequence is " + wSequence + ", not " + block.expectedSequence());
    }

    private static Optional<String> misplacedTable(InBlock block, BlockFindings.Limits limits) {
        int alignment = limits.parameters().wNdpInAlignment();
        return alignment == 0 ? Optional.empty() : block.block().ndps().stream()
                .filter(table -> table.offset() % alignment != 0).findFirst()
                .map(table -> "the table at " + table.offset() + " is not at a multiple of " + alignment);
    }

    private static Optional<String> misplacedPayload(InBlock block, BlockFindings.Limits limits) {
        int divisor = limits.parameters().wNdpInDivisor();
        int remainder = limits.parameters().wNdpInPayloadRemainder();
        return divisor == 0 ? Optional.empty() : block.block().ndps().stream()
                .flatMap(table -> table.datagramEntries().stream())
                .filter(entry -> (entry.datagramIndex() + ETHERNET_HEADER) % divisor != remainder).findFirst()
                .map(entry -> "the payload of the datagram at " + entry.datagramIndex() + " is at "
                        + (entry.datagramIndex() + ETHERNET_HEADER) + ", which modulo " + divisor + " is not "
                        + remainder);
    }

    private static Optional<String> badDatagramLength(InBlock block, BlockFindings.Limits limits) {
        return block.defect(Set.of(Kind.DATAGRAM_SHORT)).or(() -> block.block().ndps().stream()
                .flatMap(table -> table.datagramEntries().stream()
                        .filter(entry -> entry.datagramLength() > limits.maxSegmentSize()
                                + (block.block().hasCrc(table) ? CRC : 0)))
                .findFirst().map(entry -> "the datagram at " + entry.datagramIndex() + " has "
                        + entry.datagramLength() + " octets, wMaxSegmentSize is " + limits.maxSegmentSize()));
    }

    private static Optional<String> badSignature(InBlock block) {
        long wanted = block.block().format().ndpSignature(block.crc());
        return block.block().ndps().stream().filter(table -> table.signature() != wanted).findFirst()
                .map(table -> "the table at %d has signature 0x%08x, not 0x%08x".formatted(table.offset(),
                        table.signature(), wanted));
    }
}
