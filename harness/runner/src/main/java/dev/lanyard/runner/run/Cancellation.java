package dev.lanyard.runner.run;

import java.util.concurrent.CompletableFuture;

/** Lets a user stop a run: the running steps are interrupted, teardowns still run, the rest is not begun. */
public final class Cancellation {

    private final CompletableFuture<String> reason = new CompletableFuture<>();

    /** Asks the run to stop; only the first reason counts. Safe from any thread, signal handlers included. */
    public void cancel(String why) {
        reason.complete(why);
    }

    public boolean isCancelled() {
        return reason.isDone();
    }

    /** Completes with the reason when the run is to stop. Dependent actions must be quick. */
    public CompletableFuture<String> requested() {
        return reason;
    }
}
