package dev.lanyard.cli;

import dev.lanyard.runner.run.Cancellation;
import dev.lanyard.runner.run.ExitCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT and SIGTERM into a cancellation: the run gives everything back and writes its report before the process
 * ends, within a bound.
 */
final class Interrupts implements AutoCloseable {

    /**
     * Long enough for teardowns and a report, short enough for somebody who pressed Ctrl-C. A machine that only emulates
     * its processor needs more.
     */
    private static final int GRACE_SECONDS = Integer.getInteger("lanyard.interrupt.seconds", 30);

    private final Cancellation cancellation;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("lanyard-interrupt").unstarted(this::interrupted);

    private Interrupts(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    static Interrupts to(Cancellation cancellation) {
        Interrupts interrupts = new Interrupts(cancellation);
        Runtime.getRuntime().addShutdownHook(interrupts.hook);
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
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Shutdown has begun: the hook is what waits for us.
        }
    }
}
