package dev.lanyard.runner.value;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** IP addresses as literals; nothing here asks a name server. */
final class Addresses {

    private Addresses() {}

    static Inet4Address ipv4(String text) {
        try {
            return Inet4Address.ofLiteral(strict(text));
        } catch (IllegalArgumentException e) {
            String word = text.matches("\\$?[a-z][a-z0-9.-]*") ? "; a variable is written ${"
                    + text.replaceFirst("^\\$", "") + "}" : "";
            throw new IllegalArgumentException("an IPv4 address has four numbers of 0 to 255, such as 10.55.0.1" + word);
        }
    }

    static InetAddress any(String text) {
        if (text.indexOf(':') < 0) {
            return ipv4(text);
        }
        try {
            InetAddress address = Inet6Address.ofLiteral(text);
            // A scope is the link of the scenario, never an interface of this machine.
            return address instanceof Inet6Address ? InetAddress.getByAddress(address.getAddress()) : address;
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw new IllegalArgumentException(text.contains("%")
                    ? "without %" + text.substring(text.indexOf('%') + 1) + ": it is on the link of the scenario"
                    : "neither an IPv4 nor an IPv6 address");
        }
    }

    /** Java takes 10.1 and 0x7f000001 for addresses; a person who writes that has made a mistake. */
    private static String strict(String text) {
        if (!text.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
