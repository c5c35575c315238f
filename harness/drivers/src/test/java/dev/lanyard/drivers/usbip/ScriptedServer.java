package dev.lanyard.drivers.usbip;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP server that does with each connection what a test says; octets are written as hexadecimal digits. */
final class ScriptedServer implements AutoCloseable {

    /** What to do with a connection, which stays open afterwards until the client or the test ends it. */
    interface Script {
        void play(Conversation conversation) throws IOException;
    }

    /** A connection as the script sees it. */
    record Conversation(Socket socket, DataInputStream in, OutputStream out) {

        String read(int count) throws IOException {
            byte[] octets = new byte[count];
            in.readFully(octets);
            return HexFormat.of().formatHex(octets);
        }

        void write(String digits) throws IOException {
            out.write(HexFormat.of().parseHex(digits.replaceAll("\\s+", "")));
            out.flush();
        }

        void close() throws IOException {
            socket.close();
        }
    }

    private static final String DEVICE = "2f".repeat(4) + "00".repeat(252) + "312d31" + "00".repeat(29)
            + "00000001 00000002 00000003 1d6b 0104 0100 00 00 00 01 01 00";

    /** OP_REP_IMPORT of a high-speed device 1-1, devid 00010002. */
    static final String IMPORTED = "0111 0003 00000000" + DEVICE;

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    ScriptedServer(Script script) throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> accept(script));
    }

    /** A server that grants the import of 1-1 and then plays {@code script}. */
    static ScriptedServer importing(Script script) throws IOException {
        return new ScriptedServer(conversation -> {
            conversation.read(40);
            conversation.write(IMPORTED);
            script.play(conversation);
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> play(script, socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void play(Script script, Socket socket) {
        try {
            script.play(new Conversation(socket, new DataInputStream(socket.getInputStream()),
                    socket.getOutputStream()));
        } catch (IOException e) {
            // The client closed the connection, or the test did.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
