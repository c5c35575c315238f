package dev.lanyard.runner.value;

import java.net.Inet4Address;

/** An IPv4 address with the prefix length of its subnet: {@code 10.55.0.2/24}. */
public record Ipv4Interface(Inet4Address address, int prefixLength) {

    public Ipv4Interface {
        if (prefixLength < 0 || prefixLength > 32) {
            throw new IllegalArgumentException("a prefix has 0 to 32 bits");
        }
    }

    static Ipv4Interface parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,2}")) {
            throw new IllegalArgumentException("an address with its prefix length is needed: 10.55.0.2/24");
        }
        return new Ipv4Interface(Addresses.ipv4(text.substring(0, slash)),
                Integer.parseInt(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
