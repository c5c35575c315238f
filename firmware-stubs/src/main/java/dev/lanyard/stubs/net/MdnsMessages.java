package dev.lanyard.stubs.net;

import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Multicast DNS messages (RFC 6762 §18), whose top class bit has a meaning of its own. */
final class MdnsMessages {

    /** A question: a unicast answer is welcome. A unique record: forget what was cached (RFC 6762 §5.4, §10.2). */
    static final int TOP_BIT = 0x8000;

    private static final long LEGACY_TTL = 10;

    private MdnsMessages() {}

    static byte[] probe(List<Name> names, List<Record> proposed) {
        Message message = new Message(0);
        for (Name name : names) {
            message.addRecord(Record.newRecord(name, Type.ANY, DClass.IN | TOP_BIT), Section.QUESTION);
        }
        proposed.forEach(record -> message.addRecord(record, Section.AUTHORITY));
        return message.toWire();
    }

    static byte[] response(MdnsRecords records, List<Record> answers, List<Record> additional) {
        Message message = answer(0);
        answers.forEach(record -> message.addRecord(flushing(records, record), Section.ANSWER));
        additional.forEach(record -> message.addRecord(flushing(records, record), Section.ADDITIONAL));
        return message.toWire();
    }

    /** For a plain DNS client (RFC 6762 §6.7): its id and question, short lives, no cache-flush bit. */
    static byte[] legacyResponse(Message query, List<Record> answers, List<Record> additional) {
        Message message = answer(query.getHeader().getID());
        query.getSection(Section.QUESTION).forEach(question -> message.addRecord(question, Section.QUESTION));
        answers.forEach(record -> message.addRecord(shortLived(record), Section.ANSWER));
        additional.forEach(record -> message.addRecord(shortLived(record), Section.ADDITIONAL));
        return message.toWire();
    }

    /** Goodbye (RFC 6762 §10.1). */
    static byte[] goodbye(MdnsRecords records) {
        Message message = answer(0);
        for (Record record : records.all()) {
            message.addRecord(flushing(records, copy(record, DClass.IN, 0)), Section.ANSWER);
        }
        return message.toWire();
    }

    private static Message answer(int id) {
        Message message = new Message(id);
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setFlag(Flags.AA);
        return message;
    }

    private static Record flushing(MdnsRecords records, Record record) {
        return records.isUnique(record) ? copy(record, DClass.IN | TOP_BIT, record.getTTL()) : record;
    }

    private static Record shortLived(Record record) {
        return copy(record, DClass.IN, Math.min(record.getTTL(), LEGACY_TTL));
    }

    private static Record copy(Record record, int dclass, long ttl) {
        return Record.newRecord(record.getName(), record.getType(), dclass, ttl, record.rdataToWireCanonical());
    }
}
