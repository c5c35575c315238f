package dev.lanyard.stubs.net;

import dev.lanyard.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells how many datagrams came to another port since the accessory was made: {@code COUNT? 9} is answered with
 * {@code COUNT 9 1234}. So a loss on the way there can be told from one on the way back.
 */
final class UdpCounter implements UdpService {

    static final int PORT = 7690;

    private static final String QUESTION = "COUNT? ";
    private static final int LONGEST_QUESTION = QUESTION.length() + 5;
    private static final int TIME_TO_LIVE = 64;

    private final Map<Integer, Tally> tallies = new HashMap<>();

    /** The datagrams of one port. */
    private static final class Tally {
        private long count;
    }

    /** {@code service}, with the datagrams that come to it on {@code port} counted. */
    UdpService counted(int port, UdpService service) {
        Tally tally = tallies.computeIfAbsent(port, _ -> new Tally());
        return datagram -> {
            tally.count++;
            service.datagram(datagram);
        };
    }

    @Override
    public void datagram(UdpDatagram datagram) {
        counter(datagram.payload()).ifPresent(answer -> datagram.layer().sendUdp(datagram.sourceMac(),
                datagram.source(), PORT, datagram.sourcePort(), answer.getBytes(StandardCharsets.US_ASCII),
                TIME_TO_LIVE));
    }

    private Optional<String> counter(Bytes payload) {
        String question = payload.length() > LONGEST_QUESTION ? ""
                : new String(payload.toArray(), StandardCharsets.US_ASCII);
        if (!question.startsWith(QUESTION) || !question.substring(QUESTION.length()).matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(question.substring(QUESTION.length()));
        return Optional.ofNullable(tallies.get(port)).map(tally -> "COUNT " + port + " " + tally.count);
    }
}
