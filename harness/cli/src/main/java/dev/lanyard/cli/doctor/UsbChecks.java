package dev.lanyard.cli.doctor;

import dev.lanyard.drivers.libusb.LibUsbHost;
import dev.lanyard.drivers.usb.UsbException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether accessories at this machine's ports can be reached and taken. */
final class UsbChecks {

    /** Gives whoever sits at the machine, and group plugdev, every device with an ECM (020600) or NCM (020d00) function. */
    static final String UDEV_RULE = """
            # Lanyard: CDC-ECM and CDC-NCM accessories may be opened by whoever is logged in, and by group plugdev.
            ACTION!="remove", SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", \
            ENV{ID_USB_INTERFACES}=="*:0206??:*|*:020d??:*", MODE="0660", GROUP="plugdev", TAG+="uaccess"
            # ModemManager would open their serial consoles.
            ACTION!="remove", SUBSYSTEM=="usb", ENV{ID_USB_INTERFACES}=="*:0206??:*|*:020d??:*", \
            ENV{ID_MM_DEVICE_IGNORE}="1"
            """;

    private static final String RULE_FILE = "/etc/udev/rules.d/70-lanyard.rules";

    static final String INSTALL_RULE = "./lanyard doctor --udev-rule | sudo tee " + RULE_FILE + " && "
            + "sudo udevadm control --reload && sudo udevadm trigger";

    /** bInterfaceSubClass of ECM and NCM (CDC 1.2 table 4, unchecked). */
    private static final Set<String> FUNCTIONS = Set.of("06", "0d");
    private static final Duration LIST = Duration.ofSeconds(5);

    private UsbChecks() {}

    static Diagnosis kernel(Machine machine) {
        if (!machine.isLinux()) {
            return Diagnosis.notApplicable("usb", "only Linux can be without USB");
        }
        return machine.has("/sys/bus/usb") ? Diagnosis.fine("usb", "the kernel has USB")
                : Diagnosis.problem("usb", "the kernel has no USB: there is no /sys/bus/usb",
                        "modprobe usbcore, or test over USB/IP (--accessory usbip:HOST:PORT/BUSID)");
    }

    static Diagnosis library() {
        try (LibUsbHost host = LibUsbHost.start()) {
            int devices = host.list(LIST).size();
            return Diagnosis.fine("libusb", "libusb starts and sees " + devices
                    + (devices == 1 ? " device" : " devices"));
        } catch (UsbException e) {
            return Diagnosis.problem("libusb", e.getMessage(),
                    "test over USB/IP instead (--accessory usbip:HOST:PORT/BUSID)");
        }
    }

    /** Whether the device nodes may be written by this user, without which nothing can be claimed. */
    static Diagnosis nodes(Machine machine) {
        String area = "usbfs";
        if (!machine.isLinux()) {
            return Diagnosis.notApplicable(area, "only Linux reaches devices through usbfs");
        }
        if (!machine.has("/dev/bus/usb")) {
            return machine.has("/sys/bus/usb")
                    ? Diagnosis.problem(area, "there is no /dev/bus/usb (a container without its host's devices?)",
                            "docker run --device=/dev/bus/usb, or mount it as the container's runtime does")
                    : Diagnosis.notApplicable(area, "the kernel has no USB");
        }
        List<Path> nodes = machine.in("/dev/bus/usb").stream()
                .flatMap(bus -> machine.in("/dev/bus/usb/" + bus.getFileName()).stream()).toList();
        List<Path> closed = nodes.stream().filter(machine.usable().negate()).toList();
        List<Path> accessories = nodesOfAccessories(machine).filter(nodes::contains).toList();
        List<Path> missed = accessories.stream().filter(closed::contains).toList();
        if (!missed.isEmpty()) {
            return Diagnosis.warning(area, missed.size() + " of " + accessories.size() + " device nodes of accessories may "
                    + "not be written by " + machine.user() + ", such as " + missed.getFirst(), INSTALL_RULE);
        }
        if (!accessories.isEmpty()) {
            return Diagnosis.fine(area, "the device nodes of all " + accessories.size()
                    + " accessories that are attached may be written");
        }
        if (closed.isEmpty()) {
            return Diagnosis.fine(area, nodes.isEmpty() ? "no device is attached" : "all " + nodes.size()
                    + " device nodes may be written");
        }
        return machine.has(RULE_FILE) ? Diagnosis.fine(area, "no accessory is attached; " + RULE_FILE + " will give "
                + machine.user() + " its device node")
                : Diagnosis.warning(area, "no accessory is attached, and its device node will be closed to " + machine.user()
                        + " as " + closed.getFirst() + " is", INSTALL_RULE);
    }

    /** Of devices with an ECM or NCM function. */
    private static Stream<Path> nodesOfAccessories(Machine machine) {
        return machine.in("/sys/bus/usb/devices").stream().filter(one -> one.getFileName().toString().contains(":")
                        && attribute(machine, one, "bInterfaceClass").equals("02")
                        && FUNCTIONS.contains(attribute(machine, one, "bInterfaceSubClass")))
                .map(one -> one.resolveSibling(one.getFileName().toString().replaceFirst(":.*", ""))).distinct()
                .flatMap(device -> node(machine, attribute(machine, device, "busnum"),
                        attribute(machine, device, "devnum")).stream());
    }

    private static Optional<Path> node(Machine machine, String bus, String device) {
        return bus.matches("\\d{1,3}") && device.matches("\\d{1,3}") ? Optional.of(machine.at("/dev/bus/usb/%03d/%03d"
                .formatted(Integer.parseInt(bus), Integer.parseInt(device)))) : Optional.empty();
    }

    private static String attribute(Machine machine, Path folder, String name) {
        return machine.text(folder.resolve(name)).orElse("").strip();
    }
}
