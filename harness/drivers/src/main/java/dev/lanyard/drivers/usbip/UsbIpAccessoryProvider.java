package dev.lanyard.drivers.usbip;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.wire.usbip.UsbIp;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Accessories that a USB/IP server exports: {@code usbip:HOST:PORT/BUSID}. */
public final class UsbIpAccessoryProvider implements AccessoryProvider {

    private static final Pattern REST = Pattern.compile(
            "(?:\\[(?<ipv6>[^\\]/]+)\\]|(?<host>[^\\[\\]:/]+)):(?<port>\\d{1,5})/(?<busid>[^/]+)");

    private static final String EXAMPLES = "usbip:HOST:PORT/BUSID, such as usbip:127.0.0.1:" + UsbIp.DEFAULT_PORT
            + "/1-1 or usbip:[::1]:" + UsbIp.DEFAULT_PORT + "/usbip-vudc.0";

    @Override
    public String scheme() {
        return "usbip";
    }

    @Override
    public String usage() {
        return EXAMPLES + ": a device exported by a USB/IP server (usbip bind on Linux, usbipd-win, "
                + "./lanyard serve)";
    }

    @Override
    public Accessory create(AccessorySpec spec) {
        Matcher matcher = REST.matcher(spec.rest());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + spec + "\" is not of the form " + EXAMPLES);
        }
        int port = Integer.parseInt(matcher.group("port"));
        if (port == 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " in \"" + spec + "\" is outside 1..65535");
        }
        String busId = matcher.group("busid");
        if (busId.length() >= UsbIp.BUS_ID_SIZE) {
            throw new IllegalArgumentException("bus id \"" + busId + "\" has " + busId.length()
                    + " characters; USB/IP has room for " + (UsbIp.BUS_ID_SIZE - 1));
        }
        String host = matcher.group("ipv6") != null ? matcher.group("ipv6") : matcher.group("host");
        return new UsbIpAccessory(spec, UsbIpHost.tcp(host, port), busId);
    }
}
