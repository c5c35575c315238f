package dev.lanyard.stubs;

import dev.lanyard.stubs.net.NetworkSettings;
import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Who an emulated accessory is.
 *
 * @param hostAddress the MAC address that it gives the host's end of the link
 * @param network     its own end
 */
public record AccessoryIdentity(int idVendor, int idProduct, int bcdDevice, String manufacturer, String product,
                                String serialNumber, MacAddress hostAddress, NetworkSettings network) {

    /** pid.codes, which keeps the first product ids for tests. */
    private static final int PID_CODES = 0x1209;
    private static final int ECM_PRODUCT = 0x0001;
    private static final int NCM_PRODUCT = 0x0002;

    /**
     * The unicast addresses set aside for documentation (RFC 7042 §2.1.2): nobody owns them, and they are globally
     * administered, which Android and Linux' interface names care for.
     */
    private static final long DOCUMENTATION_MACS = 0x0000_5E00_5300L;

    /** How many accessories of one kind have addresses of their own; more begin anew. */
    private static final int DISTINCT = 64;

    /** The {@code number}th emulated ECM accessory, from 0: same number, same identity. */
    public static AccessoryIdentity ecm(int number) {
        return numbered("ECM", ECM_PRODUCT, number, 0);
    }

    /** The {@code number}th emulated NCM accessory, from 0. */
    public static AccessoryIdentity ncm(int number) {
        return numbered("NCM", NCM_PRODUCT, number, 1);
    }

    AccessoryIdentity withHostAddress(MacAddress address) {
        return new AccessoryIdentity(idVendor, idProduct, bcdDevice, manufacturer, product, serialNumber, address,
                network);
    }

    /** A device of the same kind that comes by its IPv4 address in another way. */
    public AccessoryIdentity with(NetworkSettings.Addressing addressing) {
        return addressing == network.addressing() ? this : new AccessoryIdentity(idVendor, idProduct, bcdDevice,
                manufacturer, product, serialNumber + "-" + addressing.name().replace('_', '-'), hostAddress,
                network.with(addressing));
    }

    private static AccessoryIdentity numbered(String kind, int idProduct, int number, int family) {
        int slot = Math.floorMod(number, DISTINCT) * 2 + family;
        MacAddress host = new MacAddress(DOCUMENTATION_MACS + 2 * slot);
        MacAddress own = new MacAddress(DOCUMENTATION_MACS + 2 * slot + 1);
        String suffix = number == 0 ? "" : "-" + number;
        String product = "Lanyard emulated " + kind + (number == 0 ? "" : " " + number);
        NetworkSettings network = new NetworkSettings(own, address(172, 22, 64 + slot, 1), 24, 100, 50,
                Duration.ofHours(2), "lanyard-" + kind.toLowerCase(Locale.ROOT) + suffix,
                new NetworkSettings.Service(product, "_echo._udp", 7, List.of("txtvers=1", "size=1472")));
        return new AccessoryIdentity(PID_CODES, idProduct, 0x0100, "Lanyard", product,
                "LY-%s-%04d".formatted(kind, number), host, network);
    }

    private static Inet4Address address(int... octets) {
        byte[] address = {(byte) octets[0], (byte) octets[1], (byte) octets[2], (byte) octets[3]};
        try {
            return (Inet4Address) InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError("four octets are an IPv4 address", e);
        }
    }
}
