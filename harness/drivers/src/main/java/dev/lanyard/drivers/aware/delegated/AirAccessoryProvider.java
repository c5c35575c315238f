package dev.lanyard.drivers.aware.delegated;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.radio.AirRadio;
import dev.lanyard.wire.nan.Nan;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Wi-Fi Aware devices on the virtual air of another process, met by our own stack: {@code air:127.0.0.1:19000}. */
public final class AirAccessoryProvider implements AccessoryProvider {

    private static final Pattern REST = Pattern.compile(
            "(?:(?<host>[^:\\[\\]\\s/]+)|\\[(?<ipv6>[0-9A-Fa-f:.%]+)\\]):(?<port>\\d{1,5})");

    @Override
    public String scheme() {
        return "air";
    }

    @Override
    public String usage() {
        return "air:HOST:PORT (air:127.0.0.1:19000): a Wi-Fi Aware device on the virtual air of another process "
                + "(./lanyard air)";
    }

    @Override
    public Accessory create(AccessorySpec spec) {
        Matcher matcher = REST.matcher(spec.rest());
        int port = matcher.matches() ? Integer.parseInt(matcher.group("port")) : 0;
        if (port == 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("\"" + spec + "\" is not of the form " + usage());
        }
        String host = matcher.group("ipv6") != null ? matcher.group("ipv6") : matcher.group("host");
        StackAccessory.Opener radio = observer -> AirRadio.connect(new InetSocketAddress(host, port),
                Nan.CHANNEL_2_4GHZ, observer);
        return new StackAccessory(spec, radio, radio::tryOnce);
    }

    /** What is there, only discovery tells. */
    @Override
    public List<Listing> list(String where, Duration timeout) {
        return List.of();
    }
}
