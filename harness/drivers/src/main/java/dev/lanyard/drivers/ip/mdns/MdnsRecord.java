package dev.lanyard.drivers.ip.mdns;

import dev.lanyard.wire.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * One resource record of an mDNS response.
 *
 * @param name       owner name in the presentation form of RFC 1035 §5.1, octets that are not printable as {@code \DDD}
 * @param type       16-bit type
 * @param cacheFlush the top bit of the class (RFC 6762 §10.2)
 * @param ttl        seconds; 0 says goodbye
 * @param rdata      as sent, but with names uncompressed
 * @param text       all of it in presentation form, cut to 512 characters
 * @param hopLimit   TTL or hop limit of the packet; RFC 6762 §11 wants 255
 */
public record MdnsRecord(String name, int type, boolean cacheFlush, long ttl, Bytes rdata, String text,
                         InetSocketAddress source, int hopLimit) {

    private static final int SRV_TARGET = 6;

    /** The name that a PTR or SRV record points to, as {@link #name} is written; empty for others. */
    public Optional<String> target() {
        int at = type == Type.SRV ? SRV_TARGET : 0;
        if (type != Type.PTR && type != Type.SRV || !rdata.has(0, at + 1)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Name(rdata.from(at).toArray()).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
