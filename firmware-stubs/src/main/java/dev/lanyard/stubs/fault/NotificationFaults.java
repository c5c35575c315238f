package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.Fault.fault;
import static dev.lanyard.stubs.fault.LinkDefects.notification;
import static dev.lanyard.stubs.fault.LinkDefects.notifications;
import static dev.lanyard.stubs.fault.LinkDefects.without;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.Notification;
import java.util.List;
import java.util.stream.Stream;

/** Faults of notifications. */
final class NotificationFaults {

    private static final int INDEX = 4;
    private static final int LENGTH = 6;
    private static final int DATA_INTERFACE = 1;
    /** 10^9 bit/s. */
    private static final Bytes GIGABIT = Bytes.of(0x00, 0xCA, 0x9A, 0x3B);
    private static final Bytes SERIAL_STATE = Bytes.of(Notification.REQUEST_TYPE, 0x20, 0, 0, 0, 0, 2, 0, 0, 0);

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
                            honest -> Octets.with(honest, Notification.HEADER_LENGTH, 0, 0, 0, 0, 0, 0, 0, 0))),
            fault("CDC-NOTIF-06", "Both rates of ConnectionSpeedChange are 1 Gbit/s, more than the bus carries.")
                    .does(notification(Notification.CONNECTION_SPEED_CHANGE, honest -> honest
                            .truncate(Notification.HEADER_LENGTH).concat(GIGABIT).concat(GIGABIT))),
            fault("CDC-NOTIF-13", "SerialState, which a modem sends, follows the other notifications.")
                    .does(notifications(honest -> Stream.concat(honest.stream(), Stream.of(SERIAL_STATE)).toList())));

    private NotificationFaults() {}
}
