package dev.lanyard.wire.cdc;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts notifications from what is read of an interrupt endpoint. One read may hold several, because a notification
 * that fills its packet does not end the transfer, and one notification may take several reads, because the packets
 * may be shorter than it. Keeps at most one unfinished notification; not safe for use by several threads.
 */
public final class NotificationStream {

    /** Announced data longer than this is taken for garbage; the longest that ECM and NCM define has 8 octets. */
    public static final int MAX_DATA_LENGTH = 256;

    private final int maxPacketSize;
    private Bytes pending = Bytes.EMPTY;
    private boolean pendingEndedShort;

    /** What one read gave; both lists may be empty. */
    public record Result(List<Notification> notifications, List<Defect> defects) {}

    /** Octets that belong to no notification, and why. */
    public record Defect(Bytes octets, String message) {}

    /** @param maxPacketSize octets of a full packet of the endpoint, by which a short packet is told */
    public NotificationStream(int maxPacketSize) {
        this.maxPacketSize = Math.max(1, maxPacketSize);
    }

    /** Takes what one transfer brought. */
    public Result push(Bytes read) {
        List<Notification> notifications = new ArrayList<>();
        List<Defect> defects = new ArrayList<>();
        if (pendingEndedShort && startsLikeOne(read)) {
            defects.add(new Defect(pending, "a notification of which only " + pending.length()
                    + " octets came before a short packet ended it"));
            pending = Bytes.EMPTY;
        }
        Bytes rest = pending.concat(read);
        while (!rest.isEmpty()) {
            int garbage = garbageAtStart(rest);
            if (garbage > 0) {
                defects.add(new Defect(rest.slice(0, garbage), garbage + " octets that begin no notification"));
                rest = rest.from(garbage);
                continue;
            }
            if (rest.length() < Notification.HEADER_LENGTH) {
                break;
            }
            SetupPacket header = SetupPacket.decode(rest);
            int length = Notification.HEADER_LENGTH + header.wLength();
            if (rest.length() < length) {
                break;
            }
            notifications.add(Notification.of(header, rest.slice(Notification.HEADER_LENGTH, header.wLength())));
            rest = rest.from(length);
        }
        // A copy, so that a few octets do not keep a large read alive.
        pending = Bytes.copyOf(rest.toArray());
        pendingEndedShort = !pending.isEmpty() && read.length() % maxPacketSize != 0;
        return new Result(notifications, defects);
    }

    /** Drops what is unfinished: after a reset of the function. */
    public void reset() {
        pending = Bytes.EMPTY;
        pendingEndedShort = false;
    }

    /** Octets of the unfinished notification. */
    public int pendingLength() {
        return pending.length();
    }

    /** How many octets to pass over before something that can be, or become, a notification. */
    private static int garbageAtStart(Bytes bytes) {
        int at = 0;
        while (at < bytes.length() && !canBegin(bytes.from(at))) {
            at++;
        }
        return at;
    }

    private static boolean canBegin(Bytes bytes) {
        if (bytes.u8(0) != Notification.REQUEST_TYPE) {
            return false;
        }
        return bytes.length() < Notification.HEADER_LENGTH || bytes.u16le(6) <= MAX_DATA_LENGTH;
    }

    private static boolean startsLikeOne(Bytes bytes) {
        if (bytes.length() < Notification.HEADER_LENGTH || bytes.u8(0) != Notification.REQUEST_TYPE) {
            return false;
        }
        int wLength = bytes.u16le(6);
        return switch (bytes.u8(1)) {
            case Notification.NETWORK_CONNECTION, Notification.RESPONSE_AVAILABLE -> wLength == 0;
            case Notification.CONNECTION_SPEED_CHANGE -> wLength == 8;
            default -> false;
        };
    }
}
