package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The last {@link #KEPT} UDP datagrams to multicast groups that came in with sound checksums, whether anybody listened
 * for them or not. So a step that looks for an announcement finds it also when it came before the step began.
 */
public final class Overheard {

    /** How many are kept; older ones are forgotten. */
    public static final int KEPT = 512;

    private final Life life;
    private final ArrayDeque<Datagram> kept = new ArrayDeque<>();
    private long added;

    Overheard(Life life) {
        this.life = life;
    }

    /** On the link driver's thread. */
    void add(PacketView packet, long nanos) {
        int end = packet.payloadEnd;
        if (packet.cutToDatagram() && packet.isSoundDatagram()) {
            int udp = packet.payloadOffset;
            Datagram datagram = new Datagram(nanos,
                    new InetSocketAddress(packet.source(), packet.u16(udp)), packet.destination(),
                    packet.u16(udp + 2), packet.ttl, Bytes.copyOf(packet.octets, udp + UdpFrames.UDP_HEADER,
                            packet.payloadLength() - UdpFrames.UDP_HEADER));
            synchronized (kept) {
                if (kept.size() == KEPT) {
                    kept.remove();
                }
                kept.add(datagram);
                added++;
            }
            life.signal();
        }
        packet.payloadEnd = end;
    }

    private long added() {
        synchronized (kept) {
            return added;
        }
    }

    /** Reads from the first kept datagram on that came at {@code nanos} of the host's clock or later. */
    public Reader since(long nanos) {
        return new Reader(nanos);
    }

    /** One pass over what was and will be overheard; for one thread. */
    public final class Reader {

        private final long from;
        private long next;

        private Reader(long from) {
            this.from = from;
        }

        /** The next one, waiting for it until {@code deadline} of the host's clock; empty when none came. */
        public Optional<Datagram> next(long deadline) throws IpException, InterruptedException {
            while (true) {
                Optional<Datagram> found = poll();
                if (found.isPresent() && found.get().nanos() >= from) {
                    return found;
                }
                if (found.isEmpty() && !life.await(deadline, "listening to groups", () -> added() > next)) {
                    return Optional.empty();
                }
            }
        }

        /** As {@link #next(long)}, for {@code time} from now on. */
        public Optional<Datagram> next(Duration time) throws IpException, InterruptedException {
            return next(life.deadline(time));
        }

        private Optional<Datagram> poll() {
            synchronized (kept) {
                long oldest = added - kept.size();
                next = Math.max(next, oldest);
                if (next >= added) {
                    return Optional.empty();
                }
                return kept.stream().skip(next++ - oldest).findFirst();
            }
        }
    }
}
