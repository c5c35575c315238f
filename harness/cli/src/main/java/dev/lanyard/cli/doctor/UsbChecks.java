package dev.lanyard.cli.doctor;

import dev.lanyard.drivers.libusb.LibUsbHost;
import dev.lanyard.drivers.usb.UsbException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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

    static final String INSTALL_RULE = "./lanyard doctor --udev-rule | sudo tee /etc/udev/rules.d/70-lanyard.rules && "
            + "sudo udevadm control --reload && sudo udevadm trigger";

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
        List<Path> closed = new ArrayList<>();
        int seen = 0;
        for (Path bus : machine.in("/dev/bus/usb")) {
            for (Path node : machine.in("/dev/bus/usb/" + bus.getFileName())) {
                seen++;
                if (!Files.isWritable(node)) {
                    closed.add(node);
                }
            }
        }
        if (closed.isEmpty()) {
            return Diagnosis.fine(area, seen == 0 ? "no device is attached" : "all " + seen
                    + " device nodes may be written");
        }
        return Diagnosis.warning(area, closed.size() + " of " + seen + " device nodes may not be written by "
                + machine.user() + ", such as " + closed.getFirst(), INSTALL_RULE);
    }
}
