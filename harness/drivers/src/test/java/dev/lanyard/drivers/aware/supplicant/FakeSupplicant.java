package dev.lanyard.drivers.aware.supplicant;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A wpa_supplicant's UDP control interface, and on its air a device that pairs by PIN. */
final class FakeSupplicant implements AutoCloseable {

    static final String COOKIE = "COOKIE=0123456789abcdef";
    static final String DEVICE = "02:aa:bb:cc:dd:ee";

    private final DatagramSocket socket;
    private final String service;
    private final String info;
    private final String pin;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private SocketAddress client;
    private boolean attached;
    private boolean paired;
    private int handles;

    FakeSupplicant(String service, String info, String pin) throws IOException {
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.service = service;
        this.info = info;
        this.pin = pin;
        Thread.ofVirtual().name("fake wpa_supplicant").start(this::serve);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** What was asked, in order. */
    List<String> commands() {
        return commands;
    }

    private void serve() {
        byte[] buffer = new byte[65_536];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                client = packet.getSocketAddress();
                String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                if (text.equals("GET_COOKIE")) {
                    send(COOKIE);
                } else if (text.startsWith(COOKIE + " ")) {
                    take(text.substring(COOKIE.length() + 1));
                }
            }
        } catch (IOException _) {
            // The test is over.
            return;
        }
    }

    private void take(String text) throws IOException {
        commands.add(text);
        SupplicantEvent command = SupplicantEvent.parse(text);
        Map<String, String> arguments = command.arguments();
        switch (command.name()) {
            case "ATTACH" -> {
                attached = true;
                send("OK\n");
            }
            case "NAN_PUBLISH", "NAN_SUBSCRIBE" -> {
                int handle = ++handles;
                send(handle + "\n");
                if (command.name().equals("NAN_SUBSCRIBE") && service.equals(arguments.get("service_name"))) {
                    event("NAN-DISCOVERY-RESULT subscribe_id=" + handle + " publish_id=9 address=" + DEVICE
                            + " fsd=0 fsd_gas=0 srv_proto_type=2 ssi=" + info + " pairing_setup_supp=1 "
                            + "npk_nik_caching_supp=1 pbm=0x2 data_path=1 a_key_of_tomorrow=1");
                }
            }
            case "NAN_NDP_RESPONSE" -> {
                send("OK\n");
                if (text.contains(" accept ")) {
                    event("NAN-NDP-CONNECTED peer_nmi=" + DEVICE + " ndp_id=" + arguments.get("ndp_id")
                            + " local_ndi=02:00:00:00:00:01 peer_ndi=" + arguments.get("init_ndi") + " ssi=");
                }
            }
            case "NAN_BOOTSTRAP" -> {
                send("OK\n");
                event(text.endsWith(" auth") ? "NAN-BOOTSTRAP-SUCCESS peer_nmi=" + DEVICE + " pbm="
                        + arguments.get("method") + " handle=" + arguments.get("handle")
                        : arguments.get("method").equals("32") ? "NAN-BOOTSTRAP-SUCCESS " + DEVICE + " pbm=0x20 handle="
                        + arguments.get("handle") : "NAN-BOOTSTRAP-FAILURE " + DEVICE + " reason=13");
            }
            case "NAN_PAIR" -> {
                send("OK\n");
                byte[] digits = pin.getBytes(StandardCharsets.US_ASCII);
                String hex = java.util.HexFormat.of().formatHex(digits);
                boolean right = switch (arguments.get("auth")) {
                    case "1" -> hex.equals(arguments.get("pwd_hex"));
                    case "2" -> paired;
                    default -> false;
                };
                paired |= right;
                event("NAN-PAIRING-STATUS " + DEVICE + " status=" + (right ? "success" : "failure"));
            }
            case "NAN_NDP_REQUEST" -> {
                send("OK\n");
                event(arguments.containsKey("csid") && paired ? "NAN-NDP-CONNECTED peer=" + DEVICE + " ndp_id=3 "
                        + "local_ndi=02:00:00:00:00:01 peer_ndi=02:aa:bb:cc:dd:ef ssi= interface_id=0011223344556677"
                        : "NAN-NDP-DISCONNECTED peer=" + DEVICE + " ndp_id=3 reason=8");
            }
            case "UNKNOWN" -> send("UNKNOWN COMMAND\n");
            case "SILENT" -> { }
            default -> send("OK\n");
        }
    }

    /** Sends an event. */
    void event(String text) throws IOException {
        if (attached) {
            send("<3>" + text);
        }
    }

    private void send(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(octets, octets.length, client));
    }

    @Override
    public void close() {
        socket.close();
    }
}
