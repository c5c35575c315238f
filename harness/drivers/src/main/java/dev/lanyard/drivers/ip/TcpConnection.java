package dev.lanyard.drivers.ip;

import dev.lanyard.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One TCP connection that the host opened (RFC 9293, the client's half): for exchanges with an accessory, not for
 * speed. One segment at a time is under way, and is sent again until it is acknowledged; segments that come out of order
 * are dropped and asked for again; no options, no urgent data. For one thread at a time.
 */
public final class TcpConnection implements AutoCloseable {

    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int PSH = 8;
    private static final int ACK = 16;
    private static final int BUFFER = 65_535;
    /** As long as no round trip was measured (RFC 6298 §2.1): sooner, a busy machine repeats what is not lost. */
    private static final long FIRST_RETRANSMISSION_NANOS = 1_000_000_000;
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Tcp owner;
    private final IpFrames.Header header;
    private final InetSocketAddress peer;
    private final int localPort;
    private final int longest;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    /** What is sent next, and up to what the peer has it. */
    private int next = ThreadLocalRandom.current().nextInt();
    private int acknowledged = next;
    private int expected;
    private boolean established;
    private boolean ended;
    private boolean reset;
    private boolean closed;
    private int retransmissions;

    TcpConnection(Tcp owner, IpFrames.Header header, InetSocketAddress peer, int localPort, int longest) {
        this.owner = owner;
        this.header = header;
        this.peer = peer;
        this.localPort = localPort;
        this.longest = longest;
    }

    void open(long deadline) throws IpException, InterruptedException {
        exchange("TCP connection to " + text(), SYN, new byte[0], deadline);
    }

    private String text() {
        return peer.getAddress().getHostAddress() + " port " + peer.getPort();
    }

    /** How many segments had to be sent again. */
    public synchronized int retransmissions() {
        return retransmissions;
    }

    /**
     * Sends {@code data} and waits until the peer has it all.
     *
     * @throws IpException {@link IpFailure#NO_REPLY} when it does not say so in time, {@link IpFailure#UNREACHABLE} when
     *                     it resets the connection
     */
    public void send(Bytes data, Duration timeout) throws IpException, InterruptedException {
        long deadline = owner.life().deadline(timeout);
        for (int at = 0; at < data.length(); at += longest) {
            byte[] part = data.slice(at, Math.min(longest, data.length() - at)).toArray();
            exchange("sending by TCP to " + text(), ACK | PSH, part, deadline);
        }
    }

    /** Waits until {@code count} octets are there, the peer ends its stream, or time is up; takes what is there. */
    public Bytes receive(int count, Duration timeout) throws IpException, InterruptedException {
        owner.life().await(owner.life().deadline(timeout), "receiving by TCP from " + text(), () -> has(count));
        synchronized (this) {
            if (reset && received.size() == 0) {
                throw new IpException(IpFailure.UNREACHABLE, "receiving by TCP from " + text(), "reset by the accessory");
            }
            byte[] all = received.toByteArray();
            int taken = Math.min(count, all.length);
            received.reset();
            received.write(all, taken, all.length - taken);
            return Bytes.copyOf(all, 0, taken);
        }
    }

    private synchronized boolean has(int count) {
        return received.size() >= count || ended || reset;
    }

    /** Whether the peer has said that it sends no more. */
    public synchronized boolean isEnded() {
        return ended;
    }

    /** Sends until acknowledged, ever less often. */
    private void exchange(String asked, int flags, byte[] data, long deadline) throws IpException, InterruptedException {
        int end;
        int begin;
        synchronized (this) {
            begin = next;
            end = next + data.length + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
            next = end;
        }
        long patience = FIRST_RETRANSMISSION_NANOS;
        while (true) {
            transmit(begin, flags, data);
            long now = owner.life().clock().nanos();
            if (owner.life().await(Math.min(deadline, now + patience), asked, () -> isDone(end))) {
                break;
            }
            if (owner.life().clock().nanos() >= deadline) {
                throw new IpException(IpFailure.NO_REPLY, asked, (flags & SYN) != 0 ? "no answer to SYN"
                        : data.length + " octets were not acknowledged");
            }
            synchronized (this) {
                retransmissions++;
            }
            patience *= 2;
        }
        synchronized (this) {
            if (reset) {
                throw new IpException(IpFailure.UNREACHABLE, asked, (flags & SYN) != 0 ? "refused: nothing listens there"
                        : "reset by the accessory");
            }
        }
    }

    private synchronized boolean isDone(int end) {
        return reset || acknowledged - end >= 0;
    }

    private void transmit(int sequence, int flags, byte[] data) throws IpException, InterruptedException {
        byte[] segment = new byte[Tcp.HEADER + data.length];
        IpFrames.put16(segment, 0, localPort);
        IpFrames.put16(segment, 2, peer.getPort());
        put32(segment, 4, sequence);
        synchronized (this) {
            put32(segment, 8, (flags & SYN) != 0 ? 0 : expected);
            IpFrames.put16(segment, 14, Math.max(0, BUFFER - received.size()));
        }
        segment[12] = Tcp.HEADER / 4 << 4;
        segment[13] = (byte) flags;
        System.arraycopy(data, 0, segment, Tcp.HEADER, data.length);
        owner.send(header, segment);
    }

    private static void put32(byte[] octets, int offset, int value) {
        IpFrames.put16(octets, offset, value >>> 16);
        IpFrames.put16(octets, offset + 2, value);
    }

    /** Takes a segment, on the host's own thread. */
    void segment(PacketView packet) throws IpException, InterruptedException {
        int at = packet.payloadOffset;
        int offset = (packet.octets[at + 12] >> 4 & 0xF) * 4;
        int length = packet.payloadLength() - offset;
        if (offset < Tcp.HEADER || length < 0) {
            return;
        }
        boolean answer;
        int now;
        synchronized (this) {
            answer = take(packet, at, offset, length, packet.octets[at + 13]);
            now = next;
        }
        if (answer) {
            transmit(now, ACK, new byte[0]);
        }
        owner.life().signal();
    }

    /** Whether it must be acknowledged. */
    private boolean take(PacketView packet, int at, int offset, int length, int flags) {
        int sequence = packet.i32(at + 4);
        int ack = packet.i32(at + 8);
        boolean acceptable = (flags & ACK) == 0 || ack - acknowledged >= 0 && next - ack >= 0;
        if ((flags & RST) != 0) {
            // Only what answers something of ours, or is in its place, may end the connection.
            reset |= established ? sequence == expected : (flags & ACK) != 0 && ack == next;
            return false;
        }
        if (!acceptable) {
            return established;
        }
        if (!established) {
            if ((flags & (SYN | ACK)) != (SYN | ACK) || ack != next) {
                return false;
            }
            established = true;
            acknowledged = ack;
            expected = sequence + 1;
            return true;
        }
        if ((flags & ACK) != 0) {
            acknowledged = ack;
        }
        boolean ends = (flags & FIN) != 0;
        if (length == 0 && !ends && (flags & SYN) == 0) {
            return false;
        }
        if (sequence == expected && !ended && received.size() + length <= BUFFER) {
            received.write(packet.octets, at + offset, length);
            expected += length + (ends ? 1 : 0);
            ended = ends;
        }
        return true;
    }

    /** Ends the connection in order, or, when the peer does not agree within a second, by a reset. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            if (!reset) {
                exchange("closing the TCP connection to " + text(), FIN | ACK, new byte[0],
                        owner.life().deadline(CLOSING));
                owner.life().await(owner.life().deadline(CLOSING), "closing", () -> has(Integer.MAX_VALUE));
                if (!isEnded()) {
                    transmit(next, RST | ACK, new byte[0]);
                }
            }
        } catch (IpException e) {
            // The accessory is gone or silent: nobody is left to tell.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            owner.closed(this);
        }
    }
}
