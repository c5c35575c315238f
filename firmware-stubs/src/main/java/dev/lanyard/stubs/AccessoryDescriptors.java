package dev.lanyard.stubs;

import dev.lanyard.stubs.usb.DescriptorSet;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.BosDescriptor;
import dev.lanyard.wire.usb.ConfigurationBuilder;
import dev.lanyard.wire.usb.Descriptor;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.DeviceDescriptor;
import dev.lanyard.wire.usb.DeviceQualifierDescriptor;
import dev.lanyard.wire.usb.MicrosoftOs;
import dev.lanyard.wire.usb.StringDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The descriptors around a function's own. */
final class AccessoryDescriptors {

    static final int MANUFACTURER = 1;
    static final int PRODUCT = 2;
    static final int SERIAL_NUMBER = 3;
    static final int HOST_ADDRESS = 4;
    static final int FUNCTION = 5;

    /** The first that has a BOS descriptor. */
    private static final int BCD_USB = 0x0201;
    /** EF/02/01: a device with interface associations. */
    private static final int MISCELLANEOUS = 0xEF;
    private static final int COMMON_CLASS = 0x02;
    private static final int INTERFACE_ASSOCIATION = 0x01;
    private static final int PACKET_SIZE_0 = 64;
    private static final int BUS_POWERED = 0x80;
    /** In units of 2 mA: what an unconfigured device may draw, so that any port gives it. */
    private static final int POWER = 50;

    private AccessoryDescriptors() {}

    /**
     * @param function   descriptors at the speed that the device runs at
     * @param otherSpeed the same at full speed
     * @param bos        one of {@link #plainBos} and {@link #bosWith}
     */
    static DescriptorSet of(AccessoryIdentity identity, List<Descriptor> function, List<Descriptor> otherSpeed,
                            Bytes bos) {
        Bytes device = DeviceDescriptor.of(BCD_USB, MISCELLANEOUS, COMMON_CLASS, INTERFACE_ASSOCIATION, PACKET_SIZE_0,
                identity.idVendor(), identity.idProduct(), identity.bcdDevice(), MANUFACTURER, PRODUCT, SERIAL_NUMBER,
                1).encode();
        Bytes qualifier = DeviceQualifierDescriptor.of(BCD_USB, MISCELLANEOUS, COMMON_CLASS, INTERFACE_ASSOCIATION,
                PACKET_SIZE_0, 1).encode();
        Map<Integer, String> strings = Map.of(MANUFACTURER, identity.manufacturer(), PRODUCT, identity.product(),
                SERIAL_NUMBER, identity.serialNumber(), HOST_ADDRESS,
                identity.hostAddress().bytes().toHex().toUpperCase(Locale.ROOT), FUNCTION, identity.product());
        Bytes other = configuration(otherSpeed);
        return new DescriptorSet(device, configuration(function), qualifier,
                Bytes.of(other.u8(0), DescriptorType.OTHER_SPEED_CONFIGURATION).concat(other.from(2)), bos, strings,
                StringDescriptor.ENGLISH_US);
    }

    private static Bytes configuration(List<Descriptor> function) {
        ConfigurationBuilder builder = new ConfigurationBuilder(1, 0, BUS_POWERED, POWER);
        function.forEach(builder::add);
        return builder.build();
    }

    /** USB 2.0 extension without link power management (USB 2.0 ECN LPM §3): the least that 2.01 asks for. */
    static Bytes plainBos() {
        return bos(List.of(extension()));
    }

    /** The same, and the word that there are Microsoft OS 2.0 descriptors. */
    static Bytes bosWith(MicrosoftOs.Announcement announcement) {
        return bos(List.of(extension(), MicrosoftOs.capability(announcement)));
    }

    private static Bytes extension() {
        return Bytes.of(7, DescriptorType.DEVICE_CAPABILITY, 0x02, 0, 0, 0, 0);
    }

    private static Bytes bos(List<Bytes> capabilities) {
        Bytes all = capabilities.stream().reduce(Bytes.EMPTY, Bytes::concat);
        return BosDescriptor.of(BosDescriptor.LENGTH + all.length(), capabilities.size()).encode().concat(all);
    }
}
