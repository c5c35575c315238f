package dev.lanyard.drivers.radio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.capture.CapturePacket;
import dev.lanyard.wire.capture.CaptureReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stations of other processes on a virtual air; their octets are made here by hand. */
@Timeout(120)
class AirServerTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int CHANNEL_6 = 2437;
    private static final Bytes FRAME = Bytes.hex("d0000000516f9a010000021122334455506f9a0102031000" + "0409506f9a13");
    private static final int RADIOTAP = 127;

    private final VirtualAir air = new VirtualAir(5);
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final AirServer server = AirServer.listen(air, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            news::add);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    AirServerTest() throws IOException {}

    @AfterEach
    void end() {
        server.close();
        air.close();
        Awaitility.await("every station to be turned away").atMost(SOON).until(() -> server.stations() == 0);
    }

    private Radio inside(int mhz) {
        Radio radio = air.radio("inside", mhz);
        radio.listen(frame -> heard.add(frame.octets().toHex() + "@" + frame.frequency()));
        return radio;
    }

    private Socket connect() throws IOException {
        int before = server.stations();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) SOON.toMillis());
        Awaitility.await("the station to be there").atMost(SOON).until(() -> server.stations() > before);
        return socket;
    }

    /** A pcap header, in big or little endian. */
    private static byte[] header(ByteOrder order, int linkType) {
        return ByteBuffer.allocate(24).order(order).putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putInt(0)
                .putInt(0).putInt(65_535).putInt(linkType).array();
    }

    private static byte[] record(ByteOrder order, Bytes packet) {
        return ByteBuffer.allocate(16 + packet.length()).order(order).putInt(1).putInt(2).putInt(packet.length())
                .putInt(packet.length()).put(packet.toArray()).array();
    }

    /** With a radiotap header that says the channel and nothing else. */
    private static Bytes on(int mhz, Bytes frame) {
        return Bytes.wrap(ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0)
                .putShort((short) 12).putInt(1 << 3).putShort((short) mhz).putShort((short) 0).array()).concat(frame);
    }

    private void hears(String... frames) {
        Awaitility.await().atMost(SOON).until(() -> heard.equals(List.of(frames)));
    }

    @Test
    void aFrameGoesOnTheChannelThatItsHeaderNames() throws Exception {
        inside(5745);
        try (Socket station = connect()) {
            OutputStream out = station.getOutputStream();
            out.write(header(ByteOrder.BIG_ENDIAN, RADIOTAP));
            out.write(record(ByteOrder.BIG_ENDIAN, on(CHANNEL_6, FRAME)));
            out.write(record(ByteOrder.BIG_ENDIAN, on(5745, FRAME)));
            hears(FRAME.toHex() + "@5745");
        }
    }

    @Test
    void aFrameWithoutHeaderGoesOnChannel6() throws Exception {
        inside(CHANNEL_6);
        try (Socket station = connect()) {
            OutputStream out = station.getOutputStream();
            out.write(header(ByteOrder.LITTLE_ENDIAN, 105));
            out.write(record(ByteOrder.LITTLE_ENDIAN, FRAME));
            hears(FRAME.toHex() + "@2437");
        }
    }

    @Test
    void aStationHearsEveryChannelButNotItself() throws Exception {
        Radio inside = inside(CHANNEL_6);
        try (Socket station = connect(); Socket other = connect()) {
            OutputStream out = station.getOutputStream();
            out.write(header(ByteOrder.LITTLE_ENDIAN, RADIOTAP));
            out.write(record(ByteOrder.LITTLE_ENDIAN, on(5220, FRAME)));
            CaptureReader others = CaptureReader.open(other.getInputStream());
            CapturePacket first = others.next().orElseThrow();
            assertEquals(RADIOTAP, others.interfaceOf(first).linkType());
            assertEquals(FRAME, first.data().from(first.data().u16le(2)));
            inside.send(FRAME.concat(Bytes.of(1)));
            CapturePacket own = CaptureReader.open(station.getInputStream()).next().orElseThrow();
            assertEquals(FRAME.concat(Bytes.of(1)), own.data().from(own.data().u16le(2)));
        }
    }

    @Test
    void whoSaysNothingMoreStillListens() throws Exception {
        Radio inside = inside(CHANNEL_6);
        try (Socket station = connect()) {
            station.getOutputStream().write(header(ByteOrder.LITTLE_ENDIAN, RADIOTAP));
            station.getOutputStream().write(record(ByteOrder.LITTLE_ENDIAN, on(CHANNEL_6, FRAME)));
            station.shutdownOutput();
            hears(FRAME.toHex() + "@2437");
            inside.send(FRAME);
            assertEquals(FRAME, CaptureReader.open(station.getInputStream()).next().orElseThrow().data().from(23));
        }
        try (Socket watcher = connect()) {
            watcher.shutdownOutput();
            inside.send(FRAME);
            assertEquals(FRAME, CaptureReader.open(watcher.getInputStream()).next().orElseThrow().data().from(23));
        }
        Awaitility.await("the watchers to be missed").atMost(SOON).until(() -> {
            inside.send(FRAME);
            return server.stations() == 0;
        });
        assertTrue(news.stream().noneMatch(line -> line.contains("gone:")), news::toString);
    }

    @Test
    void theTimeGoesOnlyWhileSomebodyIsThereAndNoFasterThanTheMachines() throws Exception {
        long before = air.micros();
        long began = System.nanoTime();
        try (Socket _ = connect()) {
            air.clock().sleep(Duration.ofMillis(300));
            air.await(() -> false, Duration.ofMillis(300));
            assertTrue(System.nanoTime() - began >= Duration.ofMillis(600).toNanos());
            assertTrue(air.micros() - before >= 600_000);
        }
    }

    @Test
    void whatIsNoCaptureEndsTheConnectionAndNothingElse() throws Exception {
        inside(CHANNEL_6);
        Random random = new Random(11);
        List<byte[]> hostile = new ArrayList<>();
        hostile.add("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        byte[] noise = new byte[100_000];
        random.nextBytes(noise);
        hostile.add(noise);
        hostile.add(concat(header(ByteOrder.LITTLE_ENDIAN, 1), record(ByteOrder.LITTLE_ENDIAN, FRAME)));
        hostile.add(concat(header(ByteOrder.LITTLE_ENDIAN, RADIOTAP), ByteBuffer.allocate(16).putInt(0).putInt(0)
                .putInt(-1).putInt(-1).array()));
        for (byte[] octets : hostile) {
            try (Socket station = connect()) {
                station.getOutputStream().write(octets);
                Awaitility.await("the server to hang up").atMost(SOON).until(() -> server.stations() == 0);
            }
        }
        assertEquals(4, news.stream().filter(line -> line.contains(" has gone: ")).count(), news::toString);
        try (Socket station = connect()) {
            OutputStream out = station.getOutputStream();
            out.write(header(ByteOrder.LITTLE_ENDIAN, RADIOTAP));
            for (String packet : List.of("", "00", "0000ffff00000000", "0000080000000000", "000008000000000080",
                    "0100080000000000" + FRAME.toHex())) {
                out.write(record(ByteOrder.LITTLE_ENDIAN, Bytes.hex(packet)));
            }
            out.write(record(ByteOrder.LITTLE_ENDIAN, on(CHANNEL_6, FRAME)));
            hears(FRAME.toHex() + "@2437");
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return Bytes.wrap(first).concat(Bytes.wrap(second)).toArray();
    }

    @Test
    void whoFloodsTheAirIsReadAsFastAsItCarriesFrames() throws Exception {
        inside(CHANNEL_6);
        try (Socket flood = connect(); Socket honest = connect()) {
            Thread.ofVirtual().start(() -> {
                try {
                    flood.getOutputStream().write(header(ByteOrder.LITTLE_ENDIAN, RADIOTAP));
                    ByteArrayOutputStream many = new ByteArrayOutputStream();
                    for (int i = 0; i < 1_000; i++) {
                        many.writeBytes(record(ByteOrder.LITTLE_ENDIAN, on(CHANNEL_6, FRAME.concat(Bytes.wrap(
                                new byte[1_400])))));
                    }
                    while (true) {
                        flood.getOutputStream().write(many.toByteArray());
                    }
                } catch (IOException _) {
                    // The test is over.
                    return;
                }
            });
            Awaitility.await("the flood to come").atMost(SOON).until(() -> heard.size() > 50);
            OutputStream out = honest.getOutputStream();
            out.write(header(ByteOrder.LITTLE_ENDIAN, RADIOTAP));
            out.write(record(ByteOrder.LITTLE_ENDIAN, on(CHANNEL_6, FRAME)));
            Awaitility.await("a frame of somebody else").atMost(SOON).until(() -> heard.contains(FRAME.toHex()
                    + "@2437"));
            // 2 ms each on the air.
            assertTrue(heard.size() < air.micros() / 1_500, () -> heard.size() + " frames");
        }
    }

    @Test
    void whoDoesNotReadLosesFramesAndNobodyElse() throws Exception {
        Radio inside = inside(CHANNEL_6);
        List<Radio.Reception> received = new CopyOnWriteArrayList<>();
        air.radio("other", CHANNEL_6).listen(received::add);
        try (Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(4_096);
            deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            Awaitility.await("the station to be there").atMost(SOON).until(() -> server.stations() == 1);
            int batch = 100;
            Bytes large = FRAME.concat(Bytes.wrap(new byte[1_400]));
            int sent = 0;
            while (server.unread() == 0) {
                assertTrue(sent < 20_000, "all frames were taken by somebody who does not read");
                for (int i = 0; i < batch; i++) {
                    inside.send(large);
                }
                sent += batch;
                int all = sent;
                Awaitility.await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(() -> received.size() == all);
            }
        }
    }

    @Test
    void aRadioOfAnotherProcessHearsItsChannelAndTheTimeOfTheAir() throws Exception {
        Radio inside = inside(5745);
        List<Radio.Reception> received = new CopyOnWriteArrayList<>();
        List<String> seen = new CopyOnWriteArrayList<>();
        try (AirRadio radio = AirRadio.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                CHANNEL_6, new MonitorRadio.Observer() {
                    @Override
                    public void frame(boolean in, int frequency, int signal, Bytes octets) {
                        seen.add((in ? "in " : "out ") + frequency);
                    }

                    @Override
                    public void trouble(String text) {
                        seen.add(text);
                    }
                })) {
            radio.loop().run(() -> radio.listen(received::add));
            Awaitility.await().atMost(SOON).until(() -> server.stations() == 1);
            inside.send(FRAME.concat(Bytes.of(1)));
            air.radio("on channel 6", CHANNEL_6).send(FRAME.concat(Bytes.of(3)));
            Awaitility.await().atMost(SOON).until(() -> !received.isEmpty());
            assertEquals(FRAME.concat(Bytes.of(3)), received.removeFirst().octets());
            radio.loop().run(() -> radio.tune(5745));
            Awaitility.await().atMost(SOON).until(() -> {
                inside.send(FRAME);
                return !received.isEmpty();
            });
            assertEquals(FRAME, received.getFirst().octets());
            assertEquals(VirtualAir.USUAL_SIGNAL, received.getFirst().signal());
            radio.loop().run(() -> radio.send(FRAME.concat(Bytes.of(2))));
            Awaitility.await().atMost(SOON).until(() -> heard.contains(FRAME.concat(Bytes.of(2)).toHex() + "@5745"));
            server.close();
            Awaitility.await().atMost(SOON).until(() -> seen.getLast().startsWith("the air is gone"));
        }
    }

    @Test
    void whereThereIsNoAirTheErrorSaysWhatOpensOne() {
        int port = server.port();
        server.close();
        IOException nobody = assertThrows(IOException.class, () -> AirRadio.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), port), CHANNEL_6, new MonitorRadio.Observer() {
                    @Override
                    public void frame(boolean received, int frequency, int signal, Bytes octets) {
                        heard.add("a frame");
                    }

                    @Override
                    public void trouble(String text) {
                        heard.add(text);
                    }
                }));
        assertTrue(nobody.getMessage().contains("./lanyard air --port " + port), nobody::getMessage);
    }
}
