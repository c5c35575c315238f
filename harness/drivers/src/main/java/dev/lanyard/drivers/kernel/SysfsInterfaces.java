package dev.lanyard.drivers.kernel;

import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.UsbSpeed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Interfaces as Linux' sysfs shows them. An interface's {@code device} link leads to the USB interface whose driver
 * made it, and the folder above that is the device (Documentation/ABI/testing/sysfs-class-net). A name tells nothing:
 * udev gives other ones.
 */
final class SysfsInterfaces implements KernelInterfaces {

    static final Path ROOT = Path.of("/sys");

    private static final String NET = "class/net";
    private static final String DEVICES = "bus/usb/devices";
    private static final int LONGEST = 4096;

    private final Path root;

    SysfsInterfaces(Path root) {
        this.root = root;
    }

    @Override
    public List<KernelInterface> list() {
        List<KernelInterface> found = new ArrayList<>();
        in(root.resolve(NET)).forEach(folder -> read(folder).ifPresent(found::add));
        return found;
    }

    private static List<Path> in(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Empty for what has no Ethernet address, and for what goes while it is read. */
    private static Optional<KernelInterface> read(Path folder) {
        try {
            MacAddress mac = MacAddress.parse(text(folder.resolve("address")));
            int index = Integer.parseInt(text(folder.resolve("ifindex")));
            int mtu = Integer.parseInt(text(folder.resolve("mtu")));
            Optional<Path> function = real(folder.resolve("device"));
            Optional<Path> device = function.flatMap(SysfsInterfaces::deviceOf);
            Optional<UsbDeviceInfo> info = device.isEmpty() ? Optional.empty() : Optional.of(info(device.get()));
            return Optional.of(new KernelInterface(folder.getFileName().toString(), index, mac, mtu,
                    function.map(SysfsInterfaces::driver).orElse(""), info,
                    device.flatMap(path -> optional(path.resolve("serial")))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> real(Path link) {
        try {
            return Optional.of(link.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> deviceOf(Path function) {
        for (Path path = function; path != null; path = path.getParent()) {
            if (Files.isRegularFile(path.resolve("idVendor"))) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private static String driver(Path function) {
        return real(function.resolve("driver")).map(path -> path.getFileName().toString()).orElse("");
    }

    private static UsbDeviceInfo info(Path device) throws IOException {
        return new UsbDeviceInfo(device.getFileName().toString(), hex(device.resolve("idVendor")),
                hex(device.resolve("idProduct")), hex(device.resolve("bcdDevice")),
                speed(optional(device.resolve("speed")).orElse("")), Integer.parseInt(optional(
                        device.resolve("devnum")).filter(text -> text.matches("\\d{1,3}")).orElse("0")));
    }

    private static int hex(Path file) throws IOException {
        return Integer.parseInt(text(file), 16);
    }

    /** Mbit/s (Documentation/ABI/stable/sysfs-bus-usb). */
    private static UsbSpeed speed(String text) {
        return switch (text) {
            case "1.5" -> UsbSpeed.LOW;
            case "12" -> UsbSpeed.FULL;
            case "480" -> UsbSpeed.HIGH;
            case "5000" -> UsbSpeed.SUPER;
            case "10000", "20000" -> UsbSpeed.SUPER_PLUS;
            default -> UsbSpeed.UNKNOWN;
        };
    }

    @Override
    public String whyNone(String busPath) {
        Path device = root.resolve(DEVICES).resolve(busPath);
        if (!Files.isDirectory(device)) {
            return busPath + " is not attached";
        }
        List<String> interfaces = in(device).stream().filter(path -> path.getFileName().toString()
                .startsWith(busPath + ":")).map(SysfsInterfaces::holder).toList();
        return interfaces.isEmpty() ? busPath + " is attached and not configured"
                : busPath + " is attached, but no driver made an interface of it: " + String.join(", ", interfaces)
                        + "; ./lanyard doctor tells what may be missing";
    }

    private static String holder(Path function) {
        String driver = driver(function);
        return function.getFileName() + " is with " + (driver.isEmpty() ? "no driver" : driver);
    }

    @Override
    public Optional<Boolean> carrier(String name) {
        return optional(root.resolve(NET).resolve(name).resolve("carrier")).map("1"::equals);
    }

    @Override
    public long carrierChanges(String name) {
        return optional(root.resolve(NET).resolve(name).resolve("carrier_changes")).map(text -> {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                return 0L;
            }
        }).orElse(0L);
    }

    @Override
    public boolean isThere(String name, int index) {
        return optional(root.resolve(NET).resolve(name).resolve("ifindex"))
                .filter(Integer.toString(index)::equals).isPresent();
    }

    @Override
    public Optional<Integer> selectedAlternate(String name) {
        Optional<Path> function = real(root.resolve(NET).resolve(name).resolve("device"));
        if (function.isEmpty() || function.get().getParent() == null) {
            return Optional.empty();
        }
        String driver = driver(function.get());
        return in(function.get().getParent()).stream().filter(path -> driver(path).equals(driver))
                .flatMap(path -> optional(path.resolve("bAlternateSetting")).stream()).flatMap(text -> {
                    try {
                        return Stream.of(Integer.parseInt(text.strip()));
                    } catch (NumberFormatException e) {
                        return Stream.empty();
                    }
                }).max(Integer::compare);
    }

    @Override
    public Optional<DeviceReport> describe(KernelInterface network) {
        return network.device().flatMap(device -> SysfsDescription.of(root.resolve(DEVICES).resolve(device.id()),
                root.resolve(NET).resolve(network.name()), network, device));
    }

    static Optional<String> optional(Path file) {
        try {
            return Optional.of(text(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
        }
    }
}
