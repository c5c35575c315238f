package dev.lanyard.drivers.ip.mdns;

import dev.lanyard.drivers.ip.Datagram;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.Membership;
import dev.lanyard.drivers.ip.UdpSocket;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.DeviceText;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Multicast DNS and service discovery (RFC 6762, RFC 6763) as a querier on a host's link: multicast questions from port
 * 5353, repeated after 1 s, 2 s, 4 s… until answered or out of time. Holds port 5353 and the groups while open. Makes
 * one search at a time, and each begins knowing nothing but what came in since the one before. Responders answer the
 * same question at most once a second (RFC 6762 §6), so a search right after another needs more than a second.
 */
public final class MdnsClient implements AutoCloseable {

    public static final int PORT = 5353;

    private static final InetAddress GROUP_IPV4 = Inet4Address.ofLiteral("224.0.0.251");
    private static final InetAddress GROUP_IPV6 = Inet6Address.ofLiteral("ff02::fb");
    private static final int MOST_ANSWERS = 1024;
    private static final Duration ADDRESS_WAIT = Duration.ofSeconds(3);
    private static final Duration FIRST_INTERVAL = Duration.ofSeconds(1);
    /** How long to hope for the other family's addresses when all else is there. */
    private static final Duration GRACE = Duration.ofMillis(250);

    private static final long CLAIM_TTL = 120;
    private static final long CLAIM_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private final IpHost host;
    private final MonotonicClock clock;
    private final UdpSocket socket;
    private final List<InetSocketAddress> targets = new ArrayList<>();
    private final List<Membership> memberships = new ArrayList<>();

    /**
     * Joins the groups; over IPv6 it first waits for the host's link-local address, if it has none yet.
     *
     * @param families over which protocols to ask; at least one. IPv4 needs an address of the host
     */
    public MdnsClient(IpHost host, Set<MdnsFamily> families) throws IpException, InterruptedException {
        if (families.isEmpty()) {
            throw new IllegalArgumentException("mDNS needs IPv4, IPv6 or both");
        }
        this.host = host;
        clock = host.clock();
        socket = host.open(PORT);
        socket.groupTtl(255);
        boolean complete = false;
        try {
            for (MdnsFamily family : MdnsFamily.values()) {
                if (families.contains(family)) {
                    if (family == MdnsFamily.IPV6) {
                        host.linkLocalAddress(ADDRESS_WAIT);
                    }
                    InetAddress group = family == MdnsFamily.IPV4 ? GROUP_IPV4 : GROUP_IPV6;
                    memberships.add(host.join(group));
                    targets.add(new InetSocketAddress(group, PORT));
                }
            }
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /** Instance labels of {@code serviceType} ({@code _echo._udp}) that answer within {@code listening}, in order. */
    public synchronized List<String> browse(String serviceType, Duration listening)
            throws IpException, InterruptedException {
        MdnsSearch search = new MdnsSearch(serviceType, Optional.empty());
        run(search, listening, search::browseQuestions, () -> false);
        return search.instances();
    }

    /**
     * Finds an instance of {@code serviceType}, its SRV, TXT and at least one address.
     *
     * @param instance which instance; empty for whichever answers first
     * @throws IpException {@link IpFailure#NO_REPLY} when nobody answers for the service, {@link IpFailure#INCOMPLETE}
     *                     when records lack at the end. The message says what came near: other services, other
     *                     instances, records that lack
     */
    public synchronized MdnsService resolve(String serviceType, Optional<String> instance, Duration timeout)
            throws IpException, InterruptedException {
        MdnsSearch search = new MdnsSearch(serviceType, instance);
        long began = clock.nanos();
        int queries = run(search, timeout, search::resolveQuestions, search::isResolved);
        if (search.isResolved() && search.lacksFamily()) {
            Duration left = Duration.ofNanos(began + timeout.toNanos() - clock.nanos());
            queries += run(search, left.compareTo(GRACE) < 0 ? left : GRACE, search::otherFamilyQuestions,
                    () -> !search.lacksFamily());
        }
        if (!search.isResolved()) {
            throw search.failure("mDNS resolution of " + serviceType + instance.map(i -> " instance "
                    + DeviceText.quoted(i)).orElse(""), queries, timeout);
        }
        return search.result(began, queries);
    }

    /**
     * Asks one question as often as {@code query} says, and listens.
     *
     * @return every response that holds an answer to it, in order, however it came
     */
    public synchronized List<MdnsMessage> ask(MdnsQuery query) throws IpException, InterruptedException {
        forgetWaiting();
        boolean legacy = query.reply() == MdnsQuery.Reply.LEGACY;
        Bytes wire = query.encode(legacy ? ThreadLocalRandom.current().nextInt(1, 0x10000) : 0);
        List<MdnsMessage> answers = new ArrayList<>();
        try (UdpSocket other = legacy ? host.open(0) : null) {
            UdpSocket asking = legacy ? other : socket;
            for (int i = 0; i < query.times(); i++) {
                long next = clock.nanos() + query.every().toNanos();
                sendToGroups(asking, wire);
                if (i + 1 < query.times()) {
                    collect(asking, next, query, answers);
                }
            }
            collect(asking, clock.nanos() + query.listening().toNanos(), query, answers);
        }
        // To a legacy question too somebody may have answered to the group.
        collect(socket, clock.nanos(), query, answers);
        return answers;
    }

    private void forgetWaiting() throws IpException, InterruptedException {
        Optional<Datagram> old = socket.receive(Duration.ZERO);
        while (old.isPresent()) {
            old = socket.receive(Duration.ZERO);
        }
    }

    private void collect(UdpSocket from, long deadline, MdnsQuery query, List<MdnsMessage> answers)
            throws IpException, InterruptedException {
        Optional<Datagram> datagram;
        do {
            datagram = from.receive(Duration.ofNanos(Math.max(0, deadline - clock.nanos())));
            datagram.flatMap(MdnsMessage::read).filter(query::isAnsweredBy).ifPresent(answer -> {
                if (answers.size() < MOST_ANSWERS) {
                    answers.add(answer);
                }
            });
        } while (datagram.isPresent());
    }

    /**
     * Claims a name that an accessory has: says that {@code record}, which contradicts the accessory's, is the host's
     * own, and says so again whenever the accessory probes for the name (RFC 6762 §9). Ends when another owner name of
     * the same type is announced.
     *
     * @param known owner names of that type which are there already; another one is the accessory's new name
     */
    public synchronized MdnsClaim claim(MdnsRecord record, Set<String> known, Duration within)
            throws IpException, InterruptedException {
        forgetWaiting();
        Message message = new Message(0);
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setFlag(Flags.AA);
        message.addRecord(MdnsQuery.record(record, DClass.IN | MdnsMessage.TOP_BIT, CLAIM_TTL), Section.ANSWER);
        Bytes wire = Bytes.wrap(message.toWire());
        long began = clock.nanos();
        long deadline = began + within.toNanos();
        long next = began;
        int claims = 0;
        int probes = 0;
        while (clock.nanos() < deadline) {
            if (clock.nanos() >= next) {
                sendToGroups(socket, wire);
                claims++;
                next = clock.nanos() + CLAIM_INTERVAL_NANOS;
            }
            Optional<MdnsMessage> heard = socket.receive(Duration.ofNanos(Math.max(0,
                    Math.min(deadline, next) - clock.nanos()))).flatMap(MdnsMessage::read);
            if (heard.isEmpty()) {
                continue;
            }
            if (heard.get().kind() == MdnsMessage.Kind.PROBE && heard.get().isAbout(record.name())) {
                probes++;
                next = clock.nanos();
            } else if (heard.get().response()) {
                Optional<String> renamed = heard.get().answers().stream().filter(r -> r.type() == record.type()
                        && r.ttl() > 0 && known.stream().noneMatch(r.name()::equalsIgnoreCase))
                        .map(MdnsRecord::name).findFirst();
                if (renamed.isPresent()) {
                    return new MdnsClaim(renamed, claims, probes, clock.nanos() - began);
                }
            }
        }
        return new MdnsClaim(Optional.empty(), claims, probes, clock.nanos() - began);
    }

    private interface Questions {
        List<Record> now();
    }

    private interface Done {
        boolean isDone();
    }

    /** Asks and listens until done or out of time; returns how many queries went out. */
    private int run(MdnsSearch search, Duration timeout, Questions questions, Done done)
            throws IpException, InterruptedException {
        long deadline = clock.nanos() + timeout.toNanos();
        long interval = FIRST_INTERVAL.toNanos();
        long next = clock.nanos();
        List<Record> asked = List.of();
        int queries = 0;
        while (!done.isDone() && clock.nanos() < deadline) {
            List<Record> lacking = questions.now();
            // What an answer made necessary to ask is asked at once; the same question not before its time.
            boolean fresh = !asked.containsAll(lacking);
            if (!lacking.isEmpty() && (fresh || clock.nanos() >= next)) {
                ask(lacking);
                queries++;
                interval = fresh ? FIRST_INTERVAL.toNanos() : interval * 2;
                next = clock.nanos() + interval;
                asked = lacking;
            }
            long wait = Math.min(deadline, lacking.isEmpty() ? deadline : next) - clock.nanos();
            Optional<Datagram> datagram = wait > 0 ? socket.receive(Duration.ofNanos(wait)) : Optional.empty();
            datagram.ifPresent(search::take);
        }
        return queries;
    }

    private void ask(List<Record> questions) throws IpException, InterruptedException {
        Message query = new Message(0);
        questions.forEach(question -> query.addRecord(question, Section.QUESTION));
        sendToGroups(socket, Bytes.wrap(query.toWire()));
    }

    private void sendToGroups(UdpSocket from, Bytes message) throws IpException, InterruptedException {
        from.groupTtl(255);
        for (InetSocketAddress target : targets) {
            from.send(target, message);
        }
        from.flush();
    }

    /** Leaves the groups and gives port 5353 back. Idempotent. */
    @Override
    public void close() {
        memberships.forEach(Membership::close);
        socket.close();
    }
}
