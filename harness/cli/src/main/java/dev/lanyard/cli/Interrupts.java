package dev.lanyard.cli;

import dev.lanyard.runner.run.Cancellation;
import dev.lanyard.runner.run.ExitCode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * Turns SIGINT and SIGTERM into a cancellation: the run gives everything back and writes its report before the process
 * ends, within a bound. A command that is no run has nothing to give back and ends at once, with the same exit code.
 */
final class Interrupts implements AutoCloseable {

    /**
     * Long enough for teardowns and a report, short enough for somebody who pressed Ctrl-C. A machine that only emulates
     * its processor needs more.
     */
    private static final int GRACE_SECONDS = Integer.getInteger("lanyard.interrupt.seconds", 30);

    /** Whether a run listens. */
    private static volatile boolean running;

    private final Cancellation cancellation;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("lanyard-interrupt").unstarted(this::interrupted);

    private Interrupts(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** From now on a signal ends this process with the exit code for it; those that it was started to ignore do not. */
    static void endWithTheirCode() {
        for (String signal : List.of("INT", "TERM", "HUP")) {
            Signals.register(signal, () -> {
                if (!running) {
                    System.err.println("lanyard: interrupted");
                }
                System.exit(ExitCode.INTERRUPTED.code());
            });
        }
    }

    static Interrupts to(Cancellation cancellation) {
        Interrupts interrupts = new Interrupts(cancellation);
        Runtime.getRuntime().addShutdownHook(interrupts.hook);
        running = true;
        return interrupts;
    }

    boolean happened() {
        return cancellation.isCancelled();
    }

    private void interrupted() {
        cancellation.cancel("interrupted by the user");
        try {
            if (!finished.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("lanyard: the run did not end within " + GRACE_SECONDS + " s of the interrupt");
            }
        } catch (InterruptedException e) {
            // The process is ending anyway.
        }
        System.out.flush();
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
    }

    @Override
    public void close() {
        running = false;
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Shutdown has begun: the hook is what waits for us.
        }
    }
}
