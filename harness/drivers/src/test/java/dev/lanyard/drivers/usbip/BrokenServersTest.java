package dev.lanyard.drivers.usbip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.drivers.usb.TransferRequest;
import dev.lanyard.drivers.usb.UsbConnection;
import dev.lanyard.drivers.usb.UsbError;
import dev.lanyard.drivers.usb.UsbException;
import dev.lanyard.drivers.usb.UsbTransfer;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.usb.TransferType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client sees of servers that answer wrongly, late or not at all; every octet they send is written out here. */
@Timeout(60)
class BrokenServersTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    /** What never comes is waited for so long; what the server sends before has to be there by then. */
    private static final Duration SHORT = Duration.ofMillis(900);

    private static final String RET_SUBMIT_1 = "00000003 00000001 00000000 00000000 00000000";
    private static final String REST = "00000000 ffffffff 00000000 0000000000000000";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "485454502f312e31203430302042616420 | GARBAGE | saw version 0x4854",
        "4745                               | GARBAGE | saw version 0x4745",
        "0111 8005 00000000 00000000        | GARBAGE | saw code 0x8005",
        "0111 0005 00000000 ffffffff        | GARBAGE | 4294967295 devices",
        "0111 0005 000000                   | TIMEOUT | only 7 octets came: [01110005000000]",
        "0111 0005 00000000 00000001 2f2f   | TIMEOUT | only 14 octets came",
        "''                                 | TIMEOUT | expected OP_REP_DEVLIST within 900 ms, nothing came",
        "0111 0005 00000005 00000000        | IO      | status 5 ERROR",
    })
    void listOfAServerThatAnswersWronglyAndThenNothing(String octets, UsbError error, String words) throws Exception {
        try (var server = new ScriptedServer(c -> c.write(octets))) {
            // What is not a whole header is waited for to the end.
            boolean whole = octets.replace(" ", "").length() >= 16 && error != UsbError.TIMEOUT;
            UsbException thrown = thrown(error, () -> list(server.port(), whole ? SOON : SHORT));
            assertTrue(thrown.getMessage().contains(words), thrown.getMessage());
            assertTrue(thrown.getMessage().contains("127.0.0.1:" + server.port()), thrown.getMessage());
        }
    }

    @Test
    void listOfAServerThatClosesSaysHowFarItCame() throws Exception {
        try (var server = new ScriptedServer(c -> {
            c.read(8);
            c.write("0111");
            c.close();
        })) {
            UsbException thrown = thrown(UsbError.IO, () -> list(server.port(), SOON));
            assertTrue(thrown.getMessage().contains("expected OP_REP_DEVLIST, only 2 octets came: [0111], then the "
                    + "connection was closed"), thrown.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ffffffffffffffffffff   | GARBAGE   | saw version 0xffff",
        "''                     | TIMEOUT   | expected OP_REP_IMPORT within 900 ms, nothing came",
        "0111 0003 00000002     | BUSY      | another client has imported it",
        "0111 0003 00000003     | IO        | error state",
        "0111 0003 fffffff1     | IO        | status 4294967281, not a known one",
        "0111 0003 00000004     | NOT_FOUND | its device list cannot be had",
        "0111 0003 00000000 2f  | TIMEOUT   | only 9 octets came",
    })
    void importFromAServerThatAnswersWronglyAndThenNothing(String octets, UsbError error, String words)
            throws Exception {
        try (var server = new ScriptedServer(c -> c.write(octets))) {
            // Of a device that is not there, the list is asked for besides, and waited for to the end.
            boolean soon = error != UsbError.TIMEOUT && error != UsbError.NOT_FOUND;
            UsbException thrown = thrown(error, () -> open(server.port(), "1-1", soon ? SOON : SHORT).close());
            assertTrue(thrown.getMessage().contains(words), thrown.getMessage());
            assertTrue(thrown.getMessage().contains("1-1"), thrown.getMessage());
        }
    }

    @Test
    void anImportThatGivesAnotherDeviceIsRefused() throws Exception {
        try (var server = ScriptedServer.importing(c -> { })) {
            UsbException thrown = thrown(UsbError.GARBAGE, () -> open(server.port(), "2-2", SOON).close());
            assertTrue(thrown.getMessage().contains("\"1-1\""), thrown.getMessage());
        }
    }

    @Test
    void aServerThatDoesNotListenIsMetWithWhatToRun() throws Exception {
        // Bound, so that nobody else gets the port meanwhile, and not listening.
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = silent.getLocalPort();
            UsbException thrown = thrown(UsbError.IO, () -> list(port, SOON));
            assertTrue(thrown.getMessage().contains("Connection refused"), thrown.getMessage());
            assertTrue(thrown.getMessage().contains("usbip bind -b BUSID"), thrown.getMessage());
            thrown(UsbError.NOT_FOUND, () -> UsbIpHost.tcp("does-not-exist.invalid", port).list(SOON));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        RET_SUBMIT_1 + "00000000 00000201" + REST
                + "                                      | answered bulk read of 512 octets on endpoint 0x81 of 1-1",
        "00000003 00000002 00000000 00000000 00000000 00000000 00000000" + REST
                + "                                      | answered transfer 2, which is none of the 1 under way",
        "00000001 00000001 00000000 00000000 00000000 00000000 00000000" + REST
                + "                                      | a client's command",
        "00000004 00000009 00000000 00000000 00000000 00000000 00000000" + REST
                + "                                      | withdrawal 9, which was not asked for",
        "48545450 2f312e31 20343030 20426164 20526571 75657374 0d0a0d0a" + REST
                + "                                      | saw 1213486160",
    })
    void garbageInPlaceOfAnAnswerEndsTheConnectionAtOnce(String octets, String words) throws Exception {
        try (var server = ScriptedServer.importing(c -> {
            c.read(48);
            c.write(octets);
        }); UsbConnection usb = open(server.port(), "1-1", SOON)) {
            UsbException thrown = thrown(UsbError.GARBAGE, () -> read(usb, Duration.ofMinutes(1)).await());
            String expected = words.replace(" of 1-1", "");
            assertTrue(thrown.getMessage().contains(expected), thrown.getMessage());
            assertTrue(usb.detached().get(20, TimeUnit.SECONDS).contains(expected));
        }
    }

    @Test
    void aConnectionCutInTheMiddleOfDataIsADetachment() throws Exception {
        try (var server = ScriptedServer.importing(c -> {
            c.read(48);
            c.write(RET_SUBMIT_1 + "00000000 00000064" + REST + "0102");
            c.close();
        }); UsbConnection usb = open(server.port(), "1-1", SOON)) {
            UsbException thrown = thrown(UsbError.DETACHED, () -> read(usb, SOON).await());
            assertTrue(thrown.getMessage().contains("in the middle of a message"), thrown.getMessage());
        }
    }

    @Test
    void aServerThatIgnoresEverythingIsGivenUp() throws Exception {
        try (var server = ScriptedServer.importing(c -> { });
                UsbConnection usb = open(server.port(), "1-1", SOON)) {
            long start = System.nanoTime();
            thrown(UsbError.TIMEOUT, () -> read(usb, SHORT).await());
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            assertTrue(millis >= SHORT.toMillis() && millis < SOON.toMillis(), millis + " ms");
            String reason = usb.detached().get(20, TimeUnit.SECONDS);
            assertTrue(reason.contains("neither") && reason.contains("0x81"), reason);
        }
    }

    @Test
    void anAnswerThatCrossesTheWithdrawalStillCounts() throws Exception {
        try (var server = ScriptedServer.importing(c -> {
            c.read(48);
            String unlink = c.read(48);
            assertEquals("00000002" + "00000002" + "00010002", unlink.substring(0, 24));
            assertEquals("00000001", unlink.substring(40, 48));
            c.write(RET_SUBMIT_1 + "00000000 00000003" + REST + "070809");
            c.write("00000004 00000002 00000000 00000000 00000000 00000000 00000000" + REST);
            c.read(48);
            c.write("00000003 00000003 00000000 00000000 00000000 ffffff8d 00000000" + REST);
        }); UsbConnection usb = open(server.port(), "1-1", SOON)) {
            assertEquals(Bytes.hex("070809"), read(usb, Duration.ofMillis(50)).await());
            UsbException next = thrown(UsbError.IO, () -> read(usb, SOON).await());
            assertTrue(next.getMessage().contains("status -115"), next.getMessage());
        }
    }

    @Test
    void aServerThatAnswersAWithdrawalWithWithdrawnTransferIsUnderstood() throws Exception {
        try (var server = ScriptedServer.importing(c -> {
            c.read(96);
            c.write(RET_SUBMIT_1 + "ffffff98 00000000" + REST);
            c.read(48);
            c.write("00000003 00000003 00000000 00000000 00000000 ffffffe0 00000000" + REST);
        }); UsbConnection usb = open(server.port(), "1-1", SOON)) {
            thrown(UsbError.TIMEOUT, () -> read(usb, Duration.ofMillis(50)).await());
            thrown(UsbError.STALL, () -> read(usb, SOON).await());
        }
    }

    @ParameterizedTest
    @CsvSource({"-32,STALL", "-104,CANCELLED", "-108,DETACHED", "-19,DETACHED", "-75,OVERFLOW", "-71,PROTOCOL",
        "-121,IO", "-110,TIMEOUT", "-12345,IO"})
    void errnoBecomesAnError(int status, UsbError error) {
        assertEquals(error, UrbErrors.of(status));
    }

    private static UsbTransfer read(UsbConnection usb, Duration deadline) {
        return usb.submit(TransferRequest.in(TransferType.BULK, 0x81, 512, deadline));
    }

    private static void list(int port, Duration timeout) throws IOException, InterruptedException {
        try (UsbIpHost host = UsbIpHost.tcp("127.0.0.1", port)) {
            host.list(timeout);
        }
    }

    private static UsbConnection open(int port, String id, Duration timeout) throws IOException, InterruptedException {
        try (UsbIpHost host = UsbIpHost.tcp("127.0.0.1", port)) {
            return host.open(id, timeout);
        }
    }

    private static UsbException thrown(UsbError error, org.junit.jupiter.api.function.Executable action) {
        UsbException thrown = assertThrows(UsbException.class, action);
        assertEquals(error, thrown.error(), thrown.getMessage());
        return thrown;
    }
}
