package dev.lanyard.drivers.ip;

import dev.lanyard.evidence.Event;
import dev.lanyard.wire.Bytes;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Router discovery (RFC 4861 §6) from both sides: asks for routers, or is one. */
public final class Ipv6Routing implements AutoCloseable {

    /** All routers of the link (RFC 4291 §2.7.1). */
    private static final InetAddress ALL_ROUTERS =
            InetAddress.ofLiteral("ff02::2");
    private static final int SOLICITATION_LENGTH = 8;
    /** Between unsolicited advertisements: the first ones come close (RFC 4861 §10, MAX_INITIAL_RTR_ADVERT_INTERVAL). */
    private static final Duration INTERVAL = Duration.ofSeconds(4);

    private final IpHost host;
    private final Inet6Address own;
    private volatile Thread advertising;

    /** Takes the host's link-local address, which may need duplicate address detection first. */
    public Ipv6Routing(IpHost host) throws IpException, InterruptedException {
        this.host = host;
        this.own = host.linkLocalAddress(Duration.ofSeconds(5));
    }

    /** Asks for routers once; their advertisements within {@code timeout}, the last of each router. */
    public List<RouterAdvertisement> solicit(Duration timeout) throws IpException, InterruptedException {
        Map<Inet6Address, RouterAdvertisement> found = new LinkedHashMap<>();
        try (FrameTap tap = host.tap(frame -> Icmpv6Frames.type(frame) == RouterAdvertisement.TYPE)) {
            byte[] message = new byte[SOLICITATION_LENGTH];
            message[0] = (byte) RouterAdvertisement.SOLICITATION;
            host.sendFrame("router solicitation", frame(ALL_ROUTERS, message));
            long deadline = host.clock().nanos() + timeout.toNanos();
            while (true) {
                Optional<FrameTap.Tapped> tapped = tap.next("router solicitation", deadline);
                if (tapped.isEmpty()) {
                    return List.copyOf(found.values());
                }
                RouterAdvertisement.read(tapped.get().frame()).ifPresent(ra -> found.put(ra.router(), ra));
            }
        }
    }

    /** Is a router from now on: advertises at once, every few seconds, and when asked. */
    public void advertise(boolean managed, boolean otherConfig, int lifetimeSeconds,
                          List<RouterAdvertisement.Prefix> prefixes) throws IpException, InterruptedException {
        RouterAdvertisement ours = new RouterAdvertisement(own, NdMessages.HOP_LIMIT, managed, otherConfig,
                lifetimeSeconds, prefixes);
        FrameTap solicitations = host.tap(frame -> Icmpv6Frames.type(frame) == RouterAdvertisement.SOLICITATION);
        send(ours);
        advertising = Thread.ofVirtual().name("ipv6 router " + host.macAddress())
                .start(() -> serve(ours, solicitations));
    }

    private void serve(RouterAdvertisement ours, FrameTap solicitations) {
        try (solicitations) {
            while (!Thread.currentThread().isInterrupted()) {
                // Whether somebody asked or the interval is over, the answer is the same.
                solicitations.next("router advertisements", INTERVAL);
                send(ours);
            }
        } catch (IpException e) {
            host.recorder().record("ip", new Event.Note(Event.Severity.INFO, "router advertisements ended: "
                    + e.getMessage()));
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void send(RouterAdvertisement ours) throws IpException, InterruptedException {
        host.sendFrame("router advertisement", frame(IpAddresses.ALL_NODES6, ours.message()));
    }

    private Bytes frame(InetAddress to, byte[] message) {
        return Bytes.wrap(Icmpv6Frames.frame(new IpFrames.Header(host.macAddress(), IpAddresses.groupMac(to), own, to,
                PacketView.ICMPV6, NdMessages.HOP_LIMIT), message));
    }

    /** Stops advertising: with a last advertisement of lifetime 0, where the link still takes one (§6.2.5). */
    @Override
    public void close() {
        Thread ending = advertising;
        if (ending != null) {
            advertising = null;
            ending.interrupt();
            try {
                ending.join(Duration.ofSeconds(1));
                send(new RouterAdvertisement(own, NdMessages.HOP_LIMIT, false, false, 0, List.of()));
            } catch (IpException e) {
                // The link is gone; there is nobody to tell.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
