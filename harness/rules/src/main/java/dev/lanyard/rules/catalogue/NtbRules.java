package dev.lanyard.rules.catalogue;

import static dev.lanyard.rules.Rule.rule;

import dev.lanyard.rules.HostPlatform;
import dev.lanyard.rules.Obligation;
import dev.lanyard.rules.Rule;
import dev.lanyard.rules.Source;
import dev.lanyard.rules.observation.InBlock;
import dev.lanyard.wire.ntb.NtbDefect.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Transfer blocks that the accessory sends. */
public final class NtbRules {

    /** Rules NCM-NTB-*. */
    public static final List<Rule> RULES = List.of(
            rule("NCM-NTB-01", "Every block begins with the header of the selected format, of the right length, and "
                    + "its table index lies inside the block.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.2"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .remediation("Send NCMH with wHeaderLength 12 for NTB16, ncmh with 16 for NTB32, and a table index "
                            + "that is a multiple of 4 behind the header.")
                    .judgedBy(seen -> Each.inBlock(seen, NtbRules::badHeader)),
            rule("NCM-NTB-02", "The block length is that of the transfer (one octet of padding aside), or 0.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.2.1"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Set wBlockLength to what is sent, and end each block with a short packet, or a "
                            + "zero-length packet where its length is a multiple of the packet size.")
                    .judgedBy(seen -> Each.inBlock(seen,
                            block -> block.defect(Set.of(Kind.BLOCK_LENGTH, Kind.TRAILING_OCTETS)))),
            rule("NCM-NTB-06", "Every datagram pointer table ends in a null entry.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.7"))
                    .hosts(HostPlatform.WINDOWS)
                    .remediation("Put an entry of index 0 and length 0 behind the last one, and count it in wLength.")
                    .judgedBy(seen -> Each.inBlock(seen,
                            block -> block.defect(Set.of(Kind.NO_NULL_ENTRY, Kind.HALF_NULL_ENTRY)))),
            rule("NCM-NTB-09", "Datagrams lie inside the block and overlap neither header, table nor one another.")
                    .obligation(Obligation.MUST, Source.unchecked("NCM 1.0", "§3.3"))
                    .hosts(HostPlatform.LINUX, HostPlatform.WINDOWS)
                    .remediation("Place each datagram behind the end of the one before it, clear of header and table.")
                    .judgedBy(seen -> Each.inBlock(seen,
                            block -> block.defect(Set.of(Kind.DATAGRAM_OUTSIDE, Kind.OVERLAP)))));

    private NtbRules() {}

    private static Optional<String> badHeader(InBlock block) {
        return block.defect(Set.of(Kind.TRUNCATED_HEADER, Kind.NTH_SIGNATURE, Kind.HEADER_LENGTH, Kind.NDP_INDEX))
                .or(() -> block.block().format() == block.format() ? Optional.empty()
                        : Optional.of("the block is " + block.block().format() + ", selected was " + block.format()));
    }
}
