package dev.lanyard.runner.value;

import java.net.InetAddress;

/** An IP address and a UDP or TCP port: {@code 10.55.0.1:7}, {@code [fe80::1]:7}. */
public record Endpoint(InetAddress address, int port) {

    public Endpoint {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("ADDRESS:PORT is needed, such as 10.55.0.1:7 or [fe80::1]:7");
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new Endpoint(Addresses.any(bracketed ? host.substring(1, host.length() - 1) : host),
                Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        String host = address.getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
