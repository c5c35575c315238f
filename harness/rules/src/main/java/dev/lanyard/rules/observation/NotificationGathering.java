package dev.lanyard.rules.observation;

import dev.lanyard.evidence.Event;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.Notification;
import dev.lanyard.wire.cdc.NotificationStream;
import dev.lanyard.wire.usb.EndpointDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Notifications from the octets of the notification endpoint. Where the evidence has none of those (the endpoint is
 * not known, or somebody else read it), from the driver's own events.
 */
final class NotificationGathering {

    private final List<Seen<SeenNotification>> notifications = new ArrayList<>();
    private final List<Seen<String>> garbage = new ArrayList<>();

    NotificationGathering(Gathered gathered, Optional<CdcFunction> function) {
        Optional<EndpointDescriptor> endpoint = function.flatMap(CdcFunction::notificationEndpoint);
        List<Seen<Event.Transfer>> reads = gathered.interrupts().stream().filter(seen -> endpoint.isPresent()
                && seen.what().endpointAddress() == endpoint.get().bEndpointAddress()).toList();
        if (reads.stream().anyMatch(seen -> !seen.what().data().isEmpty())) {
            NotificationStream stream = new NotificationStream(endpoint.get().maxPacketOctets());
            reads.forEach(read -> push(stream, read));
        } else {
            gathered.notifications().forEach(seen -> notifications.add(seen.as(new SeenNotification(
                    seen.what().bRequest(), seen.what().wValue(), seen.what().wIndex(), seen.what().data()))));
        }
    }

    private void push(NotificationStream stream, Seen<Event.Transfer> read) {
        NotificationStream.Result result = stream.push(read.what().data());
        for (Notification n : result.notifications()) {
            notifications.add(read.as(new SeenNotification(n.bRequest(), n.wValue(), n.wIndex(), n.data())));
        }
        result.defects().forEach(defect -> garbage.add(read.as(defect.message() + ": "
                + defect.octets().truncate(16).toHex())));
    }

    List<Seen<SeenNotification>> notifications() {
        return List.copyOf(notifications);
    }

    List<Seen<String>> garbage() {
        return List.copyOf(garbage);
    }
}
