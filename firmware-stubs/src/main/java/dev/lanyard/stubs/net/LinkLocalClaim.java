package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.Octets.put32;
import static dev.lanyard.stubs.net.Octets.put48;
import static dev.lanyard.stubs.net.Octets.s32;
import static dev.lanyard.stubs.net.Octets.s64;
import static dev.lanyard.stubs.net.Octets.u48;

import dev.lanyard.stubs.loop.Timers;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An IPv4 link-local address (RFC 3927): chosen from the MAC address, so that it is the same every time; probed for
 * three times, announced twice, given up for the next one when it is taken.
 */
final class LinkLocalClaim implements Ipv4Addressing {

    private static final int MASK = 0xFFFF_0000;
    private static final int NETWORK = 0xA9FE_0000;
    private static final int ARP_LENGTH = 28;
    private static final long REQUEST = 0x0001_0800_0604_0001L;
    private static final int PROBES = 3;
    /** PROBE_MIN: on this link of two there is no crowd to spread, so never more (RFC 3927 §2.2.1). */
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);
    private static final int MAX_PROBE_WAIT_MILLIS = 100;
    private static final Duration ANNOUNCE_WAIT = Duration.ofSeconds(2);

    private final EthernetPort port;
    private final Interface self;
    private final Timers timers;
    private final boolean unstable;
    private Random choice = new Random();
    private Timers.Timer timer = () -> { };
    /** What is probed for; 0 while nothing is. */
    private int candidate;
    private int probesLeft;

    LinkLocalClaim(EthernetPort port, Interface self, Timers timers, boolean unstable) {
        this.port = port;
        this.self = self;
        this.timers = timers;
        this.unstable = unstable;
    }

    @Override
    public void start() {
        stop();
        choice = new Random(unstable ? ThreadLocalRandom.current().nextLong() : port.address().value());
        next();
    }

    @Override
    public void stop() {
        timer.cancel();
        candidate = 0;
        self.drop();
    }

    /** 169.254.1.0 to 169.254.254.255 (§2.1). */
    private void next() {
        timer.cancel();
        candidate = NETWORK | 0x0100 + choice.nextInt(0xFE00);
        probesLeft = PROBES;
        timer = timers.after(Duration.ofMillis(ThreadLocalRandom.current().nextLong(MAX_PROBE_WAIT_MILLIS)),
                this::probe);
    }

    private void probe() {
        byte[] frame = port.frame(MacAddress.BROADCAST.value(), EthernetPort.ARP, ARP_LENGTH);
        int arp = EthernetPort.HEADER;
        Octets.put64(frame, arp, REQUEST);
        put48(frame, arp + 8, port.address().value());
        put32(frame, arp + 24, candidate);
        port.send(frame);
        probesLeft--;
        timer = probesLeft > 0 ? timers.after(PROBE_INTERVAL, this::probe) : timers.after(ANNOUNCE_WAIT, this::take);
    }

    private void take() {
        int taken = candidate;
        candidate = 0;
        self.take(taken, MASK, () -> {
            self.drop();
            next();
        });
    }

    /** While probing: somebody has the address, or wants it too (§2.2.1). */
    @Override
    public void arp(byte[] frame) {
        int arp = EthernetPort.HEADER;
        if (candidate == 0 || frame.length < arp + ARP_LENGTH || u48(frame, arp + 8) == port.address().value()) {
            return;
        }
        int sender = s32(frame, arp + 14);
        if (sender == candidate || s64(frame, arp) == REQUEST && sender == 0 && s32(frame, arp + 24) == candidate) {
            next();
        }
    }
}
