package dev.lanyard.drivers.cdc;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Event;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.Notification;
import dev.lanyard.wire.cdc.NotificationStream;
import java.util.function.Consumer;

/** Turns reads of the interrupt endpoint into notifications on the timeline and into the state of the link. */
final class NotificationReader implements InPump.Sink {

    private final NotificationStream stream;
    private final int controlInterface;
    private final CdcLink link;
    private final Recorder recorder;
    private final Notes notes;
    private final Consumer<UsbException> onGone;

    NotificationReader(int maxPacketSize, int controlInterface, CdcLink link, Recorder recorder, Notes notes,
                       Consumer<UsbException> onGone) {
        this.stream = new NotificationStream(maxPacketSize);
        this.controlInterface = controlInterface;
        this.link = link;
        this.recorder = recorder;
        this.notes = notes;
        this.onGone = onGone;
    }

    @Override
    public void received(Bytes data, long nanos) {
        NotificationStream.Result result = stream.push(data);
        for (NotificationStream.Defect defect : result.defects()) {
            notes.repeated("notification", "interrupt endpoint: " + defect.message() + ": "
                    + defect.octets().truncate(64));
        }
        result.notifications().forEach(notification -> notified(notification, nanos));
    }

    private void notified(Notification notification, long nanos) {
        recorder.record(nanos, CdcDrivers.SOURCE, new Event.Notification(notification.kind(), notification.bRequest(),
                notification.wValue(), notification.wIndex(), notification.data()));
        if (notification.wIndex() != controlInterface) {
            notes.repeated("wIndex", notification.kind() + " has wIndex " + notification.wIndex()
                    + "; the control interface is " + controlInterface);
        }
        if (notification instanceof Notification.NetworkConnection connection) {
            link.state(connection.isConnected(), "NetworkConnection " + connection.wValue());
        }
    }

    @Override
    public void ended(UsbException reason) {
        if (reason.error() == UsbError.DETACHED) {
            onGone.accept(reason);
        } else if (reason.error() != UsbError.CANCELLED) {
            notes.blind("notifications cannot be seen any more: " + reason.getMessage());
        }
    }
}
