package dev.lanyard.drivers.usbip;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbHost;
import dev.lanyard.wire.usbip.UsbIp;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Accessories that a USB/IP server exports: {@code usbip:HOST:PORT/BUSID}. */
public final class UsbIpAccessoryProvider implements AccessoryProvider {

    private static final Pattern REST = Pattern.compile(
            "(?:\\[(?<ipv6>[^\\]/]+)\\]|(?<host>[^\\[\\]:/]+)):(?<port>\\d{1,5})(?:/(?<busid>[^/]+))?");

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
        Matcher matcher = match(spec.toString(), spec.rest());
        String busId = matcher.group("busid");
        if (busId == null) {
            throw new IllegalArgumentException("\"" + spec + "\" names no device; ./lanyard list --accessory " + spec
                    + " shows which there are");
        }
        if (busId.length() >= UsbIp.BUS_ID_SIZE) {
            throw new IllegalArgumentException("bus id \"" + busId + "\" has " + busId.length()
                    + " characters; USB/IP has room for " + (UsbIp.BUS_ID_SIZE - 1));
        }
        return new UsbIpAccessory(spec, host(matcher), busId);
    }

    /** {@inheritDoc} {@code where} is {@code HOST:PORT}; there is no everywhere, so when it is empty nothing is listed. */
    @Override
    public List<Listing> list(String where, Duration timeout) throws UsbException, InterruptedException {
        if (where.isEmpty()) {
            return List.of();
        }
        Matcher matcher = match("usbip:" + where, where);
        String server = matcher.group("busid") == null ? where : where.substring(0, where.indexOf('/'));
        try (UsbIpHost host = host(matcher)) {
            return host.list(timeout).stream().map(device -> new Listing(new AccessorySpec(scheme(),
                    server + "/" + device.id()), device.vidPid() + ", "
                    + device.speed().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " speed")).toList();
        }
    }

    @Override
    public Optional<UsbHost> host(String where) {
        return Optional.of(host(match("usbip:" + where, where)));
    }

    private static Matcher match(String whole, String rest) {
        Matcher matcher = REST.matcher(rest);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + whole + "\" is not of the form " + EXAMPLES);
        }
        int port = Integer.parseInt(matcher.group("port"));
        if (port == 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " in \"" + whole + "\" is outside 1..65535");
        }
        return matcher;
    }

    private static UsbIpHost host(Matcher matcher) {
        String host = matcher.group("ipv6") != null ? matcher.group("ipv6") : matcher.group("host");
        return UsbIpHost.tcp(host, Integer.parseInt(matcher.group("port")));
    }
}
