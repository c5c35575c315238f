package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.Fault.fault;
import static dev.lanyard.stubs.fault.LinkDefects.notification;
import static dev.lanyard.stubs.fault.LinkDefects.notifications;
import static dev.lanyard.stubs.fault.LinkDefects.without;

import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.Notification;
import java.util.List;

/** Faults of notifications. */
final class NotificationFaults {

    private static final int INDEX = 4;
    private static final int LENGTH = 6;
    private static final int DATA_INTERFACE = 1;

    static final List<Fault> ALL = List.of(
            fault("CDC-NOTIF-01", "NetworkConnection is never sent.")
                    .does(without(Notification.NETWORK_CONNECTION)),
            fault("CDC-NOTIF-02", "The wIndex of NetworkConnection is the data interface.")
                    .does(notification(Notification.NETWORK_CONNECTION,
                            honest -> Octets.with(honest, INDEX, DATA_INTERFACE, 0))),
            fault("CDC-NOTIF-03", "ConnectionSpeedChange has wLength 0 and no rates.")
                    .does(notification(Notification.CONNECTION_SPEED_CHANGE, honest ->
                            Octets.with(honest, LENGTH, 0, 0).truncate(Notification.HEADER_LENGTH))),
            fault("CDC-NOTIF-04", "NetworkConnection comes before ConnectionSpeedChange.")
                    .of(Model.NCM)
                    .does(notifications(List::reversed)),
            fault("CDC-NOTIF-05", "Both rates of ConnectionSpeedChange are 0.")
                    .does(notification(Notification.CONNECTION_SPEED_CHANGE,
                            honest -> Octets.with(honest, Notification.HEADER_LENGTH, 0, 0, 0, 0, 0, 0, 0, 0))));

    private NotificationFaults() {}
}
