package dev.lanyard.cli;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.AwareAccessory;
import dev.lanyard.drivers.cdc.CdcDrivers;
import dev.lanyard.drivers.cdc.CdcOptions;
import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.kernel.KernelAccessory;
import dev.lanyard.drivers.kernel.KernelInterface;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.run.Accessories;
import dev.lanyard.runner.run.ExitCode;
import java.time.Duration;
import java.util.Optional;

/**
 * What can be told of an accessory without testing it.
 *
 * @param network  the network interface that the operating system made of it, where it stays with that
 * @param device   what the device says of itself; empty where only the operating system is asked and tells nothing
 * @param carrier  whether the interface has a carrier; empty when it is down, or there is none
 * @param selected the alternate setting that the operating system's driver selected, where that is told
 */
record Described(Optional<KernelInterface> network, Optional<DeviceReport> device, Optional<Boolean> carrier,
                 Optional<Integer> selected) {

    private static final Duration OPEN = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(15);

    /** Of a device that was asked itself. */
    Described(DeviceReport device) {
        this(Optional.empty(), Optional.of(device), Optional.empty(), Optional.empty());
    }

    /** Asks the device, or the operating system where the accessory stays with that. */
    static Described of(AccessorySpec spec) throws UsbException, InterruptedException {
        try (Accessory accessory = Accessories.standard().create(spec)) {
            if (accessory instanceof KernelAccessory kernel) {
                KernelInterface network = kernel.find(Duration.ZERO);
                return new Described(Optional.of(network), kernel.describe(network), kernel.carrier(network),
                        kernel.selectedAlternate(network));
            }
            if (accessory instanceof AwareAccessory) {
                throw new CommandFailed(ExitCode.INCONCLUSIVE, Printable.line(spec + " is a Wi-Fi Aware device, and no "
                        + "profile names it: ./lanyard profile new " + spec + " --out FILE writes one of what it shows, "
                        + "--profile FILE takes it"));
            }
            try (UsbConnection connection = accessory.open(OPEN)) {
                return new Described(CdcDrivers.describe(connection, CdcOptions.defaults(), READ));
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, e.getMessage());
        }
    }
}
