package dev.lanyard.stubs.net;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Who may keep a name that two responders want (RFC 6762 §8.2, §9). */
final class MdnsProbeContest {

    /** Class without the cache-flush bit, then type, then data, octet by unsigned octet. */
    private static final Comparator<Record> ORDER = Comparator
            .comparingInt((Record record) -> record.getDClass() & ~MdnsMessages.TOP_BIT)
            .thenComparingInt(Record::getType)
            .thenComparing(Record::rdataToWireCanonical, Arrays::compareUnsigned);

    private final MdnsRecords records;

    MdnsProbeContest(MdnsRecords records) {
        this.records = records;
    }

    /** Whether {@code theirs} give one of our names other data than we do. */
    boolean isConflict(List<Record> theirs) {
        List<Record> ours = records.probed();
        return theirs.stream().anyMatch(their -> {
            List<Record> sameKind = ours.stream().filter(our -> our.getName().equals(their.getName())
                    && our.getType() == their.getType()).toList();
            return !sameKind.isEmpty() && sameKind.stream().noneMatch(our -> MdnsRecords.isSame(our, their));
        });
    }

    /** Whether another probe's proposal beats ours for a name that both want. */
    boolean isLost(List<Record> proposed) {
        return isLost(records.hostName(), proposed) || isLost(records.instanceName(), proposed);
    }

    private boolean isLost(Name name, List<Record> proposed) {
        List<Record> theirs = sorted(name, proposed);
        List<Record> ours = sorted(name, records.probed());
        for (int i = 0; i < Math.min(theirs.size(), ours.size()); i++) {
            int order = ORDER.compare(ours.get(i), theirs.get(i));
            if (order != 0) {
                return order < 0;
            }
        }
        return ours.size() < theirs.size();
    }

    private static List<Record> sorted(Name name, List<Record> records) {
        return records.stream().filter(record -> record.getName().equals(name) && record.getType() != Type.OPT)
                .sorted(ORDER).toList();
    }
}
