package dev.lanyard.wire.usb;

import dev.lanyard.wire.Bytes;
import java.util.HashSet;
import java.util.Set;

/** Makes the octets of a configuration: the head with wTotalLength and bNumInterfaces filled in, then what is added. */
public final class ConfigurationBuilder {

    private final int bConfigurationValue;
    private final int iConfiguration;
    private final int bmAttributes;
    private final int bMaxPower;
    private final Set<Integer> interfaces = new HashSet<>();
    private Bytes body = Bytes.EMPTY;

    /**
     * @param bmAttributes bit 7 is always to be set; bit 6 self-powered, bit 5 remote wake-up
     * @param bMaxPower    in units of 2 mA
     */
    public ConfigurationBuilder(int bConfigurationValue, int iConfiguration, int bmAttributes, int bMaxPower) {
        this.bConfigurationValue = bConfigurationValue;
        this.iConfiguration = iConfiguration;
        this.bmAttributes = bmAttributes;
        this.bMaxPower = bMaxPower;
    }

    public ConfigurationBuilder add(Descriptor descriptor) {
        if (descriptor instanceof InterfaceDescriptor i) {
            interfaces.add(i.bInterfaceNumber());
        }
        return add(descriptor.encode());
    }

    /** Adds octets as they are: for what no record describes, and for deliberate defects. */
    public ConfigurationBuilder add(Bytes octets) {
        body = body.concat(octets);
        return this;
    }

    public Bytes build() {
        return ConfigurationDescriptor.of(ConfigurationDescriptor.LENGTH + body.length(), interfaces.size(),
                bConfigurationValue, iConfiguration, bmAttributes, bMaxPower).encode().concat(body);
    }
}
