package dev.lanyard.stubs.usbip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server against a plain socket: what it answers, octet by octet, and what it does to clients that misbehave. */
@Timeout(120)
class HostileClientsTest {

    private static final String IMPORT = "0111 8003 00000000" + "6c6f6f702d31" + "00".repeat(26);
    private static final String NO_SETUP = "0000000000000000";
    private static final String READ = " 00000200 00000000 ffffffff 00000000 " + NO_SETUP;
    private static final int DEVID = 0x00010001;

    private final LoopbackDevice device = new LoopbackDevice();
    private UsbIpServer server;
    private Socket socket;
    private DataInputStream in;
    private OutputStream out;

    /** A server whose patience outlasts the socket's: what it closes, it closes for another reason. */
    @BeforeEach
    void connect() throws Exception {
        connect(Duration.ofSeconds(60));
    }

    private void connect(Duration patience) throws Exception {
        server = UsbIpServer.with(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Limits(patience, 64, 1 << 20));
        server.export("loop-1", device);
        socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
        server.close();
        assertEquals(device.attached.get(), device.detached.get());
    }

    @Test
    void deviceListIsAnsweredAndTheConnectionClosed() throws Exception {
        send("0111 8005 00000000");
        assertEquals("0111000500000000" + "00000001", receive(12));
        String described = receive(312);
        assertTrue(described.startsWith(HexFormat.of().formatHex("/lanyard/emulated/loop-1".getBytes())));
        assertEquals("6c6f6f702d31" + "00".repeat(26), described.substring(512, 576));
        assertEquals("00000001" + "00000001" + "00000003" + "1d6b" + "0104" + "0106" + "ff0000" + "01" + "01" + "01",
                described.substring(576));
        assertEquals("ff010200", receive(4));
        assertClosed();
    }

    @Test
    void importOfWhatIsNotThereIsRefusedWithNodev() throws Exception {
        send("0111 8003 00000000" + "78" + "00".repeat(31));
        assertEquals("0111000300000004", receive(8));
        assertClosed();
    }

    @Test
    void unlinkOfAPendingReadIsAnsweredOnceAndOfAnotherWithZero() throws Exception {
        importDevice();
        send(submit(7, 1, 1, 512));
        send(unlink(8, 7));
        assertEquals("00000004" + "00000008" + "00".repeat(12) + "ffffff98" + "00".repeat(24), receive(48));
        send(unlink(9, 7));
        send(unlink(10, 4711));
        assertEquals("00000004" + "00000009" + "00".repeat(12) + "00000000" + "00".repeat(24), receive(48));
        assertEquals("00000004" + "0000000a" + "00".repeat(12) + "00000000" + "00".repeat(24), receive(48));
        send(write(11, 1, "050607"));
        assertEquals("00000003" + "0000000b" + "00".repeat(12) + "00000000" + "00000003" + "00000000" + "ffffffff"
                + "00".repeat(12), receive(48));
        send(submit(12, 1, 1, 512));
        assertEquals("00000003" + "0000000c" + "00".repeat(12) + "00000000" + "00000003" + "00000000" + "ffffffff"
                + "00".repeat(12) + "050607", receive(51));
    }

    @Test
    void dataOfAStalledWriteIsReadAndTheNextMessageUnderstood() throws Exception {
        importDevice();
        send(write(1, 2, "00".repeat(1000)) + write(2, 1, "0a"));
        assertEquals("ffffffe0" + "00000000", receive(48).substring(40, 56));
        assertEquals("00000000" + "00000001", receive(48).substring(40, 56));
    }

    @Test
    void messagesCutAnywhereAreUnderstood() throws Exception {
        socket.setTcpNoDelay(true);
        byte[] octets = HexFormat.of().parseHex((IMPORT + write(1, 1, "0102030405") + submit(2, 1, 1, 16))
                .replace(" ", ""));
        for (byte octet : octets) {
            out.write(octet);
            out.flush();
        }
        receive(320);
        receive(48);
        assertTrue(receive(53).endsWith("0102030405"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"474554202f20485454502f312e310d0a", "0111 0005 00000000", "0110 8005 00000000"})
    void garbageInPlaceOfARequestClosesTheConnection(String octets) throws Exception {
        send(octets);
        assertClosed();
    }

    @Test
    void halfARequestClosesTheConnectionInTime() throws Exception {
        close();
        connect(Duration.ofMillis(300));
        send("0111 8003 00000000 6c6f");
        assertClosed();
    }

    @Test
    void silenceInPlaceOfARequestClosesTheConnectionInTime() throws Exception {
        close();
        connect(Duration.ofMillis(300));
        assertClosed();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "00000001 00000001 00010001 00000000 00000001 00000000 7fffffff 00000000 ffffffff 00000000 0000000000000000",
        "00000001 00000001 00010001 00000001 00000001 00000200 ffffffff 00000000 ffffffff 00000000 0000000000000000",
        "00000001 00000001 00010001 00000001 00000001 00000200 00000010 00000000 00000008 00000000 0000000000000000",
        "00000001 00000001 00010002 00000001 00000001 00000200 00000010 00000000 ffffffff 00000000 0000000000000000",
        "00000001 00000001 00010001 00000001 00000011 00000200 00000010 00000000 ffffffff 00000000 0000000000000000",
        "00000003 00000001 00010001 00000001 00000001 00000200 00000010 00000000 ffffffff 00000000 0000000000000000",
        "deadbeef 00000001 00010001 00000001 00000001 00000200 00000010 00000000 ffffffff 00000000 0000000000000000"})
    void nonsenseAfterTheImportClosesTheConnectionAndDetachesTheDevice(String octets) throws Exception {
        importDevice();
        send(octets);
        assertClosed();
        Awaitility.await().until(() -> device.detached.get() == 1 && !server.isImported("loop-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "00000001 00000001 00010001 00000000",
        "00000001 00000001 00010001 00000000 00000001 00000000 00000010 00000000 ffffffff 00000000 00000000000000000102"})
    void halfAMessageAfterTheImportClosesTheConnectionInTime(String octets) throws Exception {
        close();
        connect(Duration.ofSeconds(1));
        importDevice();
        int before = device.detached.get();
        send(octets);
        assertClosed();
        Awaitility.await().until(() -> device.detached.get() == before + 1 && !server.isImported("loop-1"));
    }

    @Test
    void moreTransfersThanTheLimitCloseTheConnection() throws Exception {
        importDevice();
        for (int i = 1; i <= 65; i++) {
            sendIfOpen(submit(i, 1, 1, 16));
        }
        assertClosed();
    }

    @Test
    void moreOctetsThanTheLimitCloseTheConnection() throws Exception {
        importDevice();
        send(submit(1, 1, 1, 1 << 20));
        sendIfOpen(submit(2, 1, 1, 1));
        assertClosed();
    }

    @Test
    void aClientThatTakesNoAnswersIsNotReadFurther() throws Exception {
        importDevice();
        byte[] request = HexFormat.of().parseHex(write(1, 1, "00".repeat(16)).replace(" ", ""));
        byte[] many = new byte[request.length * 1000];
        for (int at = 0; at < many.length; at += request.length) {
            System.arraycopy(request, 0, many, at, request.length);
        }
        AtomicLong sent = new AtomicLong();
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    out.write(many);
                    sent.addAndGet(many.length);
                }
            } catch (IOException e) {
                // The test closed the socket.
            }
        });
        AtomicLong last = new AtomicLong(-1);
        Awaitility.await("the server stops reading").pollInterval(Duration.ofMillis(500)).atMost(
                Duration.ofSeconds(60)).until(() -> last.getAndSet(sent.get()) == sent.get());
        assertTrue(server.isImported("loop-1"), "paused, not closed");
    }

    @Test
    void aClientThatVanishesFreesTheDevice() throws Exception {
        importDevice();
        send(submit(1, 1, 1, 16));
        socket.close();
        Awaitility.await().until(() -> device.detached.get() == 1 && !server.isImported("loop-1"));
    }

    private void importDevice() throws IOException {
        send(IMPORT);
        assertEquals("0111000300000000", receive(320).substring(0, 16));
    }

    private static String submit(int seqnum, int endpoint, int direction, int length) {
        return "00000001%08x%08x%08x%08x%s".formatted(seqnum, DEVID, direction, endpoint,
                READ.replaceFirst(" 00000200 00000000", " 00000200 %08x 00000000".formatted(length)));
    }

    private static String write(int seqnum, int endpoint, String data) {
        return "00000001%08x%08x%08x%08x 00000000 %08x 00000000 ffffffff 00000000 %s %s".formatted(seqnum, DEVID, 0,
                endpoint, data.length() / 2, NO_SETUP, data);
    }

    private static String unlink(int seqnum, int other) {
        return "00000002%08x%08x%08x%08x%08x%s".formatted(seqnum, DEVID, 0, 0, other, "00".repeat(24));
    }

    private void send(String digits) throws IOException {
        out.write(HexFormat.of().parseHex(digits.replace(" ", "")));
        out.flush();
    }

    private void sendIfOpen(String digits) throws IOException {
        try {
            send(digits);
        } catch (SocketException e) {
            // Closed by the server before everything was sent.
        }
    }

    private String receive(int count) throws IOException {
        byte[] octets = new byte[count];
        in.readFully(octets);
        return HexFormat.of().formatHex(octets);
    }

    /** The server closes within the socket's timeout, whatever it still sent. */
    private void assertClosed() throws IOException {
        try {
            while (in.read() >= 0) {
                in.skipBytes(in.available());
            }
        } catch (SocketException e) {
            // Closed with unread data: a reset.
        }
    }
}
