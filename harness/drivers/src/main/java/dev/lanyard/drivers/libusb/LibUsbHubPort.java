package dev.lanyard.drivers.libusb;

import dev.lanyard.drivers.power.HubSwitch;
import dev.lanyard.drivers.power.PowerSwitch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hub port that a device of this machine hangs on, as a switch. */
public final class LibUsbHubPort {

    private static final Pattern PATH =
            Pattern.compile("(?<bus>\\d{1,3})-(?<on>(?:\\d{1,3}\\.){0,6})(?<port>\\d{1,3})");

    private LibUsbHubPort() {}

    /**
     * The port at bus path {@code path}: {@code 1-2.3} is port 3 of the hub 1-2, {@code 1-2} is port 2 of the root hub of
     * bus 1; with the port of the hub's other half where Linux tells of one. Nothing is opened yet.
     *
     * @throws IllegalArgumentException when it is no bus path
     */
    public static PowerSwitch at(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + path + "\" is no bus path of a port, such as 1-2.3");
        }
        String on = matcher.group("on");
        String hub = matcher.group("bus") + (on.isEmpty() ? "" : "-" + on.substring(0, on.length() - 1));
        HubHalves.Place place = new HubHalves.Place(hub, Integer.parseInt(matcher.group("port")));
        return new HubSwitch(socket(place), () -> HubHalves.other(HubHalves.SYSFS, place).map(LibUsbHubPort::socket));
    }

    private static HubSwitch.Socket socket(HubHalves.Place place) {
        return new HubSwitch.Socket(place.hub(), timeout -> {
            try (LibUsbHost host = LibUsbHost.start()) {
                // The connection keeps a lease of its own.
                return host.openHub(place.hub());
            }
        }, place.port());
    }
}
