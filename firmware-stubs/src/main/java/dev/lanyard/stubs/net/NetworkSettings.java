package dev.lanyard.stubs.net;

import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;

/**
 * What makes one accessory's network differ from another's.
 *
 * @param address      its static IPv4 address
 * @param prefixLength of its subnet, 8 to 30
 * @param poolOffset   host part of the first address that its DHCP server leases
 * @param poolSize     how many addresses it leases from there on
 * @param leaseTime    of each lease
 * @param hostName     one DNS label; the accessory answers to {@code hostName.local}
 */
public record NetworkSettings(MacAddress macAddress, Inet4Address address, int prefixLength, int poolOffset,
                              int poolSize, Duration leaseTime, String hostName, Service service) {

    /**
     * The service that the accessory announces (RFC 6763).
     *
     * @param instance user-visible name, up to 63 octets of UTF-8
     * @param type     {@code _name._udp} or {@code _name._tcp}
     * @param text     {@code key=value} strings
     */
    public record Service(String instance, String type, int port, List<String> text) {

        public Service {
            text = List.copyOf(text);
        }
    }

    public NetworkSettings {
        if (prefixLength < 8 || prefixLength > 30) {
            throw new IllegalArgumentException("prefix length is " + prefixLength + ", outside 8..30");
        }
        int hosts = 1 << 32 - prefixLength;
        if (poolOffset < 1 || poolSize < 1 || poolOffset + poolSize > hosts - 1) {
            throw new IllegalArgumentException("the pool of " + poolSize + " addresses from host part " + poolOffset
                    + " does not fit between network and broadcast address of a /" + prefixLength);
        }
    }

    int subnetMask() {
        return -1 << 32 - prefixLength;
    }
}
