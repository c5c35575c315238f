package dev.lanyard.drivers.kernel;

import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.net.MacAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Interfaces as Java sees them: with addresses and without the devices behind them; {@link DeclaredMacs} finds those. */
final class JavaInterfaces implements KernelInterfaces {

    private static final int MAC_OCTETS = 6;

    @Override
    public List<KernelInterface> list() throws UsbException {
        List<KernelInterface> found = new ArrayList<>();
        try {
            for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
                byte[] mac = one.getHardwareAddress();
                if (mac != null && mac.length == MAC_OCTETS) {
                    found.add(new KernelInterface(one.getName(), one.getIndex(), MacAddress.at(Bytes.wrap(mac), 0),
                            one.getMTU(), "", Optional.empty(), Optional.empty()));
                }
            }
        } catch (SocketException e) {
            throw new UsbException(UsbError.IO, "list of network interfaces", e);
        }
        found.sort(Comparator.comparing(KernelInterface::name));
        return found;
    }

    @Override
    public boolean isThere(String name, int index) {
        try {
            NetworkInterface here = NetworkInterface.getByName(name);
            return here != null && here.getIndex() == index;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Up and running: the second is what the driver makes of the accessory's word. */
    @Override
    public Optional<Boolean> carrier(String name) {
        try {
            NetworkInterface here = NetworkInterface.getByName(name);
            return here == null ? Optional.empty() : Optional.of(here.isUp());
        } catch (SocketException e) {
            return Optional.empty();
        }
    }
}
