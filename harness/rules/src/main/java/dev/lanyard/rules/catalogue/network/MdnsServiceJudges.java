package dev.lanyard.rules.catalogue.network;

import dev.lanyard.rules.Finding;
import dev.lanyard.rules.catalogue.Each;
import dev.lanyard.rules.observation.IpPacket;
import dev.lanyard.rules.observation.MdnsMessage;
import dev.lanyard.rules.observation.MdnsTraffic;
import dev.lanyard.rules.observation.Observation;
import dev.lanyard.rules.observation.Seen;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.DeviceText;
import dev.lanyard.wire.dhcp.DhcpOption;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** What the accessory offers, and whether it is where it says (RFC 6763). */
final class MdnsServiceJudges {

    private static final Name ENUMERATION = Name.fromConstantString("_services._dns-sd._udp.local.");
    private static final Name LOCAL = Name.fromConstantString("local.");
    private static final int LONGEST_LABEL = 63;
    private static final String TYPE_NAME = "_(?=.*[A-Za-z])(?!.*--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,13}[A-Za-z0-9])?";

    private MdnsServiceJudges() {}

    /** PTR records of service types that point to instances. */
    private static List<Seen<PTRRecord>> instances(MdnsTraffic traffic) {
        return traffic.records(Type.PTR).stream().filter(seen -> seen.what() instanceof PTRRecord pointer
                && isType(pointer.getName()) && pointer.getTarget().subdomain(pointer.getName())
                && pointer.getTarget().labels() == pointer.getName().labels() + 1)
                .map(seen -> seen.as((PTRRecord) seen.what())).toList();
    }

    /** Whether it looks as if it should be the name of a service type: {@code _x._y.local}. */
    private static boolean isType(Name name) {
        return name.labels() == 4 && name.subdomain(LOCAL) && label(name, 0).startsWith("_")
                && label(name, 1).startsWith("_") && !name.equals(ENUMERATION);
    }

    private static String label(Name name, int index) {
        byte[] label = name.getLabel(index);
        return new String(label, 1, label.length - 1, StandardCharsets.ISO_8859_1);
    }

    static Finding enumeration(Observation seen) {
        MdnsTraffic traffic = MdnsTraffic.of(seen);
        List<Seen<MdnsMessage>> asked = traffic.queries().stream().filter(query -> query.what().questions().stream()
                .anyMatch(question -> question.getName().equals(ENUMERATION))
                && traffic.isWatched(query.nanos(), MdnsAnswerJudges.ANSWER_NANOS)).toList();
        Map<Name, Long> offered = new LinkedHashMap<>();
        instances(traffic).forEach(one -> offered.putIfAbsent(one.what().getName(), one.sequence()));
        if (asked.isEmpty() || offered.isEmpty()) {
            return Finding.unseen(asked.isEmpty() ? "nobody asked for the types of services, and awaited the answer"
                    : "the accessory offers no service");
        }
        Set<Name> listed = traffic.records(ENUMERATION, Type.PTR).stream().map(Seen::what)
                .filter(PTRRecord.class::isInstance).map(record -> ((PTRRecord) record).getTarget())
                .collect(Collectors.toSet());
        Each each = new Each("service types");
        offered.forEach((type, sequence) -> each.add(sequence, listed.contains(type) ? Optional.empty()
                : Optional.of(MdnsText.name(type) + " is offered and " + (listed.isEmpty()
                        ? "no type is listed" : "not listed"))));
        return each.broken().orElseGet(() -> Finding.kept("the " + offered.size() + " types that it offers are listed",
                List.of(asked.getFirst().sequence())));
    }

    static Finding resolution(Observation seen) {
        MdnsTraffic traffic = MdnsTraffic.of(seen);
        Map<Name, Long> instances = new LinkedHashMap<>();
        instances(traffic).forEach(one -> instances.putIfAbsent(one.what().getTarget(), one.sequence()));
        Each each = new Each("service instances");
        List<String> open = new ArrayList<>();
        instances.forEach((instance, sequence) -> {
            List<String> lacking = new ArrayList<>();
            Optional<String> fault = fault(seen, traffic, instance, lacking);
            if (fault.isPresent() || lacking.isEmpty()) {
                each.add(sequence, fault);
            } else {
                open.add(MdnsText.name(instance) + " lacks " + String.join(", ", lacking));
            }
        });
        return each.broken().orElseGet(() -> each.count() == 0
                ? Finding.unseen(open.isEmpty() ? "no service instance came by multicast DNS"
                        : "what was not asked for did not come: " + open.getFirst())
                : Finding.kept(each.count() + " service instances have SRV, TXT and an address",
                        List.of(each.first())));
    }

    /** What is wrong with an instance; what may only not have been asked for goes to {@code lacking}. */
    private static Optional<String> fault(Observation seen, MdnsTraffic traffic, Name instance, List<String> lacking) {
        List<Seen<Record>> services = traffic.records(instance, Type.SRV);
        List<Seen<Record>> texts = traffic.records(instance, Type.TXT);
        for (Seen<Record> text : texts) {
            Optional<String> wrong = textFault((TXTRecord) text.what());
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        if (services.isEmpty() || texts.isEmpty()) {
            int type = services.isEmpty() ? Type.SRV : Type.TXT;
            return missing(traffic, instance, type, lacking);
        }
        for (Seen<Record> service : services) {
            Name target = ((SRVRecord) service.what()).getTarget();
            List<Seen<Record>> addresses = Stream.of(Type.A, Type.AAAA)
                    .flatMap(type -> traffic.records(target, type).stream()).toList();
            if (addresses.isEmpty()) {
                return missing(traffic, target, Type.A, lacking);
            }
            List<Bytes> octets = addresses.stream().map(one -> Bytes.wrap(one.what().rdataToWireCanonical())).toList();
            if (octets.stream().noneMatch(address -> isOnLink(seen, address))) {
                return Optional.of(MdnsText.name(target) + " has the address " + MdnsText.address(octets.getFirst())
                        + ", which is not on the link");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> missing(MdnsTraffic traffic, Name name, int type, List<String> lacking) {
        boolean asked = traffic.queries().stream().anyMatch(query -> query.what().questions().stream().anyMatch(
                question -> question.getName().equals(name)
                        && (question.getType() == type || question.getType() == Type.ANY))
                && traffic.isWatched(query.nanos(), MdnsAnswerJudges.ANSWER_NANOS));
        String what = "a record " + Type.string(type);
        if (!asked) {
            lacking.add(what);
        }
        return asked ? Optional.of(MdnsText.name(name) + " has not " + what + ", though asked for it")
                : Optional.empty();
    }

    /** RFC 6763 §6.1, §6.4: at least one string, keys of printable US-ASCII that are not empty. */
    private static Optional<String> textFault(TXTRecord record) {
        if (record.rdataToWireCanonical().length == 0) {
            return Optional.of("the TXT record is empty: it needs one string, which may be empty");
        }
        for (byte[] octets : record.getStringsAsByteArrays()) {
            String text = new String(octets, StandardCharsets.ISO_8859_1);
            String key = text.contains("=") ? text.substring(0, text.indexOf('=')) : text;
            if (!text.isEmpty() && (key.isEmpty() || key.chars().anyMatch(c -> c < 0x20 || c > 0x7E))) {
                return Optional.of("a string of the TXT record has no key of printable letters: "
                        + DeviceText.quoted(text, 60));
            }
        }
        return Optional.empty();
    }

    /** In a network that DHCP told of, link-local, or where frames of the accessory come from. */
    private static boolean isOnLink(Observation seen, Bytes address) {
        if (address.length() == 16) {
            return address.u8(0) == 0xFE && (address.u8(1) & 0xC0) == 0x80 || sources(seen).contains(address);
        }
        if (address.u16be(0) == 0xA9FE || sources(seen).contains(address)) {
            return true;
        }
        return seen.dhcpMessages().stream().filter(message -> message.what().received()).map(m -> m.what().what())
                .anyMatch(message -> message.option(DhcpOption.SUBNET_MASK).filter(mask -> mask.length() == 4)
                        .map(mask -> (ByteBuffer.wrap(message.yiaddr().getAddress()).getInt() & mask.u32be(0))
                                == (address.u32be(0) & mask.u32be(0))).orElse(false));
    }

    /** Source addresses of the accessory's packets; gathered once. */
    private static Set<Bytes> sources(Observation seen) {
        return seen.once(Sources.class, Sources::new).addresses;
    }

    private static final class Sources {
        private static final int MOST = 1000;
        private final Set<Bytes> addresses = new HashSet<>();

        Sources(Observation seen) {
            seen.forEachIpPacket(packet -> {
                if (packet.what().received() && addresses.size() < MOST) {
                    addresses.add(packet.what().what().source());
                }
            });
        }
    }

    static Finding names(Observation seen) {
        MdnsTraffic traffic = MdnsTraffic.of(seen);
        Each each = new Each("names of services");
        traffic.unreadable().forEach(message -> each.add(message.sequence(),
                Optional.of("a message cannot be read, as when a name is longer than the protocol allows")));
        for (Seen<Record> record : traffic.records(Type.PTR)) {
            if (!(record.what() instanceof PTRRecord pointer)) {
                continue;
            }
            if (pointer.getName().equals(ENUMERATION)) {
                each.add(record.sequence(), typeFault(pointer.getTarget()));
            } else if (isType(pointer.getName())) {
                each.add(record.sequence(), typeFault(pointer.getName()).or(() -> instanceFault(pointer.getTarget())));
            }
        }
        return each.broken().orElseGet(() -> each.count() == 0 ? Finding.unseen(
                "no service came by multicast DNS") : Finding.kept(each.count() + " names of services are as they "
                + "must be", List.of(each.first())));
    }

    private static Optional<String> typeFault(Name type) {
        if (type.labels() < 2) {
            return Optional.of("the service type " + MdnsText.name(type) + " is not _name._udp or _name._tcp");
        }
        String name = label(type, 0);
        String protocol = label(type, 1);
        return name.matches(TYPE_NAME) && protocol.matches("(?i)_(udp|tcp)") ? Optional.empty()
                : Optional.of("the service type " + MdnsText.name(type) + " is not _name._udp or _name._tcp with a name "
                        + "of up to 15 letters, digits and single hyphens");
    }

    private static Optional<String> instanceFault(Name instance) {
        byte[] label = instance.getLabel(0);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(label, 1, label.length - 1))
                    .toString();
            return label.length - 1 <= LONGEST_LABEL && text.chars().noneMatch(Character::isISOControl)
                    ? Optional.empty() : Optional.of("the instance name " + MdnsText.name(instance)
                            + " has control characters or more than 63 octets");
        } catch (CharacterCodingException e) {
            return Optional.of("the instance name " + MdnsText.name(instance) + " is not UTF-8");
        }
    }

    static Finding addresses(Observation seen) {
        Each each = new Each("messages with addresses");
        for (Seen<MdnsMessage> response : MdnsTraffic.of(seen).responses()) {
            IpPacket packet = response.what().datagram().packet();
            int family = packet.isIpv4() ? Type.A : Type.AAAA;
            List<Bytes> told = response.what().records().stream().filter(record -> record.getType() == family
                    && record.getTTL() > 0).map(record -> Bytes.wrap(record.rdataToWireCanonical()))
                    .filter(address -> packet.isIpv4() || address.u16be(0) >> 6 == 0xFE80 >> 6).toList();
            if (!told.isEmpty()) {
                each.add(response.sequence(), told.contains(packet.source()) ? Optional.empty()
                        : Optional.of("it tells " + MdnsText.address(told.getFirst()) + " and speaks from "
                                + MdnsText.address(packet.source())));
            }
        }
        return each.broken().orElseGet(() -> each.count() == 0
                ? Finding.unseen("no address record came by multicast DNS")
                : Finding.kept(each.count() + " messages tell the address that they come from",
                        List.of(each.first())));
    }

    static Finding families(Observation seen) {
        MdnsTraffic traffic = MdnsTraffic.of(seen);
        boolean both = sources(seen).stream().anyMatch(a -> a.length() == 4 && a.u32be(0) != 0)
                && sources(seen).stream().anyMatch(a -> a.length() == 16 && a.u32be(0) != 0);
        Optional<Seen<MdnsMessage>> four = asked(traffic, true);
        Optional<Seen<MdnsMessage>> six = asked(traffic, false);
        if (!both || four.isEmpty() || six.isEmpty()) {
            return Finding.unseen(!both ? "the accessory was not seen to have both IPv4 and IPv6"
                    : "nobody asked over " + (four.isEmpty() ? "IPv4" : "IPv6")
                            + " for what the accessory has, and awaited the answer");
        }
        for (Seen<MdnsMessage> query : List.of(four.get(), six.get())) {
            boolean ipv4 = query.what().isIpv4();
            boolean answered = traffic.responses().stream().anyMatch(response -> response.what().isIpv4() == ipv4
                    && response.sequence() > query.sequence() && response.what().answers().stream().anyMatch(record ->
                    query.what().questions().stream().anyMatch(q -> MdnsTraffic.answers(record, q))));
            if (!answered) {
                return Finding.broken("what was asked over " + (ipv4 ? "IPv4" : "IPv6") + " for "
                        + MdnsText.name(query.what().questions().getFirst().getName()) + " was not answered over it",
                        List.of(query.sequence()));
            }
        }
        return Finding.kept("it answers over IPv4 and IPv6", List.of(four.get().sequence(), six.get().sequence()));
    }

    /** The first question over a protocol for something that the accessory showed over any, when it was awaited. */
    private static Optional<Seen<MdnsMessage>> asked(MdnsTraffic traffic, boolean ipv4) {
        return traffic.queries().stream().filter(query -> query.what().isIpv4() == ipv4
                && query.what().answers().isEmpty() && !query.what().questions().isEmpty()
                && traffic.isWatched(query.nanos(), MdnsAnswerJudges.ANSWER_NANOS)
                && traffic.responses().stream().flatMap(response -> response.what().records().stream())
                .anyMatch(record -> query.what().questions().stream().anyMatch(q -> MdnsTraffic.answers(record, q))))
                .findFirst();
    }
}
