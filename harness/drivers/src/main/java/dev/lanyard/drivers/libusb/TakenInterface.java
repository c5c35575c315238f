package dev.lanyard.drivers.libusb;

import dev.lanyard.drivers.debt.Debt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A note on disk that an interface was taken from its driver.
 *
 * @param note   the note
 * @param device the device's id, a bus path
 * @param number bInterfaceNumber
 */
public record TakenInterface(Debt note, String device, int number) {

    private static final String SUFFIX = ".taken";
    private static final String DEVICE = "device";
    private static final String INTERFACE = "interface";

    /** Writes the note. */
    static TakenInterface note(String device, int number) {
        return note(Debt.folder(), device, number);
    }

    static TakenInterface note(Path folder, String device, int number) {
        return new TakenInterface(Debt.note(folder, device + "-" + number, SUFFIX,
                Map.of(DEVICE, device, INTERFACE, Integer.toString(number))), device, number);
    }

    /** The notes of processes that are no more. */
    public static List<TakenInterface> leftOver(Path folder) throws IOException {
        return Debt.leftOver(folder, SUFFIX).stream().flatMap(note -> of(note).stream()).toList();
    }

    private static Optional<TakenInterface> of(Debt note) {
        try {
            return Optional.of(new TakenInterface(note, note.facts().getOrDefault(DEVICE, ""),
                    Integer.parseInt(note.facts().getOrDefault(INTERFACE, ""))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The interface was given back, or is gone: removes the note. */
    public void settled() {
        note.settled();
    }
}
