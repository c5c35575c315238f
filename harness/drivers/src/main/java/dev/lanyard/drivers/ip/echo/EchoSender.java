package dev.lanyard.drivers.ip.echo;

import dev.lanyard.drivers.ip.IpException;
import dev.lanyard.evidence.MonotonicClock;
import java.util.concurrent.TimeUnit;

/** Keeps a window of datagrams under way until all are sent and answered, lost, or time is up. */
final class EchoSender {

    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final UdpEchoPlan plan;
    private final EchoPattern pattern;
    private final EchoTally tally;
    private final EchoSocket socket;
    private final MonotonicClock clock;
    private final long began;
    private final long deadline;
    private final byte[] payload;

    EchoSender(UdpEchoPlan plan, EchoPattern pattern, EchoTally tally, EchoSocket socket, MonotonicClock clock) {
        this.plan = plan;
        this.pattern = pattern;
        this.tally = tally;
        this.socket = socket;
        this.clock = clock;
        began = clock.nanos();
        deadline = began + plan.deadline().toNanos();
        payload = new byte[plan.sizes().stream().mapToInt(Integer::intValue).max().orElse(0)];
    }

    void run() throws IpException, InterruptedException {
        int burst = plan.traffic().burst();
        boolean isPaced = !plan.traffic().isPlain();
        boolean alone = false;
        long bits = 0;
        int number = 0;
        for (; number < plan.datagrams(); number++) {
            if (isPaced && (burst == 0 || number % burst == 0)) {
                if (burst > 0 && !makeRoom(number, 1) || !keepPace(number, bits)) {
                    return;
                }
                if (isOver()) {
                    break;
                }
            }
            boolean small = tally.size(number) < EchoPattern.HEADER;
            // Without a number in it an answer can only be told by being the only one expected.
            int window = small || alone ? 1 : plan.window();
            alone = small;
            if (!makeRoom(number, window) || !send(number)) {
                return;
            }
            bits += 8L * tally.size(number);
        }
        makeRoom(number, 1);
    }

    private boolean isOver() {
        return plan.traffic().sendFor().filter(time -> clock.nanos() - began >= time.toNanos()).isPresent();
    }

    /** Waits until datagram {@code number} is due; false when the run is over before. */
    private boolean keepPace(int number, long bits) throws IpException, InterruptedException {
        long due = began + plan.traffic().dueNanos(number, bits);
        for (long left = due - clock.nanos(); left > 0; left = due - clock.nanos()) {
            if (tally.isGone()) {
                return over("the link ended: " + tally.goneBecause(), number);
            }
            if (clock.nanos() >= deadline) {
                return over("the deadline of " + plan.deadline().toMillis() + " ms passed", number);
            }
            socket.flush();
            tally.giveUp(clock.nanos() - plan.lossAfter().toNanos());
            tally.await(Integer.MAX_VALUE, Math.min(LONGEST_SLEEP_NANOS, left));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    /** Waits until fewer than {@code window} of {@code sent} datagrams are under way; false when the run is over. */
    private boolean makeRoom(int sent, int window) throws IpException, InterruptedException {
        boolean flushed = false;
        while (sent - tally.done() >= window || tally.isFull(sent)) {
            if (tally.isGone()) {
                return over("the link ended: " + tally.goneBecause(), sent);
            }
            long now = clock.nanos();
            if (now >= deadline) {
                return over("the deadline of " + plan.deadline().toMillis() + " ms passed", sent);
            }
            if (!flushed) {
                socket.flush();
                flushed = true;
            }
            tally.giveUp(now - plan.lossAfter().toNanos());
            long lossIn = tally.oldestSent(now) + plan.lossAfter().toNanos() - now;
            long sleep = Math.min(Math.min(LONGEST_SLEEP_NANOS, deadline - now), Math.max(lossIn, 1));
            // A quarter of the window is left to drain before the sender wakes, which saves most wake-ups.
            boolean crowded = sent - tally.done() >= window;
            tally.await(crowded ? sent - window + 1 + window / 4 : Integer.MAX_VALUE, sleep);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }

    private boolean send(int number) throws IpException, InterruptedException {
        int size = tally.size(number);
        pattern.write(payload, number, size);
        tally.sending(number, clock.nanos());
        try {
            socket.send(plan.target(), payload, 0, size);
            return true;
        } catch (IpException e) {
            if (number == 0) {
                throw e;
            }
            tally.notSent(number);
            return over(e.getMessage(), number);
        }
    }

    private boolean over(String why, int sent) {
        tally.giveUp(Long.MAX_VALUE);
        tally.end(why + "; " + sent + " of " + plan.datagrams() + " were sent");
        return false;
    }
}
