package dev.lanyard.drivers.kernel;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbDeviceInfo;
import dev.lanyard.drivers.usb.UsbException;
import java.time.Duration;
import java.util.List;

/** Accessories through the network interface that the operating system made of them: {@code net:usb:1-2.3}. */
public final class KernelAccessoryProvider implements AccessoryProvider {

    @Override
    public String scheme() {
        return "net";
    }

    @Override
    public String usage() {
        return KernelSelector.FORMS + ": a device at this machine through the operating system's own driver";
    }

    @Override
    public Accessory create(AccessorySpec spec) {
        return KernelAccessory.of(spec);
    }

    @Override
    public List<Listing> list(String where, Duration timeout) throws UsbException {
        KernelInterfaces interfaces = KernelInterfaces.ofThisMachine();
        if (!where.isEmpty()) {
            return List.of(listing(KernelSelector.parse(where).choose(interfaces)));
        }
        return interfaces.list().stream().filter(one -> one.kind().isPresent()).map(this::listing).toList();
    }

    private Listing listing(KernelInterface network) {
        String rest = network.device().map(UsbDeviceInfo::id).map(id -> KernelSelector.USB + id)
                .orElse(KernelSelector.MAC + network.mac());
        return new Listing(new AccessorySpec(scheme(), rest), network.toString());
    }
}
