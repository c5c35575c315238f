package dev.lanyard.drivers.kernel;

import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbDeviceSelector;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.net.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which of this machine's network interfaces is meant: that of a USB device, or the one with an address. */
sealed interface KernelSelector {

    String FORMS = "net:usb:BUS-PORT (net:usb:1-2.3), net:usb:VID:PID, net:usb:VID:PID/SERIAL or net:mac:ADDRESS "
            + "(net:mac:02:4c:4e:43:4d:01)";

    String USB = "usb:";
    String MAC = "mac:";

    /** By the USB device behind it. */
    record ByDevice(UsbDeviceSelector device) implements KernelSelector {}

    /** By its own address, which an accessory gives the host in iMACAddress. */
    record ByMac(MacAddress mac) implements KernelSelector {}

    /** @throws IllegalArgumentException when it is of none of the forms; the message shows them */
    static KernelSelector parse(String text) {
        try {
            if (text.startsWith(USB)) {
                return new ByDevice(UsbDeviceSelector.parse(text.substring(USB.length())));
            }
            if (text.startsWith(MAC)) {
                return new ByMac(MacAddress.parse(text.substring(MAC.length())));
            }
        } catch (IllegalArgumentException e) {
            // The forms of this scheme say more than those of the part.
        }
        throw new IllegalArgumentException("\"net:" + text + "\" is not of the form " + FORMS);
    }

    /**
     * The one interface that is meant.
     *
     * @throws UsbException {@link UsbError#NOT_FOUND} when there is none, {@link UsbError#BUSY} when there are several;
     *                      names what is there
     */
    default KernelInterface choose(KernelInterfaces interfaces) throws UsbException {
        List<KernelInterface> all = interfaces.list();
        return switch (this) {
            case ByMac(MacAddress mac) -> only(all.stream().filter(one -> one.mac().equals(mac)).toList(), all,
                    "search for the network interface with address " + mac, "");
            case ByDevice(UsbDeviceSelector device) -> {
                String id = device.choose(new Devices(all));
                yield only(all.stream().filter(one -> one.device().map(UsbDeviceInfo::id).filter(id::equals)
                        .isPresent()).toList(), all, "search for the network interface of " + id,
                        interfaces.whyNone(id));
            }
        };
    }

    /** How the same accessory is reached without the operating system's driver. */
    default String alternative() {
        return switch (this) {
            case ByDevice(UsbDeviceSelector.ByPath(String path)) -> "usb:" + path;
            case ByDevice(UsbDeviceSelector.ByIds ids) -> "usb:" + ids.vidPid();
            case ByMac _ -> "usb:BUS-PORT";
        };
    }

    private static KernelInterface only(List<KernelInterface> meant, List<KernelInterface> all, String asked,
                                        String why) throws UsbException {
        if (meant.size() == 1) {
            return meant.getFirst();
        }
        if (meant.isEmpty()) {
            throw new UsbException(UsbError.NOT_FOUND, asked, (why.isEmpty() ? "" : why + "; ") + (all.isEmpty()
                    ? "there is no network interface" : "there are: " + names(all)));
        }
        throw new UsbException(UsbError.BUSY, asked, "several fit: " + names(meant));
    }

    private static String names(List<KernelInterface> interfaces) {
        return interfaces.stream().map(KernelInterface::toString).collect(Collectors.joining(", "));
    }

    /** The devices behind interfaces. */
    record Devices(List<KernelInterface> all) implements UsbDeviceSelector.Candidates {

        @Override
        public List<UsbDeviceInfo> list() {
            return all.stream().flatMap(one -> one.device().stream()).distinct().toList();
        }

        @Override
        public Optional<String> serialNumber(String id) {
            return all.stream().filter(one -> one.device().map(UsbDeviceInfo::id).filter(id::equals).isPresent())
                    .findFirst().flatMap(KernelInterface::serialNumber);
        }
    }
}
