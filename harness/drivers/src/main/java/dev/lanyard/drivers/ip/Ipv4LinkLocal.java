package dev.lanyard.drivers.ip;

import dev.lanyard.evidence.Event;
import dev.lanyard.wire.Bytes;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * An IPv4 link-local address of the host (RFC 3927): chosen from its MAC address, probed for, announced, defended once
 * against whoever claims it too, and given up for another on the second conflict within ten seconds.
 */
public final class Ipv4LinkLocal implements AutoCloseable {

    /** MAX_CONFLICTS of §9: a host that loses so often is being fooled. */
    private static final int MAX_CONFLICTS = 10;
    private static final long DEFEND_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

    /**
     * The times of RFC 3927 §9.
     *
     * @param probeMin between two probes, at least
     * @param probeMax between two probes, at most; also before the first one
     * @param announceWait after the last probe, and between the two announcements
     */
    public record Pace(Duration probeWait, Duration probeMin, Duration probeMax, Duration announceWait) {

        /** As the specification says: a claim takes four to seven seconds. */
        public static final Pace STANDARD = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(1),
                Duration.ofSeconds(2), Duration.ofSeconds(2));
        /** A tenth of it, for tests of other things, on a link where nobody else can be. */
        public static final Pace QUICK = new Pace(Duration.ofMillis(100), Duration.ofMillis(100),
                Duration.ofMillis(200), Duration.ofMillis(200));
    }

    private static final int PROBES = 3;

    private final IpHost host;
    private final Pace pace;
    private final Random random;
    private Thread defending;
    private volatile Inet4Address address;

    public Ipv4LinkLocal(IpHost host, Pace pace) {
        this.host = host;
        this.pace = pace;
        this.random = new Random(host.macAddress().value());
    }

    /** The address in use; empty before a claim and after a lost one. */
    public Optional<Inet4Address> address() {
        return Optional.ofNullable(address);
    }

    /**
     * Claims an address, makes it the host's and defends it until this is closed.
     *
     * @throws IpException {@link IpFailure#ADDRESS_IN_USE} after too many conflicts, {@link IpFailure#NO_ADDRESS} when
     *                     {@code timeout} was too short
     */
    public Inet4Address claim(Duration timeout) throws IpException, InterruptedException {
        long deadline = host.clock().nanos() + timeout.toNanos();
        FrameTap tap = host.tap(ArpQuestions::isArp);
        boolean kept = false;
        try {
            Inet4Address claimed = take(tap, deadline);
            defending = Thread.ofVirtual().name("ipv4 link-local " + host.macAddress()).start(() -> defend(tap));
            kept = true;
            return claimed;
        } finally {
            if (!kept) {
                tap.close();
            }
        }
    }

    private Inet4Address take(FrameTap tap, long deadline) throws IpException, InterruptedException {
        for (int conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
            Inet4Address candidate = candidate();
            if (probe(tap, candidate, deadline)) {
                address = candidate;
                host.addAddress(new LocalAddress(candidate, 16, LocalAddress.Origin.LINK_LOCAL));
                ArpQuestions arp = new ArpQuestions(host);
                arp.announce(candidate, host.macAddress());
                quiet(tap, candidate, pace.announceWait(), Long.MAX_VALUE);
                arp.announce(candidate, host.macAddress());
                return candidate;
            }
        }
        throw new IpException(IpFailure.ADDRESS_IN_USE, "claim of an IPv4 link-local address",
                MAX_CONFLICTS + " candidates in a row are in use");
    }

    /** 169.254.1.0 to 169.254.254.255 (§2.1). */
    private Inet4Address candidate() {
        int host16 = 0x0100 + random.nextInt(0xFE00);
        return (Inet4Address) IpAddresses.of(new byte[] {(byte) 169, (byte) 254, (byte) (host16 >> 8), (byte) host16});
    }

    /** Whether nobody objected to {@code candidate}. */
    private boolean probe(FrameTap tap, Inet4Address candidate, long deadline)
            throws IpException, InterruptedException {
        Bytes probe = Bytes.wrap(ArpFrames.request(host.macAddress(), IpAddresses.ANY4, candidate));
        String asked = "ARP probe for " + candidate.getHostAddress();
        if (!quiet(tap, candidate, Duration.ofMillis(random.nextLong(pace.probeWait().toMillis() + 1)), deadline)) {
            return false;
        }
        for (int sent = 1; sent <= PROBES; sent++) {
            host.sendFrame(asked, probe);
            long spread = pace.probeMax().minus(pace.probeMin()).toMillis();
            Duration wait = sent == PROBES ? pace.announceWait()
                    : pace.probeMin().plusMillis(random.nextLong(spread + 1));
            if (!quiet(tap, candidate, wait, deadline)) {
                return false;
            }
        }
        return true;
    }

    /** Waits {@code time}; false as soon as somebody uses {@code candidate} or probes for it (§2.2.1). */
    private boolean quiet(FrameTap tap, Inet4Address candidate, Duration time, long deadline)
            throws IpException, InterruptedException {
        long until = host.clock().nanos() + time.toNanos();
        if (until > deadline) {
            throw new IpException(IpFailure.NO_ADDRESS, "claim of " + candidate.getHostAddress(),
                    "the claim needs more time than is allowed; RFC 3927 §9 makes it four to seven seconds");
        }
        while (true) {
            Optional<FrameTap.Tapped> tapped = tap.next("claim of " + candidate.getHostAddress(), until);
            if (tapped.isEmpty()) {
                return true;
            }
            if (ArpQuestions.read(tapped.get().frame()).filter(arp -> conflicts(arp, candidate)).isPresent()) {
                return false;
            }
        }
    }

    private boolean conflicts(ArpFrames.Arp arp, Inet4Address candidate) {
        return !arp.senderMac().equals(host.macAddress()) && (arp.sender().equals(candidate)
                || arp.isRequest() && arp.sender().isAnyLocalAddress() && arp.target().equals(candidate)
                        && address == null);
    }

    private void defend(FrameTap tap) {
        long lastDefence = Long.MIN_VALUE / 2;
        try (tap) {
            while (true) {
                Optional<FrameTap.Tapped> tapped = tap.next("defence of a link-local address", Duration.ofHours(1));
                Inet4Address mine = address;
                if (tapped.isEmpty() || ArpQuestions.read(tapped.get().frame())
                        .filter(arp -> conflicts(arp, mine)).isEmpty()) {
                    continue;
                }
                long now = host.clock().nanos();
                if (now - lastDefence > DEFEND_INTERVAL_NANOS) {
                    lastDefence = now;
                    note("defends " + mine.getHostAddress());
                    new ArpQuestions(host).announce(mine, host.macAddress());
                } else {
                    note("gives up " + mine.getHostAddress() + " after a second conflict");
                    address = null;
                    host.removeAddress(mine);
                    take(tap, Long.MAX_VALUE);
                }
            }
        } catch (IpException e) {
            note("no longer has a link-local address: " + e.getMessage());
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void note(String text) {
        host.recorder().record("ip", new Event.Note(Event.Severity.INFO, "the host " + text));
    }

    /** Gives the address up. Idempotent. */
    @Override
    public void close() {
        if (defending != null) {
            defending.interrupt();
            try {
                defending.join(Duration.ofSeconds(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (address != null) {
            host.removeAddress(address);
            address = null;
        }
    }
}
