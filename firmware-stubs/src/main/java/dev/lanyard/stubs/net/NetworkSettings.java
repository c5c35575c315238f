package dev.lanyard.stubs.net;

import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What makes one accessory's network differ from another's.
 *
 * @param address      its static IPv4 address
 * @param prefixLength of its subnet, 8 to 30
 * @param poolOffset   host part of the first address that its DHCP server leases
 * @param poolSize     how many addresses it leases from there on
 * @param leaseTime    of each lease
 * @param hostName     one DNS label; the accessory answers to {@code hostName.local}
 * @param addressing   how it comes by an IPv4 address; address and pool count only where it is static
 * @param quirks       what its network does wrong inside, where no frame could be changed to the same effect
 * @param advertisement what it says as an IPv6 router, if it says anything; the honest accessory is none
 */
public record NetworkSettings(MacAddress macAddress, Inet4Address address, int prefixLength, int poolOffset,
                              int poolSize, Duration leaseTime, String hostName, Service service,
                              Addressing addressing, Set<Quirk> quirks, Optional<Advertisement> advertisement) {

    /** How an accessory comes by its IPv4 address. */
    public enum Addressing {
        /** It has one and leases others to the host. */
        STATIC,
        /** It asks the host for one by DHCP, and takes a link-local one when nobody answers. */
        DHCP_CLIENT,
        /** It claims a link-local one (RFC 3927). */
        LINK_LOCAL
    }

    /** Something that network firmware does wrong. */
    public enum Quirk {
        /** Claims another link-local address every time. */
        UNSTABLE_LINK_LOCAL,
        /** Keeps asking for a lease for ever and has no address meanwhile. */
        NEVER_FALLS_BACK,
        /** Acknowledges whatever address a client asks for. */
        ACKNOWLEDGES_FOREIGN,
        /** Sends packets for others back to the link, as a router would. */
        FORWARDS,
        /** Takes packets to groups that it has not joined. */
        ANY_GROUP,
        /** Answers an echo request to everybody many times over. */
        BROADCAST_STORM
    }

    /**
     * A router advertisement.
     *
     * @param lifetimeSeconds for how long the accessory is a default router
     * @param prefixLength    of the prefix fd00:5300::/64 that it announces, right or wrong
     */
    public record Advertisement(int lifetimeSeconds, int prefixLength) {}

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

    /** An honest accessory with a static address that is no IPv6 router. */
    public NetworkSettings(MacAddress macAddress, Inet4Address address, int prefixLength, int poolOffset,
                           int poolSize, Duration leaseTime, String hostName, Service service) {
        this(macAddress, address, prefixLength, poolOffset, poolSize, leaseTime, hostName, service, Addressing.STATIC,
                Set.of(), Optional.empty());
    }

    public NetworkSettings {
        quirks = Set.copyOf(quirks);
        if (prefixLength < 8 || prefixLength > 30) {
            throw new IllegalArgumentException("prefix length is " + prefixLength + ", outside 8..30");
        }
        int hosts = 1 << 32 - prefixLength;
        if (poolOffset < 1 || poolSize < 1 || poolOffset + poolSize > hosts - 1) {
            throw new IllegalArgumentException("the pool of " + poolSize + " addresses from host part " + poolOffset
                    + " does not fit between network and broadcast address of a /" + prefixLength);
        }
    }

    /** The same with another static address and prefix; the pool keeps its place in the subnet. */
    public NetworkSettings withAddress(Inet4Address other, int otherPrefixLength) {
        return new NetworkSettings(macAddress, other, otherPrefixLength, poolOffset, poolSize, leaseTime, hostName,
                service, addressing, quirks, advertisement);
    }

    /** The same with a pool of another size. */
    public NetworkSettings withPoolSize(int size) {
        return new NetworkSettings(macAddress, address, prefixLength, poolOffset, size, leaseTime, hostName, service,
                addressing, quirks, advertisement);
    }

    public NetworkSettings with(Addressing other) {
        return new NetworkSettings(macAddress, address, prefixLength, poolOffset, poolSize, leaseTime, hostName,
                service, other, quirks, advertisement);
    }

    /** The same with one more thing wrong. */
    public NetworkSettings with(Quirk quirk) {
        Set<Quirk> more = EnumSet.of(quirk);
        more.addAll(quirks);
        return new NetworkSettings(macAddress, address, prefixLength, poolOffset, poolSize, leaseTime, hostName,
                service, addressing, more, advertisement);
    }

    /** The same as an IPv6 router. */
    public NetworkSettings with(Advertisement advertised) {
        return new NetworkSettings(macAddress, address, prefixLength, poolOffset, poolSize, leaseTime, hostName,
                service, addressing, quirks, Optional.of(advertised));
    }

    boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }

    int subnetMask() {
        return -1 << 32 - prefixLength;
    }
}
