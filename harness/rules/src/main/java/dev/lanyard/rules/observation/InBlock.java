package dev.lanyard.rules.observation;

import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbDefect;
import dev.lanyard.wire.ntb.NtbFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A transfer block that the accessory sent.
 *
 * @param format           what SetNtbFormat had last selected when it came
 * @param crc              whether SetCrcMode had last asked for a CRC behind each datagram
 * @param inputSize        the most octets that a block may have, after SetNtbInputSize; 0 where it is not known
 * @param maxDatagrams     the most datagrams that a block may hold, after SetNtbInputSize; 0: no limit
 * @param expectedSequence what wSequence follows from the blocks before it; -1 where that is not known
 */
public record InBlock(Ntb block, NtbFormat format, boolean crc, long inputSize, int maxDatagrams,
                      int expectedSequence) {

    /** What its first defect of one of these kinds is. */
    public Optional<String> defect(Set<NtbDefect.Kind> kinds) {
        return block.defects().stream().filter(defect -> kinds.contains(defect.kind())).findFirst()
                .map(defect -> defect.text() + " (octet " + defect.offset() + ")");
    }
}
