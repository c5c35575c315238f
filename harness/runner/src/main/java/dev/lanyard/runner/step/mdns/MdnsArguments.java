package dev.lanyard.runner.step.mdns;

import dev.lanyard.drivers.ip.mdns.MdnsFamily;
import java.util.List;

/** What arguments of several mDNS steps must be like. */
final class MdnsArguments {

    private MdnsArguments() {}

    static void requireService(String service) {
        if (!service.matches("_[A-Za-z0-9-]{1,15}\\._(udp|tcp)")) {
            throw new IllegalArgumentException("a service type is _name._udp or _name._tcp, not " + service);
        }
    }

    static void requireFamilies(List<MdnsFamily> over) {
        if (over.isEmpty()) {
            throw new IllegalArgumentException("over needs a protocol");
        }
    }
}
