package dev.lanyard.drivers.radio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ieee80211.Radiotap;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MonitorRadioTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Bytes FRAME = Bytes.hex("d0000000516f9a010000021122334455506f9a0102031000" + "0409506f9a13");

    private final FakeTap tap = new FakeTap();
    private final List<Integer> tuned = new CopyOnWriteArrayList<>();
    /** Whoever holds it keeps the adapter from changing its channel. */
    private final Semaphore change = new Semaphore(1);
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<Radio.Reception> received = new CopyOnWriteArrayList<>();
    private final RealTimeLoop loop = new RealTimeLoop("test air");
    private final MonitorRadio radio = new MonitorRadio(loop, tap, this::follow, 2437, new MonitorRadio.Observer() {
        @Override
        public void frame(boolean in, int frequency, int signal, Bytes octets) {
            seen.add((in ? "in " : "out ") + frequency);
        }

        @Override
        public void trouble(String text) {
            seen.add("trouble " + text);
        }
    });

    MonitorRadioTest() throws IOException {}

    private void follow(int mhz) throws InterruptedException {
        change.acquire();
        tuned.add(mhz);
        change.release();
    }

    /** An adapter that shows own frames again, as monitor interfaces do. */
    private static final class FakeTap implements MonitorRadio.Tap {
        private final List<Bytes> sent = new CopyOnWriteArrayList<>();
        private MonitorRadio.Heard packets;
        private volatile boolean closed;
        private volatile boolean refuses;

        @Override
        public void send(Bytes packet) throws IOException {
            if (refuses) {
                throw new IOException("the adapter is gone");
            }
            sent.add(packet);
        }

        @Override
        public void start(MonitorRadio.Heard listener) {
            packets = listener;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @AfterEach
    void end() {
        radio.close();
        assertTrue(tap.closed);
    }

    /** The adapter is on the channel first wanted. */
    @BeforeEach
    void tuned() {
        Awaitility.await().atMost(SOON).until(() -> tuned.contains(2437));
        settle();
        settle();
    }

    private void send(Bytes frame) {
        loop.run(() -> radio.send(frame));
    }

    /** Lets everything before have its turn. */
    private void settle() {
        loop.run(() -> { });
        loop.run(() -> { });
    }

    private static Bytes packet(Bytes frame, int signal) {
        return Radiotap.received(1, 5745, signal).encode().concat(frame);
    }

    @Test
    void sendsWithAHeaderAndHearsWithoutIt() throws InterruptedException {
        loop.run(() -> radio.listen(received::add));
        send(FRAME);
        assertEquals(List.of(Bytes.hex("00000c00048000000c001000").concat(FRAME)), tap.sent);
        Bytes other = FRAME.truncate(10).concat(Bytes.hex("02aabbccddee")).concat(FRAME.from(16));
        tap.packets.packet(packet(other, -60), 0);
        Awaitility.await().atMost(SOON).until(() -> received.size() == 1);
        assertEquals(other, received.getFirst().octets());
        assertEquals(-60, received.getFirst().signal());
        assertEquals(5745, received.getFirst().frequency());
        assertEquals(List.of("out 2437", "in 5745"), seen);
    }

    @Test
    void leavesOutOwnFramesThoughTheAdapterChangedThem() {
        loop.run(() -> radio.listen(received::add));
        send(FRAME);
        byte[] changed = FRAME.toArray();
        changed[1] |= 0x08;
        changed[2] = 0x3A;
        changed[22] = 0x50;
        tap.packets.packet(packet(Bytes.wrap(changed), -10), 0);
        settle();
        // A second one is another's: nobody sends it twice.
        tap.packets.packet(packet(Bytes.wrap(changed), -10), 0);
        Awaitility.await().atMost(SOON).until(() -> received.size() == 1);
    }

    @Test
    void passesOverWhatIsNoFrame() {
        loop.run(() -> radio.listen(received::add));
        for (String packet : List.of("", "00", "0000ffff00000000", "0000080000000000", "000008000000000080")) {
            tap.packets.packet(Bytes.hex(packet), 0);
        }
        settle();
        assertEquals(List.of(), received);
    }

    @Test
    void sendsOnlyWhenTheAdapterIsOnTheChannel() {
        change.acquireUninterruptibly();
        loop.run(() -> radio.tune(5745));
        send(FRAME);
        assertEquals(List.of(), tap.sent);
        change.release();
        Awaitility.await().atMost(SOON).until(() -> tap.sent.size() == 1);
    }

    @Test
    void whatWasForAChannelThatIsLeftIsNotSentOnAnother() {
        change.acquireUninterruptibly();
        loop.run(() -> radio.tune(5745));
        send(FRAME);
        loop.run(() -> radio.tune(2437));
        change.release();
        Bytes other = FRAME.concat(Bytes.of(1));
        Awaitility.await().atMost(SOON).until(() -> {
            send(other);
            return !tap.sent.isEmpty();
        });
        assertEquals(other, tap.sent.getFirst().from(12));
    }

    @Test
    void aFrameIsAsOldAsTheTapSays() {
        loop.run(() -> radio.listen(received::add));
        tap.packets.packet(packet(FRAME, -60), 3_000_000);
        Awaitility.await().atMost(SOON).until(() -> !received.isEmpty());
        assertTrue(loop.micros() - received.getFirst().began() >= 3_000_000);
    }

    @Test
    void tunesTheAdapterBesideTheLoop() {
        loop.run(() -> radio.tune(5745));
        assertEquals(5745, radio.frequency());
        Awaitility.await().atMost(SOON).until(() -> tuned.contains(5745));
    }

    @Test
    void tellsWhenTheAdapterIsGone() {
        tap.refuses = true;
        send(FRAME);
        assertEquals("trouble the adapter is gone", seen.getLast());
    }

    @Test
    void theLoopRunsInOrderWaitsAndPassesOnFailures() throws Exception {
        AtomicBoolean rang = new AtomicBoolean();
        loop.after(Duration.ofMillis(20), () -> rang.set(true));
        AirLoop.Timer never = loop.after(Duration.ofHours(1), () -> rang.set(false));
        never.cancel();
        assertTrue(loop.await(rang::get, SOON));
        assertFalse(loop.await(() -> false, Duration.ofMillis(5)));
        assertThrows(IllegalArgumentException.class, () -> loop.run(() -> {
            throw new IllegalArgumentException("as thrown");
        }));
        assertEquals(3, loop.call(() -> loop.call(() -> 3)));
    }
}
