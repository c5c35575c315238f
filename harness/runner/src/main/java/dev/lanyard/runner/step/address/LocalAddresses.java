package dev.lanyard.runner.step.address;

import dev.lanyard.drivers.ip.IpHost;
import dev.lanyard.drivers.ip.LocalAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** Which of the harness' addresses a question comes from. */
final class LocalAddresses {

    private LocalAddresses() {}

    /** The address on the network of {@code target}, else any, else 0.0.0.0. */
    static Inet4Address facing(IpHost host, InetAddress target) {
        List<LocalAddress> own = host.addresses().stream()
                .filter(local -> local.address() instanceof Inet4Address).toList();
        return (Inet4Address) own.stream().filter(local -> local.covers(target)).findFirst()
                .or(() -> own.stream().findFirst()).map(LocalAddress::address)
                .orElseGet(() -> Inet4Address.ofLiteral("0.0.0.0"));
    }
}
