package dev.lanyard.drivers.console;

import java.io.IOException;
import java.nio.file.Path;

/** Finds and opens serial ports of this machine. */
public record SerialSource(String describe, Place place, SerialSettings settings) implements ConsolePort.Source {

    /** Finds a port anew. */
    public interface Place {
        Path find() throws IOException;
    }

    /** The port at {@code path}. */
    public static SerialSource at(Path path, SerialSettings settings) {
        return new SerialSource(path.toString(), () -> path, settings);
    }

    /** The serial port of the USB device that {@code device} names to a {@link TtyFinder}. */
    public static SerialSource of(String device, TtyFinder finder, SerialSettings settings) {
        return new SerialSource("the serial port of USB device " + device, () -> finder.find(device), settings);
    }

    /** As a bench names it: a device file, or {@code usb:1-2.3}, {@code usb:VID:PID/SERIAL} for the port of that device. */
    public static SerialSource named(String port, SerialSettings settings) {
        return port.startsWith("usb:") ? of(port.substring("usb:".length()), new TtyFinder(), settings)
                : at(Path.of(port), settings);
    }

    /** Looks whether the port is there and may be opened, without opening it. */
    public void requireUsable() throws IOException {
        SerialLine.requireUsable(place.find());
    }

    @Override
    public ConsolePort open() throws IOException {
        return SerialLine.open(place.find(), settings);
    }
}
