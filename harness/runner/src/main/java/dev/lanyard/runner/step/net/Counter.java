package dev.lanyard.runner.step.net;

import dev.lanyard.drivers.ip.Datagram;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.drivers.ip.IpFailure;
import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.UdpSocket;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.step.StepFailure;
import dev.lanyard.runner.value.ByteTemplate;
import dev.lanyard.runner.value.CountTemplate;
import dev.lanyard.runner.value.Endpoint;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** An accessory's own count of the datagrams that came to one of its ports, and how it is asked for. */
public record Counter(
        @Doc("the address and port that are asked") Endpoint to,
        @Doc("what is asked: hexadecimal digits and 'text'") ByteTemplate question,
        @Doc("what an answer looks like: # for the number in decimal digits, ## for each octet of it, ?? and *")
        CountTemplate answer) {

    private static final int TRIES = 4;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int SHOWN = 64;

    public Counter {
        if (!question.isLiteral()) {
            throw new IllegalArgumentException("question needs octets: ?? and * can only be compared with");
        }
    }

    /** How long {@link #ask} may take. */
    static Duration limit() {
        return PATIENCE.multipliedBy(TRIES).plusSeconds(3);
    }

    /**
     * What it counts now. The question is asked again when no answer comes, because UDP may lose it.
     *
     * @throws StepFailure when no answer comes, or only others
     */
    long ask(IpHost host) throws StepFailure, IpException, InterruptedException {
        InetSocketAddress target = new InetSocketAddress(to.address(), to.port());
        String near = "nothing came";
        try (UdpSocket socket = host.open(0)) {
            for (int i = 0; i < TRIES; i++) {
                socket.send(target, question.octets());
                long deadline = host.clock().nanos() + PATIENCE.toNanos();
                for (long left = PATIENCE.toNanos(); left > 0; left = deadline - host.clock().nanos()) {
                    Optional<Datagram> came = socket.receive(Duration.ofNanos(left));
                    OptionalLong count = came.map(datagram -> answer.count(datagram.payload()))
                            .orElse(OptionalLong.empty());
                    if (count.isPresent()) {
                        return count.getAsLong();
                    }
                    near = came.map(datagram -> datagram.payload().truncate(SHOWN).toHex() + " came").orElse(near);
                }
            }
        } catch (IpException e) {
            if (e.failure() != IpFailure.UNREACHABLE) {
                throw e;
            }
            near = e.getMessage();
        }
        throw StepFailure.unmet("the accessory does not tell its count: " + TRIES + " times " + question + " to port "
                + to.port() + ", and no answer like " + answer + "; " + near);
    }

    /** How many datagrams came between two counts. */
    long between(long earlier, long later) {
        return answer.difference(earlier, later);
    }
}
