package dev.lanyard.drivers.ip;

import dev.lanyard.wire.net.MacAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;

/** Finds everything that stands in front of a payload: addresses of both layers. */
final class Router {

    /** As hosts do (RFC 1700 "IP time to live parameter"; RFC 8200 leaves it open). */
    static final int TTL = 64;

    private final MacAddress self;
    private final AddressTable table;
    private final Neighbours neighbours;
    private final LinkLocal linkLocal;

    /** Gives the host its IPv6 address when it is first needed. */
    interface LinkLocal {
        Inet6Address address(Duration timeout) throws IpException, InterruptedException;
    }

    Router(MacAddress self, AddressTable table, Neighbours neighbours, LinkLocal linkLocal) {
        this.self = self;
        this.table = table;
        this.neighbours = neighbours;
        this.linkLocal = linkLocal;
    }

    MacAddress self() {
        return self;
    }

    /** The headers for packets to {@code target}; asks the link for its MAC address when nobody knows it. */
    IpFrames.Header header(String asked, InetAddress target, int protocol, int ttl, Life life, long deadline)
            throws IpException, InterruptedException {
        if (target instanceof Inet6Address v6 && (v6.isLinkLocalAddress() || v6.isMulticastAddress())) {
            linkLocal.address(Duration.ofNanos(Math.max(0, deadline - life.clock().nanos())));
        }
        AddressTable.Hop hop = table.route(asked, target);
        MacAddress to = hop.groupMac().isPresent() ? hop.groupMac().get()
                : neighbours.resolve(asked, hop.source(), hop.next(), deadline);
        return new IpFrames.Header(self, to, hop.source(), target, protocol, ttl);
    }
}
