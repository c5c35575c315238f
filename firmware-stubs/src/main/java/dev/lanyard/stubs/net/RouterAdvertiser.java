package dev.lanyard.stubs.net;

import static dev.lanyard.stubs.net.Octets.put16;
import static dev.lanyard.stubs.net.Octets.put32;
import static dev.lanyard.stubs.net.Octets.put8;

import dev.lanyard.stubs.loop.Timers;
import java.time.Duration;

/** Says that the accessory is an IPv6 router (RFC 4861 §6.2): once its address may be used, and when asked. */
final class RouterAdvertiser {

    static final int SOLICITATION = 133;
    static final byte[] ALL_ROUTERS = Ipv6.address("ff020000000000000000000000000002");

    private static final int ADVERTISEMENT = 134;
    private static final byte[] PREFIX = Ipv6.address("fd005300000000000000000000000000");
    private static final int HOP_LIMIT = 255;
    private static final int MESSAGE = 16;
    private static final int PREFIX_OPTION = 32;
    private static final int ON_LINK_AND_AUTONOMOUS = 0xC0;
    private static final int VALID_SECONDS = 86_400;
    private static final int PREFERRED_SECONDS = 14_400;
    /** Answers to several solicitations at once are one. */
    private static final Duration DELAY = Duration.ofMillis(50);

    private final EthernetPort port;
    private final NeighbourDiscovery discovery;
    private final Timers timers;
    private final NetworkSettings.Advertisement what;
    private Timers.Timer planned = () -> { };

    RouterAdvertiser(EthernetPort port, NeighbourDiscovery discovery, Timers timers,
                     NetworkSettings.Advertisement what) {
        this.port = port;
        this.discovery = discovery;
        this.timers = timers;
        this.what = what;
    }

    void advertise() {
        planned.cancel();
        planned = timers.after(DELAY, () -> {
            if (discovery.isPreferred()) {
                port.send(Ipv6.icmp(port, Ipv6.groupMac(Ipv6.ALL_NODES), discovery.address(), Ipv6.ALL_NODES,
                        message(), HOP_LIMIT));
            }
        });
    }

    private byte[] message() {
        byte[] message = new byte[MESSAGE + PREFIX_OPTION];
        put8(message, 0, ADVERTISEMENT);
        put8(message, 4, 64);
        put16(message, 6, what.lifetimeSeconds());
        int option = MESSAGE;
        put8(message, option, 3);
        put8(message, option + 1, PREFIX_OPTION / 8);
        put8(message, option + 2, what.prefixLength());
        put8(message, option + 3, ON_LINK_AND_AUTONOMOUS);
        put32(message, option + 4, VALID_SECONDS);
        put32(message, option + 8, PREFERRED_SECONDS);
        System.arraycopy(PREFIX, 0, message, option + 16, PREFIX.length);
        return message;
    }
}
