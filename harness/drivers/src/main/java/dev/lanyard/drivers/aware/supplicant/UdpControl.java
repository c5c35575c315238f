package dev.lanyard.drivers.aware.supplicant;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.charset.StandardCharsets;

/**
 * The control interface by UDP (wpa_supplicant built with {@code CONFIG_CTRL_IFACE=udp}): every command begins with the
 * cookie that {@code GET_COOKIE} gives.
 */
public final class UdpControl extends ControlInterface {

    private static final String COOKIE = "COOKIE=[0-9a-fA-F]{16}";

    private final InetSocketAddress address;
    private final DatagramSocket socket;
    private volatile String cookie = "";

    private UdpControl(InetSocketAddress address, DatagramSocket socket) {
        this.address = address;
        this.socket = socket;
    }

    /** Connects and gets the cookie. */
    public static UdpControl connect(InetSocketAddress address) throws IOException, InterruptedException {
        DatagramSocket socket = new DatagramSocket();
        UdpControl control = new UdpControl(address, socket);
        try {
            socket.connect(address);
            Thread.ofVirtual().name("wpa_supplicant " + address).start(control::read);
            String reply = control.request("GET_COOKIE");
            if (!reply.matches(COOKIE)) {
                throw new IOException(control.name() + " answered GET_COOKIE with " + shown(reply)
                        + ": it is no control interface of wpa_supplicant");
            }
            control.cookie = reply + " ";
            return control;
        } catch (IOException | InterruptedException e) {
            control.close();
            throw e;
        }
    }

    private void read() {
        byte[] buffer = new byte[LONGEST];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                received(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
            } catch (PortUnreachableException _) {
                // Nobody listens there; whoever waits for a reply says so.
                continue;
            } catch (IOException _) {
                return;
            }
        }
    }

    @Override
    public String name() {
        return "udp:" + address.getHostString() + ":" + address.getPort();
    }

    @Override
    protected void send(String text) throws IOException {
        byte[] octets = (cookie + text).getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(octets, octets.length));
    }

    @Override
    public void close() {
        socket.close();
    }
}
