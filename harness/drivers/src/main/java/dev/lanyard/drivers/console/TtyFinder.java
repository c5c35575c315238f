package dev.lanyard.drivers.console;

import dev.lanyard.drivers.usb.UsbDeviceSelector;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the serial ports of a USB device where Linux tells of them: {@code /sys/bus/usb/devices/1-2.3/1-2.3:1.2/tty} for
 * CDC-ACM, one folder deeper for USB to serial adapters (Linux, Documentation/ABI/stable/sysfs-bus-usb, [K]).
 */
public final class TtyFinder {

    private static final Pattern TTY = Pattern.compile("tty[A-Za-z]{1,8}\\d{1,4}");

    private final Path root;

    /** Of this machine. */
    public TtyFinder() {
        this(Path.of("/"));
    }

    /** Of the machine whose {@code sys} and {@code dev} are in {@code root}. */
    public TtyFinder(Path root) {
        this.root = root;
    }

    /**
     * The first serial port of the device that {@code device} names: {@code 1-2.3}, {@code 0525:a4a1} or
     * {@code 0525:a4a1/SERIAL}.
     *
     * @throws IOException when there is no such device, several, or it has no serial port; says what there is
     */
    public Path find(String device) throws IOException {
        Path devices = root.resolve("sys/bus/usb/devices");
        if (!Files.isDirectory(devices)) {
            throw new IOException("this machine tells of no USB devices: there is no " + devices);
        }
        Path found = UsbDeviceSelector.PATH.matcher(device).matches() ? devices.resolve(device) : byIds(devices, device);
        if (!Files.isDirectory(found)) {
            throw new IOException("no USB device is at " + device);
        }
        List<Path> ttys = ttys(found);
        if (ttys.isEmpty()) {
            throw new IOException("USB device " + found.getFileName() + " has no serial port (no CDC-ACM function, or no "
                    + "driver for it: cdc_acm)");
        }
        return ttys.getFirst();
    }

    private static Path byIds(Path devices, String device) throws IOException {
        Matcher ids = UsbDeviceSelector.IDS.matcher(device);
        if (!ids.matches()) {
            throw new IOException("\"" + device + "\" names no USB device: 1-2.3, 0525:a4a1 or 0525:a4a1/SERIAL");
        }
        List<Path> alike = new ArrayList<>();
        try (Stream<Path> all = Files.list(devices)) {
            all.filter(path -> is(path, "idVendor", ids.group("vid")) && is(path, "idProduct", ids.group("pid"))
                    && (ids.group("serial") == null || read(path, "serial").equals(Optional.of(ids.group("serial")))))
                    .sorted().forEach(alike::add);
        }
        if (alike.size() > 1) {
            throw new IOException("several USB devices are " + device + ", name one by its bus path: "
                    + alike.stream().map(path -> path.getFileName().toString()).collect(Collectors.joining(", ")));
        }
        if (alike.isEmpty()) {
            throw new IOException("no USB device is " + device);
        }
        return alike.getFirst();
    }

    private static boolean is(Path device, String attribute, String value) {
        return read(device, attribute).filter(value.toLowerCase(Locale.ROOT)::equals).isPresent();
    }

    private static Optional<String> read(Path device, String attribute) {
        try {
            return Optional.of(Files.readString(device.resolve(attribute)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** In the order of interfaces. */
    private List<Path> ttys(Path device) throws IOException {
        List<Path> found = new ArrayList<>();
        List<Path> interfaces = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(device, device.getFileName() + ":*")) {
            children.forEach(interfaces::add);
        }
        interfaces.sort(Comparator.comparing(Path::toString));
        for (Path one : interfaces) {
            collect(one.resolve("tty"), found);
            try (DirectoryStream<Path> ports = Files.newDirectoryStream(one, "tty[A-Z]*")) {
                ports.forEach(port -> collect(port.resolve("tty"), found));
            }
        }
        return found;
    }

    private void collect(Path folder, List<Path> found) {
        try (Stream<Path> names = Files.list(folder)) {
            names.map(path -> path.getFileName().toString()).filter(name -> TTY.matcher(name).matches()).sorted()
                    .forEach(name -> found.add(root.resolve("dev").resolve(name)));
        } catch (IOException e) {
            // An interface without a serial port has no such folder.
        }
    }
}
