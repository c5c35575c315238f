package dev.lanyard.rules.observation;

import java.util.List;

/**
 * A time during which the data interface had its data-carrying alternate setting selected.
 *
 * @param selection     sequence number of the SET_INTERFACE that began it
 * @param requestedNanos when SET_INTERFACE was submitted: what is notified from here on may answer it
 * @param openedNanos   when SET_INTERFACE completed: limits count from here
 * @param endNanos      when another selection, a configuration, a detach or the end of the evidence ended it
 * @param notifications those that came in it
 * @param listening     whether a read of the notification endpoint was pending in it
 */
public record DataPath(long selection, long requestedNanos, long openedNanos, long endNanos,
                       List<Seen<SeenNotification>> notifications, boolean listening) {

    public DataPath {
        notifications = List.copyOf(notifications);
    }

    /** The notifications that came at most {@code nanos} after it opened. */
    public List<Seen<SeenNotification>> notificationsWithin(long nanos) {
        return notifications.stream().filter(seen -> seen.nanos() - openedNanos <= nanos).toList();
    }

    /** Whether it lasted for {@code nanos} at least, so that what did not come in that time is known to be late. */
    public boolean lasted(long nanos) {
        return endNanos - openedNanos >= nanos;
    }
}
