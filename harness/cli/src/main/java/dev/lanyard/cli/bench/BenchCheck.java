package dev.lanyard.cli.bench;

import dev.lanyard.cli.bench.Finding.State;
import dev.lanyard.drivers.accessory.Accessory;
import dev.lanyard.drivers.accessory.AccessorySpec;
import dev.lanyard.drivers.aware.AwareAccessory;
import dev.lanyard.drivers.aware.android.AdbSnippet;
import dev.lanyard.drivers.console.TtyFinder;
import dev.lanyard.drivers.kernel.KernelAccessory;
import dev.lanyard.drivers.power.PowerSwitch;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.runner.bench.Bench;
import dev.lanyard.runner.bench.Switches;
import dev.lanyard.runner.run.Accessories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for everything that a bench file names. Nothing is switched, and no console is opened: that resets boards. */
public final class BenchCheck {

    private static final Duration OPEN = Duration.ofSeconds(3);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final String LIST = "./lanyard list shows what is there; is it plugged in, and has it power?";
    private static final String RIGHTS = "./lanyard doctor prints the command that gives rights";

    private final Path root;

    /** Of the machine whose file system begins at {@code root}. */
    public BenchCheck(Path root) {
        this.root = root;
    }

    /** In the order of the file. */
    public List<Finding> of(Bench bench) throws InterruptedException {
        List<Finding> found = new ArrayList<>();
        for (var entry : bench.ports().entrySet()) {
            found.add(port(entry.getKey(), bench.spec(entry.getValue())));
        }
        bench.consoles().forEach((name, console) -> found.add(console.port()
                .map(port -> line("console", name, port))
                .orElseGet(() -> new Finding("console", name, "the accessory's own port", State.NOT_LOOKED_AT,
                        "it is looked for when its accessory is tested"))));
        for (var entry : bench.power().entrySet()) {
            found.add(power(entry.getKey(), entry.getValue()));
        }
        for (var entry : bench.radios().entrySet()) {
            found.add(radio(entry.getKey(), entry.getValue()));
        }
        return List.copyOf(found);
    }

    private static Finding port(String name, AccessorySpec spec) throws InterruptedException {
        try (Accessory accessory = Accessories.standard().create(spec)) {
            return new Finding("port", name, spec.toString(), State.PRESENT, seen(accessory));
        } catch (UsbException e) {
            State state = state(e);
            return new Finding("port", name, spec.toString(), state, e.getMessage(), state == State.IN_USE
                    ? "let the other program go, or name one of several by its bus path" : fix(e));
        } catch (IOException e) {
            return new Finding("port", name, spec.toString(), State.MISSING, e.getMessage(),
                    "./lanyard doctor says what its radio needs");
        } catch (IllegalArgumentException e) {
            return new Finding("port", name, spec.toString(), State.MISSING, e.getMessage(), "correct the bench file");
        }
    }

    private static String seen(Accessory accessory) throws IOException, InterruptedException {
        if (accessory instanceof AwareAccessory) {
            accessory.requireUsable(OPEN);
            return "its radio may be used; whether a device is near, only discovery tells";
        }
        if (accessory instanceof KernelAccessory kernel) {
            return "interface " + kernel.find(Duration.ZERO);
        }
        try (UsbConnection connection = accessory.open(OPEN)) {
            return connection.device().vidPid() + " at " + connection.device().id();
        }
    }

    private static String fix(UsbException e) {
        return switch (e.error()) {
            case ACCESS -> RIGHTS;
            case UNSUPPORTED -> "./lanyard doctor says what this machine lacks";
            default -> LIST;
        };
    }

    private static State state(UsbException e) {
        return switch (e.error()) {
            case ACCESS -> State.NO_RIGHTS;
            case BUSY -> State.IN_USE;
            default -> State.MISSING;
        };
    }

    /** A serial line, without opening it. */
    private Finding line(String kind, String name, String port) {
        Path path;
        try {
            path = port.startsWith("usb:") ? new TtyFinder(root).find(port.substring("usb:".length()))
                    : root.resolve(port.startsWith("/") ? port.substring(1) : port);
        } catch (IOException e) {
            return new Finding(kind, name, port, State.MISSING, e.getMessage(), LIST);
        }
        if (!Files.exists(path)) {
            return new Finding(kind, name, port, State.MISSING, "there is no such port",
                    "ls -l /dev/serial/by-id shows the serial ports there are");
        }
        if (!Files.isReadable(path) || !Files.isWritable(path)) {
            return new Finding(kind, name, port, State.NO_RIGHTS, "this user may not open " + path,
                    "sudo usermod -aG dialout $USER, then log in again");
        }
        return new PortHolders(root).of(path).map(holder -> new Finding(kind, name, port, State.IN_USE, holder + " has "
                        + path, "close that program"))
                .orElseGet(() -> new Finding(kind, name, port, State.PRESENT, path.toString()));
    }

    private Finding power(String name, Bench.Power power) throws InterruptedException {
        if (power.relay().isPresent()) {
            Finding line = line("power", name, power.relay().get().port());
            if (line.state() != State.PRESENT) {
                return line;
            }
        }
        for (String program : power.command().map(Switches::programs).orElse(List.of())) {
            if (!isThere(program)) {
                return new Finding("power", name, program, State.MISSING, "there is no program " + program
                        + " that may be run", "install it, or correct the bench file");
            }
        }
        Optional<PowerSwitch> made = Switches.of(name, power);
        if (made.isEmpty()) {
            return new Finding("power", name, "USB reset", State.NOT_LOOKED_AT,
                    "a reset cuts no power, and the evidence will say so");
        }
        try (PowerSwitch found = made.get()) {
            PowerSwitch.Report report = found.status(ASK);
            return new Finding("power", name, found.name(), State.PRESENT, switch (report.state()) {
                case ON -> "on: ";
                case OFF -> "off: ";
                case UNKNOWN -> "";
            } + report.said());
        } catch (UsbException e) {
            State state = state(e);
            return new Finding("power", name, made.get().name(), state, e.getMessage(),
                    state == State.NO_RIGHTS ? "a udev rule for the hub, or root" : fix(e));
        } catch (IOException e) {
            return new Finding("power", name, made.get().name(), State.MISSING, e.getMessage(),
                    "is the switch connected, and does the bench file say how it is asked?");
        }
    }

    private boolean isThere(String program) {
        if (program.contains("/")) {
            return Files.isExecutable(Path.of(program));
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return java.util.Arrays.stream(path.split(java.io.File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private Finding radio(String name, Bench.Radio radio) throws InterruptedException {
        return switch (radio.kind()) {
            case MONITOR -> netdev(name, radio.netdev().orElseThrow(), true);
            case WPA_SUPPLICANT -> {
                Finding found = netdev(name, radio.netdev().orElseThrow(), false);
                yield found.state() == State.PRESENT ? socket(name, radio.netdev().orElseThrow()) : found;
            }
            case ESP32 -> line("radio", name, radio.port().orElseThrow());
            case ANDROID -> phone(name, radio.serial().orElseThrow());
        };
    }

    private static Finding phone(String name, String serial) throws InterruptedException {
        try {
            AdbSnippet.requirePhone("adb", serial);
            return new Finding("radio", name, serial, State.PRESENT, "adb sees the phone");
        } catch (IOException e) {
            return new Finding("radio", name, serial, State.MISSING, e.getMessage(), "is it plugged in, and does it "
                    + "allow debugging by this machine?");
        }
    }

    private Finding socket(String name, String netdev) {
        Path socket = root.resolve("run/wpa_supplicant").resolve(Path.of(netdev).getFileName());
        String fix = "ctrl_interface=DIR=/run/wpa_supplicant GROUP=netdev in wpa_supplicant's configuration";
        return !Files.exists(socket) ? new Finding("radio", name, netdev, State.MISSING, "there is no control interface "
                + socket, fix)
                : !Files.isWritable(socket) ? new Finding("radio", name, netdev, State.NO_RIGHTS,
                        "this user may not use " + socket, fix)
                : new Finding("radio", name, netdev, State.PRESENT, "interface " + netdev + " and " + socket);
    }

    private Finding netdev(String name, String netdev, boolean monitor) {
        Path place = root.resolve("sys/class/net").resolve(Path.of(netdev).getFileName());
        if (!Files.exists(place)) {
            return new Finding("radio", name, netdev, State.MISSING, "there is no interface " + netdev,
                    "ip link shows those there are" + (monitor ? "; iw dev wlan0 interface add " + netdev
                            + " type monitor makes one" : ""));
        }
        try {
            String type = Files.readString(place.resolve("type")).strip();
            return !monitor || type.equals("803") || type.equals("801")
                    ? new Finding("radio", name, netdev, State.PRESENT, "interface " + netdev)
                    : new Finding("radio", name, netdev, State.MISSING, netdev + " is no monitor interface (its link "
                            + "type is " + type + ", not 803)", "sudo ip link set " + netdev + " down; sudo iw dev "
                            + netdev + " set type monitor");
        } catch (IOException e) {
            return new Finding("radio", name, netdev, State.NOT_LOOKED_AT, "its type cannot be read");
        }
    }
}
