package dev.lanyard.rules;

import dev.lanyard.wire.cdc.CdcFunction;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What is declared about the accessory and changes what rules ask of it.
 *
 * @param linkWithin      how soon after alternate 1 it says that the link is up
 * @param gateway         it is meant to route, so offering a router and name servers is right
 * @param asymmetricRates its two link rates are meant to differ
 * @param device          what it is; empty where that is not declared
 * @param address         its static IPv4 address; empty where it has none, or none is declared
 * @param performance     of Wi-Fi Aware: the performance modes of device and app; empty where they are not declared
 */
public record Declarations(Duration linkWithin, boolean gateway, boolean asymmetricRates, Optional<Device> device,
                           Optional<Inet4Address> address, Optional<Performance> performance) {

    /** How Wi-Fi Aware of iOS weighs throughput against latency (WAPerformanceMode). */
    public enum Mode {
        /** Throughput; what is usual. */
        BULK,
        /** Latency. */
        REALTIME;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The mode of a device, and that of the app on the phone. */
    public record Performance(Mode device, Mode app) {}

    /** Who the accessory is (USB 2.0 §9.6.1), and of which model its network function. */
    public record Device(int idVendor, int idProduct, CdcFunction.Model model) {}

    /** An accessory about which nothing is declared. */
    public static final Declarations NONE = new Declarations(Duration.ofSeconds(1), false, false, Optional.empty());

    /** Without a static address. */
    public Declarations(Duration linkWithin, boolean gateway, boolean asymmetricRates, Optional<Device> device) {
        this(linkWithin, gateway, asymmetricRates, device, Optional.empty());
    }

    /** Without anything of Wi-Fi Aware. */
    public Declarations(Duration linkWithin, boolean gateway, boolean asymmetricRates, Optional<Device> device,
                        Optional<Inet4Address> address) {
        this(linkWithin, gateway, asymmetricRates, device, address, Optional.empty());
    }
}
