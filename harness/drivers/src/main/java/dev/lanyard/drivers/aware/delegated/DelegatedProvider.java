package dev.lanyard.drivers.aware.delegated;

import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessoryProvider;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.android.AdbSnippet;
import dev.lanyard.drivers.aware.android.AndroidPeer;
import dev.lanyard.drivers.aware.android.SnippetClient;
import dev.lanyard.drivers.aware.delegated.DelegatedAccessory.Joiner;
import dev.lanyard.drivers.aware.delegated.DelegatedAccessory.Needs;
import dev.lanyard.drivers.aware.esp32.Esp32Peer;
import dev.lanyard.drivers.aware.supplicant.ControlInterface;
import dev.lanyard.drivers.aware.supplicant.SupplicantPeer;
import dev.lanyard.drivers.aware.supplicant.UdpControl;
import dev.lanyard.drivers.aware.supplicant.UnixControl;
import dev.lanyard.drivers.console.SerialSettings;
import dev.lanyard.drivers.console.SerialSource;
import dev.lanyard.drivers.kernel.KernelAccessory;
import dev.lanyard.drivers.kernel.KernelAccessoryProvider;
import dev.lanyard.drivers.kernel.KernelLink;
import dev.lanyard.drivers.link.Link;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.evidence.Recorder;
import dev.lanyard.wire.net.MacAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Wi-Fi Aware devices by radios that speak in services; one scheme each. */
public abstract sealed class DelegatedProvider implements AccessoryProvider {

    private final String scheme;
    private final String usage;

    private DelegatedProvider(String scheme, String usage) {
        this.scheme = scheme;
        this.usage = usage;
    }

    /** How the peer that {@code rest} names comes up. */
    abstract Joiner joiner(String rest);

    /** What the radio that {@code rest} names needs to be there. */
    abstract Needs needs(String rest);

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public String usage() {
        return usage;
    }

    @Override
    public Accessory create(AccessorySpec spec) {
        return new DelegatedAccessory(spec, joiner(spec.rest()), needs(spec.rest()));
    }

    /** What is near, only discovery tells. */
    @Override
    public List<Listing> list(String where, Duration timeout) {
        return List.of();
    }

    final IllegalArgumentException wrong(String rest) {
        return new IllegalArgumentException("\"" + scheme + ":" + rest + "\" is not of the form " + usage);
    }

    /** {@code wpa_supplicant:/run/wpa_supplicant/nan0,nan_data0}. */
    public static final class Supplicant extends DelegatedProvider {

        private static final Pattern REST = Pattern.compile(
                "(?:udp:(?<host>[^,:]+):(?<port>\\d{1,5})|(?<path>/[^,]+)),(?<data>[^,/]{1,15})");
        private static final Duration INTERFACE = Duration.ofSeconds(5);

        public Supplicant() {
            super("wpa_supplicant", "wpa_supplicant:SOCKET,DATA-INTERFACE "
                    + "(wpa_supplicant:/run/wpa_supplicant/nan0,nan_data0) or wpa_supplicant:udp:HOST:PORT,DATA-INTERFACE"
                    + ": a Wi-Fi Aware device near this machine's wpa_supplicant");
        }

        @Override
        Joiner joiner(String rest) {
            Matcher matcher = match(rest);
            return (pin, recorder) -> new SupplicantPeer(connect(matcher), matcher.group("data"),
                    ndi -> link(ndi, recorder), pin);
        }

        @Override
        Needs needs(String rest) {
            Matcher matcher = match(rest);
            return () -> connect(matcher).close();
        }

        private Matcher match(String rest) {
            Matcher matcher = REST.matcher(rest);
            if (!matcher.matches() || matcher.group("port") != null
                    && Integer.parseInt(matcher.group("port")) > 0xFFFF) {
                throw wrong(rest);
            }
            return matcher;
        }

        private static ControlInterface connect(Matcher matcher) throws IOException, InterruptedException {
            return matcher.group("path") == null ? UdpControl.connect(new InetSocketAddress(matcher.group("host"),
                    Integer.parseInt(matcher.group("port")))) : UnixControl.connect(Path.of(matcher.group("path")));
        }

        private static Link link(MacAddress ndi, Recorder recorder) throws IOException, InterruptedException {
            try {
                KernelAccessory accessory = (KernelAccessory) new KernelAccessoryProvider().create(
                        new AccessorySpec("net", "mac:" + ndi));
                KernelLink link = accessory.openLink(recorder, INTERFACE);
                link.raise();
                return link;
            } catch (UsbException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    /** {@code android:SERIAL}. */
    public static final class Android extends DelegatedProvider {

        private static final String ANY = "any";
        private static final String ADB = "adb";

        public Android() {
            super("android", "android:SERIAL or android:any: a Wi-Fi Aware device near an Android phone at adb");
        }

        @Override
        Joiner joiner(String rest) {
            if (!rest.matches("[A-Za-z0-9._:-]+")) {
                throw wrong(rest);
            }
            return (_, _) -> {
                AdbSnippet snippet = AdbSnippet.start(ADB, serial(rest), AdbSnippet.PACKAGE);
                try {
                    return new AndroidPeer(SnippetClient.initiate(snippet.address()), snippet);
                } catch (IOException e) {
                    snippet.close();
                    throw e;
                }
            };
        }

        @Override
        Needs needs(String rest) {
            return () -> AdbSnippet.requirePhone(ADB, serial(rest));
        }

        private static String serial(String rest) {
            return rest.equals(ANY) ? "" : rest;
        }
    }

    /** {@code esp32:/dev/ttyUSB0}. */
    public static final class Esp32 extends DelegatedProvider {

        public Esp32() {
            super("esp32", "esp32:DEVICE-FILE or esp32:usb:VID:PID: a Wi-Fi Aware device near an ESP32 board that runs "
                    + "ESP-IDF's nan_console");
        }

        @Override
        Joiner joiner(String rest) {
            if (!rest.startsWith("/") && !rest.startsWith("usb:")) {
                throw wrong(rest);
            }
            return (_, _) -> new Esp32Peer(SerialSource.named(rest, SerialSettings.DEFAULT).open());
        }

        /** Opening the port would reset many boards. */
        @Override
        Needs needs(String rest) {
            return () -> SerialSource.named(rest, SerialSettings.DEFAULT).requireUsable();
        }
    }
}
