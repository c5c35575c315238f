package dev.lanyard.drivers.libusb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which ports of two hubs are one socket, as Linux tells by the link {@code peer} of a port
 * (Documentation/ABI/testing/sysfs-bus-usb): {@code 1-2:1.0/1-2-port3/peer} leads to {@code 2-2-port3}.
 */
final class HubHalves {

    static final Path SYSFS = Path.of("/sys");

    private static final Pattern PORT = Pattern.compile("(?:usb(?<root>\\d{1,3})|(?<hub>\\d{1,3}-[\\d.]{1,32}))"
            + "-port(?<port>\\d{1,3})");

    private HubHalves() {}

    /**
     * A port of a hub.
     *
     * @param hub  a bus path ({@code 1-2}), or the bus of a root hub ({@code 1})
     * @param port counted from 1
     */
    record Place(String hub, int port) {}

    /** The port of the other half; empty where there is none, or nothing tells. */
    static Optional<Place> other(Path sysfs, Place place) {
        boolean root = !place.hub().contains("-");
        String device = root ? "usb" + place.hub() : place.hub();
        Path peer = sysfs.resolve("bus/usb/devices").resolve(device)
                .resolve(root ? place.hub() + "-0:1.0" : place.hub() + ":1.0")
                .resolve(device + "-port" + place.port()).resolve("peer");
        try {
            Matcher found = PORT.matcher(peer.toRealPath().getFileName().toString());
            return found.matches() ? Optional.of(new Place(found.group("root") != null ? found.group("root")
                    : found.group("hub"), Integer.parseInt(found.group("port")))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
