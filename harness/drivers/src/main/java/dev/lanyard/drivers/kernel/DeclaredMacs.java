package dev.lanyard.drivers.kernel;

import dev.lanyard.drivers.cdc.DeviceReport;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.cdc.CdcFunction;
import dev.lanyard.wire.cdc.EthernetNetworkingDescriptor;
import dev.lanyard.wire.net.MacAddress;
import dev.lanyard.wire.usb.DeviceDescriptor;
import java.util.List;
import java.util.Optional;

/**
 * Interfaces of an operating system that does not tell which device is behind one, such as macOS: the device is the one
 * whose iMACAddress (ECM 1.2 §5.4) is the address of the interface, because that is where drivers take it from.
 */
final class DeclaredMacs implements KernelInterfaces {

    /** What the attached devices declare. */
    @FunctionalInterface
    interface Declarations {

        /** Of each device that could be asked. */
        List<DeviceReport> all() throws UsbException;
    }

    private final KernelInterfaces interfaces;
    private final Declarations declarations;

    DeclaredMacs(KernelInterfaces interfaces, Declarations declarations) {
        this.interfaces = interfaces;
        this.declarations = declarations;
    }

    @Override
    public List<KernelInterface> list() throws UsbException {
        List<DeviceReport> declared = declared();
        return interfaces.list().stream().map(one -> one.device().isPresent() ? one : of(one.mac(), declared)
                .map(report -> new KernelInterface(one.name(), one.index(), one.mac(), one.mtu(), one.driver(),
                        Optional.of(report.info()), serialNumber(report))).orElse(one)).toList();
    }

    /** Without USB nothing is declared; interfaces are there all the same. */
    private List<DeviceReport> declared() {
        try {
            return declarations.all();
        } catch (UsbException e) {
            return List.of();
        }
    }

    /** None when two devices give the same address: then it tells nothing. */
    private static Optional<DeviceReport> of(MacAddress mac, List<DeviceReport> declared) {
        List<DeviceReport> fitting = declared.stream().filter(report -> mac(report).filter(mac::equals).isPresent())
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    private static Optional<MacAddress> mac(DeviceReport report) {
        return report.configurations().stream().flatMap(one -> one.functions().stream()).findFirst()
                .flatMap(CdcFunction::ethernet).map(EthernetNetworkingDescriptor::iMACAddress).flatMap(report::string)
                .flatMap(text -> {
                    try {
                        return Optional.of(MacAddress.parse(text));
                    } catch (IllegalArgumentException e) {
                        return Optional.empty();
                    }
                });
    }

    private static Optional<String> serialNumber(DeviceReport report) {
        return report.deviceDescriptor().map(DeviceDescriptor::iSerialNumber).filter(index -> index != 0)
                .flatMap(report::string);
    }

    @Override
    public Optional<DeviceReport> describe(KernelInterface network) {
        return of(network.mac(), declared());
    }

    @Override
    public String whyNone(String busPath) {
        Optional<DeviceReport> attached = declared().stream().filter(report -> report.info().id().equals(busPath))
                .findFirst();
        return attached.map(report -> busPath + " (" + report.info().vidPid() + ") is attached, " + mac(report)
                .map(mac -> "but no interface, or not that alone, has its address " + mac)
                .orElse("but gives the host no address (iMACAddress)"))
                .orElse(busPath + " is not attached, or cannot be asked");
    }

    @Override
    public boolean isThere(String name, int index) {
        return interfaces.isThere(name, index);
    }

    @Override
    public Optional<Boolean> carrier(String name) {
        return interfaces.carrier(name);
    }

    @Override
    public long carrierChanges(String name) {
        return interfaces.carrierChanges(name);
    }

    @Override
    public Optional<Integer> selectedAlternate(String name) {
        return interfaces.selectedAlternate(name);
    }
}
