package dev.lanyard.drivers.power;

import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.SetupPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The power of one port of a USB hub, by class requests to the hub (USB 2.0 §11.24.2, USB 3.2 §10.16.2), as uhubctl does
 * it. A USB 3 hub is two hubs with the same sockets, one for each kind of wire pair, and a socket loses its power only
 * when both have it off: both are switched. The hub's descriptor says whether its ports are switched one by one, together, or not at all (wHubCharacteristics,
 * USB 2.0 table 11-13). Many hubs report a port as off that keeps its voltage; so what the hub says is reported as what
 * the hub says.
 */
public final class HubSwitch implements PowerSwitch {

    private static final int GET_STATUS = 0;
    private static final int CLEAR_FEATURE = 1;
    private static final int SET_FEATURE = 3;
    private static final int GET_DESCRIPTOR = 6;
    private static final int PORT_POWER = 8;
    private static final int HUB_DESCRIPTOR = 0x29;
    private static final int SUPER_SPEED_HUB_DESCRIPTOR = 0x2A;
    /** wPortStatus of hubs up to high speed, and of SuperSpeed hubs. */
    private static final int POWER_BIT = 1 << 8;
    private static final int SUPER_SPEED_POWER_BIT = 1 << 9;
    private static final int LONGEST_DESCRIPTOR = 71;

    /** Opens the hub, and leaves it to its driver all the same. */
    public interface Hub {
        UsbConnection open(Duration timeout) throws UsbException, InterruptedException;
    }

    /** wHubCharacteristics bits 1..0. */
    enum Switching {
        GANGED("switches all its ports together, so other devices lose their power too"),
        INDIVIDUAL("switches each port by itself"),
        NONE("cannot switch the power of its ports");

        final String sentence;

        Switching(String sentence) {
            this.sentence = sentence;
        }
    }

    /**
     * A port of one hub.
     *
     * @param port counted from 1, as in the bus path: port 3 of hub 1-2 has the device 1-2.3
     */
    public record Socket(String hubName, Hub hub, int port) {

        public Socket {
            if (port < 1 || port > 255) {
                throw new IllegalArgumentException("a hub has ports 1 to 255");
            }
        }

        private String name() {
            return "port " + port + " of USB hub " + hubName;
        }
    }

    private final Socket socket;
    private final Supplier<Optional<Socket>> other;

    /** Of a hub without another half. */
    public HubSwitch(String hubName, Hub hub, int port) {
        this(new Socket(hubName, hub, port), Optional::empty);
    }

    /** @param other looks for the same socket's port of the hub's other half, at each order */
    public HubSwitch(Socket socket, Supplier<Optional<Socket>> other) {
        this.socket = socket;
        this.other = other;
    }

    @Override
    public String name() {
        return socket.name();
    }

    @Override
    public Report set(boolean on, Duration within) throws IOException, InterruptedException {
        Report first = new Half(socket).set(on, within);
        Optional<Socket> second = other.get();
        return second.isEmpty() ? first : withOther(first, second.get(), half -> half.set(on, within));
    }

    @Override
    public Report status(Duration within) throws IOException, InterruptedException {
        Report first = new Half(socket).status(within);
        Optional<Socket> second = other.get();
        return second.isEmpty() ? first : withOther(first, second.get(), half -> half.status(within));
    }

    /** Something that is done to a half. */
    private interface Deed {
        Report to(Half half) throws IOException, InterruptedException;
    }

    /** As long as one half gives power there is power. */
    private static Report withOther(Report first, Socket second, Deed deed) throws InterruptedException {
        try {
            Report report = deed.to(new Half(second));
            State both = first.state() == report.state() ? first.state() : State.ON;
            return new Report(both, first.said() + "; its other half, " + second.name() + ", reports it "
                    + (report.state() == State.ON ? "with" : "without") + " power");
        } catch (IOException e) {
            return new Report(first.state() == State.ON ? State.ON : State.UNKNOWN, first.said()
                    + "; its other half, " + second.name() + ", may still give power: " + e.getMessage());
        }
    }

    /** One of the hubs that a socket belongs to. */
    private record Half(Socket socket) {

        private String name() {
            return socket.name();
        }

        Report set(boolean on, Duration within) throws IOException, InterruptedException {
            try (UsbConnection connection = socket.hub().open(within)) {
                Switching switching = switching(connection, within);
                if (switching == Switching.NONE) {
                    throw new UsbException(UsbError.UNSUPPORTED, name() + ": switching " + (on ? "on" : "off"),
                            "its descriptor says that it " + switching.sentence);
                }
                connection.control(new SetupPacket(0x23, on ? SET_FEATURE : CLEAR_FEATURE, PORT_POWER, socket.port(), 0),
                        within);
                return report(connection, switching, within);
            }
        }

        Report status(Duration within) throws IOException, InterruptedException {
            try (UsbConnection connection = socket.hub().open(within)) {
                return report(connection, switching(connection, within), within);
            }
        }

        private Report report(UsbConnection connection, Switching switching, Duration within)
                throws UsbException, InterruptedException {
            Bytes status = connection.control(new SetupPacket(0xA3, GET_STATUS, 0, socket.port(), 4), within);
            if (status.length() < 2) {
                throw new UsbException(UsbError.PROTOCOL, name() + ": GET_STATUS", status.length() + " octets came, not 4");
            }
            int bit = isSuperSpeed(connection) ? SUPER_SPEED_POWER_BIT : POWER_BIT;
            boolean on = (status.u16le(0) & bit) != 0;
            return new Report(on ? State.ON : State.OFF, "the hub reports the port " + (on ? "with" : "without")
                    + " power; it " + switching.sentence);
        }

        private Switching switching(UsbConnection connection, Duration within) throws UsbException, InterruptedException {
            int type = isSuperSpeed(connection) ? SUPER_SPEED_HUB_DESCRIPTOR : HUB_DESCRIPTOR;
            Bytes descriptor = connection.control(new SetupPacket(0xA0, GET_DESCRIPTOR, type << 8, 0, LONGEST_DESCRIPTOR),
                    within);
            if (descriptor.length() < 5 || descriptor.u8(1) != type) {
                throw new UsbException(UsbError.PROTOCOL, name() + ": hub descriptor",
                        "what came is none: " + descriptor.truncate(16).toHex());
            }
            if (socket.port() > descriptor.u8(2)) {
                throw new UsbException(UsbError.NOT_FOUND, name(), "the hub has " + descriptor.u8(2) + " ports");
            }
            return switch (descriptor.u16le(3) & 3) {
                case 0 -> Switching.GANGED;
                case 1 -> Switching.INDIVIDUAL;
                default -> Switching.NONE;
            };
        }

        private static boolean isSuperSpeed(UsbConnection connection) {
            return switch (connection.device().speed()) {
                case SUPER, SUPER_PLUS -> true;
                default -> false;
            };
        }
    }

    @Override
    public void close() {
        // The hub is opened for each order.
    }
}
