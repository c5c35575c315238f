package dev.lanyard.drivers.ip;

import dev.lanyard.wire.net.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Which addresses are the host's own, which groups it listens to, and what is on the link. */
final class AddressTable {

    private final AtomicInteger generation = new AtomicInteger();
    private volatile List<LocalAddress> addresses = List.of();
    private volatile List<InetAddress> groups = List.of();
    private volatile InetAddress gateway;
    private volatile AddressSet own = new AddressSet(List.of());
    private volatile AddressSet listened = new AddressSet(List.of());

    AddressTable() {
        rebuild();
    }

    /** Changes whenever a way to send that was found before may be wrong now. */
    int generation() {
        return generation.get();
    }

    void changed() {
        generation.incrementAndGet();
    }

    synchronized void add(LocalAddress address) {
        List<LocalAddress> next = new ArrayList<>(addresses);
        next.removeIf(a -> a.address().equals(address.address()));
        next.add(address);
        addresses = List.copyOf(next);
        rebuild();
    }

    synchronized boolean remove(InetAddress address) {
        List<LocalAddress> next = new ArrayList<>(addresses);
        boolean removed = next.removeIf(a -> a.address().equals(address));
        addresses = List.copyOf(next);
        rebuild();
        return removed;
    }

    synchronized void groups(Set<InetAddress> joined) {
        groups = List.copyOf(joined);
        rebuild();
    }

    void gateway(InetAddress address) {
        gateway = address;
        changed();
    }

    private void rebuild() {
        List<InetAddress> all = new ArrayList<>(groups);
        all.add(IpAddresses.BROADCAST4);
        all.add(IpAddresses.ALL_HOSTS4);
        all.add(IpAddresses.ALL_NODES6);
        for (LocalAddress local : addresses) {
            all.add(local.address());
            if (local.address() instanceof Inet4Address && local.prefixLength() <= 30) {
                all.add(directedBroadcast(local));
            }
        }
        own = new AddressSet(addresses.stream().map(LocalAddress::address).toList());
        listened = new AddressSet(all);
        changed();
    }

    private static InetAddress directedBroadcast(LocalAddress local) {
        byte[] octets = local.address().getAddress();
        for (int bit = local.prefixLength(); bit < 32; bit++) {
            octets[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return IpAddresses.of(octets);
    }

    List<LocalAddress> addresses() {
        return addresses;
    }

    boolean isOwn(InetAddress address) {
        return addresses.stream().anyMatch(a -> a.address().equals(address));
    }

    boolean isOwnDestination(PacketView packet) {
        return own.contains(packet, packet.destinationOffset);
    }

    /** Whether the packet is for the host, a group it joined, or everybody. */
    boolean listensTo(PacketView packet) {
        return listened.contains(packet, packet.destinationOffset);
    }

    /** Where a packet for {@code target} goes next. */
    record Hop(InetAddress source, InetAddress next, Optional<MacAddress> groupMac) {}

    /** Chooses source address and next hop; the host's own link is the only one there is. */
    Hop route(String asked, InetAddress target) throws IpException {
        List<LocalAddress> candidates = addresses.stream()
                .filter(a -> a.address().getClass() == target.getClass()).toList();
        if (candidates.isEmpty()) {
            throw new IpException(IpFailure.NO_ADDRESS, asked, "its addresses: " + describe());
        }
        LocalAddress first = preferred(candidates, target);
        if (target.isMulticastAddress()) {
            return new Hop(first.address(), target, Optional.of(IpAddresses.groupMac(target)));
        }
        if (target.equals(IpAddresses.BROADCAST4)) {
            return new Hop(first.address(), target, Optional.of(MacAddress.BROADCAST));
        }
        for (LocalAddress local : candidates) {
            if (local.address().equals(target)) {
                throw new IpException(IpFailure.NO_ROUTE, asked,
                        target.getHostAddress() + " is the host's own address; the accessory would never see it");
            }
            if (local.covers(target)) {
                return new Hop(local.address(), target, local.isDirectedBroadcast(target)
                        ? Optional.of(MacAddress.BROADCAST) : Optional.empty());
            }
        }
        InetAddress via = gateway;
        if (via != null && via.getClass() == target.getClass()) {
            return new Hop(preferred(candidates, via).address(), via, Optional.empty());
        }
        throw new IpException(IpFailure.NO_ROUTE, asked, target.getHostAddress()
                + " is on none of the host's networks: " + describe() + "; no gateway is set");
    }

    private static LocalAddress preferred(List<LocalAddress> candidates, InetAddress target) {
        return candidates.stream().filter(a -> a.covers(target)).findFirst()
                .or(() -> target.isMulticastAddress()
                        ? candidates.stream().filter(a -> a.origin() == LocalAddress.Origin.LINK_LOCAL
                                && a.address().getAddress().length == 16).findFirst()
                        : Optional.empty())
                .orElse(candidates.getFirst());
    }

    String describe() {
        return addresses.isEmpty() ? "none" : addresses.stream().map(LocalAddress::toString)
                .collect(Collectors.toCollection(TreeSet::new)).stream().collect(Collectors.joining(", "));
    }
}
