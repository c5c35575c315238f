package dev.lanyard.stubs.net;

import dev.lanyard.wire.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * A discovery protocol of the accessory's own, as many devices have one beside mDNS: {@code LANYARD?} to its group, to
 * a broadcast address or to itself is answered with {@code LANYARD } and its host name.
 */
final class DiscoveryResponder implements UdpService {

    static final int PORT = 7689;
    /** 239.255.76.89, of the block for local use (RFC 2365 §6.1). */
    static final int GROUP = 0xEFFF_4C59;

    private static final Bytes QUESTION = Bytes.wrap("LANYARD?".getBytes(StandardCharsets.US_ASCII));
    private static final int TIME_TO_LIVE = 64;

    private final byte[] answer;

    DiscoveryResponder(String hostName) {
        answer = ("LANYARD " + hostName).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void datagram(UdpDatagram datagram) {
        if (datagram.payload().equals(QUESTION)) {
            datagram.layer().sendUdp(datagram.sourceMac(), datagram.source(), PORT, datagram.sourcePort(), answer,
                    TIME_TO_LIVE);
        }
    }
}
