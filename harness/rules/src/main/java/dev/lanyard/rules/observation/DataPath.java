package dev.lanyard.rules.observation;

import java.util.List;
import java.util.OptionalLong;

/**
 * A time during which the data interface had its data-carrying alternate setting selected.
 *
 * @param selection     sequence number of the SET_INTERFACE that began it
 * @param requestedNanos when SET_INTERFACE was submitted: what is notified from here on may answer it
 * @param openedNanos   when SET_INTERFACE completed
 * @param listeningNanos when, from then on, a read of the notification endpoint was first pending: before it the
 *                      accessory could not say anything, so limits count from here; nothing when nobody ever read
 * @param endNanos      when another selection, a configuration, a detach or the end of the evidence ended it
 * @param notifications those that came in it
 */
public record DataPath(long selection, long requestedNanos, long openedNanos, OptionalLong listeningNanos,
                       long endNanos, List<Seen<SeenNotification>> notifications) {

    public DataPath {
        notifications = List.copyOf(notifications);
    }

    /** How long after it could be said {@code notification} was said. */
    public long delayNanos(Seen<SeenNotification> notification) {
        return notification.nanos() - listeningNanos.orElse(openedNanos);
    }

    /** For how long the harness listened. */
    public long listenedNanos() {
        return listeningNanos.isPresent() ? endNanos - listeningNanos.getAsLong() : 0;
    }
}
