package dev.lanyard.drivers.aware;

import dev.lanyard.drivers.link.Link;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet6Address;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An open data path.
 *
 * @param id        its NDP id, or whatever the radio calls it
 * @param link      the way for Ethernet frames; closing it ends the data path
 * @param peerNdi   the data interface address of the other end, where it is known
 * @param peer      the link-local address of the other end: of the interface identifier that it sent, else of its NDI
 * @param port      the port that the other end offers (NDPE service information)
 * @param protocol  the IP protocol number that the port is of
 * @param secured   whether frames on it are encrypted
 * @param countered whether it goes by a schedule that the responder proposed in place of the initiator's
 */
public record AwareDataPath(int id, Link link, Optional<MacAddress> peerNdi, Inet6Address peer, OptionalInt port,
                            OptionalInt protocol, boolean secured, boolean countered) implements AutoCloseable {

    @Override
    public void close() {
        link.close();
    }
}
