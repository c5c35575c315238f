package dev.lanyard.drivers.ip.echo;

import dev.lanyard.drivers.ip.DatagramHandler;
import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.wire.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Which datagrams are under way, answered or lost. Answers come in one at a time on the link's thread; the sender's
 * thread adds what it sent and gives up what stayed away too long. Only the last {@link #REMEMBERED} datagrams are
 * remembered, so that a run of any length costs the same.
 */
final class EchoTally implements DatagramHandler {

    private static final int UNSENT = 0;
    private static final int UNDER_WAY = 1;
    private static final int ANSWERED = 2;
    private static final int LOST = 3;
    private static final int STATE_BITS = 2;
    /** An answer to a datagram further back than this counts as stray. */
    static final int REMEMBERED = 1 << 20;
    private static final int EXAMPLES = 8;
    private static final int LOST_SIZES = 32;

    private final UdpEchoPlan plan;
    private final EchoPattern pattern;
    /** Number and state of a datagram, at its number modulo the capacity, which is a power of two. */
    private final AtomicLongArray slots;
    private final int capacity;
    private final long[] sentNanos;
    private final int[] sizes;
    private final long[] rtts;
    private final Thread sender = Thread.currentThread();
    /** Datagrams no longer under way. */
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final TreeSet<Integer> lostSizes = new TreeSet<>();
    private final List<String> examples = new ArrayList<>();
    /** The sender sleeps until this many are done. */
    private volatile int wakeAt = Integer.MAX_VALUE;
    private volatile int lone = -1;
    private volatile IpException gone;
    private volatile long lastNanos;
    private long firstNanos;
    private volatile int sent;
    private int received;
    private int reordered;
    private int duplicates;
    private int corrupted;
    private int late;
    private int stray;
    private int unreachable;
    private int highest = -1;
    private int oldest;
    private String ended = "";

    EchoTally(UdpEchoPlan plan, EchoPattern pattern, int remembered) {
        this.plan = plan;
        this.pattern = pattern;
        int wanted = Math.max(2 * plan.window(), Math.min(plan.datagrams(), remembered));
        capacity = Integer.highestOneBit(Math.max(1, wanted - 1)) << 1;
        slots = new AtomicLongArray(capacity);
        sentNanos = new long[capacity];
        rtts = new long[Math.min(plan.datagrams(), UdpEcho.KEPT_RTTS)];
        sizes = plan.sizes().stream().mapToInt(Integer::intValue).toArray();
    }

    int size(int number) {
        return sizes[number % sizes.length];
    }

    private int slot(int number) {
        return number & capacity - 1;
    }

    private static long entry(int number, int state) {
        return (long) number << STATE_BITS | state;
    }

    private boolean is(int number, int state) {
        return slots.get(slot(number)) == entry(number, state);
    }

    private boolean change(int number, int from, int to) {
        return slots.compareAndSet(slot(number), entry(number, from), entry(number, to));
    }

    /** Whether datagram {@code number} would take the place of one that is still under way. */
    boolean isFull(int number) {
        if (number - oldest >= capacity) {
            giveUp(Long.MIN_VALUE);
        }
        return number - oldest >= capacity;
    }

    /** Before a datagram is handed to the link: its answer may come before the link returns. */
    void sending(int number, long nanos) {
        sentNanos[slot(number)] = nanos;
        if (number == 0) {
            firstNanos = nanos;
        }
        lone = size(number) < EchoPattern.HEADER ? number : -1;
        slots.set(slot(number), entry(number, UNDER_WAY));
        sent = number + 1;
    }

    /** The link did not take it. */
    void notSent(int number) {
        slots.set(slot(number), entry(number, UNSENT));
        sent = number;
    }

    int done() {
        return done.get();
    }

    boolean isGone() {
        return gone != null;
    }

    /** Sleeps until {@code count} are done, the host is gone, or {@code nanos} passed. */
    void await(int count, long nanos) {
        wakeAt = count;
        if (done.get() < count && gone == null) {
            LockSupport.parkNanos(this, nanos);
        }
        wakeAt = Integer.MAX_VALUE;
    }

    /** Counts as lost what was sent before {@code before} and is still under way. */
    void giveUp(long before) {
        while (oldest < sent && (!is(oldest, UNDER_WAY) || sentNanos[slot(oldest)] < before)) {
            if (change(oldest, UNDER_WAY, LOST)) {
                lose(oldest);
                done.incrementAndGet();
            }
            oldest++;
        }
    }

    private void lose(int number) {
        lost.incrementAndGet();
        synchronized (lostSizes) {
            if (lostSizes.size() < LOST_SIZES) {
                lostSizes.add(size(number));
            }
        }
    }

    /** When the oldest datagram under way was sent; {@code otherwise} when none is. */
    long oldestSent(long otherwise) {
        for (int i = oldest; i < sent; i++) {
            if (is(i, UNDER_WAY)) {
                return sentNanos[slot(i)];
            }
        }
        return otherwise;
    }

    void end(String why) {
        ended = why;
    }

    String goneBecause() {
        return gone.getMessage();
    }

    @Override
    public void datagram(long nanos, InetSocketAddress source, InetAddress destination, int ttl,
                         byte[] buffer, int offset, int length) {
        int number = pattern.number(buffer, offset, length);
        if (number < 0 && length < EchoPattern.HEADER) {
            number = lone;
        }
        if (number < 0 || number >= sent || sent - number > capacity || !source.equals(plan.target())) {
            stray++;
            example("a datagram of " + length + " octets from " + source.getAddress().getHostAddress() + " port "
                    + source.getPort() + " fits nothing sent: "
                    + Bytes.copyOf(buffer, offset, Math.min(length, 16)).toHex());
            return;
        }
        answer(number, nanos, buffer, offset, length);
    }

    private void answer(int number, long nanos, byte[] buffer, int offset, int length) {
        if (!pattern.matches(buffer, offset, length, number, size(number))) {
            corrupted++;
            example("the answer to datagram " + number + " of " + size(number) + " octets has " + length
                    + " octets or differs");
            if (change(number, UNDER_WAY, LOST)) {
                lose(number);
                finished(nanos);
            }
        } else if (change(number, UNDER_WAY, ANSWERED)) {
            long rtt = nanos - sentNanos[slot(number)];
            if (received < rtts.length) {
                rtts[received] = rtt;
            }
            received++;
            if (plan.rtts() != null) {
                plan.rtts().accept(rtt);
            }
            if (number < highest) {
                reordered++;
                example("the answer to datagram " + number + " came after that to " + highest);
            }
            highest = Math.max(highest, number);
            finished(nanos);
        } else if (is(number, ANSWERED)) {
            duplicates++;
            example("datagram " + number + " was answered again");
        } else {
            late++;
            long millis = (nanos - sentNanos[slot(number)]) / 1_000_000;
            example("datagram " + number + " was answered after " + millis + " ms");
        }
    }

    private void finished(long nanos) {
        lastNanos = nanos;
        if (done.incrementAndGet() >= wakeAt) {
            LockSupport.unpark(sender);
        }
    }

    @Override
    public void unreachable(InetSocketAddress destination, String error) {
        unreachable++;
        example(error);
    }

    @Override
    public void ended(IpException reason) {
        gone = reason;
        LockSupport.unpark(sender);
    }

    private void example(String sentence) {
        if (examples.size() < EXAMPLES) {
            examples.add(sentence);
        }
    }

    /** Once the sender is done and the socket closed. */
    UdpEchoResult result() {
        long elapsed = sent == 0 || received == 0 ? 0 : lastNanos - firstNanos;
        return new UdpEchoResult(plan.datagrams(), sent, received, lost.get(), reordered, duplicates, corrupted, late,
                stray, unreachable, elapsed, Arrays.copyOf(rtts, Math.min(received, rtts.length)),
                List.copyOf(lostSizes), ended, List.copyOf(examples));
    }
}
