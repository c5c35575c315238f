package dev.lanyard.drivers.ip;

import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who has which address on the link, learned by ARP and neighbour discovery. An entry holds until the link falls,
 * another MAC is announced for the address, or {@link #LIMIT} others are used more recently.
 */
final class Neighbours {

    /** A flood of announcements costs no more memory than this. */
    static final int LIMIT = 256;
    /** Solicitations for one address, a second apart (RFC 4861 §10: MAX_MULTICAST_SOLICIT, RETRANS_TIMER). */
    static final int SOLICITATIONS = 3;
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final MacAddress self;
    private final Life life;
    private final Output output;
    private final AddressTable table;
    private final Map<InetAddress, MacAddress> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, MacAddress> eldest) {
            return size() > LIMIT;
        }
    };

    Neighbours(MacAddress self, Life life, Output output, AddressTable table) {
        this.self = self;
        this.life = life;
        this.output = output;
        this.table = table;
    }

    Optional<MacAddress> lookUp(InetAddress address) {
        synchronized (known) {
            return Optional.ofNullable(known.get(address));
        }
    }

    /** Asks until somebody answers for {@code target}, three times at most, and not beyond {@code deadline}. */
    MacAddress resolve(String asked, InetAddress source, InetAddress target, long deadline)
            throws IpException, InterruptedException {
        int sent = 0;
        while (true) {
            Optional<MacAddress> found = lookUp(target);
            if (found.isPresent()) {
                return found.get();
            }
            if (sent == SOLICITATIONS || life.clock().nanos() >= deadline) {
                throw new IpException(IpFailure.NO_NEIGHBOUR, asked, nobody(target, sent));
            }
            byte[] frame = target instanceof Inet4Address ? ArpFrames.request(self, source, target)
                    : NdMessages.solicitation(self, source, target);
            output.sendNow(asked, frame);
            sent++;
            life.await(Math.min(deadline, life.deadline(INTERVAL)), asked, () -> lookUp(target).isPresent());
        }
    }

    private String nobody(InetAddress target, int sent) {
        String what = target instanceof Inet4Address ? "ARP requests" : "neighbour solicitations";
        synchronized (known) {
            return sent + " " + what + " for " + target.getHostAddress() + " went unanswered; " + (known.isEmpty()
                    ? "nobody else was heard on the link either"
                    : "heard on the link: " + known.entrySet().stream().limit(4)
                            .map(e -> e.getKey().getHostAddress() + " at " + e.getValue())
                            .collect(Collectors.joining(", ")));
        }
    }

    /** Takes down that {@code address} is at {@code mac}. Unless {@code create}, only what is known changes. */
    void learn(InetAddress address, MacAddress mac, boolean create) {
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || mac.isGroup() || table.isOwn(address)) {
            return;
        }
        MacAddress before;
        synchronized (known) {
            before = known.get(address);
            if (before == null && !create) {
                return;
            }
            known.put(address, mac);
        }
        if (before != null && !before.equals(mac)) {
            table.changed();
        }
        life.signal();
    }

    /** Forgets everybody, so that the next packet to each asks anew. */
    void clear() {
        synchronized (known) {
            known.clear();
        }
        table.changed();
    }
}
