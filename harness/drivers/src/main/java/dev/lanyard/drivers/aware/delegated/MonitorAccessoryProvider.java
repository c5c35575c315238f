package dev.lanyard.drivers.aware.delegated;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.radio.IwTuner;
import dev.lanyard.drivers.radio.MonitorRadio;
import dev.lanyard.drivers.radio.PcapTap;
import java.time.Duration;
import java.util.List;

/** Wi-Fi Aware devices near an interface in monitor mode, met by our own stack: {@code monitor:mon0}. */
public final class MonitorAccessoryProvider implements AccessoryProvider {

    @Override
    public String scheme() {
        return "monitor";
    }

    @Override
    public String usage() {
        return "monitor:INTERFACE (monitor:mon0): a Wi-Fi Aware device near a Wi-Fi interface in monitor mode";
    }

    @Override
    public Accessory create(AccessorySpec spec) {
        if (!spec.rest().matches("[^,/\\s]{1,15}")) {
            throw new IllegalArgumentException("\"" + spec + "\" is not of the form " + usage());
        }
        String name = spec.rest();
        return new StackAccessory(spec, observer -> MonitorRadio.open(name, observer), () -> {
            PcapTap.open(name).close();
            new IwTuner("iw", name).requireProgram();
        });
    }

    /** What is near, only discovery tells. */
    @Override
    public List<Listing> list(String where, Duration timeout) {
        return List.of();
    }
}
