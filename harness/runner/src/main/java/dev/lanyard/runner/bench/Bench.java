package dev.lanyard.runner.bench;

import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.usb.UsbDeviceSelector;
import dev.lanyard.runner.bind.Default;
import dev.lanyard.runner.bind.Doc;
import dev.lanyard.runner.bind.Range;
import dev.lanyard.runner.profile.Profile;
import dev.lanyard.runner.value.ByteTemplate;
import dev.lanyard.runner.value.ConsoleName;
import dev.lanyard.runner.value.PowerName;
import dev.lanyard.runner.value.RadioName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A host with its accessories, consoles, power switches and radios: a file {@code bench.yaml}. */
public record Bench(
        @Doc("the bench's name") String bench,
        @Doc("one line about it") Optional<String> title,
        @Doc("where accessories are plugged in, by the name that --accessory takes") @Default("{}")
        Map<String, Port> ports,
        @Doc("serial consoles, by name") @Default("{}") Map<String, Profile.Console> consoles,
        @Doc("power switches, by name") @Default("{}") Map<String, Power> power,
        @Doc("radios, by name") @Default("{}") Map<String, Radio> radios) {

    private static final String SOCKETS = "/run/wpa_supplicant/";
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,49}";

    public Bench {
        Stream.of(ports, consoles, power, radios).flatMap(map -> map.keySet().stream()).filter(n -> !n.matches(NAME))
                .findFirst().ifPresent(name -> {
                    throw new IllegalArgumentException("\"" + name + "\" is no name: letters, digits, hyphens and "
                            + "underscores, so that it cannot be taken for SCHEME:WHICH");
                });
        Map<AccessorySpec, String> taken = new HashMap<>();
        ports.forEach((name, port) -> {
            AccessorySpec spec = spec(port, radios);
            String other = taken.putIfAbsent(spec, name);
            if (other != null) {
                throw new IllegalArgumentException("ports." + name + " and ports." + other + " are the same accessory, "
                        + spec + "; two that are alike are told apart by bus path (usb:1-2.3) or serial "
                        + "number (usb:VID:PID/SERIAL)");
            }
        });
    }

    /** Where an accessory is plugged in, and what is around it. */
    public record Port(
            @Doc("the accessory: usb:BUS-PORT, usb:VID:PID/SERIAL, net:usb:…, usbip:HOST:PORT/BUSID, emulated:ncm")
            Optional<String> accessory,
            @Doc("for a Wi-Fi Aware device: the radio that reaches it, one of radios") Optional<RadioName> radio,
            @Doc("its profile, as a path from the bench file; by default the one of device-profiles that names it")
            Optional<String> profile,
            @Doc("its console, one of consoles; by default the serial port of the same USB device")
            Optional<ConsoleName> console,
            @Doc("its power switch, one of power") Optional<PowerName> power) {

        public Port {
            if (accessory.isPresent() == radio.isPresent()) {
                throw new IllegalArgumentException("a port has an accessory, or a radio that reaches a Wi-Fi Aware "
                        + "device");
            }
            accessory.ifPresent(AccessorySpec::parse);
        }
    }

    /** How the rest of Lanyard names what is at {@code port}. */
    public AccessorySpec spec(Port port) {
        return spec(port, radios);
    }

    private static AccessorySpec spec(Port port, Map<String, Radio> radios) {
        return port.accessory().map(AccessorySpec::parse).orElseGet(() ->
                radios.get(port.radio().orElseThrow().name()).spec());
    }

    /** A power switch: one of these kinds. */
    public record Power(
            @Doc("the port of a USB hub that can switch it: the bus path of what hangs there, such as 1-2.3")
            Optional<String> hubPort,
            @Doc("a relay on a serial line") Optional<Relay> relay,
            @Doc("programs that switch") Optional<Command> command,
            @Doc("true where nothing can cut the power: power.cycle resets the USB port instead, and says so")
            @Default("false") boolean usbReset) {

        public Power {
            long kinds = Stream.of(hubPort, relay, command).filter(Optional::isPresent).count() + (usbReset ? 1 : 0);
            if (kinds != 1) {
                throw new IllegalArgumentException("a power switch is one of hub-port, relay, command, usb-reset");
            }
            hubPort.filter(path -> !UsbDeviceSelector.PATH.matcher(path).matches()).ifPresent(path -> {
                throw new IllegalArgumentException("hub-port: \"" + path + "\" is no bus path such as 1-2.3 "
                        + "(./lanyard list shows those of accessories)");
            });
        }
    }

    /** A relay that takes orders as octets. */
    public record Relay(
            @Doc("its serial line: a device file such as /dev/serial/by-id/…, or usb:1-2.3, usb:VID:PID/SERIAL")
            String port,
            @Doc("the speed of the line") @Default("9600") @Range(min = "1", max = "20000000") int baud,
            @Doc("what switches on") Order on,
            @Doc("what switches off") Order off,
            @Doc("how it is asked") Optional<Question> status) {}

    /** Something that a relay is told. */
    public record Order(
            @Doc("what is sent: hexadecimal digits and 'text', such as 'ON 1' 0d 0a") ByteTemplate send,
            @Doc("what it answers: also ?? for any octet and * for any number of them; without it, nothing is waited for")
            Optional<ByteTemplate> answer) {

        public Order {
            requireLiteral(send);
        }
    }

    /** How a relay is asked whether it is on. */
    public record Question(
            @Doc("what is sent") ByteTemplate send,
            @Doc("the answer that means on") ByteTemplate on,
            @Doc("the answer that means off") ByteTemplate off) {

        public Question {
            requireLiteral(send);
        }
    }

    private static void requireLiteral(ByteTemplate send) {
        if (!send.isLiteral()) {
            throw new IllegalArgumentException("send: ?? and * cannot be sent");
        }
    }

    /** Programs that switch: each a list of arguments, run by no shell. */
    public record Command(
            @Doc("switches on: [PROGRAM, ARGUMENT, …]") List<String> on,
            @Doc("switches off") List<String> off,
            @Doc("writes on or off; without it, nothing proves what the other two did") @Default("[]")
            List<String> status) {

        public Command {
            if (on.isEmpty() || off.isEmpty()) {
                throw new IllegalArgumentException("on and off each name a program: [PROGRAM, ARGUMENT, …]");
            }
        }
    }

    /** A radio, or a peer that has one. */
    public record Radio(
            @Doc("what it is") RadioKind kind,
            @Doc("for monitor: the interface in monitor mode; for wpa-supplicant: the one with a control socket, such as "
                    + "nan0") Optional<String> netdev,
            @Doc("for wpa-supplicant: the interface of data paths") @Default("nan_data0") String dataNetdev,
            @Doc("for android: its serial number, as adb devices shows it") Optional<String> serial,
            @Doc("for esp32: its serial port") Optional<String> port) {

        public Radio {
            boolean complete = switch (kind) {
                case MONITOR, WPA_SUPPLICANT -> netdev.isPresent();
                case ANDROID -> serial.isPresent();
                case ESP32 -> port.isPresent();
            };
            if (!complete) {
                throw new IllegalArgumentException("a radio of this kind needs " + switch (kind) {
                    case MONITOR, WPA_SUPPLICANT -> "netdev";
                    case ANDROID -> "serial";
                    case ESP32 -> "port";
                });
            }
        }

        /** The Wi-Fi Aware device that is near this radio, as the rest of Lanyard names it. */
        public AccessorySpec spec() {
            return switch (kind) {
                case MONITOR -> new AccessorySpec("monitor", netdev.orElseThrow());
                case WPA_SUPPLICANT -> new AccessorySpec("wpa_supplicant",
                        SOCKETS + netdev.orElseThrow() + "," + dataNetdev);
                case ANDROID -> new AccessorySpec("android", serial.orElseThrow());
                case ESP32 -> new AccessorySpec("esp32", port.orElseThrow());
            };
        }
    }

    /** Kinds of radios. */
    public enum RadioKind {
        /** An interface that shows all frames of a channel. */
        MONITOR,
        /** An interface that wpa_supplicant drives. */
        WPA_SUPPLICANT,
        /** A phone. */
        ANDROID,
        /** A board with firmware that speaks NAN. */
        ESP32
    }

    /** The port that has {@code accessory}, or the accessory of which it is a variant. */
    public Optional<Map.Entry<String, Port>> portOf(AccessorySpec accessory) {
        return ports.entrySet().stream().filter(entry -> spec(entry.getValue()).equals(accessory)
                || spec(entry.getValue()).equals(accessory.withoutVariant())).findFirst();
    }
}
