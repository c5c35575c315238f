package dev.lanyard.rules.observation;

import dev.lanyard.evidence.Event;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Finds the times during which the data path was open. */
final class DataPaths {

    private DataPaths() {}

    static List<DataPath> of(Gathered gathered, CdcFunction function, List<Seen<SeenNotification>> notifications) {
        if (function.data().isEmpty() || function.dataAlternate().isEmpty()) {
            return List.of();
        }
        int dataInterface = function.data().get().bInterfaceNumber();
        int carrying = function.dataAlternate().get().bAlternateSetting();
        List<Seen<Event.Transfer>> selections = gathered.controls().stream()
                .filter(seen -> seen.what().isOk() && selects(seen.what().setup(), dataInterface)).toList();
        List<DataPath> paths = new ArrayList<>();
        for (int i = 0; i < selections.size(); i++) {
            Seen<Event.Transfer> selection = selections.get(i);
            if (selection.what().setup().wValue() == carrying) {
                long next = i + 1 < selections.size()
                        ? selections.get(i + 1).what().submittedNanos() : gathered.lastNanos();
                paths.add(path(gathered, notifications, selection, Math.min(next, interruption(gathered, selection))));
            }
        }
        return List.copyOf(paths);
    }

    private static boolean selects(SetupPacket setup, int dataInterface) {
        return setup.bmRequestType() == StandardRequests.TO_INTERFACE
                && setup.bRequest() == StandardRequests.SET_INTERFACE && setup.wIndex() == dataInterface;
    }

    private static long interruption(Gathered gathered, Seen<Event.Transfer> selection) {
        return gathered.interruptions().stream().filter(nanos -> nanos > selection.nanos()).min(Long::compare)
                .orElse(gathered.lastNanos());
    }

    private static DataPath path(Gathered gathered, List<Seen<SeenNotification>> notifications,
                                 Seen<Event.Transfer> selection, long end) {
        long requested = selection.what().submittedNanos();
        List<Seen<SeenNotification>> inside = notifications.stream()
                .filter(seen -> seen.nanos() >= requested && seen.nanos() <= end).toList();
        return new DataPath(selection.sequence(), requested, selection.nanos(), listening(gathered, selection, end),
                end, inside);
    }

    private static OptionalLong listening(Gathered gathered, Seen<Event.Transfer> selection, long end) {
        return gathered.interrupts().stream()
                .filter(read -> read.what().submittedNanos() <= end && read.nanos() >= selection.nanos())
                .mapToLong(read -> Math.max(read.what().submittedNanos(), selection.nanos())).min();
    }
}
