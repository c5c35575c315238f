package dev.lanyard.rules.observation;

import dev.lanyard.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/** The groups of IGMPv3 (RFC 3376 §4.2) and MLDv2 reports (RFC 3810 §5.2), which differ only in their addresses. */
final class GroupRecords {

    private static final int IGMP_V1_REPORT = 0x12;
    private static final int IGMP_V2_REPORT = 0x16;
    private static final int IGMP_V3_REPORT = 0x22;

    private GroupRecords() {}

    /** Those of a report whose records begin at octet 8. */
    static List<Bytes> of(Bytes report, int addressLength) {
        List<Bytes> groups = new ArrayList<>();
        int at = 8;
        for (int left = report.u16be(6); left > 0 && report.has(at, 4 + addressLength); left--) {
            groups.add(report.slice(at + 4, addressLength));
            at += 4 + addressLength * (1 + report.u16be(at + 2)) + 4 * report.u8(at + 1);
        }
        return groups;
    }

    /** Those of an IGMP message, whatever its version; none of one that is no report. */
    static List<Bytes> ofIgmp(Bytes message) {
        if (!message.has(0, 8)) {
            return List.of();
        }
        return switch (message.u8(0)) {
            case IGMP_V1_REPORT, IGMP_V2_REPORT -> List.of(message.slice(4, 4));
            case IGMP_V3_REPORT -> of(message, 4);
            default -> List.of();
        };
    }
}
