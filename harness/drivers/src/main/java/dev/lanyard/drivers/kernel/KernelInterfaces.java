package dev.lanyard.drivers.kernel;

import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.usb.UsbException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The network interfaces of this machine, and which accessory each belongs to. */
interface KernelInterfaces {

    /** Those that are there now, in the order of their names. */
    List<KernelInterface> list() throws UsbException;

    /** What can be said about a device that has no interface, for messages; empty when nothing. */
    default String whyNone(String busPath) {
        return "";
    }

    /** Whether the interface of that name has that number: another one may have come under the same name. */
    boolean isThere(String name, int index);

    /** Whether the driver hears a carrier; empty when the interface is down, or is no more. */
    Optional<Boolean> carrier(String name);

    /** How often the carrier came and went since the interface is there; 0 where the system does not tell. */
    default long carrierChanges(String name) {
        return 0;
    }

    /**
     * The alternate setting that the driver selected on the data interface: the largest among the USB interfaces that
     * it holds. Empty where the system does not tell.
     */
    default Optional<Integer> selectedAlternate(String name) {
        return Optional.empty();
    }

    /** What the device behind an interface declares, as far as the operating system kept it; empty where it tells nothing. */
    default Optional<DeviceReport> describe(KernelInterface network) {
        return Optional.empty();
    }

    /**
     * Those of this machine: by sysfs on Linux, elsewhere by what Java tells, which knows no devices, and by the addresses
     * that devices declare.
     */
    static KernelInterfaces ofThisMachine() {
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        return linux ? new SysfsInterfaces(SysfsInterfaces.ROOT) : new DeclaredMacs(new JavaInterfaces(), new LibUsbDeclarations());
    }
}
