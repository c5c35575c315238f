package dev.lanyard.drivers.radio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanyard.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualAirTest {

    private final VirtualAir air = new VirtualAir(7);
    private final List<String> heard = new ArrayList<>();

    private Radio station(String name, int mhz) {
        Radio radio = air.radio(name, mhz);
        radio.listen(frame -> heard.add(name + " " + frame.octets().toHex() + " " + frame.frequency()));
        return radio;
    }

    @Test
    void waitingMovesTheTimeAndCostsNone() throws Exception {
        long before = air.micros();
        List<Long> at = new ArrayList<>();
        air.after(Duration.ofSeconds(8), () -> at.add(air.micros() - before));
        long real = System.nanoTime();
        assertTrue(air.await(() -> !at.isEmpty(), Duration.ofSeconds(10)));
        assertEquals(List.of(8_000_000L), at);
        assertTrue(System.nanoTime() - real < Duration.ofSeconds(7).toNanos());
        assertFalse(air.await(() -> false, Duration.ofSeconds(1)));
        assertEquals(9_000_000, air.micros() - before);
    }

    @Test
    void framesReachThoseWhoAreTunedToTheirChannel() throws Exception {
        Radio a = station("a", 2437);
        station("b", 2437);
        station("c", 5745);
        a.send(Bytes.of(1, 2));
        air.clock().sleep(Duration.ofMillis(5));
        assertEquals(List.of("b 0102 2437"), heard);
    }

    @Test
    void aChannelCarriesOneFrameAtATime() throws Exception {
        Radio a = station("a", 2437);
        Radio b = station("b", 2437);
        List<Long> ends = new ArrayList<>();
        air.watch((from, frame) -> ends.add(frame.micros()));
        a.send(Bytes.wrap(new byte[600]));
        b.send(Bytes.wrap(new byte[600]));
        air.clock().sleep(Duration.ofMillis(5));
        assertEquals(2, ends.size());
        assertTrue(ends.get(1) - ends.get(0) > 800, ends::toString);
    }

    @Test
    void theSameSeedGivesTheSameLosses() throws Exception {
        List<String> arrived = lossy(3);
        assertEquals(arrived, lossy(3));
        assertNotEquals(arrived, lossy(4));
        assertTrue(arrived.size() > 20 && arrived.size() < 80, arrived::toString);
    }

    private static List<String> lossy(long seed) throws InterruptedException {
        VirtualAirTest test = new VirtualAirTest();
        VirtualAir air = new VirtualAir(seed);
        Radio a = air.radio("a", 2437);
        Radio b = air.radio("b", 2437);
        b.listen(frame -> test.heard.add(frame.octets().toHex() + "@" + frame.micros()));
        air.impair(Impairment.loss(0.5).and(Impairment.reorder(Duration.ofMillis(3))));
        for (int i = 0; i < 100; i++) {
            a.send(Bytes.of(i));
        }
        air.clock().sleep(Duration.ofSeconds(1));
        return test.heard;
    }

    @Test
    void radiosRepeatWhatGoesToOneReceiverAndNotWhatGoesToAGroup() throws Exception {
        Radio a = station("a", 2437);
        station("b", 2437);
        air.impair(Impairment.loss(0.5, 7));
        int frames = 100;
        for (int i = 0; i < frames; i++) {
            a.send(Bytes.hex("d0000000021122334455").concat(Bytes.of(i)));
        }
        air.clock().sleep(Duration.ofSeconds(1));
        assertTrue(heard.size() >= frames - 3, heard::toString);
        heard.clear();
        for (int i = 0; i < frames; i++) {
            a.send(Bytes.hex("d0000000516f9a010000").concat(Bytes.of(i)));
        }
        air.clock().sleep(Duration.ofSeconds(1));
        assertTrue(heard.size() > 20 && heard.size() < 80, heard::toString);
    }

    @Test
    void framesArriveLateOutOfOrderAndTwice() throws Exception {
        Radio a = station("a", 2437);
        List<Long> late = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        air.radio("b", 2437).listen(frame -> {
            late.add(frame.micros());
            order.add(frame.octets().u8(0));
        });
        List<Long> ends = new ArrayList<>();
        air.watch((from, frame) -> ends.add(frame.micros()));
        air.impair(Impairment.delay(Duration.ofMillis(5)));
        a.send(Bytes.of(1));
        air.clock().sleep(Duration.ofMillis(50));
        assertEquals(List.of(ends.getFirst() + 5_000), late);
        order.clear();
        air.impair(Impairment.duplicate(1).and(Impairment.reorder(Duration.ofMillis(20))));
        for (int i = 0; i < 50; i++) {
            a.send(Bytes.of(i));
        }
        air.clock().sleep(Duration.ofMillis(200));
        assertEquals(100, order.size());
        assertNotEquals(order.stream().sorted().toList(), order);
    }

    @Test
    void framesAreChangedAndDroppedOnTheirWay() throws Exception {
        Radio a = station("a", 2437);
        station("b", 2437);
        air.impair(Impairment.mutate(frame -> frame.u8(0) == 1, frame -> Bytes.of(9)).and(Impairment.drop(
                frame -> frame.u8(0) == 2)));
        a.send(Bytes.of(1));
        a.send(Bytes.of(2));
        a.send(Bytes.of(3));
        air.clock().sleep(Duration.ofMillis(50));
        assertEquals(List.of("b 09 2437", "b 03 2437"), heard);
    }

    @Test
    void aWeakRadioIsHeardWeakly() throws Exception {
        Radio a = air.radio("a", 2437);
        List<Integer> signals = new ArrayList<>();
        air.radio("b", 2437).listen(frame -> signals.add(frame.signal()));
        a.send(Bytes.of(1));
        air.clock().sleep(Duration.ofMillis(5));
        air.signal(a, -88);
        a.send(Bytes.of(1));
        air.clock().sleep(Duration.ofMillis(5));
        assertEquals(List.of(VirtualAir.USUAL_SIGNAL, -88), signals);
    }

    @Test
    void whereItKeepsPaceTheTimeGoesOnByItself() throws Exception {
        long before = air.micros();
        try (AirLoop.Pace _ = air.keepPace()) {
            air.clock().sleep(Duration.ofMillis(30));
        }
        assertTrue(air.micros() - before >= 30_000);
    }
}
