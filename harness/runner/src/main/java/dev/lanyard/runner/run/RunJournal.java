package dev.lanyard.runner.run;

import dev.lanyard.evidence.RunEvent;
import dev.lanyard.evidence.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts what happens into the run's log and tells the listener, in one order for both. */
final class RunJournal {

    private static final Logger LOG = LoggerFactory.getLogger(RunJournal.class);

    private final RunLog log;
    private final ProgressListener listener;
    private final Masking masking;

    /** {@code masking} holds for all that is said here. */
    RunJournal(RunLog log, ProgressListener listener, Masking masking) {
        this.masking = masking;
        this.log = log;
        this.listener = listener;
    }

    /** What hides secrets here; hides those that are added to it later too. */
    Masking masking() {
        return masking;
    }

    /** A run whose log cannot be kept must not go on: {@link UncheckedIOException}. */
    synchronized void append(RunEvent said) {
        RunEvent event = masking.of(said);
        try {
            log.append(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tell(to -> to.event(event));
    }

    synchronized void tell(Consumer<ProgressListener> news) {
        try {
            news.accept(listener);
        } catch (RuntimeException e) {
            LOG.warn("a progress listener failed", e);
        }
    }
}
