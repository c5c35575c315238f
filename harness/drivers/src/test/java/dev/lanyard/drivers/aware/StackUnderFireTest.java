package dev.lanyard.drivers.aware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lanyard.drivers.radio.AirLoop;
import dev.lanyard.drivers.radio.Radio;
import dev.lanyard.drivers.radio.VirtualAir;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.nan.BootstrappingMethod;
import dev.lanyard.wire.nan.Nan;
import dev.lanyard.wire.net.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A million frames into a whole stack: noise, and frames of sound dialogues with the same device that are replayed,
 * truncated, changed, reflected and sent under other addresses. No key, no pairing, no data path, no exception that
 * reaches the air, no memory that grows; and then an honest phone pairs and opens a data path.
 */
class StackUnderFireTest {

    private static final int FRAMES = 1_000_000;
    /** Every so many frames one that may reach elliptic curves. */
    private static final int COSTLY = 1_000;
    /** Frames at one time of the air, and the time to the next ones: a busy channel. */
    private static final int VOLLEY = 50;
    private static final Duration BETWEEN = Duration.ofMillis(5);
    private static final Duration BOUND = Duration.ofMinutes(4);
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final long GROWTH = 96L << 20;
    private static final int HEADER = 24;
    private static final int AUTHENTICATION = 0xB0;
    private static final String NAME = "_lanyard._udp";
    private static final Password PIN = Password.of("012345");
    private static final MacAddress ACCESSORY = MacAddress.parse("02:11:22:33:44:01");

    private final VirtualAir air = new VirtualAir(20_261_123);
    private final Random random = new Random(20_261_123);
    private final List<byte[]> sound = new ArrayList<>();
    private final List<byte[]> costly = new ArrayList<>();

    /** The radio of the device under fire: what is put into it comes besides what the air brings. */
    private static final class Target implements Radio {

        private final Radio radio;
        private Listener listener = frame -> { };

        Target(Radio radio) {
            this.radio = radio;
        }

        void take(Bytes frame) {
            long now = loop().micros();
            listener.received(new Reception(now - 100, now, frequency(), -40, frame));
        }

        @Override
        public AirLoop loop() {
            return radio.loop();
        }

        @Override
        public int frequency() {
            return radio.frequency();
        }

        @Override
        public void tune(int mhz) {
            radio.tune(mhz);
        }

        @Override
        public void send(Bytes frame) {
            radio.send(frame);
        }

        @Override
        public void listen(Listener other) {
            listener = other;
            radio.listen(other);
        }

        @Override
        public void close() {
            radio.close();
        }
    }

    @AfterEach
    void end() {
        air.close();
    }

    private NanStack stack(Radio radio, MacAddress nmi, long seed) {
        return new NanStack(radio, NanSettings.of("stack", nmi, new MacAddress(nmi.value() | 0x0400_0000_0000L), seed)
                .withPin(PIN));
    }

    private NanStack accessory(Radio radio, long seed) {
        NanStack accessory = stack(radio, ACCESSORY, seed);
        accessory.publish(AwareService.of(NAME).pairing(Set.of(BootstrappingMethod.PIN_DISPLAY), OptionalInt.of(7)));
        return accessory;
    }

    /** An honest phone discovers, pairs, opens a data path and sends a frame that arrives. */
    private void pairs(NanStack accessory, int number) throws Exception {
        NanStack phone = stack(air.radio("phone " + number, Nan.CHANNEL_2_4GHZ),
                MacAddress.parse("02:11:22:33:44:1" + number), number);
        int handle = phone.subscribe(AwareService.of(NAME).pairing(Set.of(BootstrappingMethod.PIN_KEYPAD),
                OptionalInt.empty()));
        AwareService.Found found = phone.await(0, event -> event instanceof AwareEvent.Discovered one
                && one.handle() == handle && one.service().peer().equals(ACCESSORY.toString()), SOON)
                .map(event -> ((AwareEvent.Discovered) event).service()).orElseThrow();
        AwareOutcome bootstrapped = phone.bootstrap(handle, found, BootstrappingMethod.PIN_KEYPAD, SOON);
        assertTrue(bootstrapped.done(), bootstrapped::text);
        AwareOutcome paired = phone.pair(handle, found, Optional.of(PIN), SOON);
        assertTrue(paired.done(), paired::text);
        long before = accessory.lastEvent();
        AwareDataPath path = phone.openDataPath(handle, found, new DataPathSecurity.Paired(Optional.empty()), SOON);
        AwareDataPath other = ((AwareEvent.DataPathOpened) accessory.await(before - 1,
                AwareEvent.DataPathOpened.class::isInstance, SOON).orElseThrow()).path();
        List<Bytes> arrived = new ArrayList<>();
        other.link().listen((buffer, offset, length) -> arrived.add(Bytes.copyOf(buffer, offset, length)));
        path.link().send(Bytes.hex("061122334401 06112233441" + number + " 86dd 60").toArray());
        assertTrue(air.await(() -> !arrived.isEmpty(), SOON), "the frame did not arrive");
        path.close();
        phone.close();
    }

    private void record() throws Exception {
        try (AirLoop.Pace _ = air.watch((from, frame) -> {
            byte[] octets = frame.octets().toArray();
            (octets[0] == (byte) AUTHENTICATION ? costly : sound).add(octets);
        })) {
            NanStack accessory = accessory(air.radio("accessory before", Nan.CHANNEL_2_4GHZ), 1);
            pairs(accessory, 1);
            accessory.vanish();
        }
        assertTrue(sound.size() > 15 && costly.size() >= 3, () -> sound.size() + " and " + costly.size());
    }

    private Bytes next(int number) {
        boolean mayCost = number % COSTLY == 0;
        List<byte[]> from = mayCost ? costly : sound;
        byte[] frame = from.get(random.nextInt(from.size())).clone();
        switch (random.nextInt(10)) {
            case 0 -> { }
            case 1 -> frame = Arrays.copyOf(frame, random.nextInt(frame.length));
            case 2 -> reflect(frame);
            case 3, 4, 5 -> change(frame, HEADER);
            case 6 -> change(frame, 0);
            default -> {
                byte[] noise = new byte[HEADER + random.nextInt(200)];
                random.nextBytes(noise);
                System.arraycopy(frame, 0, noise, 0, Math.min(Math.min(frame.length, noise.length),
                        HEADER + random.nextInt(10)));
                frame = noise;
            }
        }
        if (frame.length >= HEADER && random.nextInt(4) == 0) {
            // Somebody nobody knows.
            for (int i = 10; i < 16; i++) {
                frame[i] = (byte) random.nextInt(256);
            }
            frame[10] = (byte) (frame[10] & 0xFC | 2);
        }
        return Bytes.wrap(frame);
    }

    private void change(byte[] frame, int from) {
        for (int i = random.nextInt(4); i >= 0 && frame.length > from; i--) {
            frame[from + random.nextInt(frame.length - from)] = (byte) random.nextInt(256);
        }
    }

    private static void reflect(byte[] frame) {
        for (int i = 0; i < 6 && frame.length >= HEADER; i++) {
            byte receiver = frame[4 + i];
            frame[4 + i] = frame[10 + i];
            frame[10 + i] = receiver;
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aMillionFramesInstallNoKeyAndAnHonestPhonePairsAfterThem() throws Exception {
        record();
        Target target = new Target(air.radio("accessory", Nan.CHANNEL_2_4GHZ));
        NanStack accessory = accessory(target, 2);
        ListAppender<ILoggingEvent> trouble = new ListAppender<>();
        trouble.start();
        List<Logger> loggers = List.of((Logger) LoggerFactory.getLogger(NanStack.class),
                (Logger) LoggerFactory.getLogger(VirtualAir.class));
        loggers.forEach(logger -> logger.addAppender(trouble));
        Set<KeySink.Kind> keys = EnumSet.noneOf(KeySink.Kind.class);
        accessory.keepKeys((kind, key) -> keys.add(kind));
        keys.clear();
        long before = used();
        assertTimeoutPreemptively(BOUND, () -> {
            for (int i = 0; i < FRAMES; i += VOLLEY) {
                int first = i;
                air.run(() -> {
                    for (int j = 0; j < VOLLEY; j++) {
                        target.take(next(first + j));
                    }
                });
                air.await(() -> false, BETWEEN);
            }
        });
        loggers.forEach(logger -> logger.detachAppender(trouble));
        assertEquals(List.of(), trouble.list.stream().map(one -> one.getFormattedMessage() + " "
                + one.getThrowableProxy().getMessage()).toList(), "an exception was swallowed");
        long grown = used() - before;
        assertTrue(grown < GROWTH, () -> "the stack keeps " + (grown >> 20) + " MiB more");
        assertTrue(EnumSet.of(KeySink.Kind.PMK).containsAll(keys), keys::toString);
        assertEquals(Optional.empty(), accessory.await(0, event -> event instanceof AwareEvent.DataPathOpened
                || event instanceof AwareEvent.Paired paired && paired.outcome().done(), Duration.ZERO));
        // Whatever was begun times out.
        air.await(() -> false, Duration.ofSeconds(60));
        keys.clear();
        pairs(accessory, 2);
        assertTrue(keys.contains(KeySink.Kind.TK), keys::toString);
    }
}
