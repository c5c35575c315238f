package dev.lanyard.drivers.ip.dhcp;

import dev.lanyard.drivers.ip.Datagram;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.UdpSocket;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.MonotonicClock;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpMessageBuilder;
import dev.lanyard.wire.dhcp.DhcpMessageType;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Port 68 for the time of one exchange: sends, repeats, and sorts answers into ours and near misses. */
final class DhcpExchange implements AutoCloseable {

    private static final InetAddress NOBODY = Inet4Address.ofLiteral("0.0.0.0");
    private static final InetSocketAddress EVERYBODY = new InetSocketAddress(
            Inet4Address.ofLiteral("255.255.255.255"), DhcpMessage.SERVER_PORT);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(16);
    private static final int NEAR_KEPT = 6;

    private final IpHost host;
    private final MonotonicClock clock;
    private final DhcpSettings settings;
    private final UdpSocket socket;
    private final long beganNanos;
    private final long deadline;
    private final Duration timeout;
    private final List<String> near = new ArrayList<>();
    private int nearMisses;
    private String accepted = "";
    private long xid;
    private InetAddress from = NOBODY;
    private InetSocketAddress to = EVERYBODY;
    private int lastSent;

    DhcpExchange(IpHost host, DhcpSettings settings, Duration timeout) throws IpException {
        this.host = host;
        this.settings = settings;
        this.timeout = timeout;
        clock = host.clock();
        beganNanos = clock.nanos();
        deadline = beganNanos + timeout.toNanos();
        socket = host.open(DhcpMessage.CLIENT_PORT);
        socket.acceptAnyDestination(true);
    }

    /** Takes a new transaction id. */
    void begin() {
        xid = ThreadLocalRandom.current().nextLong(1, 1L << 32);
    }

    /** Sends from an address that the client has, instead of from nobody. */
    void from(Inet4Address own) {
        from = own;
    }

    /** Sends to one server, instead of to everybody. */
    void to(Inet4Address server) {
        to = new InetSocketAddress(server, DhcpMessage.SERVER_PORT);
    }

    /** Sends a message that has no answer. */
    void send(DhcpMessageBuilder message) throws IpException, InterruptedException {
        socket.sendFrom(from, to, message.xid(xid).build().raw());
    }

    long beganNanos() {
        return beganNanos;
    }

    boolean isOver() {
        return clock.nanos() >= deadline;
    }

    /** How many messages the last {@link #transact} sent. */
    int lastSent() {
        return lastSent;
    }

    /**
     * Broadcasts a message until an answer of one of {@code types} comes that lacks nothing; empty when the deadline
     * passes or {@code attempts} went unanswered.
     */
    Optional<DhcpAnswer> transact(DhcpMessageBuilder message, Set<DhcpMessageType> types,
                                  Function<DhcpMessage, String> lack, int attempts)
            throws IpException, InterruptedException {
        Duration retry = settings.firstRetry();
        lastSent = 0;
        while (lastSent < attempts && !isOver()) {
            int secs = (int) Duration.ofNanos(clock.nanos() - beganNanos).toSeconds();
            socket.sendFrom(from, to, message.xid(xid).secs(secs).build().raw());
            lastSent++;
            long until = Math.min(deadline, clock.nanos() + retry.toNanos());
            Optional<DhcpAnswer> answer = await(types, lack, until);
            if (answer.isPresent()) {
                return answer;
            }
            retry = retry.multipliedBy(2).compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : retry.multipliedBy(2);
        }
        return Optional.empty();
    }

    private Optional<DhcpAnswer> await(Set<DhcpMessageType> types, Function<DhcpMessage, String> lack, long until)
            throws IpException, InterruptedException {
        while (true) {
            long remaining = until - clock.nanos();
            if (remaining <= 0) {
                return Optional.empty();
            }
            Optional<Datagram> datagram = socket.receive(Duration.ofNanos(remaining));
            if (datagram.isEmpty()) {
                continue;
            }
            DhcpMessage message = DhcpMessage.decode(datagram.get().payload());
            String miss = miss(datagram.get(), message, types, lack);
            if (miss.isEmpty()) {
                accepted = describe(message, datagram.get()) + " came before";
                return Optional.of(new DhcpAnswer(message, datagram.get()));
            }
            if (nearMisses++ < NEAR_KEPT) {
                near.add(describe(message, datagram.get()) + " " + miss);
            }
        }
    }

    private static String describe(DhcpMessage message, Datagram datagram) {
        return message.type().map(Enum::name).orElse("a message without a known type (option 53)") + " from "
                + datagram.source().getAddress().getHostAddress();
    }

    private String miss(Datagram datagram, DhcpMessage message, Set<DhcpMessageType> types,
                        Function<DhcpMessage, String> lack) {
        if (datagram.source().getPort() != DhcpMessage.SERVER_PORT) {
            return "came from port " + datagram.source().getPort() + ", not 67";
        }
        if (!message.defects().isEmpty() && message.options().isEmpty()) {
            return "cannot be read: " + message.defects().getFirst();
        }
        if (message.op() != DhcpMessage.BOOTREPLY) {
            return "has op " + message.op() + ", not 2";
        }
        if (message.xid() != xid) {
            return "has xid %08x, not %08x".formatted(message.xid(), xid);
        }
        MacAddress client = settings.hardwareAddress().orElse(host.macAddress());
        if (message.hlen() != 6 || !message.clientMac().equals(client)) {
            return "is for the client " + message.clientMac() + " (hlen " + message.hlen() + "), not " + client;
        }
        if (message.type().isEmpty() || !types.contains(message.type().get())) {
            return "is none of " + types;
        }
        return lack.apply(message);
    }

    /** The failure to report when the deadline passed without {@code wanted}. */
    IpException silence(String asked, String wanted) {
        List<String> seen = new ArrayList<>();
        if (!accepted.isEmpty()) {
            seen.add(accepted);
        }
        if (!near.isEmpty()) {
            seen.add(oddities());
        }
        return new IpException(IpFailure.NO_REPLY, asked, "%d sent, no %s within %d ms of the start; %s".formatted(
                lastSent, wanted, timeout.toMillis(), seen.isEmpty() ? "nothing came to port 68 at all"
                        : String.join("; ", seen)));
    }

    /** Leaves a note of answers that were passed over. */
    void noteOddities() {
        if (!near.isEmpty()) {
            host.recorder().record("dhcp", new Event.Note(Event.Severity.WARNING, "passed over: " + oddities()));
        }
    }

    private String oddities() {
        int more = nearMisses - near.size();
        return String.join("; ", near) + (more > 0 ? "; and " + more + " more" : "");
    }

    @Override
    public void close() {
        socket.close();
    }
}
