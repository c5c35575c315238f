package dev.lanyard.drivers.ip.mdns;

import dev.lanyard.drivers.ip.Datagram;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.DeviceText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What one search for a service has heard so far, and what it still lacks. */
final class MdnsSearch {

    /** A responder that floods costs no more memory than this. */
    private static final int RECORDS = 1024;
    private static final int NEAR_KEPT = 6;
    private static final int CACHE_FLUSH = 0x8000;

    private record Heard(Record record, Datagram datagram) {}

    private final String serviceType;
    private final Name type;
    private final Optional<String> wanted;
    private final Map<List<Object>, Heard> heard = new LinkedHashMap<>();
    private final Set<String> near = new LinkedHashSet<>();

    MdnsSearch(String serviceType, Optional<String> wanted) {
        this.serviceType = serviceType;
        this.wanted = wanted;
        try {
            type = Name.fromString(serviceType + ".local.");
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a service type such as _echo._udp: " + serviceType, e);
        }
    }

    /** Takes in a datagram to port 5353, whatever it holds. */
    void take(Datagram datagram) {
        String from = datagram.source().getAddress().getHostAddress();
        Message message;
        try {
            message = new Message(datagram.payload().toArray());
        } catch (IOException | RuntimeException e) {
            // dnsjava refuses some malformed records with unchecked exceptions.
            near("a message from " + from + " that cannot be read (" + DeviceText.quoted(String.valueOf(e.getMessage()))
                    + ")");
            return;
        }
        Header header = message.getHeader();
        if (!header.getFlag(Flags.QR)) {
            return;
        }
        if (header.getOpcode() != Opcode.QUERY || header.getRcode() != Rcode.NOERROR) {
            near("a response from " + from + " with opcode " + header.getOpcode() + " and rcode " + header.getRcode());
        } else if (datagram.source().getPort() != MdnsClient.PORT) {
            near("a response from " + from + " port " + datagram.source().getPort() + ", not 5353 (RFC 6762 §6)");
        } else {
            take(message.getSection(Section.ANSWER), datagram);
            take(message.getSection(Section.ADDITIONAL), datagram);
        }
    }

    private void take(List<Record> records, Datagram datagram) {
        for (Record record : records) {
            List<Object> key = List.of(record.getName(), record.getType(), Bytes.wrap(record.rdataToWireCanonical()));
            if (record.getTTL() == 0) {
                heard.remove(key);
            } else if (heard.size() < RECORDS || heard.containsKey(key)) {
                heard.put(key, new Heard(record, datagram));
            }
            if (record instanceof PTRRecord && !record.getName().equals(type)) {
                near("the service " + DeviceText.quoted(record.getName().toString()));
            }
        }
    }

    private void near(String what) {
        if (near.size() < NEAR_KEPT) {
            near.add(what);
        }
    }

    private List<Heard> all(Name name, int recordType) {
        return heard.values().stream().filter(h -> h.record().getType() == recordType
                && (h.record().getDClass() & ~CACHE_FLUSH) == DClass.IN && h.record().getName().equals(name)).toList();
    }

    private Optional<Heard> first(Name name, int recordType) {
        return all(name, recordType).stream().findFirst();
    }

    private List<Heard> pointers() {
        return all(type, Type.PTR).stream()
                .filter(h -> ((PTRRecord) h.record()).getTarget().subdomain(type)).toList();
    }

    List<String> instances() {
        return pointers().stream().map(h -> label(((PTRRecord) h.record()).getTarget())).distinct().toList();
    }

    private static String label(Name name) {
        byte[] label = name.getLabel(0);
        return new String(label, 1, label.length - 1, StandardCharsets.UTF_8);
    }

    /** The instance searched for, once its name is known. */
    private Optional<Name> instance() {
        if (wanted.isEmpty()) {
            return pointers().stream().map(h -> ((PTRRecord) h.record()).getTarget()).findFirst();
        }
        return pointers().stream().map(h -> ((PTRRecord) h.record()).getTarget())
                .filter(name -> label(name).toLowerCase(Locale.ROOT).equals(wanted.get().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private Optional<Heard> service() {
        return instance().flatMap(name -> first(name, Type.SRV));
    }

    private Optional<Name> target() {
        return service().map(h -> ((SRVRecord) h.record()).getTarget());
    }

    private List<Heard> addressRecords() {
        return target().map(name -> heard.values().stream().filter(h -> h.record().getName().equals(name)
                && (h.record().getType() == Type.A || h.record().getType() == Type.AAAA)).toList()).orElse(List.of());
    }

    boolean isResolved() {
        return service().isPresent() && instance().flatMap(name -> first(name, Type.TXT)).isPresent()
                && !addressRecords().isEmpty();
    }

    /** Whether one of A and AAAA was neither sent nor denied. */
    boolean lacksFamily() {
        return !otherFamilyQuestions().isEmpty();
    }

    List<Record> browseQuestions() {
        return List.of(Record.newRecord(type, Type.PTR, DClass.IN));
    }

    List<Record> resolveQuestions() {
        Optional<Name> instance = instance();
        if (instance.isEmpty()) {
            return browseQuestions();
        }
        List<Record> questions = new ArrayList<>();
        for (int lacking : new int[] {Type.SRV, Type.TXT}) {
            if (first(instance.get(), lacking).isEmpty()) {
                questions.add(Record.newRecord(instance.get(), lacking, DClass.IN));
            }
        }
        questions.addAll(otherFamilyQuestions());
        return questions;
    }

    List<Record> otherFamilyQuestions() {
        Optional<Name> target = target();
        List<Record> questions = new ArrayList<>();
        for (int family : new int[] {Type.A, Type.AAAA}) {
            if (target.isPresent() && first(target.get(), family).isEmpty() && !isDenied(target.get(), family)) {
                questions.add(Record.newRecord(target.get(), family, DClass.IN));
            }
        }
        return questions;
    }

    /** RFC 6762 §6.1: an NSEC record that does not list a type says that there is none. */
    private boolean isDenied(Name name, int family) {
        return all(name, Type.NSEC).stream().anyMatch(h -> !((NSECRecord) h.record()).hasType(family));
    }

    MdnsService result(long began, int queries) {
        Name instance = instance().orElseThrow();
        Heard srv = service().orElseThrow();
        Heard txt = first(instance, Type.TXT).orElseThrow();
        List<Heard> used = new ArrayList<>(pointers().stream()
                .filter(h -> ((PTRRecord) h.record()).getTarget().equals(instance)).toList());
        used.add(srv);
        used.add(txt);
        used.addAll(addressRecords());
        SRVRecord service = (SRVRecord) srv.record();
        long last = used.stream().mapToLong(h -> h.datagram().nanos()).max().orElseThrow();
        return new MdnsService(label(instance), serviceType, service.getTarget().toString(), service.getPort(),
                addressRecords().stream().map(h -> address(h.record())).distinct().toList(),
                txt((TXTRecord) txt.record()), used.stream().map(MdnsSearch::shown).toList(),
                used.getFirst().datagram().source(), Math.max(0, last - began), queries);
    }

    private static InetAddress address(Record record) {
        try {
            return InetAddress.getByAddress(record.rdataToWireCanonical());
        } catch (UnknownHostException e) {
            throw new AssertionError("dnsjava reads A and AAAA of 4 and 16 octets only", e);
        }
    }

    private static Map<String, Optional<Bytes>> txt(TXTRecord record) {
        Map<String, Optional<Bytes>> values = new LinkedHashMap<>();
        for (byte[] string : record.getStringsAsByteArrays()) {
            String text = new String(string, StandardCharsets.ISO_8859_1);
            int equals = text.indexOf('=');
            String key = equals < 0 ? text : text.substring(0, equals);
            boolean repeated = values.keySet().stream().anyMatch(key::equalsIgnoreCase);
            if (!key.isEmpty() && !repeated) {
                values.put(key, equals < 0 ? Optional.empty()
                        : Optional.of(Bytes.copyOf(string, equals + 1, string.length - equals - 1)));
            }
        }
        return Collections.unmodifiableMap(values);
    }

    private static MdnsRecord shown(Heard heard) {
        return MdnsMessage.shown(heard.record(), heard.datagram().source(), heard.datagram().ttl());
    }

    /** Why nothing was resolved. */
    IpException failure(String asked, int queries, Duration timeout) {
        String effort = queries + " queries in " + timeout.toMillis() + " ms";
        if (instance().isPresent()) {
            List<String> lacking = new ArrayList<>();
            if (service().isEmpty()) {
                lacking.add("SRV");
            }
            if (first(instance().get(), Type.TXT).isEmpty()) {
                lacking.add("TXT");
            }
            if (addressRecords().isEmpty()) {
                lacking.add(target().map(name -> "an address of " + DeviceText.quoted(name.toString()))
                        .orElse("an address"));
            }
            return new IpException(IpFailure.INCOMPLETE, asked, effort + "; "
                    + DeviceText.quoted(label(instance().get())) + " answered, but lacks "
                    + String.join(", ", lacking));
        }
        List<String> others = new ArrayList<>(near);
        instances().stream().limit(NEAR_KEPT).map(i -> "the instance " + DeviceText.quoted(i))
                .forEach(others::addFirst);
        return new IpException(IpFailure.NO_REPLY, asked, effort + "; " + (others.isEmpty()
                ? "no mDNS response was heard" : "heard instead: " + String.join(", ", others)));
    }
}
