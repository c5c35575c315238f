package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.Fault.fault;

import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Faults of the accessory's multicast DNS. */
final class MdnsFaults {

    private static final Name ENUMERATION = Name.fromConstantString("_services._dns-sd._udp.local.");
    private static final Name LONG_TYPE = Name.fromConstantString("_lanyard-echo-016._udp.local.");

    static final List<Fault> ALL = List.of(
            fault("NET-MDNS-01", "It probes twice for its names, not three times, before it announces them.")
                    .doing(MdnsDefects::withoutFirstProbe),
            fault("NET-MDNS-02", "Its address records have no cache-flush bit.")
                    .does(MdnsDefects.records(record -> record.getType() == Type.A || record.getType() == Type.AAAA
                            ? remade(record, DClass.IN, record.rdataToWireCanonical()) : record)),
            fault("NET-MDNS-03", "Its mDNS responses have TTL 1.")
                    .does(MdnsDefects.hopLimit(1)),
            fault("NET-MDNS-04", "It answers every question to the group.")
                    .breaks("NET-MDNS-13", "answers that are for one asker alone may come as often as they are asked for")
                    .does(MdnsDefects.multicastOnly()),
            fault("NET-MDNS-05", "It answers what the question says is known.")
                    .does(MdnsDefects.deafToKnownAnswers()),
            fault("NET-MDNS-06", "It keeps its name when somebody else claims it.")
                    .does(MdnsDefects.deafToClaims()),
            fault("NET-MDNS-07", "It says no goodbye.")
                    .does(MdnsDefects.withoutGoodbyes()),
            fault("NET-MDNS-08", "It does not list its service types.")
                    .does(MdnsDefects.records(record -> record.getName().equals(ENUMERATION) ? null : record)),
            fault("NET-MDNS-09", "Its host has an address of another network.")
                    .breaks("NET-MDNS-11", "an address that is not on the link is not the one that is used there")
                    .does(MdnsDefects.records(record -> record.getType() == Type.A
                            ? remade(record, record.getDClass(), new byte[] {10, 99, 99, 1}) : record),
                            MdnsDefects.records(record -> record.getType() == Type.AAAA ? null : record)),
            fault("NET-MDNS-10", "It offers a service type with a name of 16 letters.")
                    .does(MdnsDefects.responses(MdnsFaults::withLongType)),
            fault("NET-MDNS-11", "Its host's address is one that it had once.")
                    .does(MdnsDefects.records(record -> record instanceof ARecord address
                            ? remade(record, record.getDClass(), stale(address)) : record)),
            fault("NET-MDNS-12", "It does not answer over IPv6.")
                    .does(MdnsDefects.silentOverIpv6()),
            fault("NET-MDNS-13", "It sends every answer to the group three times.")
                    .does(MdnsDefects.thrice()));

    private MdnsFaults() {}

    private static Record remade(Record record, int dclass, byte[] data) {
        return Record.newRecord(record.getName(), record.getType(), dclass, record.getTTL(), data);
    }

    /** Another host of the same network. */
    private static byte[] stale(ARecord record) {
        byte[] octets = record.getAddress().getAddress();
        octets[3] ^= 0x40;
        return octets;
    }

    private static Message withLongType(Message message) {
        Message more = message.clone();
        if (more.getSection(Section.ANSWER).stream().anyMatch(record -> record.getName().equals(ENUMERATION))) {
            more.addRecord(new PTRRecord(ENUMERATION, DClass.IN, 4500, LONG_TYPE), Section.ANSWER);
        }
        return more;
    }
}
