package dev.lanyard.stubs.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** The records that the accessory answers with: its host name's addresses and its one service (RFC 6763). */
final class MdnsRecords {

    /** Of records with a host name in them (RFC 6762 §10). */
    private static final long HOST_TTL = 120;
    private static final long OTHER_TTL = 4500;
    private static final Name SERVICE_TYPES = Name.fromConstantString("_services._dns-sd._udp.local.");

    private Inet4Address address;
    private final NetworkSettings.Service service;
    private final String preferredHostName;
    private final Name serviceType;
    private byte[] ipv6Address;
    private int attempt = 1;
    private Name hostName;
    private Name instanceName;

    MdnsRecords(NetworkSettings settings) {
        this.address = settings.address();
        this.service = settings.service();
        this.preferredHostName = settings.hostName();
        this.serviceType = Name.fromConstantString(service.type() + ".local.");
        chooseNames();
    }

    void setIpv4Address(Inet4Address usable) {
        address = usable;
    }

    /** Null while there is none to use. */
    void setIpv6Address(byte[] usable) {
        ipv6Address = usable;
    }

    Name hostName() {
        return hostName;
    }

    Name instanceName() {
        return instanceName;
    }

    /** Takes other names, after somebody else turned out to have the present ones (RFC 6762 §9). */
    void rename() {
        attempt++;
        chooseNames();
    }

    private void chooseNames() {
        String suffix = attempt == 1 ? "" : "-" + attempt;
        String instanceSuffix = attempt == 1 ? "" : " (" + attempt + ")";
        hostName = name(cut(preferredHostName, suffix), Name.fromConstantString("local."));
        instanceName = name(cut(service.instance(), instanceSuffix), serviceType);
    }

    /** Records that only one responder on the link may have. */
    List<Record> unique() {
        List<Record> records = new ArrayList<>(List.of(
                new ARecord(hostName, DClass.IN, HOST_TTL, address),
                new SRVRecord(instanceName, DClass.IN, HOST_TTL, 0, 0, service.port(), hostName),
                new TXTRecord(instanceName, DClass.IN, OTHER_TTL,
                        service.text().isEmpty() ? List.of("") : service.text()),
                new PTRRecord(ReverseMap.fromAddress(address), DClass.IN, HOST_TTL, hostName)));
        if (ipv6Address != null) {
            InetAddress usable = inet(ipv6Address);
            records.add(new AAAARecord(hostName, DClass.IN, HOST_TTL, usable));
            records.add(new PTRRecord(ReverseMap.fromAddress(usable), DClass.IN, HOST_TTL, hostName));
        }
        return records;
    }

    /** Records that any number of responders may have. */
    List<Record> shared() {
        return List.of(new PTRRecord(serviceType, DClass.IN, OTHER_TTL, instanceName),
                new PTRRecord(SERVICE_TYPES, DClass.IN, OTHER_TTL, serviceType));
    }

    boolean isUnique(Record record) {
        return !record.getName().equals(serviceType) && !record.getName().equals(SERVICE_TYPES);
    }

    List<Record> all() {
        List<Record> records = new ArrayList<>(unique());
        records.addAll(shared());
        return records;
    }

    /** Says which types a name of the accessory has, so that others need not be asked for again (RFC 6762 §6.1). */
    Optional<Record> types(Name name) {
        int[] types = probed().stream().filter(record -> record.getName().equals(name)).mapToInt(Record::getType)
                .distinct().sorted().toArray();
        return types.length == 0 ? Optional.empty()
                : Optional.of(new NSECRecord(name, DClass.IN, HOST_TTL, name, types));
    }

    /** The unique records that are probed for: those of the host and instance names. */
    List<Record> probed() {
        return unique().stream().filter(record -> record.getType() != Type.PTR).toList();
    }

    /** What a querier will want next (RFC 6763 §12). */
    List<Record> additionalTo(List<Record> answers) {
        boolean pointsToInstance = answers.stream().anyMatch(record -> record.getName().equals(serviceType));
        boolean pointsToHost = pointsToInstance || answers.stream().anyMatch(record -> record.getType() == Type.SRV);
        List<Record> additional = new ArrayList<>(probed().stream()
                .filter(record -> record.getName().equals(instanceName) ? pointsToInstance : pointsToHost)
                .filter(record -> answers.stream().noneMatch(answer -> isSame(answer, record))).toList());
        boolean givesAddress = pointsToHost || answers.stream().anyMatch(record -> record.getType() == Type.A);
        if (givesAddress && ipv6Address == null) {
            types(hostName).ifPresent(additional::add);
        }
        return additional;
    }

    /** Same name, type and data; class and time to live do not count. */
    static boolean isSame(Record one, Record other) {
        return one.getType() == other.getType() && one.getName().equals(other.getName())
                && Arrays.equals(one.rdataToWireCanonical(), other.rdataToWireCanonical());
    }

    private static InetAddress inet(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen octets are an IPv6 address", e);
        }
    }

    /** {@code text} and {@code suffix} as one label: at most 63 octets, cut between characters. */
    private static String cut(String text, String suffix) {
        String kept = text;
        while ((kept + suffix).getBytes(StandardCharsets.UTF_8).length > 63) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept + suffix;
    }

    /** A name whose first label may hold any character, dots and blanks too. */
    private static Name name(String label, Name parent) {
        byte[] octets = label.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.write(octets.length);
        wire.writeBytes(octets);
        wire.writeBytes(parent.toWireCanonical());
        try {
            return new Name(wire.toByteArray());
        } catch (IOException e) {
            throw new IllegalArgumentException("\"" + label + "\" is no DNS label of 1..63 octets", e);
        }
    }
}
