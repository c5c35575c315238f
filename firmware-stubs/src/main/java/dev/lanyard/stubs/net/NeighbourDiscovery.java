package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.Octets.put48;
import static dev.lanyard.stubs.net.Octets.put8;
import static dev.lanyard.stubs.net.Octets.u48;
import static dev.lanyard.stubs.net.Octets.u8;

import dev.lanyard.stubs.loop.Timers;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** The link-local address: duplicate detection (RFC 4862 §5.4) and answers to solicitations (RFC 4861 §7.2). */
final class NeighbourDiscovery {

    static final int SOLICITATION = 135;
    static final int ADVERTISEMENT = 136;

    private static final int MESSAGE = 24;
    private static final int HOP_LIMIT = 255;
    private static final int SOLICITED = 0x40;
    private static final int OVERRIDE = 0x20;
    private static final int TARGET_LINK_LAYER_ADDRESS = 2;
    /** RetransTimer (RFC 4861 §10). */
    private static final Duration RETRANS_TIMER = Duration.ofSeconds(1);
    /** Shorter than MAX_RTR_SOLICITATION_DELAY allows: on this link of two there is no crowd to spread. */
    private static final int MAX_FIRST_DELAY_MILLIS = 100;

    private enum State { DOWN, TENTATIVE, PREFERRED, DUPLICATED }

    private final EthernetPort port;
    private final Timers timers;
    private final byte[] address;
    private final byte[] solicitedNode;
    private State state = State.DOWN;
    private Timers.Timer timer = () -> { };
    private Runnable whenPreferred = () -> { };

    NeighbourDiscovery(EthernetPort port, Timers timers) {
        this.port = port;
        this.timers = timers;
        this.address = Ipv6.linkLocal(port.address());
        this.solicitedNode = Ipv6.solicitedNode(address);
    }

    byte[] address() {
        return address;
    }

    byte[] solicitedNodeGroup() {
        return solicitedNode;
    }

    boolean isPreferred() {
        return state == State.PREFERRED;
    }

    /** Begins duplicate address detection; {@code preferred} is run when the address may be used. */
    void start(Runnable preferred) {
        whenPreferred = preferred;
        state = State.TENTATIVE;
        long delay = ThreadLocalRandom.current().nextLong(MAX_FIRST_DELAY_MILLIS);
        timer = timers.after(Duration.ofMillis(delay), this::detectDuplicate);
    }

    void stop() {
        timer.cancel();
        state = State.DOWN;
    }

    private void detectDuplicate() {
        byte[] message = message(SOLICITATION, 0, 0);
        port.send(Ipv6.icmp(port, Ipv6.groupMac(solicitedNode), Ipv6.UNSPECIFIED, solicitedNode, message, HOP_LIMIT));
        timer = timers.after(RETRANS_TIMER, () -> {
            if (state == State.TENTATIVE) {
                state = State.PREFERRED;
                whenPreferred.run();
            }
        });
    }

    void solicitation(byte[] frame, int icmp, int length) {
        if (!isValid(frame, icmp, length) || u48(frame, 6) == port.address().value()) {
            return;
        }
        boolean probe = Ipv6.isUnspecified(frame, Ipv6Layer.IP + 8);
        if (state == State.TENTATIVE && probe) {
            duplicated();
        } else if (state == State.PREFERRED) {
            byte[] destination = Ipv6.ALL_NODES;
            long mac = Ipv6.groupMac(Ipv6.ALL_NODES);
            if (!probe) {
                destination = Arrays.copyOfRange(frame, Ipv6Layer.IP + 8, Ipv6Layer.IP + 24);
                mac = u48(frame, 6);
            }
            byte[] message = message(ADVERTISEMENT, probe ? OVERRIDE : SOLICITED | OVERRIDE, TARGET_LINK_LAYER_ADDRESS);
            port.send(Ipv6.icmp(port, mac, address, destination, message, HOP_LIMIT));
        }
    }

    void advertisement(byte[] frame, int icmp, int length) {
        if (isValid(frame, icmp, length) && state == State.TENTATIVE) {
            duplicated();
        }
    }

    /** RFC 4862 §5.4.5: an address made from the MAC address that turns out duplicated takes IPv6 down. */
    private void duplicated() {
        timer.cancel();
        state = State.DUPLICATED;
    }

    /** RFC 4861 §7.1: hop limit 255, code 0, target this address. */
    private boolean isValid(byte[] frame, int icmp, int length) {
        return length >= MESSAGE && u8(frame, Ipv6Layer.IP + 7) == HOP_LIMIT && u8(frame, icmp + 1) == 0
                && Ipv6.matches(frame, icmp + 8, address);
    }

    /** About this address; option 0 = none. */
    private byte[] message(int type, int flags, int option) {
        byte[] message = new byte[option == 0 ? MESSAGE : MESSAGE + 8];
        put8(message, 0, type);
        put8(message, 4, flags);
        System.arraycopy(address, 0, message, 8, 16);
        if (option != 0) {
            put8(message, MESSAGE, option);
            put8(message, MESSAGE + 1, 1);
            put48(message, MESSAGE + 2, port.address().value());
        }
        return message;
    }
}
